"""Stored messages as the protocol shows them. A button shows an id in place of the words that it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.choices import custom_part, dicts, items
from bot.server.spoken import Said

CHOICE, PRODUCT, TYPED = "choice", "product", "typed"
"""Keys of a message's metadata: the button that was used, the page's product, what was typed where it was cleaned."""


def shown(said: Said, ratings: Mapping[str, str] | None = None) -> dict[str, Any]:
    """One stored message."""
    event = said.event
    if event["event"] == "user":
        metadata = event.get("metadata") or {}
        return {
            "position": said.position,
            "from": "user",
            "time": event.get("timestamp"),
            "text": metadata.get(TYPED) or event.get("text") or "",
            "id": event.get("message_id"),
            "choice": metadata.get(CHOICE),
        }
    message = {
        "position": said.position,
        "from": "bot",
        "time": event.get("timestamp"),
        "text": event.get("text") or "",
        **_parts(event.get("data") or {}, said.position),
    }
    if ratings:
        message["ratings"] = dict(ratings)
    return message


def shown_unkept(message: Mapping[str, Any], time: float) -> dict[str, Any]:
    """A message of a turn that is not stored: what is said when a conversation was deleted. It has no buttons."""
    return {"position": None, "from": "bot", "time": time, "text": str(message.get("text") or "")}


def recommends(said: Said, sku: str) -> bool:
    """Whether a message recommends, or judges, a product."""
    custom = custom_part(said.event.get("data") or {})
    return any(item.get("sku") == sku for item in items(custom))


def trial_plan(said: Said) -> dict[str, Any] | None:
    """The trial plan of a message, if it has one."""
    custom = custom_part(said.event.get("data") or {}) if said.event["event"] == "bot" else {}
    return custom if custom.get("type") == "trial_plan" else None


def _parts(data: Mapping[str, Any], position: int) -> dict[str, Any]:
    """The buttons and the structured part, every button with its id. The order is that of :func:`offered`."""
    numbers = iter(range(10_000))

    def told(buttons: object) -> list[dict[str, Any]]:
        return [
            {"id": f"{position}.{next(numbers)}"}
            | {key: button[key] for key in ("title", "kind") if isinstance(button.get(key), str)}
            for button in dicts(buttons)
        ]

    parts: dict[str, Any] = {}
    if data.get("buttons"):
        parts["choices"] = told(data["buttons"])
    custom = custom_part(data)
    if custom:
        own = dict(custom)
        if "choices" in own:
            own["choices"] = told(own["choices"])
        for key in ("item", "items"):
            found = [dict(item) for item in items({key: own.get(key)})]
            for item in found:
                if "choices" in item:
                    item["choices"] = told(item["choices"])
            if found:
                own[key] = found if key == "items" else found[0]
        parts["custom"] = own
    return parts
