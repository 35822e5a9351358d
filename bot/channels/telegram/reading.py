"""Telegram's updates as this project reads them. Source: https://core.telegram.org/bots/api#update"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

from bot.channels.messaging import incoming as kinds
from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.owners import OWNER, pressed

_UNREADABLE = {
    "photo": kinds.PICTURE, "animation": kinds.VIDEO, "video": kinds.VIDEO, "video_note": kinds.VIDEO,
    "voice": kinds.VOICE, "audio": kinds.VOICE, "sticker": kinds.STICKER, "location": kinds.LOCATION,
    "venue": kinds.LOCATION, "contact": kinds.CONTACT, "document": kinds.FILE,
    "poll": kinds.OTHER, "dice": kinds.STICKER, "story": kinds.OTHER, "game": kinds.OTHER, "paid_media": kinds.OTHER,
}  # fmt: skip

_START = re.compile(r"/start(?:@\w+)?(?:\s+([A-Za-z0-9_-]{1,64}))?\s*")
_COMMAND = re.compile(r"/(\w+)@(\w+)")

GROUPS = ("group", "supergroup")

CODED = "b64-"
"""How the parameter of a link begins whose product number is written in base64url: "A 1/2" is no parameter itself."""


def read_update(update: Mapping[str, Any], bot: Mapping[str, Any] | None) -> Incoming | None:
    """An update; None for what nobody waits for an answer to.

    ``bot``: who we are, as ``getMe`` says it; without it no message of a group is ours. Raises KeyError, TypeError or
    ValueError for what is no update.
    """
    sent_at = float(update["update_id"])
    if "callback_query" in update:
        return _pressed(update["callback_query"], sent_at)
    for key in ("message", "edited_message"):
        if key in update:
            return _message(update[key], sent_at, bot, anew=key != "message")
    return None


def is_of_group(update: Mapping[str, Any]) -> bool:
    """Whether an update is a group's message, so that one has to know who we are."""
    message = update.get("message") or update.get("edited_message") or {}
    return bool(message.get("chat", {}).get("type") in GROUPS)


def _message(message: Mapping[str, Any], sent_at: float, bot: Mapping[str, Any] | None, anew: bool) -> Incoming | None:
    chat, person = message["chat"], message.get("from") or {}
    text = str(message.get("text") or message.get("caption") or "")
    if person.get("is_bot"):
        return None
    to: dict[str, Any] = {"chat": int(chat["id"])}
    conversation = f"telegram:{int(chat['id'])}"
    if chat["type"] != "private":
        if chat["type"] not in GROUPS or anew or bot is None or not _is_for(message, text, bot):
            return None
        # what one person of a group says of their feet is not another one's
        conversation = f"{conversation}:{int(person['id'])}"
        to["message"], to[OWNER] = int(message["message_id"]), int(person["id"])
        text = _without_name(text, str(bot.get("username") or ""))
    name = f"{int(chat['id'])}.{int(message['message_id'])}"
    if anew:
        if not text.strip():
            return None  # a place that is shared live moves on, a caption was taken away
        # edit_date is in whole seconds: two edits may have the same
        return Incoming(f"{name}.{int(sent_at)}", conversation, sent_at, kinds.EDIT, text, edits=name, to=to)
    started = _START.fullmatch(text)
    if started:
        return Incoming(name, conversation, sent_at, kinds.START, product=_product(started[1] or ""), to=to)
    kind = next((kind for key, kind in _UNREADABLE.items() if key in message), kinds.TEXT)
    if kind == kinds.TEXT and "text" not in message:
        return None  # somebody joined, a title changed
    return Incoming(name, conversation, sent_at, kind, text, to=to)


def _pressed(query: Mapping[str, Any], sent_at: float) -> Incoming | None:
    message = query.get("message")
    if not message:
        return None  # of a message so old that Telegram doesn't say which
    chat, person = message["chat"], query["from"]
    conversation = f"telegram:{int(chat['id'])}"
    to: dict[str, Any] = {"chat": int(chat["id"]), "query": str(query["id"])}
    if chat["type"] != "private":
        conversation = f"{conversation}:{int(person['id'])}"
        # answering the message with the button keeps to its topic
        to["message"], to[OWNER] = int(message["message_id"]), int(person["id"])
    choice = pressed(str(query.get("data") or ""), str(person["id"]))
    return Incoming(f"query.{query['id']}", conversation, sent_at, kinds.CHOICE, choice=choice, to=to)


def _is_for(message: Mapping[str, Any], text: str, bot: Mapping[str, Any]) -> bool:
    """Whether a group's message names the bot, answers it, or gives it a command."""
    if (message.get("reply_to_message") or {}).get("from", {}).get("id") == bot.get("id"):
        return True
    name = str(bot.get("username") or "").lower()
    if not name:
        return False
    command = _COMMAND.match(text)
    named = re.search(rf"(?<!\w)@{re.escape(name)}\b", text.lower())
    return bool(named) or (command is not None and command[2].lower() == name)


def _without_name(text: str, name: str) -> str:
    left = re.sub(rf"@{re.escape(name)}\b[,:]?", " ", text, flags=re.IGNORECASE) if name else text
    return " ".join(left.split())


def _product(parameter: str) -> str:
    """The product that a link names."""
    if not parameter.startswith(CODED):
        return parameter
    coded = parameter[len(CODED) :]
    try:
        return base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4)).decode()[:100]
    except (binascii.Error, ValueError):
        return ""
