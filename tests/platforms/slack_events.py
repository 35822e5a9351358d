"""Parts of Slack's events and payloads, as full as Slack sends them. Source: https://api.slack.com/apis/events-api"""

from __future__ import annotations

import re
import uuid
from typing import Any

Body = dict[str, Any]

_ADDRESS = re.compile(r"https?://[^\s<>]+")


def escaped(text: str) -> str:
    """What people write, as Slack passes it on: escaped, addresses in angle brackets."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ADDRESS.sub(lambda found: f"<{found[0]}>", safe)


def message(user: str, text: str, ts: str, team: str, bot: str = "") -> Body:
    """A message of a person, maybe to the bot that it names first."""
    named: list[Body] = [{"type": "user", "user_id": bot}] if bot else []
    words = {"type": "text", "text": f" {text}" if bot else text}
    section = {"type": "rich_text_section", "elements": [*named, words]}
    return {
        "client_msg_id": str(uuid.uuid4()),
        "type": "message",
        "text": f"<@{bot}> {escaped(text)}" if bot else escaped(text),
        "user": user,
        "ts": ts,
        "blocks": [{"type": "rich_text", "block_id": ts[-5:], "elements": [section]}],
        "team": team,
    }


def file(kind: str, user: str, ts: str) -> Body:
    """A file: picture, voice (a clip), video or file."""
    kinds: dict[str, tuple[str, str, str, Body]] = {
        "picture": ("foot.png", "image/png", "png", {"original_w": 640, "original_h": 480}),
        "voice": ("audio_message.m4a", "audio/mp4", "m4a", {"subtype": "slack_audio", "duration_ms": 2_100}),
        "video": ("clip.mp4", "video/mp4", "mp4", {"subtype": "slack_video", "duration_ms": 4_000}),
        "file": ("orthotics.pdf", "application/pdf", "pdf", {}),
    }
    if kind not in kinds:
        raise ValueError(f"Slack has no {kind}")
    name, mimetype, filetype, more = kinds[kind]
    number = f"F0{ts[-6:]}"
    return {
        "id": number, "created": int(float(ts)), "timestamp": int(float(ts)), "name": name, "title": name,
        "mimetype": mimetype, "filetype": filetype, "pretty_type": filetype.upper(), "user": user, "editable": False,
        "size": 71_000, "mode": "hosted", "is_external": False, "is_public": False, "file_access": "visible",
        "url_private": f"https://files.slack.com/files-pri/T0SOLE-{number}/{name}",
        "permalink": f"https://sole.slack.com/files/{user}/{number}/{name}", **more,
    }  # fmt: skip


def edited(before: Body, text: str, at: str) -> Body:
    """A message with another text. Slack gives the time of an edit in whole seconds, so that it may lie before the
    message's own."""
    after = message(before["user"], text, before["ts"], before["team"])
    whole = f"{at.split('.')[0]}.000000"
    return {**before, "text": after["text"], "blocks": after["blocks"], "edited": {"user": before["user"], "ts": whole}}


def press(button: Body, block: Body, at: str) -> Body:
    """What was done: one entry of ``actions``."""
    more: Body = {key: button[key] for key in ("value", "url", "style") if key in button}
    return {
        "action_id": button["action_id"], "block_id": block.get("block_id", "b1Qx0"),
        "text": {"emoji": True, **button["text"]}, **more, "type": "button", "action_ts": at,
    }  # fmt: skip
