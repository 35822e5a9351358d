"""Named facts ("Heel cup depth (mm): 18"): which attributes a column tells, and how its cell is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.attributes import BY_NAME, Kind
from catalog.selling import lexicon
from catalog.selling.text import plain

_UNIT = re.compile(
    r"[(\[]\s*(?:in\s+)?([^)\]]{1,12})\s*[)\]]\s*$|\b(?:in\s+)(mm|cm|inches|inch|g|oz|days|months)\s*$"
    r"|[_ ](mm|cm|g|days|months)$"
)
_SPLIT = re.compile(r"\s*(?:[,;/|&+\n]|\band\b|\bor\b)\s*")
_BARE = re.compile(r"^(?:ca\.?|approx\.?|about|~|up to)?\s*\d{1,4}(?:[.,]\d{1,2})?(?:\s*-\s*\d{1,4}(?:[.,]\d{1,2})?)?$")
#: "Latex: not made with it"
_DENIED = re.compile(r"(?:not|no|none|without|free)\b")
#: What shops and feeds write before the name of a column: "custom.firmness", "g:product_detail/Comfort/Firmness".
_SPACE = re.compile(
    r"^(?:.*/|(?:custom|specs?|product|attributes?|details|meta|metafields?|"
    r"my fields|my_fields|global|filter|pa)[._:])+"
)
_NAME = re.compile(r"[\s_.-]+")


@dataclass(frozen=True)
class Column:
    """How the cells of one column are read; see the head of seeds/selling/columns.yml."""

    attributes: frozenset[str]
    sentence: str
    words: Mapping[str, Any]
    flag: str
    unit: str
    ignored: bool

    def fits(self, attribute: str) -> bool:
        """Whether the column may tell this attribute."""
        return not self.attributes or attribute in self.attributes


@dataclass(frozen=True)
class Cell:
    """A cell that was read: what it tells by its words, and what is left to be read as a sentence."""

    told: tuple[tuple[str, Any], ...]
    sentence: str
    column: Column | None


class Columns:
    """The columns that seeds/selling/columns.yml knows."""

    def __init__(self) -> None:
        data = lexicon.read("columns")
        self._no_answer = frozenset(plain(str(word)) for word in data["no_answer"])
        self._yes = frozenset(plain(str(word)) for word in data["yes"])
        self._no = frozenset(plain(str(word)) for word in data["no"])
        self._by_name: dict[str, Column] = {}
        for entry in data["columns"]:
            column = Column(
                frozenset(entry.get("for") or ()),
                str(entry.get("as", "")),
                {plain(str(word)): value for word, value in (entry.get("words") or {}).items()},
                entry.get("flag", ""),
                entry.get("unit", ""),
                entry.get("for") == [],
            )
            for name in entry["names"]:
                for form in lexicon.written_out(str(name)):
                    self._by_name.setdefault(_key(form), column)

    def knows(self, name: str) -> bool:
        """Whether a column of this name is known."""
        return _key(_without_unit(plain(name))[0]) in self._by_name

    def read(self, name: str, cell: str) -> Cell | None:
        """What a cell tells; None where it tells nothing about the insole."""
        low, (title, unit) = plain(cell).strip(), _without_unit(plain(name))
        column = self._by_name.get(_key(title))
        if column is None:
            if low in self._no_answer:
                return None
            sentence = f"{title}: {low}"
            if low in self._yes:
                sentence = title
            elif low in self._no or _DENIED.match(low):
                sentence = f"no {title}"
            return Cell((), sentence, None)
        if column.ignored or (low in self._no_answer and low not in column.words):
            return None
        if column.flag:
            if low in self._yes:
                return Cell(((column.flag, True),), "", column)
            if low in self._no:
                return Cell(((column.flag, False),), "", column)
        told, rest = self._by_words(column, low)
        if _BARE.match(low) and (unit or column.unit):
            rest = f"{low} {unit or column.unit}"
        return Cell(told, (column.sentence or f"{title}: {{}}").replace("{}", rest) if rest else "", column)

    def _by_words(self, column: Column, low: str) -> tuple[tuple[tuple[str, Any], ...], str]:
        if not column.words:
            return (), low
        if low in column.words:
            return _told(column, column.words[low]), ""
        told: list[tuple[str, Any]] = []
        rest = []
        for piece in _SPLIT.split(low):
            piece = piece.strip(" .")
            if piece in column.words:
                told += _told(column, column.words[piece])
            elif piece:
                rest.append(piece)
        return tuple(told), ", ".join(rest) if told else low


def _told(column: Column, value: Any) -> tuple[tuple[str, Any], ...]:
    """The attribute of the column that can have the value."""
    if value is True or value is False:
        return ((column.flag, value),) if column.flag else ()
    first = str(value).split("|")[0]
    for name in sorted(column.attributes, key=lambda name: (BY_NAME[name].kind is Kind.WORDS, name)):
        attribute = BY_NAME[name]
        if attribute.kind in (Kind.WORD, Kind.WORDS) and first and first in attribute.word_list:
            return ((name, value),)
    return ()


def _without_unit(name: str) -> tuple[str, str]:
    name = _SPACE.sub("", name.strip()).strip()
    match = _UNIT.search(name)
    if not match:
        return name, ""
    return name[: match.start()], (match[1] or match[2] or match[3] or "").strip()


def _key(name: str) -> str:
    return _NAME.sub(" ", name).strip(" :?")
