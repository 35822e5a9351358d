"""Outcomes: when the honest answer is no insole, a better shoe first, or somebody to see first."""

from __future__ import annotations

from typing import Any

import pytest

import seeds
from actions.advice.conditions import satisfying_profiles
from actions.advice.evidence import next_evidence
from actions.advice.outcomes import OutcomesError, outcome_for, outcomes, read_outcomes, says_painless
from actions.advice.profile import Profile
from tests.advice.factories import profile


@pytest.mark.parametrize(
    ("facts", "painless", "outcome"),
    [
        ({"arch_type": "low"}, True, "flat_no_pain"),
        ({"arch_type": "low"}, False, None),
        ({"arch_type": "low", "pain_site": "heel"}, True, None),
        ({"activity": "walking"}, True, "no_complaint"),
        ({"activity": "running"}, True, None),
        ({"pain_site": "ball_of_foot", "footwear": "heels"}, False, "shoe_forefoot"),
        ({"pain_site": "heel", "footwear": "slippers"}, False, "shoe_heel"),
        ({"pain_site": "knee", "condition": "arthritis", "footwear": "heels"}, False, "shoe_knee_hip"),
        ({"pain_site": "heel", "footwear": "running_shoes"}, False, None),
        ({"pain_site": "heel", "duration": "years"}, False, "heel_lasting"),
        ({"pain_site": "heel", "duration": "weeks"}, False, None),
        ({"pain_site": "ball_of_foot", "duration": "months"}, False, "forefoot_lasting"),
        ({"pain_site": "lower_back", "duration": "months"}, False, "back_lasting"),
        ({"pain_site": "arch"}, False, None),
    ],
)
def test_what_comes_first(facts: dict[str, str], painless: bool, outcome: str | None) -> None:
    found = outcome_for(profile(**facts), painless)
    assert (found.id if found else None) == outcome


def test_each_is_told_once_and_never_beside_a_sign_that_says_the_same() -> None:
    person = profile(pain_site="heel", duration="months", footwear="slippers")
    first = outcome_for(person)
    assert first is not None
    assert first.kind == "someone_first"
    second = outcome_for(person, told=[first.id])
    assert second is not None
    assert second.kind == "shoe_first"
    assert outcome_for(person, told=[first.id, second.id]) is None
    after_sign = outcome_for(person, told=["severe_foot"])
    assert after_sign is not None
    assert after_sign.id == "shoe_heel"


@pytest.mark.parametrize("outcome", outcomes(), ids=lambda outcome: outcome.id)
def test_every_outcome_can_hold(outcome: Any) -> None:
    profiles = [*satisfying_profiles(outcome.when.source), Profile()]
    assert any(outcome.when.holds(person) for person in profiles)


@pytest.mark.parametrize(
    ("text", "painless"),
    [
        ("I have flat feet but no pain", True),
        ("my flat feet don’t hurt", True),
        ("nothing hurts", True),
        ("no pain in the heel but the arch aches", False),
        ("no pain at night", False),
        ("it hurts", False),
        ("no painkillers please", False),
    ],
)
def test_saying_that_nothing_hurts(text: str, painless: bool) -> None:
    assert says_painless(text) is painless


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"outcome": "see_someone"}, "outcome is one of no_insole, shoe_first, someone_first"),
        ({"outcome": "no_insole"}, "goes with 'painless: true'"),
        ({"when": {"pain_site": "heal"}}, "'heal' is no pain_site"),
        ({"sources": []}, "name at least one"),
        ({"prio": 3}, "'prio' is nothing that an outcome has"),
    ],
)
def test_mistakes_are_named(change: dict[str, Any], message: str) -> None:
    entry = {
        "id": "x",
        "outcome": "shoe_first",
        "when": {"pain_site": "heel"},
        "sources": ["nhs_back_pain"],
        "priority": 1,
    }
    data = {"painless": ["no pain"], "outcomes": [entry]}
    assert read_outcomes(data)[0].id == "x"
    with pytest.raises(OutcomesError, match=message):
        read_outcomes({**data, "outcomes": [{**entry, **change}]})
    with pytest.raises(OutcomesError, match="'x' stands twice"):
        read_outcomes({**data, "outcomes": [entry, entry]})


def test_the_evidence_is_told_in_short_then_with_figures_then_the_rest_and_never_twice() -> None:
    person = profile(pain_site="heel")
    told: list[str] = []
    more: list[str] = []
    kinds = []
    for _ in range(20):
        found, figures = next_evidence(person, told, more)
        assert len(found) <= 2
        if not found:
            break
        kinds.append(figures)
        target = more if figures else told
        assert not {statement.id for statement in found} & set(target)
        target += [statement.id for statement in found]
    else:
        pytest.fail("the evidence never ends")
    assert kinds[:3] == [False, True, False]
    assert sorted(told) == sorted(more)
    assert set(told) <= {statement["id"] for statement in seeds.read_yaml("evidence.yml")}
