"""Advice over the sample shop: limits are kept, reasons are true, questions tell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings

from actions.advice.adviser import Advice, Adviser
from actions.advice.facts import Fact
from actions.advice.limits import budget_of, limits_of
from actions.advice.memory import Bound, Memory
from actions.advice.picks import ANOTHER_TYPE, BEST_MATCH, BEST_VALUE, FLOOR, choose_picks
from actions.advice.profile import Profile
from actions.advice.reasons import GOOD_FIT
from actions.advice.trial import plan_for
from catalog import Catalogue, Limits, Product, Ranked
from catalog.sizes import ONE_SIZE
from tests.advice.factories import breaks, fact, facts_strategy, priced, profile, ranked

many = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def advise(adviser: Adviser, known: Profile, **more: Any) -> Advice:
    return adviser.advise(Memory(profile=known, **more))


# --- properties over random profiles ---------------------------------------------------------------------------


@many
@given(facts_strategy())
def test_no_pick_ever_breaks_a_limit(adviser: Adviser, facts: list[Fact]) -> None:
    known = Profile().merge(facts)
    advice = advise(adviser, known)
    for pick in advice.picks:
        assert breaks(pick.ranked.product, known, advice) == []


@many
@given(facts_strategy())
def test_every_reason_is_borne_out_by_the_products_row(
    adviser: Adviser, catalogue: Catalogue, facts: list[Fact]
) -> None:
    known = Profile().merge(facts)
    advice = advise(adviser, known)
    said = {f.words for f in known.facts}
    for pick in advice.picks:
        row = catalogue.product(pick.sku)
        assert row is not None
        reasons = advice.reasons(pick)
        for said_of_it in [item.stated for item in reasons.reasons] + [item.stated for item in reasons.tradeoffs]:
            assert said_of_it
            for stated in said_of_it:
                assert getattr(row, stated.attribute) == stated.value
        for reason in reasons.reasons:
            fit = pick.ranked.fits[reason.need.fit]
            assert fit is not None
            assert fit >= GOOD_FIT
            assert {f.words for f in reason.facts} <= said
        for tradeoff in reasons.tradeoffs:
            fit = pick.ranked.fits[tradeoff.need.fit]
            assert fit is not None
            assert fit < GOOD_FIT


@many
@given(facts_strategy())
def test_picks_differ_and_each_for_its_reason(adviser: Adviser, facts: list[Fact]) -> None:
    picks = advise(adviser, Profile().merge(facts)).picks
    assert len({pick.sku for pick in picks}) == len(picks) <= 3
    for pick in picks[1:]:
        best = picks[0].ranked
        if pick.label == BEST_VALUE:
            assert pick.ranked.product.price < best.product.price
        else:
            assert pick.label == ANOTHER_TYPE
            assert pick.ranked.product.insole_type != best.product.insole_type


@many
@given(facts_strategy())
def test_where_nothing_passes_loosening_brings_what_it_promises(adviser: Adviser, facts: list[Fact]) -> None:
    known = Profile().merge(facts)
    advice = advise(adviser, known)
    for loosening in advice.loosenings:
        ranked = adviser.candidates(advice.specification, loosening.limits, Memory(profile=known))
        picks = choose_picks(ranked, advice.specification.discouraged_types)
        assert picks[0].sku == loosening.gains.product.sku


@many
@given(facts_strategy())
def test_the_order_in_which_facts_came_changes_no_pick(adviser: Adviser, facts: list[Fact]) -> None:
    known = Profile().merge(facts)
    turned = Profile(tuple(reversed(known.facts)))
    if len(known.plain("budget")) > 1:
        return  # of two upper bounds the later one counts: there the order is what was said
    assert [p.sku for p in advise(adviser, known).picks] == [p.sku for p in advise(adviser, turned).picks]


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(facts_strategy())
def test_nobody_is_asked_what_they_said_or_were_asked(adviser: Adviser, facts: list[Fact]) -> None:
    known = Profile().merge(facts)
    for worth in adviser.next_questions(Memory(profile=known, asked=["footwear"])):
        assert worth.question.slot != "footwear"
        assert not known.plain(worth.question.slot)
        # "not the heel" doesn't say where it is: without any place there is nothing to advise on
        assert not known.knows(worth.question.slot) or worth.question.slot == "pain_site"
        assert worth.change >= adviser.questions.smallest_change


# --- single cases ------------------------------------------------------------------------------------------------


def test_the_readmes_example_gets_insoles_for_low_arches_and_sore_heels_within_the_budget(adviser: Adviser) -> None:
    known = profile(pain_site="heel", worse_when="long_walk", arch_type="low", budget="50")
    advice = advise(adviser, known)
    best = advice.picks[0].ranked.product
    assert best.price <= Decimal(50)
    assert best.arch_types is not None
    assert "low" in best.arch_types
    assert best.support_structure in ("semi_rigid", "rigid")


def test_with_nothing_known_only_the_place_is_asked_for(adviser: Adviser) -> None:
    assert [worth.question.slot for worth in adviser.next_questions(Memory())] == ["pain_site"]
    assert not adviser.knows_enough(Profile())


def test_after_the_most_questions_none_is_asked(adviser: Adviser) -> None:
    asked = [question.slot for question in adviser.questions.all][: adviser.questions.most]
    assert adviser.next_questions(Memory(profile=profile(pain_site="heel"), asked=asked)) == []


def test_a_budget_in_another_currency_is_no_limit() -> None:
    known = Profile().merge([fact("budget", "30", "max", currency="GBP")])
    assert budget_of(known, "USD").max is None
    assert budget_of(known, "GBP").max == Decimal(30)


def test_around_forty_allows_a_little_more() -> None:
    budget = budget_of(Profile().merge([fact("budget", "40", "about", currency="USD")]), "USD")
    assert budget.max == Decimal("46.00")


def test_bounds_said_the_wrong_way_round_are_turned() -> None:
    known = Profile().merge([fact("budget", "60", "min"), fact("budget", "30", "max")])
    budget = budget_of(known, "USD")
    assert (budget.min, budget.max) == (Decimal(30), Decimal(60))


def test_something_cheaper_is_cheaper(adviser: Adviser) -> None:
    known = profile(pain_site="heel", arch_type="low")
    first = advise(adviser, known).picks[0].ranked.product
    advice = advise(adviser, known, bounds=[Bound("price", below=float(first.price))])
    assert advice.picks
    assert all(pick.ranked.product.price < first.price for pick in advice.picks)


def test_something_thinner_is_thinner_and_what_does_not_say_is_not_shown(adviser: Adviser) -> None:
    advice = advise(adviser, profile(pain_site="heel"), bounds=[Bound("thickness_mm", below=5.0)])
    assert advice.picks
    for pick in advice.picks:
        assert pick.ranked.product.thickness_mm is not None
        assert pick.ranked.product.thickness_mm < 5.0


def test_what_was_turned_down_is_not_shown_again(adviser: Adviser) -> None:
    known = profile(pain_site="heel")
    first = [pick.sku for pick in advise(adviser, known).picks]
    again = [pick.sku for pick in advise(adviser, known, hidden=first).picks]
    assert again
    assert not set(first) & set(again)


def test_a_type_that_the_guide_rules_out_is_never_offered_for_loosening(adviser: Adviser) -> None:
    known = profile(pain_site="back", severity="severe", budget="13")
    advice = advise(adviser, known)
    assert not advice.picks
    assert advice.loosenings
    for loosening in advice.loosenings:
        assert "cushioned" in loosening.limits.avoid_types
        assert loosening.gains.score >= FLOOR
        assert loosening.gains.product.insole_type != "cushioned"


def test_a_size_is_kept_to(adviser: Adviser) -> None:
    for pick in advise(adviser, profile(pain_site="heel", shoe_size="EU 47")).picks:
        sizes = pick.ranked.product.sizes
        assert (
            sizes is None
            or sizes == (ONE_SIZE,)
            or "shoe_size" in pick.ranked.unstated
            or any(size.startswith("EU") for size in sizes)
        )


# --- picks ------------------------------------------------------------------------------------------------------------


def test_best_value_costs_clearly_less_for_little_loss(some_product: Product) -> None:
    a = ranked(priced(some_product, "A", "100", insole_type="orthotic"), 0.90, x=1.0)
    b = ranked(priced(some_product, "B", "95", insole_type="orthotic"), 0.89, x=0.9)
    c = ranked(priced(some_product, "C", "60", insole_type="orthotic"), 0.82, x=0.8)
    d = ranked(priced(some_product, "D", "20", insole_type="orthotic"), 0.40, x=0.1)
    assert [(p.label, p.sku) for p in choose_picks([a, b, c, d])] == [(BEST_MATCH, "A"), (BEST_VALUE, "C")]


def test_another_type_is_shown_beside(some_product: Product) -> None:
    a = ranked(priced(some_product, "A", "50", insole_type="orthotic"), 0.90, x=1.0)
    b = ranked(priced(some_product, "B", "50", insole_type="orthotic"), 0.89, x=0.9)
    c = ranked(priced(some_product, "C", "50", insole_type="stability"), 0.70, x=0.8)
    assert [(p.label, p.sku) for p in choose_picks([a, b, c])] == [(BEST_MATCH, "A"), (ANOTHER_TYPE, "C")]


def test_a_near_duplicate_is_not_shown_twice(some_product: Product) -> None:
    a = ranked(priced(some_product, "A", "50", insole_type="orthotic"), 0.90, x=1.0)
    b = ranked(priced(some_product, "B", "30", insole_type="orthotic"), 0.90, x=1.0)
    assert [p.sku for p in choose_picks([a, b])] == ["A"]


def test_no_products_no_picks() -> None:
    assert choose_picks([]) == []


# --- the trial plan ---------------------------------------------------------------------------------------------------


def test_the_plan_has_every_day_once_and_the_products_own_terms(all_ranked: list[Ranked]) -> None:
    for item in all_ranked:
        plan = plan_for(profile(pain_site="heel"), item.product)
        days = [day for row in plan.days for day in range(row.first, row.last + 1)]
        assert days == list(range(1, days[-1] + 1))
        assert plan.terms == (item.product.return_terms or "unknown")
        assert plan.trial_days == item.product.trial_days
        assert plan.first_check_days < plan.judge_after_days


def test_the_sore_and_the_firm_get_the_gentle_table(some_product: Product) -> None:
    soft = priced(some_product, "S", "30", support_structure="soft", firmness="soft")
    firm = priced(some_product, "F", "30", support_structure="rigid", firmness="firm")
    assert plan_for(profile(pain_site="heel"), soft).schedule == "ordinary"
    assert plan_for(profile(pain_site="heel", severity="severe"), soft).schedule == "gentle"
    assert plan_for(profile(pain_site="heel"), firm).schedule == "gentle"


def test_limits_follow_what_was_said(adviser: Adviser) -> None:
    known = profile(
        budget="40", shoe_size="US 9", width="wide", wearer="men", footwear="work_boots", liner="removable"
    ).merge([fact("material", "gel", "avoid"), fact("feature", "firm", "avoid")])
    limits = limits_of(known, frozenset(), "USD")
    assert limits == Limits(
        budget_max=Decimal(40), shoe_size="US 9", width="wide", wearer="men", footwear=frozenset({"work_boots"}),
        liner="removable", avoid_materials=frozenset({"gel"}), avoid_features=frozenset({"firm"}),
    )  # fmt: skip
