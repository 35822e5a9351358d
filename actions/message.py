"""One message of a reply: plain text that says everything, with an optional structured part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Message:
    """``custom`` is the structured part (its ``type`` is one of the contract's), ``buttons`` quick replies.

    A button's payload is the text that a person would write, so that a channel without buttons loses nothing.
    """

    text: str
    custom: dict[str, Any] | None = None
    buttons: list[str] = field(default_factory=list)

    def as_utterance(self) -> dict[str, Any]:
        """The arguments of the dispatcher's ``utter_message``."""
        return {
            "text": self.text,
            "json_message": self.custom,
            "buttons": [{"title": title, "payload": title} for title in self.buttons] or None,
        }
