"""Severities as numbers: "7/10", "a six out of ten", "pain level 8"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.nlu.mentions import Mention
from bot.nlu.quantities.numbers import Cues, Number

MILD_TO, MODERATE_TO = 3, 6  # of ten, as the vocabulary says


def find(norms: Sequence[str], numbers: Sequence[Number], cues: Cues) -> Iterator[tuple[Mention, list[int]]]:
    """Severities of zero to ten."""
    for index, number in enumerate(numbers):
        if not 0 <= number.value <= 10:
            continue
        out_of = cues.after("out_of", norms, number.end)
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        if out_of and following and following.start == out_of and following.value == 10:
            yield _mention(number, number.start, following.end), [number.start, following.start]
        elif cues.before("severity_before", norms, number.start) is not None and number.value >= 1:
            yield _mention(number, number.start, number.end), [number.start]


def _mention(number: Number, start: int, end: int) -> Mention:
    value = "mild" if number.value <= MILD_TO else "moderate" if number.value <= MODERATE_TO else "severe"
    return Mention("severity", value, start, end)
