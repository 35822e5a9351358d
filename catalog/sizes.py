"""Shoe sizes: reading them, and keeping the sizes of a product as one integer for each system.

A system's bit n stands for the size `first + n / 2`. EU sizes need two integers, as 63 bits are what a
column holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

ONE_SIZE = "one size"


@dataclass(frozen=True)
class SizeColumn:
    """A column of size bits: the system it belongs to and the half sizes from `first` to `last`."""

    name: str
    system: str
    first: float
    last: float


#: EU is for everybody; UK and US have scales of their own for children (K), US also for men (M) and women
#: (W).
COLUMNS: tuple[SizeColumn, ...] = (
    SizeColumn("size_eu_low", "EU", 14, 34.5),
    SizeColumn("size_eu_high", "EU", 35, 55),
    SizeColumn("size_uk", "UK", 1, 18),
    SizeColumn("size_uk_kids", "UK K", 1, 13.5),
    SizeColumn("size_us_men", "US M", 1, 20),
    SizeColumn("size_us_women", "US W", 1, 20),
    SizeColumn("size_us_kids", "US K", 1, 13.5),
)
SYSTEMS: tuple[str, ...] = tuple(dict.fromkeys(column.system for column in COLUMNS))
#: Bits of `size_systems`: the systems that a product lists, and last "one size".
SYSTEM_BITS: dict[str, int] = {system: 1 << n for n, system in enumerate((*SYSTEMS, ONE_SIZE))}

_SIZE = re.compile(
    r"^\s*(EU|UK|US)?\s*([MWK])?\s*(\d{1,2}(?:\.[05])?)\s*(?:-\s*(\d{1,2}(?:\.[05])?))?\s*$", re.IGNORECASE | re.ASCII
)


def _label(system: str, half_sizes: int) -> str:
    whole, half = divmod(half_sizes, 2)
    return f"{system} {whole}{'.5' if half else ''}"


def bit_of(system: str, size: float) -> tuple[str, int] | None:
    """The column and the bit of one size, or None if no foot has such a size."""
    for column in COLUMNS:
        if column.system == system and column.first <= size <= column.last:
            return column.name, 1 << round((size - column.first) * 2)
    return None


def read_sizes(cell: str) -> list[tuple[str, float]]:
    """The sizes that one entry such as "US M 9" or "EU 36-41" lists (a range means every whole and half
    size).

    Raises ValueError if the entry is not a size of a known system.
    """
    match = _SIZE.match(cell)
    if not match or not match[1]:
        raise ValueError(f"'{cell}' is no size")
    system = " ".join(part.upper() for part in (match[1], match[2]) if part)
    low, high = float(match[3]), float(match[4] or match[3])
    if system not in SYSTEMS or high < low or bit_of(system, low) is None or bit_of(system, high) is None:
        raise ValueError(f"'{cell}' is no size")
    return [(system, half / 2) for half in range(round(low * 2), round(high * 2) + 1)]


@lru_cache(maxsize=4096)
def labels(systems: int, masks: tuple[int, ...]) -> tuple[str, ...] | None:
    """The sizes of a product in words, from its `size_systems` and the integers of COLUMNS; None if
    unknown."""
    if not systems:
        return None
    if systems & SYSTEM_BITS[ONE_SIZE]:
        return (ONE_SIZE,)
    found: list[str] = []
    for column, mask in zip(COLUMNS, masks, strict=True):
        position = round(column.first * 2)
        while mask:
            if mask & 1:
                found.append(_label(column.system, position))
            mask >>= 1
            position += 1
    return tuple(found)


@lru_cache(maxsize=4096)
def systems_of(found: tuple[str, ...] | None) -> int:
    """The bits of the systems that sizes in words are given in; 0 if they are unknown."""
    total = 0
    for size in found or ():
        total |= SYSTEM_BITS[size if size == ONE_SIZE else size.rpartition(" ")[0]]
    return total


def in_ranges(found: Sequence[str]) -> list[str]:
    """Sizes in words as an owner writes them: EU 36, EU 36.5, EU 37 -> EU 36-37."""
    ranges: list[tuple[str, float, float]] = []
    for size in found:
        if size == ONE_SIZE:
            return [ONE_SIZE]
        system, _, number = size.rpartition(" ")
        value = float(number)
        if ranges and ranges[-1][0] == system and value - ranges[-1][2] == 0.5:
            ranges[-1] = (system, ranges[-1][1], value)
        else:
            ranges.append((system, value, value))
    return [f"{s} {low:g}-{high:g}" if high > low else f"{s} {low:g}" for s, low, high in ranges]


@dataclass(frozen=True)
class WantedSize:
    """A shoe size somebody named: the systems it may be meant in and the bit that it has in each column."""

    systems: int
    bits: Mapping[str, int]


_BY_WEARER = {"men": "M", "women": "W", "kids": "K"}


@lru_cache(maxsize=512)
def wanted(text: str, wearer: str | None = None) -> WantedSize:
    """What somebody who says `text` ("US 9", "UK 8", "EU 42", "US W 7", or just "9.5") may mean.

    `wearer` (men, women, kids) decides between the scales of a system; without it every scale that could be
    meant counts. Raises ValueError if the text is not a size.
    """
    match = _SIZE.match(text)
    if not match or match[4]:
        raise ValueError(f"'{text}' is not a shoe size such as EU 42, UK 8 or US 9")
    size, letter = float(match[3]), (match[2] or _BY_WEARER.get(wearer or "", "")).upper()
    if match[1]:
        families = [match[1].upper()]
    else:
        families = ["EU"] if size >= 21 else ["UK", "US"]
    bits: dict[str, int] = {}
    known = 0
    for family in families:
        scales = [s for s in SYSTEMS if s.split()[0] == family]
        # Whoever lists children's sizes only has said that grown-ups' are not made, and the other way round.
        known |= sum(SYSTEM_BITS[s] for s in scales)
        exact = [s for s in scales if letter and s == f"{family} {letter}"]
        for system in exact or [s for s in scales if not s.endswith(" K")]:
            place = bit_of(system, size)
            if place is not None:
                bits[place[0]] = place[1]
    return WantedSize(known, bits)


def on_scale_of(text: str, wearer: str) -> str:
    """A size as `wanted` reads it for this wearer, written so that it means the same without: US 9 -> US M 9."""
    match = _SIZE.match(text)
    if not match or match[2]:
        return text
    return " ".join(part for part in (match[1], _BY_WEARER[wearer], match[3]) if part)


def is_size(text: str) -> bool:
    """Whether `text` can be read as a shoe size that somebody wears."""
    try:
        return bool(wanted(text).bits)
    except ValueError:
        return False
