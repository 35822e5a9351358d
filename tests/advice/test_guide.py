"""The guide: every rule fires, says what the guide says, and the checker names every mistake."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given

import seeds
from actions.advice.check import guide_problems, problems
from actions.advice.conditions import satisfying_profiles
from actions.advice.facts import Fact
from actions.advice.guide import GuideError, Rule, guide, read_guide
from actions.advice.profile import Profile
from actions.advice.specification import Specification, specify
from tests.advice.factories import fact, facts_strategy, profile


def spec(known: Profile) -> Specification:
    return specify(known, guide())


def need_of(specification: Specification, fit: str) -> str | None:
    """must, nice, or None where it isn't asked for."""
    return next((need.level for need in specification.needs if need.fit == fit), None)


@pytest.mark.parametrize("rule", guide().rules, ids=lambda rule: rule.id)
def test_every_rule_fires_and_what_it_asks_for_is_in_the_specification(rule: Rule) -> None:
    known = next(p for p in satisfying_profiles(rule.when.source) if rule.when.holds(p))
    specification = spec(known)
    assert rule.id in {fired.rule.id for fired in specification.fired}
    for need in rule.needs:
        assert need_of(specification, need.fit) in ("must", need.level)
    assert rule.excludes <= specification.excluded_types


def test_the_shipped_files_have_no_problems() -> None:
    assert problems() == []


# --- what the guide states -----------------------------------------------------------------------------------


def test_every_way_and_every_aim_of_the_guide_is_served_by_a_rule() -> None:
    data = seeds.read_yaml("guide.yml")
    served = {way for rule in guide().rules for way in rule.serves}
    assert set(data["mechanisms"]) == {"posture", "uneven_weight", "shock"}
    assert set(data["aims"]) == {"alignment", "shock_absorption", "gait"}
    assert served == set(data["mechanisms"]) | set(data["aims"])


def test_a_back_needs_support_cushioning_and_a_steady_heel() -> None:
    specification = spec(profile(pain_site="lower_back"))
    assert need_of(specification, "arch_support") == "must"
    assert need_of(specification, "cushioning_full_dense") == "must"
    assert need_of(specification, "heel_stability") == "must"
    assert need_of(specification, "deep_heel_cup") == "nice"


@pytest.mark.parametrize("severity", ["moderate", "severe"])
def test_pure_cushioning_is_never_for_significant_back_pain(severity: str) -> None:
    specification = spec(profile(pain_site="back", severity=severity))
    assert specification.insole_type == "orthotic"
    assert "cushioned" in specification.excluded_types


def test_even_when_asked_for_cushioning_is_not_for_significant_back_pain() -> None:
    specification = spec(profile(pain_site="back", severity="severe", insole_type="cushioned"))
    assert specification.insole_type != "cushioned"


def test_cushioning_will_do_for_something_mild_in_a_supportive_shoe() -> None:
    specification = spec(profile(pain_site="foot", severity="mild", footwear="running_shoes"))
    assert specification.insole_type == "cushioned"


@pytest.mark.parametrize("roll", ["overpronation", "supination"])
def test_a_foot_that_rolls_gets_the_middle_way(roll: str) -> None:
    assert spec(profile(pronation=roll)).insole_type == "stability"


@pytest.mark.parametrize("arch", ["low", "neutral", "high"])
def test_each_arch_gets_its_own_shape(arch: str) -> None:
    specification = spec(profile(arch_type=arch))
    assert need_of(specification, f"arch_{arch}") == "must"
    others = {"low", "neutral", "high"} - {arch}
    assert all(need_of(specification, f"arch_{other}") is None for other in others)


@pytest.mark.parametrize("complaint", [{"pain_site": "heel"}, {"condition": "plantar_fasciitis"}])
def test_a_sore_heel_needs_a_cup_and_cushioning_under_it(complaint: dict[str, str]) -> None:
    specification = spec(profile(**complaint))
    assert need_of(specification, "deep_heel_cup") == "must"
    assert need_of(specification, "cushioning_heel") == "must"
    assert need_of(specification, "arch_support") == "must"


def test_a_sore_ball_of_the_foot_needs_a_metatarsal_pad() -> None:
    specification = spec(profile(pain_site="ball_of_foot"))
    assert need_of(specification, "metatarsal_pad") == "must"
    assert need_of(specification, "cushioning_forefoot") == "must"


def test_longer_walks_and_hard_ground_ask_for_cushioning() -> None:
    assert need_of(spec(profile(worse_when="long_walk")), "cushioning") == "must"
    assert need_of(spec(profile(terrain="hard")), "cushioning_full_dense") == "must"


def test_tight_shoes_and_a_glued_liner_ask_for_a_thin_one() -> None:
    assert need_of(spec(profile(footwear="dress_shoes")), "thin") == "must"
    assert need_of(spec(profile(liner="fixed")), "thin") == "must"


def test_ready_made_comes_before_custom_unless_custom_is_asked_for() -> None:
    assert spec(profile(pain_site="heel", severity="severe")).insole_type != "custom_orthotic"
    assert spec(profile(pain_site="heel", insole_type="custom_orthotic")).insole_type == "custom_orthotic"


def test_without_anything_to_go_by_the_middle_way_is_the_default() -> None:
    assert spec(Profile()).insole_type == "stability"


