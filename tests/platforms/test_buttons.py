"""A button is known by its place and its words."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.choices import read_choice, words_of
from bot.channels.messaging.parts import Button, Part, part_of
from bot.server.spoken import Said

PLACE = 4


def _said(*buttons: dict[str, Any], **custom: Any) -> Said:
    return Said(PLACE, {"event": "bot", "text": "Which?", "data": {"buttons": list(buttons), "custom": custom}})


def _all(part: Part) -> list[Button]:
    return [*part.buttons, *(button for card in part.cards for button in card.buttons)]


def _stands_for(button: Button, said: Said) -> str | None:
    choice = read_choice(button.id)
    assert choice is not None
    assert choice.position == PLACE
    return words_of(said, choice)


def test_every_button_is_found_again() -> None:
    said = _said(
        {"title": "Low", "payload": "My arch is low"},
        {"title": "High"},
        choices=[{"title": "Change", "payload": "change the arch", "kind": "change"}],
        items=[{"sku": "A", "choices": [{"title": "Why?", "payload": "why the first?"}]}, {"sku": "B"}],
    )
    buttons = _all(part_of(said))
    assert [button.words for button in buttons] == ["My arch is low", "High", "why the first?"]
    assert [_stands_for(button, said) for button in buttons] == ["My arch is low", "High", "why the first?"]


def test_at_the_same_place_of_another_conversation_it_is_none() -> None:
    (button,) = part_of(_said({"title": "Yes", "payload": "delete my data"})).buttons
    assert _stands_for(button, _said({"title": "Yes", "payload": "buy the first"})) is None
    assert _stands_for(button, _said({"title": "Sure", "payload": "delete my data"})) == "delete my data"
    assert _stands_for(button, _said()) is None


@pytest.mark.parametrize(
    "text", ["", "4", "4.", "4.0.", "4.0.xyzxyz", "4.0.abc", "4.0.abcdef0", "-1.0", "4.0.ABCDEF", None, 4]
)
def test_what_is_no_button(text: object) -> None:
    assert read_choice(text) is None
