"""What Telegram refuses, in its own words. Source: https://core.telegram.org/bots/api

Beyond the documentation, as its server is known to do: a text is trimmed and must not be empty then, an entity may not
begin or end within a character, and a button leads to a host with a dot in its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.channels.messaging.limits import limits
from tests.platforms.fields import Kinds, WrongError, is_of, is_web, read, utf16

LIMITS = limits("telegram")

ENTITIES = 100
"""More than so many in a message are passed over. Source: https://core.telegram.org/bots/api#sendmessage"""

_PLAIN_ENTITIES = {
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic", "underline",
    "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code",
}  # fmt: skip

UPDATES = {
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "message_reaction", "message_reaction_count",
    "inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
    "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request",
    "chat_boost", "removed_chat_boost",
}  # fmt: skip
"""What a webhook may ask for. Source: https://core.telegram.org/bots/api#update"""

PORTS = {None, 443, 80, 88, 8443}
"""Ports of a webhook. Source: https://core.telegram.org/bots/webhooks"""

_SENT: Kinds = {
    "reply_markup": dict, "reply_parameters": dict, "disable_notification": bool, "protect_content": bool,
    "message_thread_id": int,
}  # fmt: skip


def check_message(body: object) -> dict[str, Any]:
    """A call of sendMessage. Raises WrongError."""
    may = {**_SENT, "entities": list, "link_preview_options": dict}
    sent = read(body, "", {"chat_id": (int, str), "text": str}, may)
    text = sent["text"]
    if not text.strip():
        raise WrongError("message text is empty")
    if utf16(text) > LIMITS["text_characters"]:
        raise WrongError("message is too long")
    _check_entities(sent.get("entities", []), text)
    options = {
        "is_disabled": bool, "url": str, "prefer_small_media": bool, "prefer_large_media": bool, "show_above_text": bool
    }  # fmt: skip
    read(sent.get("link_preview_options", {}), "link_preview_options", {}, options)
    _check_around(sent)
    return sent


def check_photo(body: object) -> dict[str, Any]:
    """A call of sendPhoto with the picture's address. Raises WrongError."""
    may = {**_SENT, "caption": str, "caption_entities": list, "show_caption_above_media": bool, "has_spoiler": bool}
    sent = read(body, "", {"chat_id": (int, str), "photo": str}, may)
    if not is_web(sent["photo"]):
        raise WrongError("wrong file identifier/HTTP URL specified")
    caption = sent.get("caption", "")
    if utf16(caption) > LIMITS["caption_characters"]:
        raise WrongError("message caption is too long")
    _check_entities(sent.get("caption_entities", []), caption)
    _check_around(sent)
    return sent


def _check_around(sent: Mapping[str, Any]) -> None:
    if isinstance(sent["chat_id"], str) and not re.fullmatch(r"-?[0-9]+|@\w{5,}", sent["chat_id"]):
        raise WrongError("chat not found")
    if "reply_parameters" in sent:
        may = {"allow_sending_without_reply": bool}
        reply = read(sent["reply_parameters"], "reply_parameters", {"message_id": int}, may)
        if reply["message_id"] <= 0:
            raise WrongError("message to be replied not found")
    if "reply_markup" in sent:
        _check_keyboard(sent["reply_markup"])


def _check_entities(entities: list[Any], text: str) -> None:
    if len(entities) > ENTITIES:
        raise WrongError(f"too many entities ({len(entities)})")
    bounds = _bounds(text)
    spans: list[tuple[int, int]] = []
    for number, entity in enumerate(entities):
        where = f"entities/{number}"
        kinds: dict[str, Kinds] = {"text_link": {"url": str}, "pre": {}}
        kind = entity.get("type") if isinstance(entity, dict) else None
        if not isinstance(kind, str) or kind not in (_PLAIN_ENTITIES | set(kinds)):
            raise WrongError(f'unsupported entity type "{kind}"', where)
        must: Kinds = {"type": str, "offset": int, "length": int, **kinds.get(kind, {})}
        found = read(entity, where, must, {"language": str} if kind == "pre" else {})
        first, last = found["offset"], found["offset"] + found["length"]
        if found["length"] <= 0 or first < 0 or last > bounds[-1]:
            raise WrongError(f"entity at {first} with the length {found['length']} is outside of the text", where)
        if first not in bounds or last not in bounds:
            raise WrongError(f"entity beginning at UTF-16 offset {first} ends in a middle of a UTF-16 symbol", where)
        if kind == "text_link" and not is_web(found["url"]):
            raise WrongError(f"link {found['url']!r} is no address", where)
        if any(a < first < b < last or first < a < last < b for a, b in spans):
            raise WrongError("entities overlap without one being within the other", where)
        spans.append((first, last))


