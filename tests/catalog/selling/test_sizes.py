"""Sellers' shoe sizes: what is read, what is left unread, and that nothing is guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from catalog.selling.size_words import SizeWordsError, size_words
from catalog.selling.sizes import Read, read_sizes
from catalog.sizes import ONE_SIZE, SYSTEMS, bit_of, in_ranges


def ranges(read: Read) -> str:
    """The sizes as an owner would write them."""
    return "|".join(in_ranges([s if s == ONE_SIZE else f"{s} {n:g}" for s, n in read.sizes]))


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("EU 42", "EU 42"),
        ("42", "EU 42"),
        ("42,5", "EU 42.5"),
        ("42 2/3", "EU 42.5"),
        ("42-43", "EU 42-43"),
        ("42/43", "EU 42-43"),
        ("36/37 EU", "EU 36-37"),
        ("36,37,38", "EU 36|EU 37|EU 38"),
        ("Gr. 42", "EU 42"),
        ("EU36-38", "EU 36-38"),
        ("EU 38 to 39.5", "EU 38-39.5"),
        ("EU 36-37, 38-39", "EU 36-37|EU 38-39"),
        ("S (EU 36-38)", "EU 36-38"),
        ("Size 1 (UK 3-5)", "UK 3-5"),
        ("UK 8.5", "UK 8.5"),
        ("4 - 5½ UK", "UK 4-5.5"),
        ("EU 42 UK 8 US M 9", "EU 42|UK 8|US M 9"),
        ("UK 8 / EU 42 / US Men's 9", "EU 42|UK 8|US M 9"),
        ("42 EU 8 UK", "EU 42|UK 8"),
        ("US Men's 9", "US M 9"),
        ("U.S. Women’s 9", "US W 9"),
        ("Men's (US 9)", "US M 9"),
        ("Women's: US 7-9, EU 37-40", "EU 37-40|US W 7-9"),
        ("Men's 8-8.5 / Women's 10-10.5", "US M 8-8.5|US W 10-10.5"),
        ("M 9-10.5 | W 10.5-12", "US M 9-10.5|US W 10.5-12"),
        ("Size E: US W 10.5-12 / M 9-10.5", "US M 9-10.5|US W 10.5-12"),
        ("W7-9/M5-7", "US M 5-7|US W 7-9"),
        ("7M/8.5W", "US M 7|US W 8.5"),
        ("C: M 5-7 W 7-9", "US M 5-7|US W 7-9"),
        ("39-40 / 41-42", "EU 39-40|EU 41-42"),
        ("S/M (36-40)", "EU 36-40"),
        ("US 9 (Men)", "US M 9"),
        ("Nr. 42", "EU 42"),
        ("10 Men's / 11.5 Women's", "US M 10|US W 11.5"),
        ("Men's Size 10 (EU 43)", "EU 43"),
        ("EU 42 (265 mm)", "EU 42"),
        ("AU 8 / EU 42", "EU 42"),
        ("One Size", "one size"),
        ("One size fits most", "one size"),
        ("One size (trim to fit)", "one size"),
        ("OSFA", "one size"),
        ("One size: EU 36-46", "EU 36-46"),
    ],
)
def test_what_says_its_scale_is_read(text: str, sizes: str) -> None:
    read = read_sizes([text])
    assert ranges(read) == sizes
    assert read.unread == ()


@pytest.mark.parametrize(
    ("text", "known", "sizes"),
    [
        ("8½", {"currency": "GBP"}, "UK 8.5"),
        ("Mens 7-8 1/2", {"currency": "GBP"}, "UK 7-8.5"),
        ("Mens 7-8 1/2", {"currency": "USD"}, "US M 7-8.5"),
        ("Youth 3-4", {"currency": "CAD"}, "US K 3-4"),
        ("Youth 3-4", {"currency": "GBP"}, "UK K 3-4"),
        ("Kids 13-1", {"currency": "USD"}, "US K 1|US K 13-13.5"),
        ("3Y", {"currency": "USD"}, "US K 3"),
        ("8", {"currency": "USD", "wearer": {"women"}}, "US W 8"),
        ("9", {"system": "US", "wearer": {"men"}, "currency": "EUR"}, "US M 9"),
        ("9", {"system": "UK", "currency": "USD"}, "UK 9"),
        ("22", {"system": "EU"}, "EU 22"),
        ("42", {"system": "DE"}, "EU 42"),
        ("28", {"wearer": {"kids"}}, "EU 28"),
        ("Men's Size 10 (EU 43)", {"currency": "USD"}, "EU 43|US M 10"),
        ("8 (EU 42)", {"currency": "GBP"}, "EU 42"),
    ],
)
def test_what_the_feed_says_beside_it_decides_about_a_bare_number(text: str, known: dict[str, Any], sizes: str) -> None:
    assert ranges(read_sizes([text], **known)) == sizes


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("8½", {}),
        ("8", {"currency": "EUR"}),
        ("8", {"currency": "USD"}),
        ("8", {"currency": "USD", "wearer": {"men", "women"}}),
        ("US 9", {}),
        ("Unisex US 9", {}),
        ("Mens 7-8 1/2", {"currency": "AUD"}),
        ("Men's 8 / Women's 10", {"currency": "AUD"}),
        ("7 / 8.5", {"currency": "GBP"}),
        ("25", {"system": "JP"}),
        ("UK 8", {"wearer": {"men", "kids"}}),
        ("EU 12", {}),
        ("UK 42", {}),
        ("EU 43-41", {}),
        ("36-38-40", {}),
        ("260 mm", {}),
        ("26.5 cm", {}),
        ("9.25", {"currency": "GBP"}),
        ("XL", {}),
        ("Medium", {}),
        ("trim to fit up to size 12", {"currency": "GBP"}),
        ("fits all shoes", {}),
        ("Pack of 2", {"currency": "GBP"}),
        ("٤٢", {}),
        ("4" * 5000, {}),
    ],
)
def test_what_is_not_certain_is_left_unread_in_the_sellers_words(text: str, known: dict[str, Any]) -> None:
    assert read_sizes([text], **known) == Read(unread=(text,))


def test_m_is_mens_alone_and_medium_among_s_and_l() -> None:
    known: dict[str, Any] = {"currency": "USD", "wearer": {"women"}}
    assert ranges(read_sizes(["M 9-10.5"], **known)) == "US M 9-10.5"
    assert ranges(read_sizes(["S 5-6.5", "M 7-8.5", "L 9-10.5"], **known)) == "US W 5-10.5"


def test_numbers_of_a_maker_are_no_shoe_sizes() -> None:
    assert read_sizes(["1", "2", "3"], currency="GBP").unread == ("1", "2", "3")
    assert ranges(read_sizes(["3", "4"], currency="GBP")) == "UK 3|UK 4"


def test_one_size_beside_sizes_is_shown_to_the_owner() -> None:
    read = read_sizes(["One size", "EU 42"])
    assert ranges(read) == "EU 42"
    assert read.unread == ("One size",)


@pytest.mark.parametrize(
    ("text", "wearer", "width"),
    [
        ("42 schmal", "", "narrow"),
        ("9 wide", "men", "wide"),
        ("9 Extra-Wide", "men", "extra_wide"),
        ("9 W", "women", "wide"),
        ("9W", "men", "wide"),
        ("9W", "women", ""),
        ("9 2E", "men", "wide"),
        ("9 2E", "women", "extra_wide"),
        ("9 D", "men", "standard"),
        ("9 D", "women", "wide"),
        ("EU 42 D", "", ""),
        ("EU 42 4E", "", "extra_wide"),
    ],
)
def test_a_width_inside_a_size(text: str, wearer: str, width: str) -> None:
    read = read_sizes([text], wearer={wearer} - {""}, currency="USD")
    assert read.widths == frozenset({width} - {""})
    assert read.sizes


_WORDS = "EU UK US M W K men's Kids to wide 2E XL one size cm JP Größe ß"
_SIGNS = "8 8.5 ½ 1/2 42 9 13 1 - / ( ) , : | \x00"
_PIECES = st.lists(st.sampled_from([*_WORDS.split(), *_SIGNS.split(), "one size", " "]), max_size=12)
_TEXTS = st.one_of(st.text(max_size=40), _PIECES.map("".join), _PIECES.map(" ".join))


@given(
    st.lists(_TEXTS, max_size=5),
    st.sampled_from(["", "EU", "US", "UK", "JP", "?"]),
    st.frozensets(st.sampled_from(["men", "women", "kids"])),
    st.sampled_from(["", "GBP", "USD", "EUR", "AUD"]),
)
def test_any_texts_give_sizes_of_the_catalogue_or_are_unread(
    texts: list[str], system: str, wearer: frozenset[str], currency: str
) -> None:
    read = read_sizes(texts, system=system, wearer=wearer, currency=currency)
    for scale, size in read.sizes:
        assert (scale == ONE_SIZE) or (scale in SYSTEMS and bit_of(scale, size))
    assert read.widths <= {"narrow", "standard", "wide", "extra_wide"}
    assert set(read.unread) <= {text.strip() for text in texts}
    again = read_sizes(reversed(texts), system=system, wearer=wearer, currency=currency)
    assert (again.sizes, again.widths, set(again.unread)) == (read.sizes, read.widths, set(read.unread))


@given(st.sampled_from(SYSTEMS), st.integers(28, 110), st.integers(0, 10))
def test_what_the_catalogue_writes_is_read_back(scale: str, first: int, more: int) -> None:
    halves = [half / 2 for half in range(first, first + more + 1)]
    if all(bit_of(scale, half) for half in halves):
        written = in_ranges([f"{scale} {half:g}" for half in halves])
        assert read_sizes(written).sizes == tuple((scale, half) for half in halves)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("systems:", "sistems:"), "the file: 'sistems' is no entry here; did you mean systems?"),
        (("[uk, gb,", "[uk, eu,"), "systems: 'eu' stands under EU and under UK; keep one"),
        (("[unisex,", "[no,"), "wearers.everybody: False is no word; put it in quotes"),
        (("  size: [size,", "  sizing: [size,"), "names: 'sizing' is no entry here"),
    ],
)
def test_a_mistake_in_the_words_is_named(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    # given
    text = seeds.path("variants.yml").read_text(encoding="utf-8")
    assert change[0] in text
    file = tmp_path / "variants.yml"
    file.write_text(text.replace(*change, 1), encoding="utf-8")

    # when / then
    with pytest.raises(SizeWordsError, match=r"variants\.yml") as caught:
        size_words(file)
    assert said in str(caught.value)
