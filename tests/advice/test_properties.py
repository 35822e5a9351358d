"""What must hold for everybody in every shop: random people in random catalogues."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from actions.advice.adviser import Adviser
from actions.advice.facts import Fact
from actions.advice.memory import Memory
from actions.advice.picks import FLOOR, choose_picks
from actions.advice.profile import Profile
from actions.advice.reasons import GOOD_FIT
from catalog import Limits
from tests.advice.factories import breaks, fact, facts_strategy, random_products

SHOPS = [(1, 1), (2, 6), (3, 40), (4, 40)]
"""Seed and number of products: a shop with a single product, a small one, and two of some size."""

many = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(scope="module", params=SHOPS, ids=lambda shop: f"shop{shop[0]}-of-{shop[1]}")
def random_shop(request: pytest.FixtureRequest, refill: Any) -> Adviser:
    """An adviser over a random catalogue, the same for all the people who come."""
    seed, count = request.param
    adviser: Adviser = refill(random_products(seed, count))
    return adviser


@many
@given(facts=facts_strategy())
def test_no_hard_limit_is_ever_broken(random_shop: Adviser, facts: list[Fact]) -> None:
    known = Profile().merge(facts)
    advice = random_shop.advise(Memory(profile=known))
    for pick in advice.picks:
        assert breaks(pick.ranked.product, known, advice) == []


@many
@given(facts=facts_strategy())
def test_no_reason_is_untrue(random_shop: Adviser, facts: list[Fact]) -> None:
    known = Profile().merge(facts)
    advice = random_shop.advise(Memory(profile=known))
    for pick in advice.picks:
        row = random_shop.catalogue.product(pick.sku)
        assert row is not None
        reasons = advice.reasons(pick)
        for said_of_it in [item.stated for item in reasons.reasons] + [item.stated for item in reasons.tradeoffs]:
            # what is said of the product stands in its row
            assert said_of_it
            for stated in said_of_it:
                value = getattr(row, stated.attribute)
                # of what is claimed in words, just what bears on the need is said
                assert stated.value <= value if stated.attribute == "claims" else stated.value == value
        for reason in reasons.reasons:
            # what is said of the person was said by the person, and holds
            assert set(reason.facts) <= set(known.facts)
            assert all(fact.plain for fact in reason.facts)
            assert (pick.ranked.fits[reason.need.fit] or 0) >= GOOD_FIT
        for name in reasons.unstated:
            # a row may have sizes of another country only: the size that was asked for is not stated then
            assert getattr(row, name) is None or name == "sizes"


@many
@given(facts=facts_strategy())
def test_loosening_what_is_advised_brings_the_promised_pick(random_shop: Adviser, facts: list[Fact]) -> None:
    known = Profile().merge(facts)
    memory = Memory(profile=known)
    advice = random_shop.advise(memory)
    for loosening in advice.loosenings:
        moved = {move.limit for move in loosening.moves}
        for name in vars(advice.limits):
            assert (getattr(advice.limits, name) != getattr(loosening.limits, name)) <= (
                name in moved or (name == "shoe_size" and "wearer" in moved)
            )
        ranked = random_shop.candidates(advice.specification, loosening.limits, memory)
        picks = choose_picks(ranked, advice.specification.discouraged_types)
        assert picks[0].sku == loosening.gains.product.sku
        assert picks[0].ranked.score >= FLOOR


POOR = [fact("pain_site", "upper_back"), fact("severity", "moderate"), fact("liner", "fixed"), fact("budget", "5")]
"""The price alone brings only a poor match; a good one needs the liner out as well, and the guide rules a type out."""


@many
@example(facts=[], more=[*POOR, fact("price_level", "low")])
@given(facts=facts_strategy(), more=facts_strategy())
def test_more_facts_never_lead_to_a_dead_end(random_shop: Adviser, facts: list[Fact], more: list[Fact]) -> None:
    """Where something was advised, there is something to advise, or to give up, whatever comes to it.

    Only where nothing in the shop is worth recommending to this person, whatever they gave up, there is nothing.
    """
    before = Memory(profile=Profile().merge(facts))
    after = Memory(profile=before.profile.merge(more))
    for memory in (before, after):
        advice = random_shop.advise(memory)
        assert advice.picks or advice.loosenings or nothing_is_any_good(random_shop, memory)


def nothing_is_any_good(adviser: Adviser, memory: Memory) -> bool:
    """Whether no product in stock reaches the floor without any limit of the person's."""
    specification = adviser.advise(memory).specification
    refused = {fact.value for fact in memory.profile.with_role("insole_type", "avoid")}
    kept = Limits(avoid_types=specification.excluded_types - refused)
    return not choose_picks(adviser.candidates(specification, kept, memory), specification.discouraged_types)


@st.composite
def said_in_turns(draw: st.DrawFn) -> tuple[list[Fact], list[Fact]]:
    """Facts of different types, each said in a message of its own, and the same in another order."""
    facts = {fact.type: fact for fact in draw(facts_strategy())}
    if "price_level" in facts:
        facts.pop("budget", None)  # "no limit" takes back a budget: these two are not independent
    first = list(facts.values())
    return first, draw(st.permutations(first))


@settings(many, max_examples=12)
@given(orders=said_in_turns())
def test_the_order_in_which_facts_came_changes_nothing(
    random_shop: Adviser, orders: tuple[list[Fact], list[Fact]]
) -> None:
    results = []
    for facts in orders:
        known = Profile()
        for turn, said in enumerate(facts, start=1):
            known = known.merge([Fact(said.type, said.value, said.role, said.words, turn)])
        memory = Memory(profile=known)
        advice, plan = random_shop.advise(memory), random_shop.plan(memory)
        results.append(
            (
                [(pick.sku, pick.label, pick.ranked.score) for pick in advice.picks],
                [(loosening.moves, loosening.gains.product.sku) for loosening in advice.loosenings],
                [(worth.question.slot, worth.change) for worth in plan.worths],
                plan.left,
            )
        )
    assert results[0] == results[1]
