"""Whatever is sent, a feed gives items and problems, or is refused as a whole; nothing else ever comes out."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.feeds import FORMATS, FeedError, Item
from catalog.feeds.feed import Feed
from catalog.problem import Problem

EXAMPLES = Path(__file__).parent / "examples"
GOOD = {
    file.name: file.read_bytes()
    for file in sorted(EXAMPLES.iterdir())
    if file.suffix in (".csv", ".tsv", ".xml", ".json")
}
#: What breaks parsers when it stands where nobody expects it.
NASTY = st.sampled_from(
    [
        *(bytes([code]) for code in b"\"'\0\r\n\t,;<>&{}[]:\x80\xc3"),
        *(b"</item>", b"<item>", b"<![CDATA[", b"]]>", b"&#0;", b"&nbsp;", b"&x;", b"<!DOCTYPE a>"),
        *(b"null", b"true", b"1e999999999", b"-1", b"9" * 400, b"\\u0000", b"\\ud800", b"id:11", b"=cmd|'x'"),
        *(b"\xff\xfe", b"\xef\xbb\xbf", b"\x1f\x8b", b"\xe2\x80\xae"),
    ]
)
fuzz = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def survives(content: bytes, format_: str | None, encoding: str | None = None) -> None:
    try:
        feed = Feed(BytesIO(content), "feed", format_, encoding, date(2026, 3, 15))
        entries = list(feed.items())
    except FeedError as refused:
        message = str(refused)
    else:
        message = ""
        for entry in entries:
            is_whole(entry)
    assert not message or (message.startswith("feed: ") and "\n" not in message)


def is_whole(entry: Item | Problem) -> None:
    """Says of an entry what its readers rely on."""
    repr(entry).encode("utf-8")
    if isinstance(entry, Problem):
        str(entry).encode("utf-8")
        assert entry.expected
        return
    assert entry.sku
    assert entry.title
    assert entry.place > 0
    assert entry.stated or isinstance(entry.price, Decimal)
    assert entry.price is None or (entry.price.is_finite() and entry.price >= 0)
    assert entry.quantity is None or entry.quantity >= 0


@pytest.mark.parametrize("format_", [None, *FORMATS])
@given(content=st.binary(max_size=300), encoding=st.sampled_from([None, "cp1252", "utf-16", "cp932"]))
@fuzz
def test_any_bytes(format_: str | None, content: bytes, encoding: str | None) -> None:
    survives(content, format_, encoding)


@pytest.mark.parametrize("name", GOOD)
@given(data=st.data())
@fuzz
def test_good_feeds_gone_bad(name: str, data: st.DataObject) -> None:
    # given
    content = bytearray(GOOD[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        until = min(len(content), at + data.draw(st.sampled_from([0, 0, 0, 1, 5, 50, 500, 5000])))
        content[at:until] = data.draw(NASTY | st.binary(max_size=5))
    # when, then
    survives(bytes(content), None)


@pytest.mark.parametrize("name", GOOD)
@given(data=st.data())
@fuzz
def test_good_feeds_taken_for_another_format(name: str, data: st.DataObject) -> None:
    survives(GOOD[name][: data.draw(st.integers(1, len(GOOD[name])))], data.draw(st.sampled_from(FORMATS)))


KEYS = [
    *(
        "title",
        "handle",
        "variants",
        "options",
        "images",
        "tags",
        "price",
        "id",
        "sku",
        "option1",
        "name",
        "published_at",
    ),
    *("metafields", "key", "value", "src", "available", "inventory_quantity"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("1.00"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=8,
        )
    ),
    max_leaves=20,
)


@given(products=st.lists(JSON, max_size=3), wrap=st.booleans())
@fuzz
def test_any_json(products: list[object], wrap: bool) -> None:
    survives(json.dumps({"products": products} if wrap else products).encode(), "shopify-json")
