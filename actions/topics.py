"""What a general question is about, as the understanding tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actions import wording

MOST = 3
"""So many topics are offered where it isn't clear which one is meant."""

GENERAL = "ask_general"


@dataclass(frozen=True)
class Topic:
    """A general question.

    ``name`` is the topic (``ask_general/washing``, or an intent that is a topic itself), empty where nothing was asked;
    ``sure`` tells whether it is clear enough to be answered; ``likely`` are the likeliest ones, best first.
    """

    name: str = ""
    sure: bool = False
    likely: tuple[str, ...] = ()

    @property
    def answer(self) -> str:
        """The response that answers it."""
        return f"utter_{self.name}"

    @property
    def labels(self) -> list[str]:
        """What the likeliest topics are offered by, best first. Each is understood when it is sent."""
        return [wording.say(name) for name in map(label, self.likely) if wording.has(name)][:MOST]


def label(topic: str) -> str:
    """The response that a topic is offered by."""
    intent, _, name = topic.partition("/")
    return f"utter_topic_{name}" if name else f"utter_reading_{intent}"


def topic_of(message: Mapping[str, Any]) -> Topic:
    """The topic of a message as it came from the understanding; an empty one where there is none of the right form."""
    given = message.get("topic")
    if not isinstance(given, Mapping):
        return Topic()
    ranking = given.get("ranking")
    names = [item.get("name") for item in ranking if isinstance(item, Mapping)] if isinstance(ranking, list) else []
    likely = tuple(name for name in names if isinstance(name, str))
    return Topic(str(given.get("name") or ""), given.get("sure") is True, likely)
