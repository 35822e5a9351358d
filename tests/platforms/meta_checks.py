"""What Meta's two messaging APIs check alike: which fields there are, of which type, how long.

Lengths are counted in UTF-16 units: Meta says "characters" and not which, so the strictest reading is taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

INVALID = 100
"""Graph's code of "Invalid parameter"."""


class Refusal(Exception):  # noqa: N818 - what the platform does, not an accident
    """The platform doesn't take a request. ``code``, ``subcode`` and ``status`` are those of its answer."""

    def __init__(self, why: str, code: int = INVALID, status: int = 400, subcode: int | None = None) -> None:
        super().__init__(why)
        self.why, self.code, self.status, self.subcode = why, code, status, subcode


class Checks:
    """Checks that raise `Refusal` with a platform's codes for what is missing, wrong in value, and not known."""

    def __init__(self, missing: int, invalid: int, unknown: int) -> None:
        self._missing, self._invalid, self._unknown = missing, invalid, unknown

    def invalid(self, why: str) -> Refusal:
        """A value is not what the platform takes."""
        return Refusal(why, self._invalid)

    def fields(
        self, value: object, where: str, required: Iterable[str], optional: Iterable[str] = ()
    ) -> dict[str, Any]:
        """An object that has the required fields and no unknown ones."""
        if not isinstance(value, dict):
            raise self.invalid(f"{where} must be an object")
        for name in required:
            if name not in value:
                raise Refusal(f"{where}[{name}] is required", self._missing)
        unknown = sorted(set(value) - {*required, *optional})
        if unknown:
            raise Refusal(f"Unexpected key {unknown[0]!r} on param {where}", self._unknown)
        return value

    def text(self, value: object, where: str, most: int, *, line: bool = False) -> str:
        """Some text of at least one sign and at most so many; ``line``: all on one line."""
        if not isinstance(value, str):
            raise self.invalid(f"{where} must be a string")
        if not value.strip():
            raise self.invalid(f"{where} must not be empty")
        if length(value) > most:
            raise self.invalid(f"Length of {where} must be at most {most}, is {length(value)}")
        if line and any(sign in value for sign in "\n\r\t"):
            raise self.invalid(f"{where} must be on one line")
        return value

    def name(self, value: object, where: str, most: int) -> str:
        """An id: text without space at its ends."""
        text = self.text(value, where, most, line=True)
        if text != text.strip():
            raise self.invalid(f"{where} must not begin or end with space")
        return text

    def one_of(self, value: object, where: str, *allowed: str) -> str:
        """One of a few words."""
        if not isinstance(value, str) or value not in allowed:
            raise self.invalid(f"{where} must be one of {{{', '.join(allowed)}}}, is {value!r}")
        return value

    def flag(self, value: object, where: str) -> None:
        """True or false, no text of it."""
        if not isinstance(value, bool):
            raise self.invalid(f"{where} must be true or false")

    def some(self, value: object, where: str, most: int) -> list[Any]:
        """A list of one to so many."""
        if not isinstance(value, list) or not 1 <= len(value) <= most:
            raise self.invalid(f"{where} must be a list of 1 to {most}")
        return value

    def address(self, value: object, where: str) -> str:
        """An http(s) address."""
        text = self.text(value, where, 2000, line=True)
        if not web_address(text):
            raise self.invalid(f"{where} must be an http or https URL")
        return text

    def different(self, values: list[str], where: str) -> None:
        """No two alike."""
        if len(set(values)) != len(values):
            raise self.invalid(f"{where} must differ from each other")


def length(text: str) -> int:
    """UTF-16 units of a text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def web_address(text: str) -> bool:
    """Whether a text is an http(s) address with a host and without spaces."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(sign.isspace() for sign in text)