def _bounds(text: str) -> list[int]:
    """Where characters begin, and the end, in UTF-16 units."""
    found = [0]
    for character in text:
        found.append(found[-1] + utf16(character))
    return found


def _check_keyboard(markup: object) -> None:
    rows = read(markup, "reply_markup", {"inline_keyboard": list})["inline_keyboard"]
    buttons = [button for row in rows if isinstance(row, list) for button in row]
    if not buttons or any(not isinstance(row, list) or not row for row in rows):
        raise WrongError("a keyboard is a list of rows, and a row has buttons")
    if len(buttons) > LIMITS["buttons"]:
        raise WrongError(f"reply markup is too long ({len(buttons)} buttons)")
    for button in buttons:
        found = read(button, "inline_keyboard", {"text": str}, {"callback_data": str, "url": str})
        if not found["text"].strip():
            raise WrongError("inline keyboard button text must be non-empty")
        if utf16(found["text"]) > LIMITS["button_characters"]:
            raise WrongError(f"a button's text is longer than we allow ourselves: {found['text']!r}")
        if ("callback_data" in found) == ("url" in found):
            raise WrongError("text buttons are unallowed in the inline keyboard")
        if "callback_data" in found and not 1 <= len(found["callback_data"].encode()) <= LIMITS["callback_data_bytes"]:
            raise WrongError("BUTTON_DATA_INVALID")
        if "url" in found and not is_web(found["url"]):
            raise WrongError(f"inline keyboard button URL '{found['url']}' is invalid: Wrong HTTP URL")


def check_webhook(body: object) -> dict[str, Any]:
    """A call of setWebhook. Raises WrongError."""
    may = {"secret_token": str, "allowed_updates": list, "max_connections": int, "drop_pending_updates": bool}
    asked = read(body, "", {"url": str}, may)
    if asked["url"]:
        if not asked["url"].startswith("https://"):
            raise WrongError("bad webhook: An HTTPS URL must be provided for webhook")
        port = re.match(r"https://[^/:]+(?::([0-9]+))?(?:/|$)", asked["url"])
        if port is None or (int(port[1]) if port[1] else None) not in PORTS:
            raise WrongError("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    secret = asked.get("secret_token", "x")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", secret) or len(secret) > LIMITS["secret_token_characters"]:
        raise WrongError("secret token contains unallowed characters")
    if not 1 <= asked.get("max_connections", 40) <= 100:
        raise WrongError("max_connections must be between 1 and 100")
    for kind in asked.get("allowed_updates", []):
        if kind not in UPDATES:
            raise WrongError(f"unknown kind of update: {kind}")
    return asked


def check_commands(body: object) -> dict[str, Any]:
    """A call of setMyCommands. Source: https://core.telegram.org/bots/api#botcommand. Raises WrongError."""
    asked = read(body, "", {"commands": list}, {"scope": dict, "language_code": str})
    if len(asked["commands"]) > 100:
        raise WrongError("too much commands specified")
    for number, command in enumerate(asked["commands"]):
        found = read(command, f"commands/{number}", {"command": str, "description": str})
        if not re.fullmatch(r"[a-z0-9_]{1,32}", found["command"]):
            raise WrongError("BOT_COMMAND_INVALID")
        if not 1 <= len(found["description"]) <= 256:
            raise WrongError("BOT_COMMAND_DESCRIPTION_INVALID")
    if not re.fullmatch(r"(?:[a-z]{2})?", asked.get("language_code", "")):
        raise WrongError("LANGUAGE_CODE_INVALID")
    if "scope" in asked and not is_of(asked["scope"].get("type"), str):
        raise WrongError("can't parse BotCommandScope")
    return asked


def check_answer(body: object) -> dict[str, Any]:
    """A call of answerCallbackQuery. Raises WrongError."""
    may = {"text": str, "show_alert": bool, "cache_time": int}
    asked = read(body, "", {"callback_query_id": str}, may)
    if len(asked.get("text", "")) > 200:
        raise WrongError("MESSAGE_TOO_LONG")
    return asked
