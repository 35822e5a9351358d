"""The trial plan is fitted to the person and the product: each thing changes the table or what is said with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.advice.trial import plan_for
from catalog import Product
from tests.advice.factories import profile


@pytest.fixture(scope="module")
def plain_product(some_product: Product) -> Product:
    """A pair that asks for no special care."""
    return replace(some_product, firmness="medium", support_structure="semi_rigid", trim_to_fit=False)


@pytest.mark.parametrize(
    "facts",
    [
        {"severity": "severe"},
        {"condition": "diabetes"},
        {"condition": "neuropathy"},
        {"condition": "arthritis"},
        {"age": "74"},
        {"wearer": "kids"},
    ],
)
def test_whoever_is_sore_or_sensitive_starts_with_half_an_hour(facts: dict[str, str], plain_product: Product) -> None:
    assert plan_for(profile(**facts), plain_product).days[0].minutes == 30
    assert plan_for(profile(pain_site="heel"), plain_product).days[0].minutes == 60


@pytest.mark.parametrize("change", [{"firmness": "firm"}, {"support_structure": "rigid"}])
def test_so_does_a_firm_or_rigid_pair(change: dict[str, str], plain_product: Product) -> None:
    assert plan_for(profile(), replace(plain_product, **change)).days[0].minutes == 30  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "note"),
    [
        ({"activity": "running"}, "sport"),
        ({"activity": "standing"}, "long_days"),
        ({"worse_when": "end_of_day"}, "long_days"),
        ({"footwear": "work_boots"}, "long_days"),
        ({"condition": "diabetes"}, "numb_feet"),
        ({"pain_quality": "numb"}, "numb_feet"),
    ],
)
def test_what_a_person_does_and_has_is_noted(facts: dict[str, str], note: str, plain_product: Product) -> None:
    assert note in plan_for(profile(**facts), plain_product).notes
    assert plan_for(profile(pain_site="arch"), plain_product).notes == ()


def test_sport_waits_longer_for_whoever_goes_slower(plain_product: Product) -> None:
    gentle = plan_for(profile(activity="running", severity="severe"), plain_product)
    assert gentle.sport_after_day > plan_for(profile(activity="running"), plain_product).sport_after_day


@pytest.mark.parametrize(
    ("facts", "judge", "days"),
    [
        ({"pain_site": "heel"}, "heel", 49),
        ({"pain_site": "ball_of_foot"}, "ball_of_foot", 28),
        ({"pain_site": "lower_back"}, "back", 28),
        ({"pain_site": "knee"}, "general", 28),
    ],
)
def test_when_to_judge_goes_by_the_complaint(
    facts: dict[str, str], judge: str, days: int, plain_product: Product
) -> None:
    plan = plan_for(profile(**facts), plain_product)
    assert (plan.judge, plan.judge_after_days) == (judge, days)


def test_trimming_is_spoken_of_only_where_it_is_done(plain_product: Product) -> None:
    assert "trim" not in plan_for(profile(), plain_product).fitting
    fitting = plan_for(profile(), replace(plain_product, trim_to_fit=True)).fitting
    assert fitting.index("keep_clean") < fitting.index("trim")


def test_a_pair_from_elsewhere_has_a_plan_without_terms() -> None:
    plan = plan_for(profile(pain_site="heel"), None)
    assert (plan.sku, plan.terms, plan.trial_days) == ("", "unknown", None)
    assert plan.days[0].minutes == 60
