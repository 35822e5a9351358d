"""What a request may carry: read, bounded, and refused by the name of the field that is wrong."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sanic import Request

from bot.channels.choices import Choice, read_choice
from bot.channels.web.errors import RefusedError, invalid
from bot.server.messages import MAX_CHARACTERS

MOST_BYTES = 16_384
"""A body's size: 5,000 characters of any script, with what stands around them."""

MOST_MESSAGES = 200
"""Messages of one page of history."""

_NAME = re.compile(r"[A-Za-z0-9_-]{16,64}")
_PRODUCT = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,100}")  # half a surrogate pair is no character
_MOST_POSITION = 10**9
_AWAY = timedelta(days=370)


@dataclass(frozen=True)
class Spoken:
    """A message that came in: ``text`` or a button; ``product`` is the sku of the page it was written on."""

    name: str
    text: str
    choice: Choice | None
    product: str | None


@dataclass(frozen=True)
class Rating:
    """A thumb, up or down, or taken back (None), on a product that a message recommends."""

    position: int
    sku: str
    value: str | None


@dataclass(frozen=True)
class Page:
    """A page of history: the newest messages, those before a position, or those after one."""

    limit: int
    before: int | None
    after: int | None


def read_spoken(request: Request) -> Spoken:
    """The message in a body. Raises RefusedError."""
    body = _read_object(request, {"id", "text", "choice", "product"})
    name, text, choice, product = (body.get(key) for key in ("id", "text", "choice", "product"))
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise invalid("id", "id must be 16 to 64 characters of A-Z a-z 0-9 - _, new for each message.")
    if product is not None and not (isinstance(product, str) and _PRODUCT.fullmatch(product)):
        raise invalid("product", "product must be a sku of 1 to 100 printable characters.")
    if (text is None) == (choice is None):
        raise invalid("text", "Send either text or choice.")
    if choice is not None:
        return Spoken(name, "", _read_choice(choice), product)
    if not isinstance(text, str) or not text.strip():
        raise invalid("text", "text must hold what is said.")
    if len(text) > MAX_CHARACTERS:
        raise invalid("text", f"text may have {MAX_CHARACTERS} characters.")
    return Spoken(name, text, None, product)


def read_rating(request: Request) -> Rating:
    """The thumb in a body. Raises RefusedError."""
    body = _read_object(request, {"message", "sku", "value"})
    position, sku, value = (body.get(key) for key in ("message", "sku", "value"))
    if isinstance(position, bool) or not isinstance(position, int) or not 0 <= position < _MOST_POSITION:
        raise invalid("message", "message must be the position of a message.")
    if not isinstance(sku, str) or not 1 <= len(sku) <= 255:
        raise invalid("sku", "sku must name a product that the message recommends.")
    if value not in ("up", "down", None):
        raise invalid("value", 'value must be "up", "down" or null.')
    return Rating(position, sku, value)


def read_page(request: Request) -> Page:
    """Which page of history is asked for. Raises RefusedError."""
    before, after = _number(request, "before"), _number(request, "after")
    if before is not None and after is not None:
        raise invalid("before", "Send before or after, not both.")
    limit = _number(request, "limit")
    if limit is not None and not 1 <= limit <= MOST_MESSAGES:
        raise invalid("limit", f"limit must be 1 to {MOST_MESSAGES}.")
    return Page(limit or 50, before, after)


def read_plan(request: Request, today: date) -> tuple[int, date]:
    """Which message's plan, and its first day. Raises RefusedError."""
    position = _number(request, "message")
    if position is None:
        raise invalid("message", "message must be the position of a message.")
    try:
        start = date.fromisoformat(request.args.get("start") or "")
    except ValueError as error:
        raise invalid("start", "start must be a day such as 2026-12-01.") from error
    if abs(start - today) > _AWAY:
        raise invalid("start", "start must lie within a year of today.")
    return position, start


def _read_choice(value: object) -> Choice:
    found = read_choice(value)
    if found is None:
        raise RefusedError(404, "unknown", "This conversation has no such button.", field="choice")
    return found


def _number(request: Request, name: str) -> int | None:
    text = request.args.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise invalid(name, f"{name} must be a whole number.")
    return int(text)


def _read_object(request: Request, known: set[str]) -> dict[str, Any]:
    if (request.content_type or "").partition(";")[0].strip().lower() != "application/json":
        raise RefusedError(415, "not_json", "Send JSON, with Content-Type: application/json.")
    if len(request.body) > MOST_BYTES:
        raise RefusedError(413, "too_large", f"A body may have {MOST_BYTES} bytes.")
    try:
        body = json.loads(request.body, parse_constant=_refuse, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "invalid", "The body is no JSON.") from error
    if not isinstance(body, dict):
        raise RefusedError(400, "invalid", "The body must be a JSON object.")
    unknown = sorted(set(body) - known)
    if unknown:
        raise invalid(unknown[0][:40], f"There is no such field; known are {', '.join(sorted(known))}.")
    return body


def _refuse(word: str) -> None:
    """NaN and the infinities, which Python would read, are no JSON (RFC 8259)."""
    raise ValueError(word)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different: of two with one name, readers disagree on which counts."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found
