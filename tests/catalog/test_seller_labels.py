"""The hand-labelled listings are well formed: a wrong label would spoil every figure that is measured against it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.attributes import BY_NAME, DESCRIBING, Kind

SELLERS = Path(__file__).parent / "sellers"
SETS = ("working", "apart", "fresh")
FILES = sorted(path for name in SETS for path in (SELLERS / name).glob("*.yml"))
FROM_COLUMNS = {"price", "price_high", "stock", "sizes"}
KEYS = {"title", "brand", "description", "html", "categories", "tags", "details", "voice", "says"}
#: A claim in words is labelled only while the attribute that would say more is unknown.
SAYS_MORE = {
    "arch_support": "support_structure",
    "cushioning": "cushioning_amount",
    "heel_stability": "heel_counter",
    "deep_heel_cup": "heel_cup_mm",
    "thin": "thickness_mm",
    "lightweight": "weight_g",
}


@cache
def _read(path: Path) -> list[dict[str, Any]]:
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(entries, list)
    return entries


def _trouble(name: str, value: Any) -> str:
    """What is wrong with one label, or nothing."""
    if name not in DESCRIBING or name in FROM_COLUMNS:
        return f"{name} is not labelled"
    attribute = BY_NAME[name]
    expected = f"{name} must be {attribute.expected}, not {value!r}"
    if attribute.kind is Kind.WORD:
        return "" if value in attribute.word_list.words else expected
    if attribute.kind is Kind.WORDS:
        words = list(SAYS_MORE) if name == "claims" else attribute.word_list.words
        good = isinstance(value, list) and value and len(set(value)) == len(value) and set(value) <= set(words)
        return "" if good else expected
    if attribute.kind is Kind.FLAG:
        return "" if isinstance(value, bool) else expected
    kinds = (int,) if attribute.kind is Kind.COUNT else (int, float)
    good = isinstance(value, kinds) and not isinstance(value, bool) and attribute.low <= value <= attribute.high
    return "" if good else expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_listing_is_well_formed(path: Path) -> None:
    for listing in _read(path):
        where = f"{path.name}: {listing.get('title')}"
        assert {"title", "description", "voice", "says"} <= set(listing) <= KEYS, where
        assert 20 <= len(listing["description"].split()) <= 200, where
        for name, value in listing["says"].items():
            assert not _trouble(name, value), f"{where}: {_trouble(name, value)}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_claim_is_labelled_beside_the_measure_that_says_more(path: Path) -> None:
    for listing in _read(path):
        for claim in listing["says"].get("claims", ()):
            assert SAYS_MORE[claim] not in listing["says"], f"{path.name}: {listing['title']}: {claim}"


def test_no_listing_is_told_twice() -> None:
    listings = [listing for path in FILES for listing in _read(path)]

    assert len({listing["title"] for listing in listings}) == len(listings)
    assert len({listing["description"] for listing in listings}) == len(listings)


def test_what_is_no_insole_is_told_with_its_reason() -> None:
    entries = _read(SELLERS / "others.yml")

    assert {entry["insole"] for entry in entries} == {True, False}
    for entry in entries:
        assert set(entry) <= {"title", "categories", "taxonomy", "description", "insole", "why"}, entry
        assert isinstance(entry["title"], str), entry
        assert isinstance(entry["insole"], bool), entry
        assert entry["why"], entry
