"""Slack's events and pressed buttons as this project reads them.

Sources: https://api.slack.com/apis/events-api and https://api.slack.com/reference/interaction-payloads/block-actions
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.channels.messaging import incoming as kinds
from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.owners import OWNER, is_owned, pressed

_WRITTEN = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""Kinds of messages that people write."""

_LINK = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")

_FILES = (("image/", kinds.PICTURE), ("audio/", kinds.VOICE), ("video/", kinds.VIDEO))


def read_event(body: Mapping[str, Any]) -> Incoming | None:
    """An event; None for what nobody waits for an answer to.

    Raises KeyError, TypeError or ValueError for what is none.
    """
    event = body["event"]
    direct = event.get("channel_type") == "im"
    if event["type"] == "app_mention":
        return _message(event, str(body["team_id"]), _bot(body), direct=False)
    if event["type"] != "message" or not direct:
        return None
    if event.get("subtype") == "message_changed":
        return _edit(event, str(body["team_id"]), _bot(body), str(body["event_id"]))
    return _message(event, str(body["team_id"]), _bot(body), direct=True)


def read_action(payload: Mapping[str, Any]) -> Incoming | None:
    """A pressed button; None for one that is a link."""
    if payload["type"] != "block_actions":
        return None
    action = payload["actions"][0]
    value = str(action.get("value") or "")
    if not value:
        return None
    team, channel, user = str(payload["team"]["id"]), str(payload["channel"]["id"]), str(payload["user"]["id"])
    thread = (payload.get("container") or {}).get("thread_ts") or (payload.get("message") or {}).get("thread_ts")
    to = {
        "channel": channel,
        **({"thread": str(thread)} if thread else {}),
        **({OWNER: user} if is_owned(value) else {}),
    }
    return Incoming(
        f"action.{channel}.{user}.{action['action_ts']}",
        f"slack:{team}:{channel}:{user}",
        float(action["action_ts"]),
        kinds.CHOICE,
        choice=pressed(value, user),
        to=to,
    )


def _message(event: Mapping[str, Any], team: str, bot: str, *, direct: bool) -> Incoming | None:
    if event.get("bot_id") or event.get("subtype") not in _WRITTEN or not event.get("user") or event["user"] == bot:
        return None
    channel, ts = str(event["channel"]), str(event["ts"])
    # in a channel the answer goes to a thread, so that it is in nobody's way
    thread = event.get("thread_ts") or ("" if direct else ts)
    owner = {} if direct else {OWNER: str(event["user"])}
    files = event.get("files") or ()
    kind = _kind_of(files[0]) if files else kinds.TEXT
    return Incoming(
        f"{channel}.{ts}",
        f"slack:{team}:{channel}:{event['user']}",
        float(ts),
        kind,
        _text(str(event.get("text") or ""), bot),
        to={"channel": channel, **({"thread": str(thread)} if thread else {}), **owner},
    )


def _edit(event: Mapping[str, Any], team: str, bot: str, name_of_event: str) -> Incoming | None:
    message, before = event["message"], event.get("previous_message") or {}
    changed = message.get("edited")
    if not changed or message.get("bot_id") or message.get("text") == before.get("text"):
        return None  # a preview of a link was added
    channel = str(event["channel"])
    name = f"{channel}.{message['ts']}"
    return Incoming(
        f"edit.{name_of_event}",  # an edit's own time is in whole seconds: two may have the same
        f"slack:{team}:{channel}:{message['user']}",
        float(event.get("event_ts") or event["ts"]),
        kinds.EDIT,
        _text(str(message.get("text") or ""), bot),
        edits=name,
        to={"channel": channel, **({"thread": str(message["thread_ts"])} if message.get("thread_ts") else {})},
    )


def _bot(body: Mapping[str, Any]) -> str:
    return str(((body.get("authorizations") or [{}])[0] or {}).get("user_id") or "")


def _kind_of(file: Mapping[str, Any]) -> str:
    kind = str(file.get("mimetype") or "")
    return next((own for begin, own in _FILES if kind.startswith(begin)), kinds.FILE)


def _text(text: str, bot: str) -> str:
    """What a person wrote: links as they are read, the bot's name left out, nothing escaped."""

    def shown(found: re.Match[str]) -> str:
        if found[1] == f"@{bot}":
            return " "
        return found[2] or found[1].lstrip("@#!").removeprefix("mailto:")

    plain = _LINK.sub(shown, text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()
