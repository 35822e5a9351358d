"""The warning signs: all there, at the agreed tier, with a place to go and wording for everything."""

from __future__ import annotations

from typing import Any

import pytest

import seeds
from tests.seeds.data import PLACEHOLDER, conditions, mistakes, responses, vocabulary

FLAGS: dict[str, Any] = seeds.read_yaml("red_flags.yml")
SAFETY = responses("safety")

TIERS = {
    "emergency": {
        "saddle_numbness",
        "bladder_bowel",
        "both_legs",
        "leg_weakness",
        "sexual_function",
        "chest_pain",
        "breathless",
        "serious_accident",
        "pop_or_snap",
        "deformity",
        "cannot_bear_weight",
        "cold_pale_limb",
    },
    "urgent": {
        "calf_swelling",
        "hot_red_swollen",
        "fever",
        "open_wound",
        "weight_loss",
        "cancer_history",
        "night_pain",
        "steroid_use",
        "fall_when_older",
        "bone_point_pain",
    },
    "routine": {
        "lost_feeling",
        "stops_with_rest",
        "eased_by_leaning",
        "long_morning_stiffness",
        "hot_big_toe",
        "getting_worse",
        "injury",
    },
}
"""Agreed with the clinical sources: a change of tier has to be made here as well, and on purpose."""


@pytest.mark.parametrize(("tier", "signs"), TIERS.items(), ids=TIERS)
def test_every_sign_has_its_tier(tier: str, signs: set[str]) -> None:
    assert {name for name, sign in FLAGS["signs"].items() if sign["tier"] == tier} == signs


def test_the_signs_are_those_of_the_vocabulary() -> None:
    assert set(FLAGS["signs"]) == set(vocabulary()["red_flag"]["values"])


@pytest.mark.parametrize("name", FLAGS["signs"])
def test_a_sign_is_complete(name: str) -> None:
    sign = FLAGS["signs"][name]
    assert sign["place"] in FLAGS["places"]
    assert sign["sources"]
    assert sign["concern"]
    assert ("alone" in sign) == bool(sign.get("context"))
    assert f"utter_sign_{name}" in SAFETY


def test_only_signs_that_are_not_emergencies_are_context() -> None:
    context = {name for name, sign in FLAGS["signs"].items() if sign.get("context")}
    assert context == {"weight_loss", "cancer_history", "night_pain", "steroid_use"}


@pytest.mark.parametrize("combination", FLAGS["combinations"], ids=lambda combination: combination["id"])
def test_a_combination_is_complete(combination: dict[str, Any]) -> None:
    assert combination["sources"]
    assert mistakes(combination["when"]) == []
    if "ask" in combination:
        assert combination["ask"] in FLAGS["questions"]
        assert set(combination) == {"id", "when", "ask", "sources"}
    else:
        assert combination["tier"] in TIERS
        assert combination["place"] in FLAGS["places"]
        assert f"utter_combination_{combination['id']}" in SAFETY


def test_every_context_sign_counts_for_more_in_a_combination() -> None:
    raised: set[str] = set()
    for combination in FLAGS["combinations"]:
        if combination.get("tier") == "urgent" or "ask" in combination:
            raised |= named_signs(combination["when"])
    assert {"weight_loss", "cancer_history", "night_pain", "steroid_use"} <= raised


