"""Stored messages as the protocol shows them. A button shows an id in place of the words that it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.channels.web.bodies import Choice
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


def words_of(said: Said, choice: Choice) -> str | None:
    """What a button of a message stands for; None where the message has no such button."""
    offered = list(_offered(said.event.get("data") or {})) if said.event["event"] == "bot" else []
    if choice.index >= len(offered):
        return None
    payload = offered[choice.index].get("payload") or offered[choice.index].get("title")
    return payload if isinstance(payload, str) else None


def recommends(said: Said, sku: str) -> bool:
    """Whether a message recommends, or judges, a product."""
    custom = _custom(said.event.get("data") or {})
    return any(item.get("sku") == sku for item in _items(custom))


def trial_plan(said: Said) -> dict[str, Any] | None:
    """The trial plan of a message, if it has one."""
    custom = _custom(said.event.get("data") or {}) if said.event["event"] == "bot" else {}
    return custom if custom.get("type") == "trial_plan" else None


def _parts(data: Mapping[str, Any], position: int) -> dict[str, Any]:
    """The buttons and the structured part, every button with its id. The order is that of :func:`_offered`."""
    numbers = iter(range(10_000))

    def told(buttons: object) -> list[dict[str, Any]]:
        return [
            {"id": f"{position}.{next(numbers)}"}
            | {key: button[key] for key in ("title", "kind") if isinstance(button.get(key), str)}
            for button in _dicts(buttons)
        ]

    parts: dict[str, Any] = {}
    if data.get("buttons"):
        parts["choices"] = told(data["buttons"])
    custom = _custom(data)
    if custom:
        own = dict(custom)
        if "choices" in own:
            own["choices"] = told(own["choices"])
        for key in ("item", "items"):
            items = [dict(item) for item in _items({key: own.get(key)})]
            for item in items:
                if "choices" in item:
                    item["choices"] = told(item["choices"])
            if items:
                own[key] = items if key == "items" else items[0]
        parts["custom"] = own
    return parts


def _offered(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every button of a message, in the order of their numbers: its own, the card's, those of the card's products."""
    yield from _dicts(data.get("buttons"))
    custom = _custom(data)
    yield from _dicts(custom.get("choices"))
    for item in _items(custom):
        yield from _dicts(item.get("choices"))


def _items(custom: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The products of a card: `item`, then `items`."""
    if isinstance(custom.get("item"), dict):
        yield custom["item"]
    yield from _dicts(custom.get("items"))


def _custom(data: Mapping[str, Any]) -> dict[str, Any]:
    custom = data.get("custom")
    return custom if isinstance(custom, dict) else {}


def _dicts(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
