"""WhatsApp's updates as this project reads them.

Sources: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components and
https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.channels.messaging import incoming as kinds
from bot.channels.messaging.batches import each
from bot.channels.messaging.incoming import Incoming

_UNREADABLE = {
    "image": kinds.PICTURE, "audio": kinds.VOICE, "voice": kinds.VOICE, "video": kinds.VIDEO, "sticker": kinds.STICKER,
    "location": kinds.LOCATION, "contacts": kinds.CONTACT, "document": kinds.FILE,
}  # fmt: skip

_NOBODY_WAITS = frozenset({"reaction", "system", "ephemeral", "revoke"})


def read_updates(body: Mapping[str, Any], phone_number_id: str) -> Iterator[Incoming]:
    """The updates of a call, for our number alone. Raises KeyError, TypeError or ValueError for a call that is none."""
    for entry in body["entry"]:
        for change in entry["changes"]:
            value = change["value"]
            if change.get("field") != "messages" or value["metadata"]["phone_number_id"] != phone_number_id:
                continue
            yield from each(value.get("messages") or (), _message)
            yield from each(value.get("statuses") or (), _failed)


def _message(message: Mapping[str, Any]) -> Incoming | None:
    kind = str(message["type"])
    if kind in _NOBODY_WAITS or message.get("group_id"):
        return None
    # who took a username may keep the number to themselves; then there is an id that is made for one business
    number, user = str(message.get("from") or ""), str(message.get("from_user_id") or "")
    written = float(message["timestamp"])
    if not (number or user):
        raise KeyError("from")
    head: dict[str, Any] = {
        "name": str(message["id"]),
        "conversation": f"whatsapp:{number or user}",
        "sent_at": written,  # whole seconds; within one the order of coming counts
        "to": {**({"number": number} if number else {"user": user}), "written": written},
    }
    if kind == "text":
        return Incoming(**head, kind=kinds.TEXT, text=str(message["text"]["body"]))
    if kind == "interactive":
        shown = message["interactive"]
        reply = shown.get("button_reply") or shown.get("list_reply")
        return Incoming(**head, kind=kinds.CHOICE, choice=str(reply["id"])) if reply else None
    if kind == "edit":  # of numbers that are used with WhatsApp's app too
        edit = message["edit"]
        changed = _written(edit["message"])
        if not changed.strip():
            return None  # a caption was taken away
        return Incoming(**head, kind=kinds.EDIT, text=changed, edits=str(edit["original_message_id"]))
    if kind == "button":  # of a template; ours are none, a shop's own may be
        return Incoming(**head, kind=kinds.TEXT, text=str(message["button"]["text"]))
    return Incoming(**head, kind=_UNREADABLE.get(kind, kinds.OTHER), text=_written(message))


def _written(message: Mapping[str, Any]) -> str:
    """A message's text, or what stands under its picture."""
    content = message.get(str(message["type"]))
    if not isinstance(content, dict):
        return ""
    return str(content.get("body" if message["type"] == "text" else "caption") or "")


def _failed(status: Mapping[str, Any]) -> Incoming | None:
    if status.get("status") != "failed":
        return None
    codes = ", ".join(str(int(error["code"])) for error in status.get("errors") or ())
    return Incoming(
        f"failed {status['id']}",
        f"whatsapp:{status.get('recipient_id') or status['recipient_user_id']}",
        float(status["timestamp"]),
        kinds.FAILED,
        text=f"code {codes}" if codes else "failed",
    )
