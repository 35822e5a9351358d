"""Warning signs: the tiers, what combinations make of them, and the one plain question."""

from __future__ import annotations

import copy
from typing import Any

import pytest

import seeds
from actions.advice.facts import Fact
from actions.advice.profile import Profile
from actions.advice.safety import EMERGENCY, ROUTINE, URGENT, SafetyError, read_safety, safety
from tests.advice.factories import fact, profile

SIGNS = seeds.read_yaml("red_flags.yml")["signs"]


@pytest.mark.parametrize("sign", [name for name, entry in SIGNS.items() if entry["tier"] == EMERGENCY])
def test_an_emergency_sign_alone_is_an_emergency(sign: str) -> None:
    triage = safety().triage(profile(red_flag=sign))
    assert triage.tier == EMERGENCY
    assert triage.question is None


@pytest.mark.parametrize(
    "sign", [name for name, entry in SIGNS.items() if entry["tier"] == URGENT and not entry.get("context")]
)
def test_an_urgent_sign_alone_is_urgent(sign: str) -> None:
    assert safety().triage(profile(red_flag=sign)).tier == URGENT


@pytest.mark.parametrize("sign", [name for name, entry in SIGNS.items() if entry.get("context")])
def test_a_context_sign_alone_is_said_but_not_shouted(sign: str) -> None:
    assert safety().triage(profile(red_flag=sign, pain_site="heel")).tier == ROUTINE


def test_context_signs_together_are_urgent() -> None:
    assert safety().triage(profile(red_flag=["steroid_use", "weight_loss"], pain_site="hip")).tier == URGENT


@pytest.mark.parametrize("sign", ["cancer_history", "night_pain", "weight_loss"])
def test_a_context_sign_with_a_sore_back_is_urgent(sign: str) -> None:
    assert safety().triage(profile(red_flag=sign, pain_site="lower_back")).tier == URGENT


def test_a_swollen_calf_with_breathlessness_is_an_emergency() -> None:
    triage = safety().triage(profile(red_flag=["calf_swelling", "breathless"]))
    assert (triage.tier, triage.place) == (EMERGENCY, "emergency_number")


def test_a_denied_sign_is_none() -> None:
    known = profile(pain_site="heel").merge([fact("red_flag", "fever", "absent")])
    assert safety().triage(known).tier is None


def test_what_was_told_is_not_told_again_but_a_new_sign_is() -> None:
    known = profile(red_flag="fever")
    assert safety().triage(known, told=["fever"]).tier is None
    known = known.merge([fact("red_flag", "chest_pain", turn=2)])
    triage = safety().triage(known, told=["fever"])
    assert [concern.id for concern in triage.concerns] == ["chest_pain"]


def test_diabetes_with_foot_pain_asks_about_wounds_first() -> None:
    triage = safety().triage(profile(condition="diabetes", pain_site="heel"))
    assert triage.tier == ROUTINE
    assert triage.question is not None
    assert triage.question.id == "diabetes_foot"


def test_a_question_is_not_put_twice_nor_where_its_sign_is_known() -> None:
    known = profile(condition="diabetes", pain_site="heel")
    assert safety().triage(known, asked=["diabetes_foot"]).question is None
    said = known.merge([fact("red_flag", "open_wound")])
    assert safety().triage(said).question is None


def test_denying_one_of_several_signs_does_not_answer_for_the_others() -> None:
    known = profile(pain_site="lower_back", pain_quality="numb").merge([fact("red_flag", "bladder_bowel", "absent")])
    question = safety().triage(known).question
    assert question is not None
    assert question.id == "saddle"
    denied = known.merge([fact("red_flag", sign, "absent") for sign in question.asks_about])
    assert safety().triage(denied).question is None


@pytest.mark.parametrize("question", safety().questions.values(), ids=lambda question: question.id)
def test_yes_to_a_question_assumes_its_sign_and_no_denies_what_it_asks_about(question: Any) -> None:
    yes = question.answer(True, 2)
    assert [(f.value, f.role) for f in yes] == [(question.yes, None)]
    no = question.answer(False, 2)
    assert {f.value for f in no} == set(question.asks_about)
    assert all(f.role == "absent" for f in no)
    unsure = question.answer(None, 2)
    assert unsure == (yes if question.unsure_as_yes else no)


def test_a_sign_that_a_combination_names_is_not_listed_beside_it() -> None:
    triage = safety().triage(profile(pain_site="lower_back", red_flag="cancer_history"))
    assert [concern.id for concern in triage.concerns] == ["back_cancer"]
    assert triage.concerns[0].signs == ("cancer_history",)


@pytest.mark.parametrize(
    ("known", "watch"),
    [({"pain_site": "heel"}, "foot"), ({"pain_site": "lower_back"}, "back"),
     ({"pain_site": ["lower_back", "heel"]}, "both"), ({}, "foot")],
)  # fmt: skip
def test_each_complaint_has_its_watch_list(known: dict[str, Any], watch: str) -> None:
    assert safety().watch_list(profile(**known)).id == watch


def test_an_emergency_stands_until_it_is_denied() -> None:
    known = Profile().merge([Fact("red_flag", "leg_weakness")])
    assert safety().emergency_remains(known)
    assert not safety().emergency_remains(known.merge([fact("red_flag", "leg_weakness", "absent", turn=2)]))


def damaged(path: list[str | int], value: Any) -> dict[str, Any]:
    """The shipped signs with one place changed."""
    data = copy.deepcopy(seeds.read_yaml("red_flags.yml"))
    at = data
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return dict(data)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["signs", "fever", "tier"], "urgnt", "sign 'fever': tier is one of"),
        (["signs", "fever", "place"], "pub", "place 'pub'"),
        (["combinations", 0, "when"], {"pain_site": "hell"}, "'hell' is no pain_site"),
        (["signs", "hot_red_swollen", "unless"], ["lost_feeling"], "unless: 'lost_feeling' is no sign of its tier"),
        (["combinations", 0, "unless"], ["severe_foot"], "unless: 'severe_foot' is no combination above it"),
        (["questions", "saddle", "yes"], "saddle", "question 'saddle': 'saddle' is no red_flag"),
        (["watch_list", -1, "when"], {"pain_site": "heel"}, "last watch list must hold for everybody"),
    ],
)
def test_a_mistake_in_the_file_is_named(path: list[str | int], value: Any, message: str) -> None:
    with pytest.raises(SafetyError, match=message):
        read_safety(damaged(path, value))


def test_a_sign_without_an_entry_is_named() -> None:
    data = copy.deepcopy(seeds.read_yaml("red_flags.yml"))
    del data["signs"]["fever"]
    with pytest.raises(SafetyError, match="'fever'"):
        read_safety(data)
