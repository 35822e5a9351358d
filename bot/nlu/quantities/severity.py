"""Severities as numbers: "7/10", "a six out of ten", "pain level 8"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.nlu.mentions import Mention
from bot.nlu.quantities.numbers import Cues, Number

MILD_TO, MODERATE_TO = 3, 6  # of ten, as the vocabulary says


def find(norms: Sequence[str], numbers: Sequence[Number], cues: Cues) -> Iterator[tuple[Mention, list[int]]]:
    """Severities of zero to ten."""
    said = False
    for index, number in enumerate(numbers):
        if not 0 <= number.value <= 10:
            continue
        out_of = cues.after("out_of", norms, number.end)
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        if out_of and following and following.start == out_of and following.value == 10:
            if _is_mark(norms, number.start, following.end, cues):
                continue
            yield _mention(number, number.start, following.end), [number.start, following.start]
            said = True
        elif number.value >= 1 and _is_rated(norms, number, said, cues):
            yield _mention(number, number.start, number.end), [number.start]
            said = True


def _is_mark(norms: Sequence[str], start: int, end: int, cues: Cues) -> bool:
    """Whether it is a mark for a product: "10/10 would buy again"."""
    before = cues.before("rating_before", norms, start, within=2)
    return before is not None or cues.after("rating_after", norms, end) is not None


def _is_rated(norms: Sequence[str], number: Number, said: bool, cues: Cues) -> bool:
    """Whether words of pain come before a number that counts nothing: "the pain is about a 7"."""
    follows = norms[number.end] if number.end < len(norms) else "."
    if any(follows in cues.units[kind] for kind in ("time", "other", "weight", "currency")) or follows == "/":
        return False
    if said and cues.before("severity_again", norms, number.start) is not None:
        return True
    at = number.start
    begin = cues.before("severity_filler", norms, at)
    while begin is not None:
        at = begin
        begin = cues.before("severity_filler", norms, at)
    return cues.before("severity_before", norms, at) is not None


def _mention(number: Number, start: int, end: int) -> Mention:
    value = "mild" if number.value <= MILD_TO else "moderate" if number.value <= MODERATE_TO else "severe"
    return Mention("severity", value, start, end)
