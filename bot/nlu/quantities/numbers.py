"""Numbers in digits and words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_HALVES = (
    ("and", "a", "half"), ("and", "1", "/", "2"), ("and", "half"), ("a", "half"),
    ("1", "/", "2"), (".", "5"), ("half",),
)  # fmt: skip
_HALF_OF = frozenset(
    {"marathon", "marathons", "hour", "hours", "an", "a", "day", "days", "mile", "size", "price", "of"}
)  # fmt: skip


@dataclass(frozen=True)
class Number:
    """A number and the words that it takes. in_digits: written so."""

    value: float
    start: int
    end: int
    in_digits: bool


class Cues:
    """The words of quantities.yml around numbers: phrases by name, units by their kind."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._by_first: dict[str, dict[str, list[tuple[str, ...]]]] = {}
        self._by_last: dict[str, dict[str, list[tuple[str, ...]]]] = {}
        for name, given in content.get("phrases", {}).items():
            first, last = self._by_first.setdefault(name, {}), self._by_last.setdefault(name, {})
            # longest first, so that the first phrase that fits is the longest
            for phrase in sorted((tuple(str(phrase).split()) for phrase in given), key=len, reverse=True):
                first.setdefault(phrase[0], []).append(phrase)
                last.setdefault(phrase[-1], []).append(phrase)
        self.units: dict[str, dict[str, str]] = {
            kind: {str(word): str(unit) for unit, words in units.items() for word in words}
            for kind, units in content.get("units", {}).items()
        }
        self.number_words: dict[str, float] = {
            str(word): float(value) for word, value in content.get("number_words", {}).items()
        }

    def after(self, name: str, norms: Sequence[str], at: int) -> int | None:
        """Where a phrase of this name that begins at a word ends."""
        if at >= len(norms):
            return None
        for phrase in self._by_first[name].get(norms[at], ()):
            if tuple(norms[at : at + len(phrase)]) == phrase:
                return at + len(phrase)
        return None

    def before(self, name: str, norms: Sequence[str], at: int, within: int = 0) -> int | None:
        """Where a phrase of this name begins that ends before a word, with at most `within` words between."""
        for end in range(at, max(at - within, 0) - 1, -1):
            if end < at and norms[end] in (".", "!", "?", ";"):
                return None
            for phrase in self._by_last[name].get(norms[end - 1], ()) if end else ():
                start = end - len(phrase)
                if start >= 0 and tuple(norms[start:end]) == phrase:
                    return start
        return None

    def at_end(self, norms: Sequence[str], at: int) -> bool:
        """Whether a part of a sentence ends before a word."""
        return at >= len(norms) or not norms[at][0].isalnum()


def text_of(value: float) -> str:
    """A number as plain decimal text without needless zeros."""
    return f"{round(value, 1):g}" if abs(value) < 1e6 else str(int(value))


def numbers_of(norms: Sequence[str], cues: Cues) -> list[Number]:
    """The numbers of a message in order: "40", "9 1/2", "thirty five", "a hundred and fifty"."""
    found: list[Number] = []
    at = 0
    while at < len(norms):
        number = _digits(norms, at) or _in_words(norms, at, cues)
        if number is None:
            at += 1
        else:
            found.append(number)
            at = number.end
    return found


def _digits(norms: Sequence[str], at: int) -> Number | None:
    if not _DIGITS.fullmatch(norms[at]) or len(norms[at]) > 9:
        return None
    value, end = float(norms[at]), at + 1
    half = _half(norms, end)
    if half:
        return Number(value + 0.5, at, end + half, True)
    if list(norms[end : end + 1]) == ["k"] and value < 100:
        return Number(value * 1000, at, end + 1, True)
    return Number(value, at, end, True)


def _half(norms: Sequence[str], end: int) -> int:
    """How many words after a number say "and a half"."""
    for words in _HALVES:
        if tuple(norms[end : end + len(words)]) == words:
            after = norms[end + len(words)] if end + len(words) < len(norms) else ""
            # "10 half marathons", "6 half hour walks"
            return 0 if words == ("half",) and after.isalpha() and after in _HALF_OF else len(words)
    return 0


def _in_words(norms: Sequence[str], at: int, cues: Cues) -> Number | None:
    words = cues.number_words
    end, total, current, seen = at, 0.0, 0.0, False
    while end < len(norms):
        word = norms[end]
        if word == "hundred" and (seen or end == at):
            current = (current or 1.0) * 100
            seen = True
        elif word == "a" and end == at and end + 1 < len(norms) and norms[end + 1] == "hundred":
            current = 1.0
        elif word == "thousand" and seen:
            total, current = (current or 1.0) * 1000, 0.0
        elif word in words:
            value = words[word]
            fresh = current == 0 and total
            if (
                seen
                and not fresh
                and not (current % 100 == 0 and current)
                and not (current % 10 == 0 and current and value < 10)
            ):
                break
            current, seen = current + value, True
        elif not (word == "and" and seen and current % 100 == 0 and current and end + 1 < len(norms)
                  and norms[end + 1] in words):  # fmt: skip
            break
        end += 1
    if not seen:
        return None
    value = total + current
    half = _half(norms, end)
    return Number(value + (0.5 if half else 0.0), at, end + half, False)
