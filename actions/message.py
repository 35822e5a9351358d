"""One message of a reply: plain text that says everything, with an optional structured part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Button:
    """A quick reply whose title is too short to be understood alone: ``payload`` says it as a person would write it."""

    title: str
    payload: str


@dataclass
class Message:
    """``custom`` is the structured part (its ``type`` is one of the contract's), ``buttons`` quick replies.

    A button's payload is the text that a person would write, so that a channel without buttons loses nothing.
    """

    text: str
    custom: dict[str, Any] | None = None
    buttons: Sequence[str | Button] = ()

    def as_utterance(self) -> dict[str, Any]:
        """The arguments of the dispatcher's ``utter_message``."""
        return {
            "text": self.text,
            "json_message": self.custom,
            "buttons": [_button(button) for button in self.buttons] or None,
        }


def _button(button: str | Button) -> dict[str, str]:
    if isinstance(button, Button):
        return {"title": button.title, "payload": button.payload}
    return {"title": button, "payload": button}
