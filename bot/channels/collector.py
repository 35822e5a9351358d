"""Collects what the assistant says in one turn, each message whole: text, choices, structured part."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel

_PARTS = ("text", "buttons", "custom", "image", "attachment", "elements")


class MessageCollector(CollectingOutputChannel):  # type: ignore[misc]
    """Keeps a message together.

    Rasa's own collector splits a text at blank lines and sends the structured part as a message without text.
    """

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep the parts of a message that say something."""
        parts = {part: message[part] for part in _PARTS if message.get(part)}
        if parts:
            self.messages.append({"recipient_id": recipient_id, **parts})
