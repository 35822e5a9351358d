"""Many ways of saying one thing: the sentences of sayings.yml, by what made a reader miss or misread such."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.attributes import BY_NAME, Kind
from catalog.selling import Listing, SellersReader


def _sayings() -> Iterator[Any]:
    causes = yaml.safe_load(Path(__file__).with_name("sayings.yml").read_text(encoding="utf-8"))
    for cause, sentences in causes.items():
        for sentence, says in sentences:
            yield pytest.param(sentence, says, id=f"{cause}: {sentence}")


@pytest.mark.parametrize(("sentence", "says"), _sayings())
def test_what_a_sentence_says(reader: SellersReader, sentence: str, says: dict[str, Any]) -> None:
    values = reader.read(Listing("", description=sentence)).values
    for name, value in says.items():
        if value is not None and BY_NAME[name].kind is Kind.WORDS:
            value = frozenset(value)
        assert values.get(name) == value, name