# --- merging -------------------------------------------------------------------------------------------------


def test_a_wish_becomes_a_need_with_the_persons_words() -> None:
    known = Profile().merge([fact("feature", "thin", words="as thin as possible")])
    need = next(need for need in spec(known).needs if need.fit == "thin")
    assert need.rules == ("wish_feature",)
    assert [f.words for f in need.facts] == ["as thin as possible"]


def test_a_refused_type_is_neither_chosen_nor_allowed() -> None:
    known = profile(pain_site="heel", arch_type="low").merge([fact("insole_type", "orthotic", "avoid")])
    specification = spec(known)
    assert specification.insole_type != "orthotic"
    assert "orthotic" in specification.excluded_types


def test_a_refused_feature_is_not_asked_for() -> None:
    known = profile(pain_site="arch").merge([fact("feature", "arch_support", "avoid")])
    assert need_of(spec(known), "arch_support") is None


def test_three_reasons_for_one_feature_make_one_need_of_the_weightiest() -> None:
    specification = spec(profile(pain_site=["heel", "arch", "lower_back"]))
    needs = [need for need in specification.needs if need.fit == "arch_support"]
    assert len(needs) == 1
    assert {"heel_pain_support", "arch_pain", "back_posture"} <= set(needs[0].rules)
    assert needs[0].weight == 3


@given(facts_strategy())
def test_the_order_in_which_facts_came_changes_nothing(facts: list[Fact]) -> None:
    known = Profile().merge(facts)
    turned = Profile(tuple(reversed(known.facts)))
    first, second = spec(known), spec(turned)
    assert [(n.fit, n.level, n.weight) for n in first.needs] == [(n.fit, n.level, n.weight) for n in second.needs]
    assert first.insole_type == second.insole_type
    assert first.excluded_types == second.excluded_types


@given(facts_strategy(), facts_strategy())
def test_trying_out_an_answer_gives_the_same_as_hearing_it(before: list[Fact], after: list[Fact]) -> None:
    known = Profile().merge(before)
    tried = known.merge(after[:1])
    changed = {f.type for f in after[:1]} | ({"budget"} if after[:1] else set())
    quick = guide().refired(guide().fired(known), tried, frozenset(changed))
    assert [f.rule.id for f in quick] == [f.rule.id for f in guide().fired(tried)]


# --- the checker ---------------------------------------------------------------------------------------------


def broken(**change: Any) -> dict[str, Any]:
    """The shipped guide with its first rule changed."""
    data = copy.deepcopy(seeds.read_yaml("guide.yml"))
    data["rules"][0].update(change)
    return dict(data)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"needs": [{"fit": "arch_suport", "level": "must", "weight": 3}]},
         "'arch_suport' is no fit of seeds/fit.yml (perhaps 'arch_support'?)"),
        ({"types": {"orthopedic": 2}}, "'orthopedic' is no insole_type"),
        ({"source": "my_aunt"}, "source 'my_aunt' is not in seeds/sources.yml"),
        ({"serves": ["postures"]}, "serves 'postures', which is no mechanism and no aim (perhaps 'posture'?)"),
        ({"types": {"cushioned": 2}, "excludes": ["cushioned"]}, "speaks for 'cushioned' and excludes it"),
        ({"when": {"pain_site": "heel", "not": {"pain_site": "heel"}}}, "can never hold"),
        ({"when": {"all": [{"arch_type": "low"}, {"arch_type": "high"}]}}, "can never hold"),
    ],
)  # fmt: skip
def test_the_checker_names_the_mistake(change: dict[str, Any], message: str) -> None:
    found = list(guide_problems(broken(**change)))
    assert any("'back_posture'" in problem and message in problem for problem in found), found


def test_the_checker_names_rules_that_contradict_each_other() -> None:
    data = broken(needs=[{"fit": "soft", "level": "must", "weight": 2}])
    data["rules"][1]["needs"] = [{"fit": "firm", "level": "must", "weight": 2}]
    found = list(guide_problems(data))
    assert any("'back_posture' and 'back_uneven_weight' can hold together" in problem for problem in found), found


def test_rules_that_never_meet_are_no_conflict() -> None:
    data = broken(when={"arch_type": "low"}, needs=[{"fit": "soft", "level": "must", "weight": 2}])
    data["rules"][1].update(when={"arch_type": "high"}, needs=[{"fit": "firm", "level": "must", "weight": 2}])
    assert not [problem for problem in guide_problems(data) if "can hold together" in problem]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"when": {"pain_sight": "heel"}}, "rule 'back_posture': 'pain_sight' is no entity type"),
        ({"needs": [{"fit": "thin", "level": "perhaps", "weight": 1}]}, "a need is"),
        ({"needs": [{"fit": "thin", "level": "must", "weight": 40}]}, "the weight of thin"),
        ({"needs": [], "types": {}}, "asks for nothing"),
        ({"whan": 1}, "unknown key 'whan'"),
        ({"id": "back_shock"}, "two rules are called 'back_shock'"),
    ],
)
def test_a_guide_that_cannot_be_read_is_refused_with_the_rule(change: dict[str, Any], message: str) -> None:
    with pytest.raises(GuideError, match=message):
        read_guide(broken(**change))
