"""The chat page and what it needs: its files, its messages, the product images.

The page makes a random name for its conversation; a name that is not long and random is refused, so that
nobody speaks in another's conversation by guessing.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json, raw

from bot.channels.collector import MessageCollector

OnMessage = Callable[[UserMessage], Awaitable[Any]]

PAGE = Path(__file__).resolve().parents[1] / "page"

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
    # Nothing but our own files; no inline script; shops' product pictures may lie elsewhere.
    "Content-Security-Policy": "default-src 'self'; img-src 'self' https: data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'",
}
_CONVERSATION = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")


def read_file(folder: Path, name: str) -> tuple[bytes, str] | None:
    """Content and type of a file that lies right in a folder; None for anything else."""
    path = folder / name
    kind = _TYPES.get(path.suffix)
    if kind is None or not _FILE.fullmatch(name) or path.is_symlink() or not path.is_file():
        return None
    return path.read_bytes(), kind


def file_response(folder: Path, name: str) -> HTTPResponse:
    """The file, or 404."""
    found = read_file(folder, name)
    if found is None:
        return json({"error": "not found"}, status=404, headers=_HEADERS)
    content, kind = found
    return raw(content, content_type=kind, headers=_HEADERS)


class PageChannel(InputChannel):  # type: ignore[misc]
    """The page at /, its files below /page/, its messages at /page/message, the pictures below /images/."""

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "page"

    def url_prefix(self) -> str:
        """The page stands at the root, not below /webhooks/."""
        return "/"

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """The routes of this channel."""
        blueprint = Blueprint("page_channel")

        @blueprint.get("/")
        async def page(_: Request) -> HTTPResponse:
            return file_response(PAGE, "index.html")

        @blueprint.get("/page/<name>")
        async def page_file(_: Request, name: str) -> HTTPResponse:
            return file_response(PAGE, name)

        @blueprint.post("/page/message")
        async def receive(request: Request) -> HTTPResponse:
            if not (request.content_type or "").startswith("application/json"):
                return json({"error": "send JSON"}, status=415)
            body = request.json
            conversation = body.get("conversation") if isinstance(body, dict) else None
            message = body.get("message") if isinstance(body, dict) else None
            if not isinstance(conversation, str) or not _CONVERSATION.fullmatch(conversation):
                return json({"error": "conversation must be a random UUID"}, status=400)
            if not isinstance(message, str):
                return json({"error": "message must be a text"}, status=400)
            collector = MessageCollector()
            sender = f"{self.name()}-{conversation}"
            await on_new_message(UserMessage(message, collector, sender, input_channel=self.name()))
            return json(collector.messages, headers={"Cache-Control": "no-store"})

        return blueprint
