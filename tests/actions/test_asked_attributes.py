"""Whatever can be asked of a pick can be answered: every attribute has words for its value and for not knowing it."""

from __future__ import annotations

import pytest

from actions.advice.aspects import Aspect
from actions.advice.reasons import Stated
from actions.compose.about_pick import about_message
from bot.nlu.lexicon import shipped
from catalog import Catalogue, Limits

ASKED = sorted({item.entry.name for item in shipped().compiled if item.entry.kind == "attribute"})
ALWAYS_KNOWN = {"brand"}  # no product is without a maker


@pytest.mark.parametrize("attribute", ASKED)
def test_a_question_about_any_attribute_has_an_answer(attribute: str, catalogue_url: str) -> None:
    with_value = [
        item.product
        for item in Catalogue(catalogue_url).search([], Limits(in_stock=False), 100)
        if getattr(item.product, attribute) is not None
    ]
    product = with_value[0]
    stated = (Stated(attribute, getattr(product, attribute)),)
    known = about_message([[Aspect(product, attribute, "value", stated)]], {})
    assert product.name in known.text
    if attribute not in ALWAYS_KNOWN:
        unknown = about_message([[Aspect(product, attribute, "unknown")]], {})
        assert product.name in unknown.text
        assert known.text != unknown.text
