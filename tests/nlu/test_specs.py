"""The rows of specs/: what is read in a message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.nlu.extractor import entities_of
from bot.nlu.lexicon import read_vocabulary

SPECS = Path(__file__).parent / "specs"


def _rows() -> list[Any]:
    return [
        pytest.param(row, id=f"{path.stem}-{number}")
        for path in sorted(SPECS.glob("*.yml"))
        for number, row in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1)
    ]


def _facts(text: str, with_groups: bool) -> set[str]:
    found = set()
    for entity in entities_of(text):
        role = f"!{entity['role']}" if "role" in entity else ""
        group = f"#{entity['group']}" if with_groups and "group" in entity else ""
        found.add(f"{entity['entity']}={entity['value']}{role}{group}")
    return found


@pytest.mark.parametrize("row", _rows())
def test_a_message_is_read_as_its_row_says(row: dict[str, Any]) -> None:
    expected = {str(entity) for entity in row["entities"]}
    assert _facts(row["text"], any("#" in entity for entity in expected)) == expected


def test_the_rows_cover_every_entity_type_and_every_sign() -> None:
    said = {str(entity).split("!")[0].split("#")[0] for param in _rows() for entity in param.values[0]["entities"]}
    vocabulary = read_vocabulary()
    types = {entity.split("=")[0] for entity in said}
    assert types == set(vocabulary)
    missing = {f"red_flag={value}" for value in vocabulary["red_flag"]["values"]} - said
    assert not missing


@pytest.mark.parametrize(
    ("text", "currency"), [("under $40", "USD"), ("40 quid max", "GBP"), ("€45ish", "EUR"), ("max 45", None)]
)
def test_a_budget_says_its_currency_where_one_is_said(text: str, currency: str | None) -> None:
    (budget,) = [entity for entity in entities_of(text) if entity["entity"] == "budget"]
    assert budget.get("currency") == currency


def test_an_entity_points_at_its_words() -> None:
    text = "Ouch, my LEFT heel really burns!"
    found = {entity["entity"]: text[entity["start"] : entity["end"]] for entity in entities_of(text)}
    assert found == {"side": "LEFT", "pain_site": "heel", "pain_quality": "burns"}
