"""What is said in words only counts, is said to be words, and never stands beside the measure that tells more."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from actions.advice.adviser import Adviser
from actions.advice.aspects import aspects
from actions.advice.memory import Memory
from actions.advice.reasons import Reasons, Stated
from actions.compose.recommendations import stated_text
from tests.advice.factories import fact, profile

PLAIN: dict[str, Any] = {"sku": "A", "brand": "Alder", "name": "Plain", "price": Decimal(30), "insole_type": "orthotic"}


@pytest.fixture
def shop(refill: Any) -> Any:
    """An adviser over these products."""
    return lambda *products: refill([PLAIN | product for product in products])


def reasons(adviser: Adviser) -> Reasons:
    """The reasons for the first pick for a sore heel."""
    advice = adviser.advise(Memory(profile=profile(pain_site="heel", arch_type="low")))
    return advice.reasons(advice.picks[0])


def test_a_claim_is_a_reason_and_is_not_called_unsaid(shop: Any) -> None:
    found = reasons(shop({"claims": frozenset({"deep_heel_cup", "lightweight"})}))
    stated = {reason.feature: reason.stated for reason in found.reasons}
    assert stated["deep_heel_cup"] == (Stated("claims", frozenset({"deep_heel_cup"})),)
    assert "claims" not in found.unstated
    assert "deep_heel_cup" not in found.unknown


def test_a_measure_stands_alone(shop: Any) -> None:
    found = reasons(shop({"claims": frozenset({"deep_heel_cup"}), "heel_cup_mm": 18.0}))
    stated = {reason.feature: reason.stated for reason in found.reasons}
    assert stated["deep_heel_cup"] == (Stated("heel_cup_mm", 18.0),)


def test_a_measure_ranks_above_a_claim_and_a_claim_above_silence(shop: Any) -> None:
    measured, claimed, silent = {"heel_cup_mm": 18.0}, {"claims": frozenset({"deep_heel_cup"})}, dict[str, Any]()
    adviser = shop(
        {"sku": "silent", **silent},
        {"sku": "claimed", **claimed},
        {"sku": "measured", **measured},
        {"sku": "flat", "heel_cup_mm": 5.0},
    )
    memory = Memory(profile=profile(pain_site="heel"))
    specification = adviser.specification(memory)
    score = {
        r.product.sku: r.score for r in adviser.catalogue.search(specification.wants(), adviser.advise(memory).limits)
    }
    assert score["measured"] > score["claimed"] > score["silent"] > score["flat"]


def test_questions_about_a_product_are_answered_with_its_words(shop: Any) -> None:
    adviser = shop({"claims": frozenset({"lightweight"})})
    product = adviser.catalogue.product("A")
    (has,) = aspects(adviser.catalogue, adviser.guide, product, [fact("feature", "lightweight")], [])
    (weight,) = aspects(adviser.catalogue, adviser.guide, product, [], ["weight_g"])
    (cup,) = aspects(adviser.catalogue, adviser.guide, product, [], ["heel_cup_mm"])
    assert (has.verdict, weight.verdict, cup.verdict) == ("yes", "value", "unknown")
    assert stated_text(weight.stated, "EUR") == "light in the seller's words, without figures"
