"""Whether a message asks if the product of the page suits the person (``seeds/page_questions.yml``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import seeds

ELSEWHERE = frozenset(
    {"forget_data", "start_over", "undo", "talk_to_person", "ask_privacy", "ask_order", "bot_challenge",
     "change_answer", "was_checked", "ask_noted", "ask_trial_returns", "ask_breaking_in", "start_trial", "ask_fitting",
     "want_to_buy", "out_of_scope_command", "out_of_scope_insult", "out_of_scope_language"}
)  # fmt: skip
"""Intents that ask for something else; they count where the classifier is :data:`SURE`."""

SURE = 0.5

ABOUT_ONESELF = frozenset({"activities", "footwear", "arch_types", "widths", "wearer"})
"""Attributes of a product whose values are said of people too: "is this good for running?"."""

MOST_WORDS = 60
"""A longer message tells a story; the question is looked for in its sentences, not across them."""

FILE = "page_questions.yml"

_SENTENCE = re.compile(r"[.!?;\n]+")


def asks_whether_it_suits(text: str, of_another: bool) -> bool:
    """Whether a message asks if "this" suits; ``of_another``: "it" is another product, spoken of last."""
    if len(text.split()) > MOST_WORDS:
        return False
    phrase, question, other = patterns(of_another)
    for sentence in _SENTENCE.split(text.casefold().replace("’", "'")):
        plain = " ".join(re.findall(r"[\w'-]+", sentence))
        if plain and not other.match(plain) and (phrase.search(plain) or question.search(plain)):
            return True
    return False


def asks_elsewhere(intent: str, share: float) -> bool:
    """Whether the intent is surely one that asks for something else."""
    return share >= SURE and (intent in ELSEWHERE or intent.startswith("feedback_"))


def of_the_product(attributes: Iterable[str]) -> bool:
    """Whether a message asks for an attribute that is told by a product's row and not by how it suits."""
    return bool(set(attributes) - ABOUT_ONESELF)


@lru_cache(maxsize=2)
def patterns(of_another: bool) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What a phrase, a question and a question about something else look like. Raises KeyError, TypeError,
    AttributeError or re.error where the file is wrong."""
    data: dict[str, Any] = seeds.read_yaml(FILE)
    points = _any([*data["this"], *([] if of_another else data["it"])])
    phrases = "|".join(phrase.replace("{this}", points) for phrase in data["phrases"])
    suits = rf"{_any(data['suits'])}\b(?! {_any(data['not_before'])}\b)"
    question = rf"\b{_any(data['begins'])} {points}\b.*\b{suits}"
    return (
        re.compile(rf"\b(?:{phrases})"),
        re.compile(question),
        re.compile(rf"(?:{_any(data['leads'])} )?{_any(data['asks_how'])}\b(?! about)"),
    )


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in words) + ")"
