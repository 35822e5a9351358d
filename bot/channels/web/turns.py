"""Runs each message's turn once in this process, however many requests wait for it, and though they go away."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.channels.collector import MessageCollector
from bot.channels.web.errors import RefusedError
from bot.server.logs import describe_failure
from bot.server.once import NamedMessage, Outcome

logger = logging.getLogger(__name__)

MOST_TURNS = 200
"""Turns that run or wait at once; beyond it people are asked to come again in a moment."""

MOST_OF_ONE = 4
"""Turns of one conversation that run or wait at once. The widget sends one after the other."""

OnMessage = Callable[[UserMessage], Awaitable[Any]]


@dataclass(frozen=True)
class Answer:
    """What became of a turn, and what it said as it was collected (for what is not in the log)."""

    outcome: Outcome
    messages: list[dict[str, Any]]


class Turns:
    """The turns that run now. ``on_new_message`` hands a message to the assistant."""

    def __init__(self, on_new_message: OnMessage, channel: str) -> None:
        self._on_new_message = on_new_message
        self._channel = channel
        self._running: dict[tuple[str, str], asyncio.Task[Answer]] = {}
        self._of_conversation: Counter[str] = Counter()

    def begin(self, conversation: str, name: str, text: str, metadata: dict[str, Any]) -> asyncio.Task[Answer]:
        """The turn of a message: the one that runs, or a new one. It goes on when whoever waits for it goes away.

        Raises RefusedError (429, 503) where too many run already.
        """
        key = (conversation, name)
        running = self._running.get(key)
        if running is not None:
            return running
        if self._of_conversation[conversation] >= MOST_OF_ONE:
            raise RefusedError(
                429, "too_many", "Your earlier messages are still being answered. One moment.", retry_after=1
            )
        if len(self._running) >= MOST_TURNS:
            raise RefusedError(503, "busy", "Many people are writing just now. Please try again.", retry_after=2)
        task = asyncio.create_task(self._run(conversation, name, text, metadata))
        self._running[key] = task
        self._of_conversation[conversation] += 1
        task.add_done_callback(lambda _: self._finished(key))
        return task

    async def _run(self, conversation: str, name: str, text: str, metadata: dict[str, Any]) -> Answer:
        collector = MessageCollector()
        message = NamedMessage(
            text, collector, conversation, input_channel=self._channel, message_id=name, metadata=metadata
        )
        try:
            await self._on_new_message(message)
        except Exception as error:
            logger.error("a turn failed: %s", describe_failure(error))
            return Answer(Outcome.FAILED, [])
        return Answer(message.outcome, list(collector.messages))

    def _finished(self, key: tuple[str, str]) -> None:
        del self._running[key]
        self._of_conversation[key[0]] -= 1
        if not self._of_conversation[key[0]]:
            del self._of_conversation[key[0]]
