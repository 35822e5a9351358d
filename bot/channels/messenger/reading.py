"""Messenger's updates as this project reads them.

Source: https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from bot.channels.messaging import incoming as kinds
from bot.channels.messaging.batches import each
from bot.channels.messaging.incoming import Incoming

STARTED = "start"
"""The payload of the Get started button."""

_UNREADABLE = {
    "image": kinds.PICTURE, "audio": kinds.VOICE, "video": kinds.VIDEO, "file": kinds.FILE, "location": kinds.LOCATION,
}  # fmt: skip


def read_updates(body: Mapping[str, Any]) -> Iterator[Incoming]:
    """The updates of a call. Raises KeyError, TypeError or ValueError for what is none."""
    if body["object"] != "page":
        return
    for entry in body["entry"]:
        yield from each(entry.get("messaging") or (), partial(_event, page=str(entry["id"])))


def _event(event: Mapping[str, Any], page: str) -> Incoming | None:
    """An event; None for what nobody waits for an answer to: echoes of our own, what was read or delivered."""
    message, postback = event.get("message"), event.get("postback")
    person = str(event["sender"]["id"])
    if person == page or (message and (message.get("is_echo") or message.get("is_deleted"))):
        return None
    written = float(event["timestamp"]) / 1_000
    head: dict[str, Any] = {
        "conversation": f"messenger:{page}:{person}",
        "sent_at": written,
        "to": {"person": person, "written": written},
    }
    unnamed = f"{person}.{event['timestamp']}"
    if message:
        return _message(message, head)
    if postback:
        payload = str(postback.get("payload") or "")
        name = str(postback.get("mid") or f"postback {unnamed}")
        if payload == STARTED:
            product = str((postback.get("referral") or {}).get("ref") or "")[:100]
            return Incoming(name, kind=kinds.START, product=product, **head)
        return Incoming(name, kind=kinds.CHOICE, choice=payload, **head)
    if event.get("message_edit"):
        edit = event["message_edit"]
        name = f"{edit['mid']}.{int(edit.get('num_edit') or 1)}"
        return Incoming(name, kind=kinds.EDIT, text=str(edit["text"]), edits=str(edit["mid"]), **head)
    if event.get("referral"):
        product = str(event["referral"].get("ref") or "")[:100]
        return Incoming(f"referral {unnamed}", kind=kinds.START, product=product, **head)
    return None


def _message(message: Mapping[str, Any], head: Mapping[str, Any]) -> Incoming:
    name, text = str(message["mid"]), str(message.get("text") or "")
    pressed = message.get("quick_reply")
    if pressed:
        return Incoming(name, kind=kinds.CHOICE, choice=str(pressed["payload"]), **head)
    attachments = [one for one in message.get("attachments") or () if one.get("type") != "fallback"]
    if not attachments:
        return Incoming(name, kind=kinds.TEXT if text else kinds.OTHER, text=text, **head)
    first = attachments[0]
    sticker = message.get("sticker_id") or (first.get("payload") or {}).get("sticker_id")
    kind = kinds.STICKER if sticker else _UNREADABLE.get(str(first.get("type")), kinds.OTHER)
    return Incoming(name, kind=kind, text=text, **head)
