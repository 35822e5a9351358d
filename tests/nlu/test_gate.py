"""The gate: what is ours, what is not, and what was not understood, given what a classifier said."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.gate import ScopeGate, decide
from bot.nlu.reader import shared_reader

SETTINGS = ScopeGate.get_default_config()


def _decide(text: str, outside: float = 0.0, **confidences: float) -> str:
    ranking: list[dict[str, Any]] = [
        {"name": name, "confidence": value} for name, value in sorted(confidences.items(), key=lambda i: -i[1])
    ]
    return decide(shared_reader().read(text), ranking, outside, SETTINGS)


def test_who_speaks_of_feet_is_never_out_of_scope() -> None:
    assert _decide("my heel hurts in the rain", outside=1.0, out_of_scope=0.7, inform=0.2) == "inform"


def test_who_speaks_of_insoles_is_out_of_scope_only_beyond_doubt() -> None:
    text = "can insoles go in the oven"
    assert _decide(text, outside=0.5, out_of_scope=0.8, ask_fitting=0.18) == "ask_fitting"
    assert _decide(text, outside=0.9, out_of_scope=0.8, ask_fitting=0.18) == "out_of_scope"


def test_the_model_of_our_field_outweighs_a_sure_classifier() -> None:
    text = "is the parliament of norway elected"
    assert _decide(text, outside=0.8, ask_evidence=0.9, out_of_scope=0.05) == "out_of_scope"
    assert _decide(text, outside=0.8, adjacent=0.6, out_of_scope=0.05) == "adjacent"


def test_what_is_ours_but_nothing_in_particular_is_not_understood() -> None:
    assert _decide("so there we are then", outside=0.1, ask_evidence=0.1, out_of_scope=0.05) == "nlu_fallback"


def test_a_question_in_our_words_is_ours() -> None:
    assert _decide("how long can I wait to send them back to you", ask_trial_returns=0.5, out_of_scope=0.2) == (
        "ask_trial_returns"
    )


@pytest.mark.parametrize(
    ("text", "intent"),
    [("low", "inform"), ("nope", "deny"), ("dunno", "unsure"), ("both", "affirm"), ("the second one", "inform")],
)
def test_a_bare_answer_is_an_answer_however_unsure_the_classifier(text: str, intent: str) -> None:
    assert _decide(text, outside=0.9, **{intent: 0.2, "out_of_scope": 0.1}) == intent


@pytest.mark.parametrize("text", ["2", "9.5", "40", "1/2"])
def test_a_number_is_an_answer(text: str) -> None:
    assert _decide(text, outside=0.9, out_of_scope=0.9, inform=0.1) == "inform"


@pytest.mark.parametrize("text", ["sdfghjkl", "xxxxxxx", "😀😀", "%%%%", "", "qwrtzp dfghjk"])
def test_no_words_are_gibberish(text: str) -> None:
    assert _decide(text, affirm=0.9) == "out_of_scope_gibberish"


@pytest.mark.parametrize(
    "text",
    ["me duele mucho el talon cuando camino", "ich habe schmerzen im fuss", "j'ai mal au dos quand je marche",
     "mi fa male il piede", "болит нога", "我脚疼", "पैर में दर्द है", "mera pair bahut dard kar raha hai",
     "mijn knie doet vreselijk pijn bij het traplopen", "boli mnie kolano kiedy schodze po schodach",
     "dizim merdiven inerken cok agriyor", "minha coluna doi quando fico de pe", "tôi bị đau gót chân khi chạy bộ"],
)  # fmt: skip
def test_another_language_is_recognised(text: str) -> None:
    assert _decide(text, inform=0.9) == "out_of_scope_language"


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "me too",
        "my feet hurt",
        "on a pain scale i am at six",
        "hola my foot hurts",
        "plantr facitis achs evry mornin hlp",
        "me feet is killin us like proper sore",
    ],
)
def test_english_is_not_another_language(text: str) -> None:
    assert _decide(text, inform=0.9) != "out_of_scope_language"


def test_an_insult_stays_one_though_it_speaks_of_shoes() -> None:
    assert _decide("shove your insoles you idiot", out_of_scope_insult=0.8, inform=0.1) == "out_of_scope_insult"
