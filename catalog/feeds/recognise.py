"""Which format a feed has, by its first lines; its name does not count."""

from __future__ import annotations

import re

from catalog.feeds import google, google_tsv, own, shopify_csv, woocommerce
from catalog.feeds.errors import FeedError
from catalog.feeds.table import DELIMITERS, split_header

FORMATS = ("own", "google-xml", "google-tsv", "shopify-csv", "shopify-json", "woocommerce-csv")
_LOOKED_FOR = (
    "We looked for our own CSV (sku, brand, name, price ...), a Google Merchant feed (XML with <item> or <entry>, or "
    "a table with id, title, price ...), Shopify's CSV (Handle, Title ...) or products.json, and WooCommerce's CSV "
    "(Type, Name, Regular price ...)"
)
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_HTML = re.compile(
    r"\A\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_GOOGLE_ROOTS = ("rss", "feed", "rdf", "channel", "products")


def recognise(head: str, where: str) -> str:
    """The format of a feed that begins like this. Raises FeedError with what was looked for."""
    start = head.lstrip("\ufeff \t\r\n")
    if not start:
        raise FeedError(where, "is empty")
    if start.startswith("PK\x03\x04"):
        raise FeedError(where, "is an Excel workbook or another packed file: save the sheet as CSV, and bring that")
    if _HTML.match(start):
        raise FeedError(where, "is a web page, not a feed. Look for the address of the feed itself")
    if start[0] in "[{":
        return "shopify-json"
    if start[0] == "<":
        without = re.sub(r"<!--.*?-->|<\?.*?\?>", "", start, flags=re.DOTALL)
        root = _ROOT.search(without)
        if root and root[1].lower() in _GOOGLE_ROOTS:
            return "google-xml"
        raise FeedError(
            where, f"is XML, but no feed that we know{f' (<{root[1][:40]}>)' if root else ''}. {_LOOKED_FOR}"
        )
    names = split_header(_first_line(start), delimiter(start))
    if woocommerce.recognised(names):
        return "woocommerce-csv"
    if shopify_csv.recognised(names):
        return "shopify-csv"
    if {"sku", "name", "price"}.issubset(names):
        return "own"
    if {"id", "title"}.issubset(google_tsv.attribute(name) for name in names):
        return "google-tsv"
    shown = ", ".join(names[:8])[:200]
    raise FeedError(where, f"is no feed that we know; its first line has {shown!r}. {_LOOKED_FOR}")


def delimiter(head: str) -> str:
    """What stands between the cells of a table: what its header line has most of."""
    line = _first_line(head.lstrip("\ufeff"))
    known = {*own.COLUMNS, *google.REQUIRED, "handle", "url handle", "type", "regular price"}
    return max(DELIMITERS, key=lambda mark: (len(known.intersection(split_header(line, mark))), line.count(mark)))


def _first_line(text: str) -> str:
    lines = text[:200_000].splitlines()
    if lines and lines[0][:4].lower() == "sep=" and len(lines) > 1:
        return lines[1]
    return lines[0] if lines else ""
