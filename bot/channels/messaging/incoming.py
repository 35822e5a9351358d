"""An update of a platform as this project reads it: who wrote, what, and where the answer goes."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.server.messages import MAX_CHARACTERS, MAX_SENDER_CHARACTERS

TEXT, CHOICE, START, EDIT = "text", "choice", "start", "edit"
"""Something written; a button; the beginning of a conversation, maybe from a product's page; a message written anew."""

FAILED = "failed"
"""Not from a person: the platform says that it could not deliver an answer after all; ``text`` is why."""

PICTURE, VOICE, VIDEO, STICKER, LOCATION, CONTACT, FILE, OTHER = (
    "picture", "voice", "video", "sticker", "location", "contact", "file", "other",
)  # fmt: skip
"""What can't be read; ``text`` is what was written under it."""

UNREADABLE = frozenset({PICTURE, VOICE, VIDEO, STICKER, LOCATION, CONTACT, FILE, OTHER})


@dataclass(frozen=True)
class Incoming:
    """One update.

    name: the platform's own id of it, the same when it is delivered again.
    conversation: the conversation's name, which begins with the platform's.
    sent_at: when it was written, in seconds; orders the updates of a conversation.
    choice: a button's id (``choices.py``). product: the sku of the page that the person came from.
    to: what the platform needs to know of the person and the message to answer it. Strings and numbers.
    edits: the name of the message that was written anew.

    Raises ValueError for a time, a name or a conversation that the database can't keep.
    """

    name: str
    conversation: str
    sent_at: float
    kind: str
    text: str = ""
    choice: str = ""
    product: str = ""
    edits: str = ""
    to: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.name.encode()
        named = self.conversation.isprintable() and len(self.conversation) <= MAX_SENDER_CHARACTERS
        if not named or not math.isfinite(self.sent_at):
            raise ValueError("no update that can be kept")

    def as_json(self) -> dict[str, Any]:
        """What is kept of it until it is answered. Its text is bounded as all texts are."""
        return {**asdict(self), "text": self.text[: MAX_CHARACTERS + 1]}

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Incoming:
        """The reverse of `as_json`."""
        return cls(**body)
