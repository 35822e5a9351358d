"""Google Merchant feeds in XML: RSS 2.0 and Atom, read entry by entry.

Entities are not resolved, nothing is fetched, a document type is refused, and what was read is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from html.entities import html5
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
#: What may stand before the first element: white space, instructions, comments.
_PROLOG = re.compile(rb"\A(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]{0,100})([^<>]{0,20000})>")
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
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
        for piece in _characters(_pieces(stream, where)):
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
        raise FeedError(where, _explained(error, parser)) from None
    if place == 0:
        raise FeedError(where, "has no <item> and no <entry>: it is no Google Merchant feed, or an empty one")


def _pieces(stream: Clean, where: str) -> Iterator[bytes]:
    head = b""
    while len(head) < limits.HEAD_BYTES and (piece := stream.read(_PIECE)):
        head += piece
    # The declaration names the encoding of the file; the stream is UTF-8 whatever that was.
    head = _DECLARATION.sub(b"", head, count=1).lstrip()
    prolog = _PROLOG.match(head)
    begin = prolog.end() if prolog else 0
    if head[begin : begin + 2] == b"<!":
        raise FeedError(where, "has a document type (<!DOCTYPE), which a feed does not need; leave it out")
    root = _ROOT.match(head, begin)
    if root is None:
        raise FeedError(where, "is no XML feed: there is no element at its beginning")
    if b"<g:" in head and b"xmlns:g" not in root[2]:
        at = root.end(1)
        head = head[:at] + f' xmlns:g="{_GOOGLE}"'.encode() + head[at:]
    yield head
    while piece := stream.read(_PIECE):
        yield piece


def _characters(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """HTML's names of characters, which XML does not know and many feeds use all the same, as characters."""
    left = b""
    for piece in pieces:
        piece = left + piece
        at = piece.rfind(b"&", max(0, len(piece) - 40))
        left = piece[at:] if at >= 0 and b";" not in piece[at:] else b""
        piece = piece[: len(piece) - len(left)]
        yield _ENTITY.sub(_character, piece) if b"&" in piece else piece
    yield left


def _character(entity: re.Match[bytes]) -> bytes:
    name = entity[1].decode()
    if name in ("amp", "lt", "gt", "quot", "apos"):
        return entity[0]
    return html5.get(f"{name};", entity[0].decode()).encode()


def _depth(element: Any) -> int:
    return sum(1 for _ in element.iterancestors())


def _item(element: Any, place: int, today: date) -> Item | Problem:
    values: dict[str, list[str]] = {}
    plain: dict[str, list[str]] = {}
    details: list[tuple[str, str, str]] = []
    for child in element:
        space, name = _split(child.tag)
        if space == _GOOGLE:
            kept = values
        elif not space:
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


@lru_cache(maxsize=1000)
def _split(tag: object) -> tuple[str, str]:
    """A tag's namespace, which is Google's, none or "other", and its name."""
    if not isinstance(tag, str):
        return "other", ""
    space, _, name = tag.rpartition("}")
    space = space[1:]
    return (_GOOGLE if space in (_GOOGLE, _OWN) else "" if not space or space in _ATOM else "other"), name.lower()


def _content(element: Any) -> str:
    """What an attribute with parts says: `content` in a structured title, nothing in prices of shipping."""
    return next((child.text or "" for child in element if _split(child.tag)[1] == "content"), "")


def _detail(element: Any) -> tuple[str, str, str]:
    parts = {_split(child.tag)[1]: (child.text or "").strip() for child in element}
    return parts.get("section_name", ""), parts.get("attribute_name", ""), parts.get("attribute_value", "")


def _forget(element: Any) -> None:
    """Drops an entry that was read, and what lies before it."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _explained(error: etree.XMLSyntaxError, parser: etree.XMLPullParser) -> str:
    # The first that the parser noted tells more than the last that it raised.
    first = next(iter(parser.feed_error_log), None)
    line = first.line if first is not None else error.lineno or 0
    text = str(first.message if first is not None else error.msg).splitlines()[0][:200]
    return f"is broken XML in line {line}: {text}. Is it complete? If so, mend it in the program that makes it"
