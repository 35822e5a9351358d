"""Messages that are taken in once, however often they come."""

from __future__ import annotations

from enum import Enum
from typing import Any

from rasa.core.channels.channel import UserMessage


class Outcome(Enum):
    """What became of a message.

    Its turn is in the log; nothing of it was kept; its conversation was ended, so nothing was kept either; it has not
    been looked at yet.
    """

    ANSWERED = "answered"
    FAILED = "failed"
    ENDED = "ended"
    OPEN = "open"


class NamedMessage(UserMessage):  # type: ignore[misc]
    """A message that its sender named, by ``message_id``, so that sending it again is the same as sending it once.

    The agent runs its turn only where the log doesn't hold a message of that name yet, and says in ``outcome`` whether
    it was answered.
    """

    outcome: Outcome = Outcome.OPEN

    def __init__(self, *args: Any, message_id: str, **kwargs: Any) -> None:
        super().__init__(*args, message_id=message_id, **kwargs)
