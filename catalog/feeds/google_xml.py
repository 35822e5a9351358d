"""Google Merchant feeds in XML: RSS 2.0 and Atom, read entry by entry.

Entities are not resolved, nothing is fetched, a document type is refused, and what was read is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml import etree

from catalog.feeds import limits
from catalog.feeds.errors import FeedError
from catalog.feeds.google import google_item
from catalog.feeds.item import Item
from catalog.feeds.unpack import Clean
from catalog.problem import Problem

_GOOGLE = "http://base.google.com/ns/1.0"
_OWN = "http://base.google.com/cns/1.0"  # attributes that a shop adds itself
_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_PIECE = 32 * 1024
_ENTRIES = ("{*}item", "{*}entry")
_DECLARATION = re.compile(rb"\A\s*<\?xml[^>]{0,500}\?>")
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]{0,100})([^<>]{0,20000})>")
MARKS = b"<"


def read(stream: Clean, where: str, today: date) -> Iterator[Item | Problem]:
    """The entries of a feed. Raises FeedError where the XML is broken or tries what it must not."""
    parser = etree.XMLPullParser(
        events=("end",),
        tag=_ENTRIES,
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    place = 0
    try:
        for piece in _pieces(stream, where):
            parser.feed(piece)
            for _, element in parser.read_events():
                if _depth(element) > limits.MAX_DEPTH:
                    raise FeedError(where, "has elements too deep in each other for a feed")
                place += 1
                stream.entry()
                yield _item(element, place, today)
                _forget(element)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise FeedError(where, _explained(error)) from None
    if place == 0:
        raise FeedError(where, "has no <item> and no <entry>: it is no Google Merchant feed, or an empty one")


def _pieces(stream: Clean, where: str) -> Iterator[bytes]:
    head = b""
    while len(head) < limits.HEAD_BYTES and (piece := stream.read(_PIECE)):
        head += piece
    # The declaration names the encoding of the file; the stream is UTF-8 whatever that was.
    head = _DECLARATION.sub(b"", head, count=1).lstrip()
    root = _ROOT.search(head)
    prolog = head[: root.start()] if root else head
    if b"<!DOCTYPE" in prolog.upper() or b"<!ENTITY" in prolog.upper():
        raise FeedError(where, "has a document type (<!DOCTYPE), which a feed does not need; leave it out")
    if root and b"<g:" in head and b"xmlns:g" not in root[2]:
        at = root.end(1)
        head = head[:at] + f' xmlns:g="{_GOOGLE}"'.encode() + head[at:]
    yield head
    while piece := stream.read(_PIECE):
        yield piece


def _depth(element: Any) -> int:
    return sum(1 for _ in element.iterancestors())


def _item(element: Any, place: int, today: date) -> Item | Problem:
    values: dict[str, list[str]] = {}
    plain: dict[str, list[str]] = {}
    details: list[tuple[str, str, str]] = []
    for child in element:
        space, _, name = child.tag.rpartition("}")
        space = space[1:]
        name = name.lower()
        if space in (_GOOGLE, _OWN):
            kept = values
        elif not space or space in _ATOM:
            kept = plain
        else:
            continue
        if len(child):
            if name == "product_detail":
                details.append(_detail(child))
                continue
            text = "".join(child.itertext()) if kept is plain else _content(child)
        else:
            text = child.text or ""
        if name == "link" and not text.strip() and child.get("rel", "alternate") == "alternate":
            text = child.get("href", "")
        if text and not text.isspace():
            kept.setdefault(name, []).append(text.strip())
    for name, texts in plain.items():
        # Where a feed says something twice, the attribute of Google's own counts.
        values.setdefault(name, texts)
    return google_item(place, values, details, today, "entry")


def _content(element: Any) -> str:
    """What an attribute with parts says: `content` in a structured title, nothing in prices of shipping."""
    return next((child.text or "" for child in element if child.tag.rpartition("}")[2] == "content"), "")


def _detail(element: Any) -> tuple[str, str, str]:
    parts = {child.tag.rpartition("}")[2].lower(): (child.text or "").strip() for child in element}
    return parts.get("section_name", ""), parts.get("attribute_name", ""), parts.get("attribute_value", "")


def _forget(element: Any) -> None:
    """Drops an entry that was read, and what lies before it."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _explained(error: etree.XMLSyntaxError) -> str:
    line = error.lineno or 0
    text = str(error.msg or "").split(", line ")[0]
    if "Premature end" in text or "EndTag" in text or "Extra content" in text or not text:
        text += ". Is the file complete?"
    return f"is broken XML in line {line}: {text}"