def named_signs(condition: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    for key, value in condition.items():
        if key == "red_flag":
            found |= set(value if isinstance(value, list) else [value])
        elif key in ("any", "all"):
            for item in value:
                found |= named_signs(item)
    return found


@pytest.mark.parametrize("name", FLAGS["questions"])
def test_a_question_is_complete(name: str) -> None:
    question = FLAGS["questions"][name]
    assert set(question) == {"asks_about", "yes", "unsure", "sources"}
    assert set(question["asks_about"]) <= set(FLAGS["signs"])
    assert question["yes"] in question["asks_about"]
    assert question["unsure"] in ("as_yes", "as_no")
    asked = {combination.get("ask") for combination in FLAGS["combinations"]} | set(FLAGS["doubts"].values())
    assert name in asked
    assert {f"utter_safety_question_{name}{part}" for part in ("", "_why", "_sign")} <= set(SAFETY)
    assert all(text.endswith("?") for text in SAFETY[f"utter_safety_question_{name}"])


def test_a_doubt_about_any_pressing_sign_has_a_question_that_settles_it() -> None:
    pressing = {name for name, sign in FLAGS["signs"].items() if sign["tier"] in ("emergency", "urgent")}
    assert set(FLAGS["doubts"]) == pressing
    for sign, question in FLAGS["doubts"].items():
        assert sign in FLAGS["questions"][question]["asks_about"], sign


def test_every_place_has_plain_wording_and_no_number_without_a_country() -> None:
    for place in FLAGS["places"]:
        for text in SAFETY[f"utter_place_{place}"]:
            assert not PLACEHOLDER.search(text), place
            assert not any(letter.isdigit() for letter in text), place


def test_a_country_has_the_numbers_that_its_wording_names() -> None:
    for name, variations in SAFETY.items():
        if not name.startswith("utter_place_"):
            continue
        country = name.rpartition("_")[2]
        for text in variations:
            for number in PLACEHOLDER.findall(text):
                assert FLAGS["countries"][country][number], f"{name} needs {number}"


def test_the_known_emergency_numbers() -> None:
    numbers = {country: entry["emergency_number"] for country, entry in FLAGS["countries"].items()}
    assert numbers == {"default": None, "gb": "999", "us": "911", "in": "112", "eu": "112"}


def test_watch_lists_are_there_for_everybody() -> None:
    lists = FLAGS["watch_list"]
    assert [entry["id"] for entry in lists] == ["diabetes", "both", "back", "foot"]
    assert lists[-1]["when"] == {}
    for entry in lists:
        assert f"utter_watch_list_{entry['id']}" in SAFETY
        assert set(entry["signs"]) <= set(FLAGS["signs"])
        assert entry["sources"]


def test_no_wording_without_its_entry() -> None:
    known = {
        "utter_safety_emergency",
        "utter_safety_urgent",
        "utter_safety_routine",
        "utter_safety_go_on",
        "utter_safety_still_stopped",
        "utter_safety_after_check",
        "utter_safety_denied_ok",
        "utter_safety_unsure",
        "utter_safety_urgent_again",
        "utter_safety_was_it_checked",
        "utter_safety_no_plan",
        "utter_signs_also",
        "utter_signs_together",
    }
    known |= {f"utter_worse_{entry['worse']}" for entry in FLAGS["signs"].values() if "worse" in entry}
    known |= {f"utter_worse_{entry['worse']}" for entry in FLAGS["combinations"] if "worse" in entry}
    known |= {f"utter_sign_{name}" for name in FLAGS["signs"]}
    known |= {f"utter_combination_{entry['id']}" for entry in FLAGS["combinations"] if "tier" in entry}
    known |= {f"utter_watch_list_{entry['id']}" for entry in FLAGS["watch_list"]}
    for name in FLAGS["questions"]:
        known |= {f"utter_safety_question_{name}{part}" for part in ("", "_why", "_sign")}
    for place in FLAGS["places"]:
        known |= {f"utter_place_{place}"} | {f"utter_place_{place}_{country}" for country in FLAGS["countries"]}
    assert set(SAFETY) <= known


def test_every_condition_uses_known_words() -> None:
    for where, condition in conditions(FLAGS):
        assert mistakes(condition) == [], where


def test_the_phrases_for_a_list_are_phrases() -> None:
    for name, variations in SAFETY.items():
        if name.startswith(("utter_sign_", "utter_combination_")) or name.endswith("_sign"):
            for text in variations:
                assert text[0].islower() or text == "{signs}", name
                assert not text.endswith("."), name
                assert len(text) <= 80, name
