"""The figures on listings labelled by hand: what was read is right, and what is said was read."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from catalog.selling import SellersReader, kind_of
from catalog.selling.evaluate import Count, evaluate, labelled, listing

SELLERS = Path(__file__).parents[1] / "sellers"


#: Written by another hand after the reader, and read by nobody who changes it.
FRESH = pytest.param(
    ("fresh",), marks=pytest.mark.skipif(not (SELLERS / "fresh").is_dir(), reason="no fresh listings are here")
)


@pytest.mark.parametrize("folders", [("working", "apart"), FRESH])
def test_precision_and_recall(reader: SellersReader, folders: tuple[str, ...]) -> None:
    count = Count()
    for folder in folders:
        count.add(evaluate(reader, SELLERS / folder).all)
    assert count.right > 300
    assert count.precision >= 0.95
    assert count.recall >= 0.85


def test_insoles_are_told_from_the_rest() -> None:
    entries = yaml.safe_load((SELLERS / "others.yml").read_text(encoding="utf-8"))
    wrong = [entry["title"] for entry in entries if kind_of(listing(entry)).taken != entry["insole"]]
    assert len(wrong) <= 0.05 * len(entries), wrong


def test_labelled_insoles_are_taken() -> None:
    listings = [entry for folder in ("working", "apart") for _, entry, _ in labelled(SELLERS / folder)]
    left = [entry.title for entry in listings if not kind_of(entry).taken]
    assert len(left) <= 0.08 * len(listings), left
