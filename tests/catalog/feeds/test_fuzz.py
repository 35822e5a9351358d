"""Whatever is sent, a feed gives items and problems, or is refused as a whole; nothing else ever comes out."""

from __future__ import annotations

from collections.abc import Callable
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
    [b'"', b"'", b"\0", b"\r", b"\n", b"\t", b",", b";", b"<", b">", b"&", b"</item>", b"<item>", b"<![CDATA[", b"]]>", b"&#0;",
     b"&nbsp;", b"&x;", b"<!DOCTYPE a>", b"{", b"}", b"[", b"]", b":", b"null", b"1e999999999", b"-1", b"9" * 400, b"\\u0000",
     b"\\ud800", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b"\xc3", b"\x1f\x8b", b"\xe2\x80\xae", b"=cmd|'x'", b"true", b"id:11"]
)  # fmt: skip
fuzz = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def survives(content: bytes, format_: str | None, encoding: str | None = None) -> None:
    try:
        feed = Feed(BytesIO(content), "feed", format_, encoding, date(2026, 3, 15))
        entries = list(feed.items())
    except FeedError as error:
        assert str(error).startswith("feed: ")
        assert "\n" not in str(error)
        return
    for entry in entries:
        assert isinstance(entry, Item | Problem)
        if isinstance(entry, Problem):
            str(entry).encode("utf-8")
            assert entry.expected
            continue
        assert entry.sku
        assert entry.title
        assert entry.place > 0
        if not entry.stated:
            assert isinstance(entry.price, Decimal)
        assert entry.price is None or (entry.price.is_finite() and entry.price >= 0)
        assert entry.quantity is None or entry.quantity >= 0
        repr(entry).encode("utf-8")


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


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("1.00"),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["title", "handle", "variants", "options", "images", "tags", "price", "id", "sku", "option1", "name",
                         "metafields", "key", "value", "src", "available", "inventory_quantity", "published_at"]),
        inner,
        max_size=8,
    ),
    max_leaves=20,
)  # fmt: skip


@given(products=st.lists(JSON, max_size=3), wrap=st.booleans())
@fuzz
def test_any_json(products: list[object], wrap: bool) -> None:
    import json

    content: Callable[[object], bytes] = lambda what: json.dumps(what).encode()  # noqa: E731
    survives(content({"products": products} if wrap else products), "shopify-json")
