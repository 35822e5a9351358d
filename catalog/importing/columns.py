"""Fields of a feed that hold one of our attributes because the owner says so in the mapping file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from catalog.attributes import BY_NAME, Attribute, Kind
from catalog.cells import read_cell
from catalog.importing.owners import OwnersMapping
from catalog.problem import Problem
from catalog.selling.size_words import plain

_PIECES = re.compile(r"\s*[|,;/&+]\s*")
_AMOUNT = re.compile(r"([0-9]{1,9}(?:[.,][0-9]{1,4})?)\s*([^\W\d_]*)")
_FLAGS = {"true": "yes", "false": "no", "y": "yes", "n": "no", "1": "yes", "0": "no"}


@dataclass
class Columns:
    """What the owner's columns of one product say: values, their words, and what differs or is not understood."""

    values: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    unread: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def attribute_of(name: str, mapping: OwnersMapping) -> str:
    """The attribute that a field holds, "ignore", or "" where the owner says nothing. A field that is called like an
    attribute whose words the mapping file explains (`values`) needs no entry of its own."""
    said = mapping.column(name)
    same = plain(name).replace(" ", "_")
    return said or (same if same in mapping.values else "")


def read_columns(said: Iterable[tuple[int, str, str]], mapping: OwnersMapping) -> Columns:
    """The owner's columns of a product, from (place, field, value) of its variants, each pair once.

    Variants that differ in a set of words have all of them; where only one value can be, it stays unknown.
    """
    columns = Columns()
    found: dict[str, dict[str, Any]] = {}
    for place, name, cell in said:
        attribute = BY_NAME.get(attribute_of(name, mapping))
        if attribute is None:
            continue
        try:
            value = _read(attribute, cell, mapping)
        except ValueError:
            expected = f"{attribute.expected}; or say what it means in the mapping file, under values, {attribute.name}"
            columns.problems.append(Problem(place, name, cell[:200], expected))
            continue
        if value is not None:
            found.setdefault(attribute.name, {})[f"{name}: {cell}"] = value
    for name, told in found.items():
        several = list(told.values())
        if BY_NAME[name].kind is Kind.WORDS:
            columns.values[name] = frozenset().union(*several)
        elif all(value == several[0] for value in several):
            columns.values[name] = several[0]
        else:
            columns.unread.append((name, "differs: " + " / ".join(told)[:200]))
            continue
        columns.words[name] = "; ".join(told)[:200]
    return columns


def _read(attribute: Attribute, cell: str, mapping: OwnersMapping) -> Any:
    """What a cell says, or None for nothing. Raises ValueError if it is not understood."""
    explained = mapping.values.get(attribute.name, {})
    if plain(cell) in explained:
        return explained[plain(cell)]
    if attribute.kind is Kind.WORDS and cell != "none":
        several = [_piece(attribute, piece, explained) for piece in _PIECES.split(cell) if piece]
        known = [value for value in several if value is not None]
        return frozenset().union(*known) if known else None
    return _piece(attribute, cell, explained)


def _piece(attribute: Attribute, cell: str, explained: Any) -> Any:
    if plain(cell) in explained:
        return explained[plain(cell)]
    for form in _forms(attribute, cell.strip()):
        try:
            return read_cell(attribute, form)
        except ValueError:
            continue
    raise ValueError(cell)


def _forms(attribute: Attribute, cell: str) -> Iterator[str]:
    """A cell as it may be meant: "Semi-rigid" for semi_rigid, "16,5 mm" for 16.5, "true" for yes."""
    yield cell
    if attribute.kind in (Kind.WORD, Kind.WORDS):
        yield plain(cell).replace(" ", "_")
    elif attribute.kind is Kind.FLAG:
        yield _FLAGS.get(cell.casefold(), "")
    elif attribute.kind in (Kind.NUMBER, Kind.COUNT):
        amount = _AMOUNT.fullmatch(cell)
        if amount and amount[2].casefold() in ("", attribute.unit, attribute.unit.removesuffix("s")):
            yield amount[1].replace(",", ".")
