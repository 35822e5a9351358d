"""Reading a JSON object as strictly as can be: fields that must be there, that may be, and no others.

Stricter than some platforms, which pass over what they don't know: a field that nobody reads is a mistake of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

Kinds = Mapping[str, type | tuple[type, ...]]


class WrongError(Exception):
    """What the platform refuses: ``why`` in its own words, ``where`` in the body where that is told."""

    def __init__(self, why: str, where: str = "") -> None:
        super().__init__(f"{why} [{where}]" if where else why)
        self.why = why
        self.where = where


def read(value: object, where: str, must: Kinds, may: Kinds | None = None) -> dict[str, Any]:
    """An object with these fields of these types. Raises WrongError; True and False are no numbers."""
    if not isinstance(value, dict):
        raise WrongError("must be an object", where)
    known = {**must, **(may or {})}
    for name in must:
        if name not in value:
            raise WrongError(f"missing required field: {name}", where)
    for name, found in value.items():
        if name not in known:
            raise WrongError(f"unknown field: {name}", where)
        if not is_of(found, known[name]):
            raise WrongError(f"{name} has the wrong type ({type(found).__name__})", where)
    return value


def is_of(value: object, kinds: type | tuple[type, ...]) -> bool:
    """Whether a value is of a type as JSON has them."""
    wanted = kinds if isinstance(kinds, tuple) else (kinds,)
    return type(value) in wanted


def is_web(url: str) -> bool:
    """Whether this is an address on the web: http or https, a host with a dot, nothing that must be escaped."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or "." not in host.strip("."):
        return False
    return url.isprintable() and not set(url) & set(' "<>\\^`{|}')


def utf16(text: str) -> int:
    """Length in UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le")) // 2
