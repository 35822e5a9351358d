"""What an update is answered: by a turn of the adviser's, or by a kind word where there is nothing to read."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered

from bot.channels.choices import read_choice, words_of
from bot.channels.collector import MessageCollector
from bot.channels.messaging import incoming as kinds
from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.offers import LONGEST_LETTER, meant
from bot.channels.messaging.parts import QUESTION, Part, part_of, unkept_part
from bot.channels.messaging.words import say
from bot.server.logs import describe_failure
from bot.server.messages import clean_text
from bot.server.once import NamedMessage, Outcome
from bot.server.spoken import Said, Spoken

logger = logging.getLogger(__name__)

LONGEST_TURN = 100
"""Messages of one turn that are read back; a turn has a handful."""

_LOOKED_BACK = 20
"""Messages that are looked through for what was offered, and written, last."""

OnMessage = Callable[[UserMessage], Awaitable[Any]]


class TurnFailedError(Exception):
    """Nothing of a turn was kept; ``parts`` is the apology."""

    def __init__(self, parts: list[Part]) -> None:
        super().__init__("a turn failed")
        self.parts = parts


class Turns:
    """The adviser's turns on a channel."""

    def __init__(self, on_new_message: OnMessage, channel: str, spoken: Spoken) -> None:
        self._on_new_message = on_new_message
        self._channel = channel
        self._spoken = spoken

    async def answer(self, incoming: Incoming) -> list[Part]:
        """The messages that answer an update; the same when asked again. Raises TurnFailedError."""
        if incoming.kind in kinds.UNREADABLE and not clean_text(incoming.text):
            return [Part(say(incoming.kind))]
        before = [Part(say("caption"))] if incoming.kind in kinds.UNREADABLE else []
        if incoming.kind == kinds.EDIT:
            asked = await self._asked(incoming.conversation)
            if _is_unchanged(asked, incoming):
                return []
            if not _is_last(asked, incoming):
                return [Part(say("edited"))]
        metadata: dict[str, Any] = {}
        words = incoming.text
        if incoming.kind == kinds.CHOICE:
            pressed = await self._pressed(incoming)
            if pressed is None:
                return [Part(say("old_button"))]
            words, metadata["choice"] = pressed, incoming.choice
        elif incoming.kind == kinds.START:
            words = say("start_product_says" if incoming.product else "start_says")
        else:
            offered = await self._words_offered(incoming)
            words = offered or words
        if incoming.edits:
            metadata["edits"] = incoming.edits
        if incoming.product:
            metadata["product"] = incoming.product
        return [*before, *await self._run(incoming, words, metadata)]

    async def _run(self, incoming: Incoming, words: str, metadata: dict[str, Any]) -> list[Part]:
        collector = MessageCollector()
        message = NamedMessage(
            words,
            collector,
            incoming.conversation,
            input_channel=self._channel,
            message_id=incoming.name,
            metadata=metadata,
        )
        try:
            await self._on_new_message(message)
        except Exception as error:
            logger.error("a turn failed: %s", describe_failure(error))
        if message.outcome is Outcome.ENDED:
            return []
        if message.outcome is not Outcome.ANSWERED:
            raise TurnFailedError([unkept_part(one) for one in collector.messages] or [Part(say("trouble"))])
        turn = await self._spoken.turn(incoming.conversation, incoming.name, LONGEST_TURN)
        if turn is None:
            return [unkept_part(one) for one in collector.messages]
        return [part_of(said) for said in turn if said.event["event"] == BotUttered.type_name]

    async def _pressed(self, incoming: Incoming) -> str | None:
        """What a button stands for; None where this conversation has no such button."""
        choice = read_choice(incoming.choice)
        if choice is None:
            return None
        found = await self._spoken.messages(incoming.conversation, after=choice.position - 1, limit=1)
        if not found or found[0].position != choice.position:
            return None
        return words_of(found[0], choice)

    async def _asked(self, conversation: str) -> list[dict[str, Any]]:
        """What the person wrote last, oldest first."""
        last = await self._spoken.messages(conversation, limit=_LOOKED_BACK)
        return [said.event for said in last if said.event["event"] != BotUttered.type_name]

    async def _words_offered(self, incoming: Incoming) -> str | None:
        """What a letter stands for, by what was offered last; None where the message is no letter."""
        if len(incoming.text.strip()) > LONGEST_LETTER:
            return None
        last: list[Said] = await self._spoken.messages(incoming.conversation, limit=_LOOKED_BACK)
        parts = [part_of(said) for said in reversed(last) if said.event["event"] == BotUttered.type_name]
        offer = next((part for part in parts if part.buttons), None)
        return meant(incoming.text, offer.buttons) if offer is not None and offer.type != QUESTION else None


def _names(event: dict[str, Any]) -> tuple[object, object]:
    """A stored message's name, and that of the message that it stands in the place of."""
    return event.get("message_id"), (event.get("metadata") or {}).get("edits")


def _is_last(asked: list[dict[str, Any]], incoming: Incoming) -> bool:
    """Whether the message that was written anew is the last one that the person wrote."""
    names = _names(asked[-1]) if asked else ()
    return incoming.edits in names or incoming.name in names


def _is_unchanged(asked: list[dict[str, Any]], incoming: Incoming) -> bool:
    """Whether it says what it said: Telegram also tells of changes that nobody sees. Never so for one that ran."""
    if any(event.get("message_id") == incoming.name for event in asked):
        return False
    before = next((event for event in reversed(asked) if incoming.edits in _names(event)), None)
    return before is not None and before.get("text") == clean_text(incoming.text)
