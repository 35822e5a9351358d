"""Shoe sizes: "US 9", "uk size 8 1/2", "EU 42", "size nine and a half", "I take a 10", "9, sometimes 9.5"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.nlu.mentions import Mention
from bot.nlu.quantities.numbers import Cues, Number, text_of

EU = (33, 50)  # sizes that can only be European
CONVERTED = (30, 35)  # how much more an EU size is than the same one in the UK or the US
HALVES = ((3, 15), (35, 48))  # between these, a number and a half is nearly always a size
# What joins a second size to one that is said: "6.5 or 7".
JOINTS = frozenset(
    {("or",), ("-",), ("/",), ("to",), ("and",), ("sometimes",), ("maybe",), ("or", "a"), ("or", "an"), ("to", "a"),
     ("and", "a"), ("and", "an"), (",", "or"), (",", "maybe"), (",", "sometimes"), ("and", "sometimes"),
     ("or", "sometimes"), ("or", "maybe"), ("or", "even")}
)  # fmt: skip
SIZE_WORDS = frozenset({"size", "sizes", "siz", "sz"})
WIDTHS_IN_E = (2, 3, 4, 5, 6)
NEIGHBOURS = 1.0  # how far a second size may be from the first
NOT_US = frozenset(
    {"of", "for", "to", "give", "tell", "let", "both", "with", "show", "help", "get", "makes", "make", "sell",
     "send"}
)  # fmt: skip


@dataclass(frozen=True)
class _Said:
    """A number that may be a size: its system, the words that it takes, and whether words around say that it is one."""

    number: Number
    system: str
    start: int
    end: int
    sure: bool


def _is_size(value: float) -> bool:
    return (value * 2).is_integer() and (1 <= value <= 17 or 30 <= value <= 52)


def find(norms: Sequence[str], numbers: Sequence[Number], cues: Cues) -> Iterator[tuple[Mention, list[int]]]:
    """Shoe sizes with their system where it is said."""
    said = [_read(norms, number, cues) for number in numbers]
    sure = {index for index, one in enumerate(said) if one and one.sure}
    for index in range(len(said) - 1):
        here, after = said[index], said[index + 1]
        if here and after and (index in sure) != (index + 1 in sure) and _joined(norms, here, after, index in sure):
            sure |= {index, index + 1}
    before: _Said | None = None
    for index in sorted(sure):
        one = said[index]
        if one is None:
            continue
        system = one.system
        if not system and before and abs(before.number.value - one.number.value) <= NEIGHBOURS:
            system = before.system  # "UK 6, in boots 6.5"
        before = one
        text = f"{system} {text_of(one.number.value)}".strip()
        yield Mention("shoe_size", text, one.start, one.end), [one.number.start]


def _read(norms: Sequence[str], number: Number, cues: Cues) -> _Said | None:
    """A number as a size; nothing where it counts something else."""
    if not _is_size(number.value):
        return None
    start = number.start
    begin = cues.before("size_filler", norms, start)
    while begin is not None:
        start = begin
        begin = cues.before("size_filler", norms, start)
    told = not SIZE_WORDS.isdisjoint(norms[start : number.start])
    told = told or cues.before("size_before", norms, number.start) is not None
    told = told or cues.after("size_after", norms, number.end) is not None
    system, first, end = _system(norms, number, start, told, cues)
    if _counts_something(norms, number, bool(system) or told, cues):
        return None
    half = number.value % 1 == 0.5 and any(low <= number.value <= high for low, high in HALVES)
    half = half and cues.before("not_size_before", norms, number.start) is None
    return _Said(number, system, first, end, bool(system) or told or half)


def _system(norms: Sequence[str], number: Number, start: int, told: bool, cues: Cues) -> tuple[str, int, int]:
    """The system of a size ("" where none is said), and where its words begin and end."""
    systems, money = cues.units["size_system"], cues.units["currency"]
    first = start - 1
    if start and norms[first] in systems and not _is_pronoun(norms, first):
        # "eur 43" is a size, "eur 60" and "max eur 45" are money
        european = EU[0] <= number.value <= EU[1] and not _is_money(norms, first, cues)
        if norms[first] not in money or european:
            return systems[norms[first]], first, number.end
    end = number.end
    for at in (end, cues.after("system_filler", norms, end) or end):
        if at >= len(norms) or norms[at] not in systems or number.value == 1 or _is_pronoun(norms, at):
            continue
        follows = norms[at + 1] if at + 1 < len(norms) else ""
        if follows in cues.units["dollar"] or (at > end and follows[:1].isdigit()) or (norms[at] in money and not told):
            continue
        return systems[norms[at]], start, at + 1
    return "", start, end


def _is_money(norms: Sequence[str], at: int, cues: Cues) -> bool:
    """Whether words before a place speak of a price."""
    names = ("budget_before", "max_before", "min_before")
    return any(cues.before(name, norms, at, within=2) is not None for name in names)


def _joined(norms: Sequence[str], here: _Said, after: _Said, first_is_sure: bool) -> bool:
    """Whether two numbers side by side are sizes together."""
    low, high = here.number.value, after.number.value
    joint = tuple(norms[here.end : max(after.start, here.end)]) or tuple(norms[here.end : after.number.start])
    if joint == (",",) and first_is_sure:
        closed = after.number.end < len(norms) and norms[after.number.end] == ","
        return closed and CONVERTED[0] <= high - low <= CONVERTED[1]  # "UK 6 (39.5)"
    if joint[:1] == ("and",) and "between" not in norms[max(here.start - 2, 0) : here.number.start]:
        return False
    return joint in JOINTS and 0 < abs(low - high) <= NEIGHBOURS


def _is_pronoun(norms: Sequence[str], at: int) -> bool:
    return norms[at] == "us" and at > 0 and norms[at - 1] in NOT_US


def _counts_something(norms: Sequence[str], number: Number, sure: bool, cues: Cues) -> bool:
    """Whether a unit makes it something else, as in "size 9 inches", "I take a 5 mile walk" or "$9.50"."""
    if number.start and norms[number.start - 1] in cues.units["currency"] and not norms[number.start - 1].isalpha():
        return True
    if number.end >= len(norms):
        return False
    word = norms[number.end]
    if word == "e" and number.value in WIDTHS_IN_E and norms[number.start - 1] not in SIZE_WORDS:
        return True  # "4E" is a width
    if word in ("feet", "foot") and sure:
        return cues.after("not_size_feet", norms, number.end + 1) is not None
    if word == "/" or (word == "out" and "of" in norms[number.end + 1 : number.end + 2]):
        return "10" in norms[number.end + 1 : number.end + 3] and not sure
    money = word in cues.units["currency"] and word not in cues.units["size_system"]
    return money or any(word in cues.units[kind] for kind in ("other", "time", "weight"))
