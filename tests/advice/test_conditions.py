"""The language of the conditions in ``seeds/``."""

from __future__ import annotations

import pytest

from actions.advice.conditions import ConditionError, compile_condition, satisfying_profiles
from actions.advice.profile import Profile
from tests.advice.factories import fact, profile


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"pain_site": "heel"}, True),
        ({"pain_site": ["arch", "heel"]}, True),
        ({"pain_site": "knee"}, False),
        ({"pain_site": "heel", "arch_type": "low"}, True),
        ({"pain_site": "heel", "arch_type": "high"}, False),
        ({"any": [{"pain_site": "knee"}, {"arch_type": "low"}]}, True),
        ({"any": [{"pain_site": "knee"}, {"arch_type": "high"}]}, False),
        ({"all": [{"pain_site": "heel"}, {"any": [{"age": {"min": 60}}, {"severity": "severe"}]}]}, True),
        ({"not": {"pain_site": "knee"}}, True),
        ({"not": {"pain_site": "heel"}}, False),
        ({"age": {"min": 70}}, True),
        ({"age": {"min": 71}}, False),
        ({"age": {"min": 18, "max": 70}}, True),
        ({"always": True}, True),
        ({"terrain": "hard"}, False),
    ],
)
def test_condition(condition: dict[str, object], holds: bool) -> None:
    known = profile(pain_site="heel", arch_type="low", age="70").merge([fact("terrain", "hard", "absent")])
    assert compile_condition(condition, "test").holds(known) is holds


def test_a_match_gives_the_facts_by_which_it_holds() -> None:
    known = profile(pain_site=["heel", "knee"], arch_type="low")
    match = compile_condition({"pain_site": ["heel", "arch"], "arch_type": "low"}, "test")(known)
    assert match is not None
    assert [f.value for f in match] == ["heel", "low"]


def test_what_is_denied_or_refused_never_counts() -> None:
    known = Profile().merge([fact("feature", "firm", "avoid"), fact("pain_site", "heel", "absent")])
    assert not compile_condition({"feature": "firm"}, "test").holds(known)
    assert not compile_condition({"pain_site": "heel"}, "test").holds(known)


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ({"pain_sight": "heel"}, "rule 'x': 'pain_sight' is no entity type"),
        ({"pain_site": "hell"}, "rule 'x': 'hell' is no pain_site"),
        ({"age": 70}, "rule 'x': 'age' takes {min"),
        ({"any": {}}, "rule 'x': 'any' takes a list"),
        ({}, "rule 'x': a condition is a mapping"),
        ("heel", "rule 'x': a condition is a mapping"),
    ],
)
def test_a_mistake_is_named_with_its_place(condition: object, message: str) -> None:
    with pytest.raises(ConditionError, match=message.replace("{", r"\{")):
        compile_condition(condition, "rule 'x'")


def test_profiles_that_satisfy_are_found_through_every_combination() -> None:
    source = {"all": [{"any": [{"pain_site": "heel"}, {"condition": "heel_spur"}]}, {"age": {"min": 70}}]}
    condition = compile_condition(source, "test")
    found = [known for known in satisfying_profiles(source) if condition.holds(known)]
    assert {tuple(f.type for f in known.facts) for known in found} == {("pain_site", "age"), ("condition", "age")}
