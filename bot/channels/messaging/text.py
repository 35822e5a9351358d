"""Long texts in pieces that a platform takes: broken where a reader would pause, with nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

Measure = Callable[[str], int]

_BREAKS = [re.compile(pattern) for pattern in (r"\n\s*\n", r"\n", r"(?<=[.!?;])\s", r"\s")]
"""Where a text may be broken, the best places first."""


def utf16(text: str) -> int:
    """The length in UTF-16 units, as most platforms count it; never less than the number of characters."""
    return len(text) + sum(character > "\uffff" for character in text)


def pieces(text: str, limit: int, measure: Measure = utf16) -> list[tuple[int, int]]:
    """Start and end of pieces no longer than `limit`; only white space lies between them.

    A piece ends at a paragraph's end where that leaves it at least half full, else at a line's, a sentence's, a
    word's; a word that is too long itself is broken.
    """
    found = []
    start, end = 0, len(text.rstrip())
    while start < end and text[start].isspace():
        start += 1
    while start < end:
        stop = _fitting(text, start, end, limit, measure)
        if stop < end:
            stop = _good_stop(text, start, stop)
        found.append((start, start + len(text[start:stop].rstrip())))
        start = stop
        while start < end and text[start].isspace():
            start += 1
    return found


def tail(text: str, limit: int, measure: Measure = utf16) -> int:
    """Where the last piece begins that is no longer than `limit`: at a paragraph if one does, else at a line, ..."""
    if measure(text) <= limit:
        return 0
    for pattern in _BREAKS:
        found = next((m.end() for m in pattern.finditer(text) if 0 < measure(text[m.end() :].rstrip()) <= limit), None)
        if found is not None:
            return found
    return len(text)


def marked(text: str, strong: Iterable[tuple[int, int]], start: int, end: int, sign: str = "*") -> str:
    """A piece of a text with what stands out in it between signs, where that can be done safely: on one line, with no
    such sign in it."""
    shown, last = [], start
    for first, behind in strong:
        phrase = text[first:behind]
        if start <= first and behind <= end and not set(phrase) & {sign, "\n"} and phrase == phrase.strip():
            shown += [text[last:first], sign, phrase, sign]
            last = behind
    return "".join([*shown, text[last:end]])


def _fitting(text: str, start: int, end: int, limit: int, measure: Measure) -> int:
    """The farthest end with which a piece fits; always further than its start."""
    if measure(text[start:end]) <= limit:
        return end
    low, high = start + 1, min(end, start + limit)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[start:middle]) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _good_stop(text: str, start: int, stop: int) -> int:
    """The best place to break up to `stop`."""
    for pattern in _BREAKS:
        last = max((place for place in _places(pattern, text, start, stop)), default=start)
        if last > start and last - start >= (stop - start) // 2:
            return last
    return stop


def _places(pattern: re.Pattern[str], text: str, start: int, stop: int) -> Iterator[int]:
    # white space just behind the piece may be what ends it
    for match in pattern.finditer(text, start, min(len(text), stop + 2)):
        if start < match.start() <= stop:
            yield match.start()
