"""The figures on listings labelled by hand: what was read is right, and what is said was read."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from catalog.selling import SellersReader, kind_of
from catalog.selling.evaluate import evaluate, listing

SELLERS = Path(__file__).parents[1] / "sellers"


#: The goal is not met on the listings kept apart: 0.899 precise, 0.786 complete when they were first read, untuned.
NOT_MET = pytest.mark.xfail(
    reason="reads too little of listings that it was not written against", raises=AssertionError
)


@pytest.mark.parametrize("folder", ["working", pytest.param("apart", marks=NOT_MET)])
def test_precision_and_recall(reader: SellersReader, folder: str) -> None:
    count = evaluate(reader, SELLERS / folder).all
    assert count.right > 500
    assert count.precision >= 0.95
    assert count.recall >= 0.85


def test_insoles_are_told_from_the_rest() -> None:
    entries = yaml.safe_load((SELLERS / "others.yml").read_text(encoding="utf-8"))
    wrong = [entry["title"] for entry in entries if kind_of(listing(entry)).taken != entry["insole"]]
    assert len(wrong) <= 0.05 * len(entries), wrong
