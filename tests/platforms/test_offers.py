"""Buttons as text, and what a letter means."""

from __future__ import annotations

import pytest

from bot.channels.messaging.offers import as_text, meant
from bot.channels.messaging.parts import Button, Part

OFFERS = (Button("Why the first?", "3.0", "Why the first one?"), Button("Cheaper", "3.1", "Something cheaper"))


def test_answers_of_a_question_have_numbers_and_other_offers_letters() -> None:
    answers = (Button("Low", "1.0"), Button("High", "1.1"))
    assert as_text(Part("Which?", "question", buttons=answers)).splitlines()[:3] == ["Which?", "1 Low", "2 High"]
    assert as_text(Part("And now?", buttons=OFFERS)).splitlines()[1:3] == ["A Why the first?", "B Cheaper"]
    assert as_text(Part("Nothing to choose.")) == "Nothing to choose."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("b", "Something cheaper"),
        (" B. ", "Something cheaper"),
        ("(a)", "Why the first one?"),
        ("c", None),
        ("2", None),
        ("", None),
        ("b a", None),
        ("é", None),
        ("a wide one", None),
    ],
)
def test_a_letter_is_an_offer(text: str, words: str | None) -> None:
    assert meant(text, OFFERS) == words
