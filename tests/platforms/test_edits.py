"""Messages that were written anew: the last one runs again, an earlier one doesn't, one that says the same is none."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.messaging.incoming import EDIT, Incoming
from bot.channels.messaging.turns import TurnFailedError, Turns
from bot.channels.messaging.words import say
from bot.server.spoken import Said


class Spoken:
    """A conversation that was had."""

    def __init__(self, *events: dict[str, Any]) -> None:
        self._events = events

    async def messages(self, _sender_id: str, **_: Any) -> list[Said]:
        """All of it."""
        return [Said(place, {"event": "user", **event}) for place, event in enumerate(self._events)]


HAD = (
    {"message_id": "7.1", "text": "my heel hurts"},
    {"message_id": "7.3.20", "text": "flat feet", "metadata": {"edits": "7.3"}},
)


async def answered(name: str, edits: str, text: str) -> list[str] | None:
    """What an edit is answered; None where it runs as a turn."""
    ran: list[str] = []

    async def run(message: Any) -> None:
        ran.append(message.text)

    turns = Turns(run, "telegram", Spoken(*HAD))  # type: ignore[arg-type]
    try:
        parts = await turns.answer(Incoming(name, "telegram:7", 30.0, EDIT, text, edits=edits))
    except TurnFailedError:
        assert ran == [text]
        return None
    assert ran == []
    return [part.text for part in parts]


@pytest.mark.parametrize(
    ("name", "edits", "text", "wanted"),
    [
        ("7.3.30", "7.3", "high arches", None),
        ("7.1.30", "7.1", "my knee hurts", [say("edited")]),
        # nothing that is read was changed: a link's preview came, a reaction
        ("7.3.30", "7.3", " flat feet", []),
        ("7.1.30", "7.1", "my heel hurts", []),
        # delivered or tried again: it ran, and its answer is wanted
        ("7.3.20", "7.3", "flat feet", None),
    ],
)
async def test_what_an_edit_is_answered(name: str, edits: str, text: str, wanted: list[str] | None) -> None:
    assert await answered(name, edits, text) == wanted
