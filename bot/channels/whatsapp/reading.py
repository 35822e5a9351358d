"""WhatsApp's updates as this project reads them.

Source: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.channels.messaging import incoming as kinds
from bot.channels.messaging.incoming import Incoming

_UNREADABLE = {
    "image": kinds.PICTURE, "audio": kinds.VOICE, "voice": kinds.VOICE, "video": kinds.VIDEO, "sticker": kinds.STICKER,
    "location": kinds.LOCATION, "contacts": kinds.CONTACT, "document": kinds.FILE,
}  # fmt: skip

_NOBODY_WAITS = frozenset({"reaction", "system", "ephemeral"})


def read_updates(body: Mapping[str, Any], phone_number_id: str) -> Iterator[Incoming]:
    """The updates of a call, for our number alone. Raises KeyError, TypeError or ValueError for what is none."""
    for entry in body["entry"]:
        for change in entry["changes"]:
            value = change["value"]
            if change.get("field") != "messages" or value["metadata"]["phone_number_id"] != phone_number_id:
                continue
            # within a second the order of the call counts
            for place, message in enumerate(value.get("messages") or ()):
                found = _message(message, place)
                if found is not None:
                    yield found
            for status in value.get("statuses") or ():
                if status.get("status") == "failed":
                    yield _failed(status)


def _message(message: Mapping[str, Any], place: int) -> Incoming | None:
    kind = str(message["type"])
    if kind in _NOBODY_WAITS:
        return None
    number, written = str(message["from"]), float(message["timestamp"])
    head: dict[str, Any] = {
        "name": str(message["id"]),
        "conversation": f"whatsapp:{number}",
        "sent_at": written + place / 1_000,
        "to": {"number": number, "written": written},
    }
    if kind == "text":
        return Incoming(**head, kind=kinds.TEXT, text=str(message["text"]["body"]))
    if kind == "interactive":
        shown = message["interactive"]
        reply = shown.get("button_reply") or shown.get("list_reply")
        return Incoming(**head, kind=kinds.CHOICE, choice=str(reply["id"])) if reply else None
    if kind == "button":  # of a template; ours are none, a shop's own may be
        return Incoming(**head, kind=kinds.TEXT, text=str(message["button"]["text"]))
    content = message.get(kind)
    caption = str(content.get("caption") or "") if isinstance(content, dict) else ""
    return Incoming(**head, kind=_UNREADABLE.get(kind, kinds.OTHER), text=caption)


def _failed(status: Mapping[str, Any]) -> Incoming:
    codes = ", ".join(str(int(error["code"])) for error in status.get("errors") or ())
    return Incoming(
        f"failed {status['id']}",
        f"whatsapp:{status['recipient_id']}",
        float(status["timestamp"]),
        kinds.FAILED,
        text=f"code {codes}" if codes else "failed",
    )
