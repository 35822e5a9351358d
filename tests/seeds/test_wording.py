"""What people read: short, plain, and nothing that promises or diagnoses."""

from __future__ import annotations

import re

import pytest

from tests.seeds.data import DOMAIN, OURS, PLACEHOLDER, responses, texts

BUTTON = 20
"""Characters of a button: what Messenger and WhatsApp show."""

PROMISES = re.compile(
    r"\b(cur(e|es|ed|ing)|guarantee\w*|pain[- ]free|miracle|heals?|fix(es)? your|"
    r"will (help|ease|stop|relieve|work)|always works?|clinically proven|game[- ]changer|"
    r"no risk|risk[- ]free|100%|correct(s|ed)? (your|the) (feet|foot|posture))\b",
    re.IGNORECASE,
)
NEGATED = re.compile(r"\b(not|never|no)\b|n't", re.IGNORECASE)
AMERICAN = re.compile(r"\b(color|odor|center|fiber|molded|favorite|personalized|pediatric)\b", re.IGNORECASE)
JARGON = re.compile(
    r"\b(orthos[ei]s|metatarsalgia|biomechanic\w*|pronat\w*|supinat\w*|plantar|lumbar|ischaem\w*|"
    r"cauda equina|contraindic\w*|standardised|SMD|RCT|confidence interval|gait)\b",
    re.IGNORECASE,
)

ALLOWED = {
    "utter_safety_emergency": {"signs", "place"},
    "utter_safety_urgent": {"signs", "place"},
    "utter_safety_routine": {"signs", "place"},
    "utter_safety_still_stopped": {"signs", "place"},
    "utter_signs_": {"signs", "last"},
    "utter_combination_several_context_signs": {"signs"},
    "utter_combination_poor_circulation": {"signs"},
    "utter_place_": {"emergency_number", "urgent_line"},
    "utter_talk_to_person": {"contact"},
    "utter_ask_order": {"contact"},
    "utter_trial_intro": {"name"},
    "utter_trial_day": {"days", "wear"},
    "utter_trial_note_sport": {"sport_day"},
    "utter_trial_judge_": {"first_check", "judge_after"},
    "utter_trial_end_date": {"start", "first_check_date", "judge_date"},
    "utter_trial_dated": {"days", "dates"},
    "utter_trial_return_": {"days", "counted_day", "return_date"},
    "utter_trial_returns_first": {"return_date"},
    "utter_trial_today": {"day", "name", "wear"},
    "utter_trial_not_yet": {"name", "start", "days"},
    "utter_trial_next_": {"date"},
    "utter_trial_day_read": {"day", "other"},
    "utter_trial_day_far": {"day"},
    "utter_trial_bought": {"day"},
    "utter_feedback_day": {"day"},
    "utter_feedback_from_day": {"day"},
    "utter_feedback_differs": {"name", "new", "old"},
    "utter_feedback_besides": {"items"},
    "utter_feedback_pick": {"text"},
    "utter_feedback_pick_intro": set(),
    "utter_feedback_not_yet_judged": {"judge_after"},
    "utter_trial_terms_": {"days"},
    "utter_trial_replace": {"months"},
}
"""Placeholders by the beginning of a response's name; any other response has none."""


@pytest.mark.parametrize(("name", "text"), list(texts()))
def test_a_text_is_short_and_plain(name: str, text: str) -> None:
    assert 0 < len(text) <= 600
    assert "\n\n" not in text
    assert text == text.strip()
    assert not re.search(r"[*_#`<>|\[\]]", PLACEHOLDER.sub("", text)), "markdown or markup"
    assert not re.search("[\U0001f300-\U0001faff☀-➿]", text), "emoji"
    assert not JARGON.search(text)
    assert not AMERICAN.search(text)


@pytest.mark.parametrize(("name", "text"), list(texts()))
def test_a_text_promises_and_diagnoses_nothing(name: str, text: str) -> None:
    assert not PROMISES.search(text)
    for sentence in re.split(r"(?<=[.!?])\s", text):
        if re.search("diagnos", sentence, re.IGNORECASE):
            assert NEGATED.search(sentence), sentence


@pytest.mark.parametrize(("name", "text"), list(texts()))
def test_placeholders_are_those_of_their_family(name: str, text: str) -> None:
    families = [family for family in ALLOWED if name.startswith(family)]
    allowed = ALLOWED[max(families, key=len)] if families else set()
    used = set(PLACEHOLDER.findall(text))
    assert used <= allowed
    assert text.count("{") == text.count("}") == len(PLACEHOLDER.findall(text))


def test_no_terms_without_days_speak_of_days() -> None:
    for name, variations in responses("trial").items():
        if name.startswith("utter_trial_terms_"):
            with_days = not name.endswith(("_no_days", "_none"))
            assert all(("{days}" in text) == with_days for text in variations), name


def test_variations_of_a_response_differ_really() -> None:
    for name, variations in responses().items():
        words = [set(re.findall(r"\w+", text.lower())) for text in variations]
        for index, one in enumerate(words):
            for other in words[:index]:
                assert len(one & other) / len(one | other) < 0.6, name


def test_general_answers_have_two_variations_of_two_to_five_sentences() -> None:
    for name, variations in responses("questions", "topics").items():
        if name == "utter_out_of_scope_language" or name.startswith(("utter_topic_", "utter_which_topic")):
            continue
        assert len(variations) >= 2, name
        for text in variations:
            assert 2 <= len(re.findall(r"[.!?](?=\s|$)", text)) <= 5, text
            assert len(text) <= 320, text


def test_every_topic_has_an_answer_and_a_button_that_fits() -> None:
    found = responses("topics")
    answers = {name.partition("/")[2] for name in found if name.startswith("utter_ask_general/")}
    buttons = {name.removeprefix("utter_topic_"): texts for name, texts in found.items() if "utter_topic_" in name}
    assert len(answers) >= 50
    assert set(buttons) == answers
    assert [texts[0] for texts in buttons.values() if len(texts) != 1 or len(texts[0]) > BUTTON] == []


def test_no_response_is_defined_twice() -> None:
    names: list[str] = []
    for topic in OURS:
        names += re.findall(r"^  (utter_[\w/]+):", (DOMAIN / f"{topic}.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(names) == len(set(names))


def test_other_languages_are_told_in_their_own_words() -> None:
    (text,) = responses("questions")["utter_out_of_scope_language"]
    lines = text.split("\n")
    assert len(lines) == 5
    for word in ("English", "inglés", "anglais", "Englisch", "अंग्रेज़ी"):
        assert word in text
