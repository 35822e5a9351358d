"""What seeds/variants.yml says: the words that shops use for sizes, widths, wearers and options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import seeds
from catalog.words import vocabulary

FILE = "variants.yml"
_NAMES = ("size", "system", "colour", "width", "gender", "age")
_SYSTEMS = ("EU", "UK", "US", "other")
_SECTIONS = ("names", "systems", "wearers", "one_size", "labels", "beside", "widths")
_EVERYBODY = "everybody"
_BY_LETTER = ("men", "women", "anybody")
#: Apostrophes, and the points of abbreviations.
_POINTS = re.compile(r"['’‘`´]|(?<=[^\W\d_])\.")
_APART = re.compile(r"[\s_]+|(?<=[^\W\d_])-(?=[^\W\d_])")


#: Texts up to this length come again and again in a feed: names, sizes, colours.
_OFTEN = 60


class SizeWordsError(seeds.SeedError):
    """seeds/variants.yml has mistakes; the message lists all of them."""


def plain(text: str) -> str:
    """A text as its words are compared: small letters, no apostrophes or points, one space between words."""
    return _plain(text) if len(text) <= _OFTEN else _plain.__wrapped__(text)


@lru_cache(maxsize=16384)
def _plain(text: str) -> str:
    return _APART.sub(" ", _POINTS.sub("", text.casefold())).strip()


@dataclass(frozen=True, eq=False)
class SizeWords:
    """The file as tables from a word, written as `plain` writes it, to what it stands for."""

    names: Mapping[str, str]  # "shoe size" -> size
    systems: Mapping[str, str]  # "eur" -> EU; another country's -> other
    wearers: Mapping[str, frozenset[str]]  # "mens" -> {men}; "unisex" -> {men, women}
    one_size: frozenset[str]
    labels: frozenset[str]
    beside: frozenset[str]
    widths: Mapping[str, str]  # "extra wide" -> extra_wide
    letters: Mapping[str, Mapping[str, str]]  # men -> {"2e": wide}, women, anybody

    @cached_property
    def longest(self) -> int:
        """How many words the longest entry has."""
        entries = (self.systems, self.wearers, self.one_size, self.labels, self.beside, self.widths)
        return max(len(entry.split()) for table in entries for entry in table)

    def name_of(self, field: str) -> str:
        """What a field or an option of that name says: one of size, system, colour, width, gender, age, or ""."""
        return self.names.get(plain(field).removeprefix("attribute ").removeprefix("pa "), "")

    def width(self, text: str, wearer: frozenset[str] = frozenset()) -> str:
        """The width that a word or letter stands for, or "" if that is not certain for these wearers."""
        word = plain(text)
        table = self.letters[next(iter(wearer))] if len(wearer) == 1 and wearer <= {"men", "women"} else {}
        return self.widths.get(word) or table.get(word) or self.letters["anybody"].get(word, "")


_loaded: dict[Path, tuple[Any, SizeWords]] = {}


def size_words(file: Path | None = None) -> SizeWords:
    """The words of seeds/variants.yml, or of another file of that form; read again only when it has changed.

    Raises SizeWordsError or seeds.SeedError if it cannot be used.
    """
    file = file or seeds.path(FILE)
    content = seeds.read_yaml(file)
    known = _loaded.get(file)
    if known is None or known[0] is not content:
        known = content, _Reader().read(content, file)
        _loaded[file] = known
    return known[1]


class _Reader:
    """Turns the YAML into tables, gathering every problem with the entry it is in and what to write."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def read(self, content: Any, file: Path) -> SizeWords:
        sections = self.section("the file", content, _SECTIONS)
        widths = self.section("widths", sections.get("widths"), ("words", *_BY_LETTER))
        wearers: dict[str, frozenset[str]] = {
            word: frozenset({"men", "women"}) if who == _EVERYBODY else frozenset({who})
            for word, who in self.table("wearers", sections.get("wearers"), (*vocabulary("wearer"), _EVERYBODY)).items()
        }
        made = vocabulary("width")
        result = SizeWords(
            self.table("names", sections.get("names"), _NAMES),
            self.table("systems", sections.get("systems"), _SYSTEMS),
            wearers,
            self.words("one_size", sections.get("one_size")),
            self.words("labels", sections.get("labels")),
            self.words("beside", sections.get("beside")),
            self.table("widths.words", widths.get("words"), made),
            {who: self.table(f"widths.{who}", widths.get(who), made) for who in _BY_LETTER},
        )
        if self.problems:
            raise SizeWordsError("\n".join(f"{file}: {problem}" for problem in self.problems))
        return result

    def section(self, where: str, content: Any, needed: tuple[str, ...]) -> Mapping[str, Any]:
        """A mapping with these entries and no others; what is wrong with it is noted."""
        if not isinstance(content, dict):
            self.problems.append(f"{where}: needs the entries {', '.join(needed)}")
            return {}
        for name in content:
            if name not in needed:
                near = get_close_matches(str(name), needed, 1)
                hint = f"; did you mean {near[0]}?" if near else f"; they are {', '.join(needed)}"
                self.problems.append(f"{where}: '{name}' is no entry here{hint}")
        return content

    def words(self, where: str, content: Any) -> frozenset[str]:
        """A list of words."""
        if not isinstance(content, list) or not content:
            self.problems.append(f"{where}: needs a list of words, such as [size, shoe size]")
            return frozenset()
        for word in content:
            if not isinstance(word, str) or not plain(word):
                self.problems.append(f"{where}: {word!r} is no word; put it in quotes")
        return frozenset(plain(word) for word in content if isinstance(word, str))

    def table(self, where: str, content: Any, known: tuple[str, ...]) -> dict[str, str]:
        """Lists of words under names: each word with its name. No word may stand under two."""
        found: dict[str, str] = {}
        for name, listed in self.section(where, content, known).items():
            if name not in known:
                continue
            for word in sorted(self.words(f"{where}.{name}", listed)):
                if found.setdefault(word, name) != name:
                    self.problems.append(f"{where}: '{word}' stands under {found[word]} and under {name}; keep one")
        return found
