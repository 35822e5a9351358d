"""Shoe sizes: "US 9", "uk size 8 1/2", "EU 42", "size nine and a half", "I take a 10", "men's 11 wide"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.nlu.mentions import Mention
from bot.nlu.quantities.numbers import Cues, Number, text_of


def _is_size(value: float) -> bool:
    return (value * 2).is_integer() and (1 <= value <= 17 or 30 <= value <= 52)


def find(norms: Sequence[str], numbers: Sequence[Number], cues: Cues) -> Iterator[tuple[Mention, list[int]]]:
    """Shoe sizes with their system where it is said."""
    systems = cues.units["size_system"]
    for number in numbers:
        if not _is_size(number.value):
            continue
        start, end = number.start, number.end
        system = ""
        begin = cues.before("size_filler", norms, start)
        while begin is not None:
            start = begin
            begin = cues.before("size_filler", norms, start)
        if start and norms[start - 1] in systems and not _is_pronoun_us(norms, start - 1):
            system, start = systems[norms[start - 1]], start - 1
        elif end < len(norms) and norms[end] in systems and number.value != 1:
            system, end = systems[norms[end]], end + 1
        said = bool(system) or cues.before("size_before", norms, number.start) is not None
        said = said or cues.after("size_after", norms, number.end) is not None
        half = number.value % 1 == 0.5 and 3 <= number.value <= 15
        said = said or (half and number.start > 0 and norms[number.start - 1] in ("a", "an", "the", "usual"))
        if not said or _counts_something(norms, number, cues):
            continue
        yield Mention("shoe_size", f"{system} {text_of(number.value)}".strip(), start, end), [number.start]


def _is_pronoun_us(norms: Sequence[str], at: int) -> bool:
    return norms[at] == "us" and at > 0 and norms[at - 1] in ("of", "for", "to", "give", "tell", "let", "both")


def _counts_something(norms: Sequence[str], number: Number, cues: Cues) -> bool:
    """Whether a unit follows that makes it something else, as in "size 9 inches" or "I take a 5 mile walk"."""
    return number.end < len(norms) and (
        norms[number.end] in cues.units["other"] or norms[number.end] in cues.units["time"]
    )
