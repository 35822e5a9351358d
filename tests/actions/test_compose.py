"""What is put together of the pieces of the domain: short, in good grammar, and nothing said twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from actions import wording
from actions.advice.adviser import Adviser
from actions.advice.evidence import evidence_for
from actions.advice.judging import judge_product
from actions.advice.memory import Memory
from actions.advice.pair import Pair
from actions.advice.profile import Profile
from actions.advice.reasons import Stated
from actions.advice.safety import safety
from actions.advice.trial import calendar_for, plan_for
from actions.compose.evidence import evidence_message
from actions.compose.judgement import judgement_message
from actions.compose.recommendations import recommendations_message, stated_text
from actions.compose.safety import safety_message, signs_text
from actions.compose.specification import complaint_text, specification_message
from actions.compose.trial import trial_message
from actions.compose.why import why_message
from catalog import Catalogue
from tests.advice.factories import profile
from tests.conversations.checks import pattern

MOST_LINES = 8
"""Of a pick below its name."""


@pytest.mark.parametrize(
    ("attribute", "value", "phrase"),
    [
        ("widths", frozenset({"wide", "standard"}), "standard and wide widths"),
        ("arch_types", frozenset({"neutral", "low"}), "a shape for low and normal arches"),
        ("footwear", frozenset({"dress_shoes"}), "for dress shoes"),
        ("activities", frozenset({"walking", "standing"}), "made for standing and walking"),
        ("thickness_mm", 3.0, "3 mm thick"),
    ],
)
def test_an_attribute_reads_well_in_a_sentence(attribute: str, value: object, phrase: str) -> None:
    assert wording.stated(attribute, value) == phrase


def test_how_much_and_where_it_cushions_is_one_phrase() -> None:
    both = (Stated("cushioning_place", "heel_and_forefoot"), Stated("cushioning_amount", "medium"))
    assert stated_text(both, "USD") == "medium cushioning under heel and forefoot"
    assert stated_text(both[:1], "USD") == "cushioning under heel and forefoot"


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("heel pain", "heel pain"),
        ("walk 2 hours a", "walk 2 hours"),
        ("arch pain in my left foot after standing all day", "arch pain in my left foot after…"),
        ("pneumonoultramicroscopicsilicovolcanoconiosis", "pneumonoultramicroscopicsilicovolcanoconiosis"),
    ],
)
def test_a_quotation_is_short_and_ends_on_a_word(words: str, quoted: str) -> None:
    assert wording.quote(words) == quoted


def test_a_part_that_hurts_goes_before_the_whole() -> None:
    assert complaint_text(profile(pain_site=["foot", "heel"])) == "a sore heel"
    assert complaint_text(profile(pain_site="foot")) == "sore feet"


@pytest.fixture(scope="module")
def adviser(catalogue_url: str) -> Iterator[Adviser]:
    """The adviser over the sample shop."""
    catalogue = Catalogue(catalogue_url)
    yield Adviser(catalogue)
    catalogue.close()


def signs_of(known: Profile) -> str:
    return signs_text(safety().triage(known).concerns, {})


def test_a_context_sign_names_itself_and_not_its_neighbours() -> None:
    said = signs_of(profile(red_flag=["weight_loss", "night_pain"], pain_site="heel"))
    assert wording.say("utter_sign_weight_loss") in said
    assert "cancer" not in said
    assert "steroid" not in said


def test_a_diabetic_wound_goes_without_its_foot_pain() -> None:
    said = signs_of(profile(condition="diabetes", red_flag="open_wound", pain_site="heel"))
    assert said == wording.say("utter_combination_diabetes_foot_change", signs="")


def test_signs_that_are_lists_themselves_do_not_run_into_each_other() -> None:
    said = signs_of(profile(red_flag=["pop_or_snap", "cannot_bear_weight"]))
    assert said == wording.say(
        "utter_signs_also",
        signs=wording.say("utter_sign_pop_or_snap"),
        last=wording.say("utter_sign_cannot_bear_weight"),
    )


def test_a_tendon_is_named_only_where_it_was() -> None:
    assert "tendon" in signs_of(
        profile(condition="tendon_dysfunction", pain_site="ankle", side="left", arch_type="low")
    )
    assert "tendon" not in signs_of(profile(pain_site="arch", side="left", arch_type="low"))


@pytest.mark.parametrize(
    ("known", "worse"),
    [
        ({"red_flag": "calf_swelling"}, "clot"),
        ({"red_flag": "cancer_history", "pain_site": "lower_back"}, "nerves"),
        ({"red_flag": ["stops_with_rest", "night_pain"]}, "blood_supply"),
        ({"red_flag": "open_wound", "condition": "diabetes", "pain_site": "foot"}, "diabetic_foot"),
    ],
)
def test_an_urgent_sign_says_what_would_make_it_an_emergency(known: dict[str, Any], worse: str) -> None:
    triage = safety().triage(profile(**known))
    text = safety_message(triage, safety(), "gb", {}, {}).text or ""
    assert text.endswith(wording.say(f"utter_worse_{worse}"))


def test_two_routine_signs_may_name_two_places() -> None:
    triage = safety().triage(profile(condition=["diabetes", "pregnancy"], pain_site="arch"))
    text = safety_message(triage, safety(), "default", {}, {}).text or ""
    assert wording.say("utter_place_podiatrist") in text
    assert wording.say("utter_place_midwife") in text


@pytest.mark.parametrize(
    "known",
    [
        {"pain_site": "heel"},
        {"pain_site": ["heel", "lower_back"], "activity": "standing", "footwear": "work_boots"},
        {"pain_site": "ball_of_foot", "footwear": ["dress_shoes", "heels"], "feature": ["soft", "thin"]},
        {"pain_site": ["arch", "knee"], "arch_type": "low", "worse_when": "long_walk", "price_level": "low"},
    ],
)
def test_a_pick_with_its_reasons_fits_a_phone(adviser: Adviser, known: dict[str, Any]) -> None:
    advice = adviser.advise(Memory(profile=profile(**known)))
    message = recommendations_message(advice, "utter_picks_intro", {})
    assert message.custom is not None
    assert message.custom["items"]
    for item in message.custom["items"]:
        assert len(item["lines"]) <= MOST_LINES, item["lines"]
        assert len(set(item["lines"])) == len(item["lines"])
        # what a pair lacks altogether is no reason for it
        assert not [line for line in item["lines"] if line.startswith("• Also") and "no arch support" in line]


def test_one_shortcoming_is_named_once(adviser: Adviser) -> None:
    known = profile(
        condition="bunion", pain_site=["foot", "toe"], footwear="heels", worse_when="end_of_day", wearer="women"
    )
    message = recommendations_message(adviser.advise(Memory(profile=known)), "utter_picks_intro", {})
    assert message.custom is not None
    for item in message.custom["items"]:
        stated = [text.partition(" (")[2] for text in item["tradeoffs"]]
        assert len(set(stated)) == len(stated), item["tradeoffs"]


def test_a_reason_is_given_once_when_asked_why(adviser: Adviser) -> None:
    advice = adviser.advise(Memory(profile=profile(pain_site="heel")))
    text = why_message(advice, advice.picks[0], {}).text or ""
    assert text.count(wording.say("utter_because_heel_pain")) == 1
    assert wording.say("utter_because_heel_pain_support") in text


@pytest.mark.parametrize(
    ("days", "terms", "says"),
    [(14, "worn_untrimmed", "14 days"), (None, "none", "Worn pairs"), (90, "worn_and_trimmed", "7 weeks")],
)
def test_the_plan_beside_the_advice_is_short_and_minds_the_last_day_to_return(
    adviser: Adviser, days: int | None, terms: str, says: str
) -> None:
    known = profile(pain_site="heel")
    product = adviser.advise(Memory(profile=known)).picks[0].ranked.product
    pair = replace(product, trial_days=days, return_terms=terms)
    message = trial_message(plan_for(known, pair), pair, {}, whole=False)
    assert says in (message.text or "")
    assert len((message.text or "").splitlines()) == 2
    assert message.custom is not None
    assert message.custom["whole"] is False
    assert len(message.custom["days"]) > 3


def test_what_the_evidence_says_is_the_same_in_text_and_structure() -> None:
    statements = evidence_for(profile(pain_site="heel"))
    said: dict[str, int] = {}
    for _ in range(2):
        message = evidence_message(statements, said)
        custom = message.custom or {}
        lines = message.text.splitlines()
        assert custom["intro"] == lines[0]
        assert [f"• {item['statement']}" for item in custom["items"]] == lines[1:]
        assert all(item["strength"] and item["source"] for item in custom["items"])


def test_the_specification_opens_with_its_type_and_why(adviser: Adviser) -> None:
    person = profile(pain_site="lower_back", worse_when="long_walk")
    message = specification_message(person, adviser.specification(Memory(profile=person)), [], {})
    intro = (message.custom or {})["intro"]
    assert message.text.startswith(intro + "\n• ")
    assert "•" not in intro


@pytest.mark.parametrize("whole", [True, False])
def test_the_days_that_matter_are_in_their_order(adviser: Adviser, whole: bool) -> None:
    product = next(p for p in adviser.catalogue.products() if p.trial_days == 30)
    plan = plan_for(profile(pain_site="heel"), product)
    days = (trial_message(plan, product, {}, whole=whole).custom or {})["milestones"]
    assert [item["day"] for item in days] == [1, 1 + plan.first_check_days, 1 + plan.judge_after_days]
    pair = Pair(product.sku, bought=date(2026, 11, 20), started=date(2026, 11, 23))
    message = trial_message(plan, product, {}, whole, calendar_for(plan, pair), date(2026, 11, 23))
    days = (message.custom or {})["milestones"]
    # day 30 from the purchase is three days less from the first day of wear
    assert {"day": 27, "title": f"Last day to send back {product.brand} {product.name}"} in days
    assert [item["day"] for item in days] == sorted(item["day"] for item in days)


@pytest.mark.parametrize("person", [profile(pain_site="heel", budget="30"), profile(pain_site="knee", width="wide")])
def test_a_judgement_says_everything_in_its_text(adviser: Adviser, person: Profile) -> None:
    verdicts = set()
    for product in adviser.catalogue.products():
        judgement = judge_product(adviser, Memory(profile=person), product.sku)
        assert judgement is not None
        message = judgement_message(judgement, {})
        custom = json.loads(json.dumps(message.custom))
        verdicts.add(custom["verdict"])
        assert message.text.splitlines()[0] == custom["intro"]
        assert set(custom["lines"]) <= set(message.text.splitlines())
        assert f"{product.brand} {product.name}" in custom["intro"]
        assert custom["item"]["sku"] == custom["sku"] == product.sku
        assert len(custom["broken"]) == sum("utter_why_not_breaks" in name for name in _breaks(custom["lines"]))
        assert "{" not in message.text
        assert len(custom["lines"]) <= MOST_LINES + 3
    assert {"unfit", "partly"} <= verdicts


def _breaks(lines: list[str]) -> list[str]:
    """The responses on broken limits that some lines are."""
    names = [name for name in wording.responses() if name.startswith("utter_why_not_breaks_")]
    return [name for line in lines for name in names if pattern(name).fullmatch(line)]
