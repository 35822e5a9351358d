"""Judging one product: the verdict follows from limits, from what is unsaid and from the needs, in this order."""

from __future__ import annotations

from decimal import Decimal

import pytest

from actions.advice.adviser import Adviser
from actions.advice.judging import CLEARLY, OF_PRICE, judge_product
from actions.advice.memory import Bound, Memory
from actions.advice.picks import BEST_MATCH, FLOOR, JUDGED
from catalog import Ranked
from tests.advice.factories import fact, profile

HEEL = profile(pain_site="heel", arch_type="low", footwear="casual_shoes")
PEOPLE = [
    HEEL,
    profile(pain_site="lower_back", worse_when="long_walk"),
    profile(pain_site="knee", activity="running", budget="40"),
    profile(pain_site="ball_of_foot", footwear="dress_shoes", width="wide"),
    profile(pain_site="arch", wearer="kids"),
    HEEL.merge([fact("material", "gel", "avoid"), fact("budget", "60")]),
]


@pytest.mark.parametrize("person", PEOPLE)
def test_every_product_is_judged_by_what_holds_of_it(
    adviser: Adviser, all_ranked: list[Ranked], person: object
) -> None:
    memory = Memory(profile=person)  # type: ignore[arg-type]
    picks = adviser.picks(memory)
    seen = set()
    for item in all_ranked:
        found = judge_product(adviser, memory, item.product.sku)
        assert found is not None
        seen.add(found.verdict)
        broken = set(found.judged.broken)
        if broken - OF_PRICE or found.for_children:
            assert found.verdict == "unfit"
        if found.verdict == "fits":
            assert not broken
            assert found.judged.ranked.score >= FLOOR
            assert not any(shortfall.need.must for shortfall in found.reasons.tradeoffs)
        if picks and picks[0].sku == item.product.sku:
            assert found.better is None
            assert (found.place, found.pick.label) == (0, BEST_MATCH)
        elif picks and (broken or found.verdict in ("unfit", "unknown")):
            assert found.better is not None
        if found.better is not None:
            (better,) = found.better.picks
            assert better.sku == picks[0].sku != item.product.sku
            assert not adviser.judge(memory, better.sku)[1].broken  # type: ignore[index]
            assert found.pick.label == JUDGED
        elif found.place != 0 and picks:
            assert picks[0].ranked.score - found.judged.ranked.score < CLEARLY
    assert len(seen) > 1


def test_nothing_is_judged_that_the_shop_does_not_sell(adviser: Adviser) -> None:
    assert judge_product(adviser, Memory(profile=HEEL), "NOPE") is None


def test_a_price_over_the_limit_alone_is_no_reason_to_turn_it_down(adviser: Adviser) -> None:
    memory = Memory(profile=HEEL)
    first = adviser.picks(memory)[0].ranked.product
    tight = Memory(profile=HEEL.merge([fact("budget", str(first.price - Decimal(1)))]))
    found = judge_product(adviser, tight, first.sku)
    assert found is not None
    assert (found.verdict, found.judged.broken) == ("partly", ("budget_max",))


def test_a_wish_made_of_a_pick_counts(adviser: Adviser) -> None:
    memory = Memory(profile=HEEL)
    first = adviser.picks(memory)[0].ranked.product
    assert first.thickness_mm is not None
    memory.bounds = [Bound("thickness_mm", below=first.thickness_mm)]
    found = judge_product(adviser, memory, first.sku)
    assert found is not None
    assert (found.verdict, found.missed) == ("partly", tuple(memory.bounds))


def test_a_seller_who_says_nothing_leaves_it_open(adviser: Adviser, all_ranked: list[Ranked]) -> None:
    verdicts = {}
    for item in all_ranked:
        found = judge_product(adviser, Memory(profile=HEEL), item.product.sku)
        assert found is not None
        unsaid = [fit for fit, value in found.judged.ranked.fits.items() if value is None]
        verdicts[item.product.sku] = (found.verdict, len(unsaid) / max(1, len(found.judged.ranked.fits)))
    assert all(share > 0 for verdict, share in verdicts.values() if verdict == "unknown")
