"""What a request may carry: every field at its bounds, and everything that is none."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bot.channels.choices import Choice
from bot.channels.web import bodies
from bot.channels.web.errors import RefusedError
from tests.channels.requests import made

ID = "0123456789abcdef"
SAID = {"id": ID, "text": "my heel hurts"}
TODAY = date(2026, 12, 1)


def refused(body: object, *, rating: bool = False, **given: Any) -> RefusedError:
    read = bodies.read_rating if rating else bodies.read_spoken
    with pytest.raises(RefusedError) as caught:
        read(made(body, **given))
    json.dumps(caught.value.body).encode()
    return caught.value


def test_a_message_is_read() -> None:
    assert bodies.read_spoken(made(SAID)) == bodies.Spoken(ID, "my heel hurts", None, None)
    chosen = {"id": ID, "choice": "12.3", "product": "SL-104 ä"}
    assert bodies.read_spoken(made(chosen)) == bodies.Spoken(ID, "", Choice(12, 3), "SL-104 ä")
    for kind in ("application/json; charset=utf-8", "Application/JSON"):
        assert bodies.read_spoken(made(SAID, kind=kind)).name == ID


@pytest.mark.parametrize("name", ["a" * 16, "a" * 64, "AZaz09-_AZaz09-_"])
@pytest.mark.parametrize("text", ["x", "x" * 5000, "/restart", "\ud800 half", "\x00x", "👣" * 4000 + "ab"])
@pytest.mark.parametrize("product", [None, "x", "x" * 100])
def test_what_lies_within_the_bounds_is_taken(name: str, text: str, product: str | None) -> None:
    body = {"id": name, "text": text, "product": product}
    read = bodies.read_spoken(made(json.dumps(body, ensure_ascii="\ud800" in text).encode()[:16_384]))
    assert (read.name, read.text, read.product) == (name, text, product)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("id", [None, "", "a" * 15, "a" * 65, "a" * 16 + "\n", "a" * 15 + "é", "a" * 15 + ".", 7, [], {}, True]),
        ("text", [None, "", "   ", "\n", "x" * 5001, 7, [], {}, True, 1.5]),
        ("product", ["", "x" * 101, "a\nb", "a\x00", "\ud800", "a\x7f", 7, [], {}, False]),
    ],
)
def test_what_lies_outside_is_refused_by_the_fields_name(field: str, values: list[object]) -> None:
    for value in values:
        error = refused({**SAID, field: value})
        assert (error.status, error.code, error.body["error"]) == (400, "invalid", {**_error(error), "field": field})


def _error(error: RefusedError) -> dict[str, object]:
    told = error.body["error"]
    assert isinstance(told, dict)
    return told


@pytest.mark.parametrize(
    "choice",
    [
        "",
        "1",
        "1.",
        ".1",
        "1.1.1",
        "-1.0",
        "1.-1",
        "1e3.0",
        "1.1000",
        "9" * 10 + ".0",
        "٣.٣",
        "1.0\n",
        " 1.0",
        7,
        [],
        {},
    ],
)
def test_a_choice_that_is_none_is_no_button(choice: object) -> None:
    error = refused({"id": ID, "choice": choice})
    assert (error.status, error.code) == (404, "unknown")


def test_either_text_or_choice() -> None:
    assert _error(refused({**SAID, "choice": "1.0"}))["field"] == "text"
    assert _error(refused({"id": ID}))["field"] == "text"


@pytest.mark.parametrize("key", ["payload", "sender", "metadata", "Text", "", "x" * 5000, "\ud800"])
def test_a_field_that_there_is_not_is_refused(key: str) -> None:
    error = refused({**SAID, key: "x"})
    assert error.status == 400
    assert len(str(error.body)) < 300


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[1]",
        b'"text"',
        b"7",
        b"\xff\xfe\x00",
        b"[" * 16_000,
        b'{"a":' * 3_000,
        b"9" * 16_000,
        b'{"id": NaN}',
        b'{"id": Infinity}',
        b'{"id": -Infinity}',
        b'{"id": "0123456789abcdef", "text": "a", "text": "b"}',
        b'{"id": "0123456789abcdef", "text": "a"} {}',
    ],
)
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    assert (refused(body).status, refused(body).code) == (400, "invalid")


def test_a_body_has_a_size_and_a_type() -> None:
    assert refused(b"x" * 16_385).status == 413
    assert refused(b"x" * 16_384).status == 400
    for kind in (None, "", "text/plain", "application/jsonp", "application/json-patch+json", "multipart/form-data"):
        assert (refused(SAID, kind=kind).status, refused(SAID, kind=kind).code) == (415, "not_json")


def test_a_rating_is_read() -> None:
    for value in ("up", "down", None):
        read = bodies.read_rating(made({"message": 14, "sku": "SL-104", "value": value}))
        assert read == bodies.Rating(14, "SL-104", value)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("message", [None, -1, 10**9, 1.0, "14", True, []]),
        ("sku", [None, "", "x" * 256, 7, []]),
        ("value", ["UP", "", "sideways", 1, True, []]),
        ("extra", [1]),
    ],
)
def test_a_rating_outside_its_bounds_is_refused(field: str, values: list[object]) -> None:
    for value in values:
        error = refused({"message": 14, "sku": "SL-104", "value": "up", field: value}, rating=True)
        assert (error.status, _error(error)["field"]) == (400, field)


def test_a_page_of_history() -> None:
    assert bodies.read_page(made()) == bodies.Page(50, None, None)
    assert bodies.read_page(made(query="limit=200&before=0")) == bodies.Page(200, 0, None)
    assert bodies.read_page(made(query="limit=1&after=999999999")) == bodies.Page(1, None, 999_999_999)
    for query in (
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=x",
        "limit=%D9%A3",
        "limit=1e2",
        "before=1&after=1",
        "before=9999999999",
        "after=%00",
        "after=%ff",
        "limit=" + "9" * 5000,
    ):
        with pytest.raises(RefusedError) as caught:
            bodies.read_page(made(query=query))
        assert caught.value.status == 400


def test_which_plan() -> None:
    assert bodies.read_plan(made(query="message=21&start=2026-12-03"), TODAY) == (21, date(2026, 12, 3))
    for query in (
        "",
        "message=21",
        "start=2026-12-03",
        "message=21&start=2026-02-30",
        "message=21&start=tomorrow",
        "message=21&start=0001-01-01",
        "message=21&start=9999-12-31",
        "message=x&start=2026-12-03",
    ):
        with pytest.raises(RefusedError) as caught:
            bodies.read_plan(made(query=query), TODAY)
        assert caught.value.status == 400
