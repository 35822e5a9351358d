"""What is an insole and what is not: by the thing that the title names, its category and its description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from catalog.selling import lexicon
from catalog.selling.listing import Listing
from catalog.selling.text import plain

_READ = 400  # characters of a description
_NO = re.compile(r"\b(?:no|without|not an?|excluding)\s+(?:\w+\s+)?$")
_MADE = re.compile(r"\b(?:tailor|custom|ready|hand|home|well|british|german|pre) made\b")
_QUOTED = re.compile(r'[»"«][^»«"]{3,60}[»«"]')
_NEAR = 3  # words between "orthotic" and the "sandals" that it describes


@dataclass(frozen=True)
class Kind:
    """Whether a listing is taken into the catalogue, and why, in words for the owner."""

    taken: bool
    reason: str


@dataclass(frozen=True)
class _Noun:
    text: str
    insole: bool
    weak: bool
    start: int
    end: int

    @property
    def many(self) -> bool:
        return self.text.endswith("s")


class _Rules:
    def __init__(self) -> None:
        data = lexicon.read("kinds")
        insole, other = _forms(data["insole"]), _forms(data["other"])
        self._insole, self._weak = insole, _forms(data["weak"])
        self._nouns = _pattern(insole | other)
        self._ends = re.compile(
            "|".join(rf"\b{re.escape(e)}\b" if e.isalpha() else re.escape(e) for e in map(str, data["ends"]))
        )
        self._bundle, self._gift = _pattern(_forms(data["bundle"])), _pattern(_forms(data["gift"]))
        self._first, self._service = _forms(data["first"]), _pattern(_forms(data["service"]))
        self._beside = frozenset(map(str, data["beside"]))
        self._of_insoles = _pattern(_forms(data["parts_of_insoles"]))
        self._of_shoes = _pattern(_forms(data["parts_of_shoes"]))
        self._taxonomy = {
            **{str(number): (True, name) for number, name in data["taxonomy"]["taken"].items()},
            **{str(number): (False, name) for number, name in data["taxonomy"]["left"].items()},
        }
        self._taken, self._left = (
            _pattern(_forms(data["categories"]["taken"])),
            _pattern(_forms(data["categories"]["left"])),
        )

    def nouns(self, text: str) -> list[_Noun]:
        return [
            _Noun(m.group(), m.group() in self._insole, m.group() in self._weak, *m.span())
            for m in self._nouns.finditer(text)
        ]

    def unquoted(self, title: str) -> str:
        """The title without names in quotation marks, unless nothing else tells what is sold."""
        title = _MADE.sub(" ", title)
        rest = _QUOTED.sub(" ", title)
        return rest if any(not noun.weak for noun in self.nouns(rest)) else title

    def chunks(self, title: str) -> Iterator[str]:
        """The parts of a title that may name the thing sold: not what stands behind "for", "with" and the like."""
        last, belongs = 0, False
        for match in self._ends.finditer(title):
            if title[last : match.start()].strip() and not belongs:
                yield title[last : match.start()]
            last, belongs = match.end(), match.group().isalpha() or (belongs and match.group() == "&")
        if not belongs:
            yield title[last:]

    def named(self, text: str) -> _Noun | None:
        """The thing that a part of a title names."""
        nouns = self.nouns(text)
        for n, noun in enumerate(nouns):
            if not noun.insole:
                continue
            before = nouns[n - 1] if n else None
            if before and before.text in self._first:
                return before
            if before and not noun.many and len(text[before.end : noun.start].split()) >= _NEAR:
                return before  # "nurse shoe, white, slip-resistant comfort insole"
            follows = nouns[n + 1] if n + 1 < len(nouns) else None
            if follows is None or follows.insole:
                return noun
            if any(later.insole for later in nouns[n + 2 :]):
                continue  # "orthotic shoe insoles"
            between = len(text[noun.end : follows.start].split())
            if between == 0 or (not noun.many and between < _NEAR):
                return follows
            return noun
        return nouns[-1] if nouns else None

    def by_category(self, listing: Listing) -> Kind | None:
        number, _, _ = listing.taxonomy.partition(" ")
        if number in self._taxonomy:
            taken, name = self._taxonomy[number]
            return Kind(taken, f"Google's product category is '{name}'")
        for what, path in [
            ("Google's product category", listing.taxonomy),
            *(("its category", c) for c in listing.categories),
        ]:
            low = plain(re.split(r"[>/»|]", path)[-1]).strip()
            if low and self._taken.search(low):
                return Kind(True, f"{what} is '{low[:60]}'")
        for what, path in [
            ("Google's product category", listing.taxonomy),
            *(("its category", c) for c in listing.categories),
        ]:
            low = plain(re.split(r"[>/»|]", path)[-1]).strip()
            if low and self._left.search(low):
                return Kind(False, f"{what} is '{low[:60]}'")
        return None

    def only_beside(self, text: str, noun: _Noun) -> bool:
        """Whether a description names a thing only as what the product is worn in, has or replaces."""
        clause = re.split(r"[.;:!?,()\n-]", text[: noun.start])[-1].split()
        return bool(self._beside & {*clause[-5:]}) or _NO.search(text[: noun.start]) is not None

    def parts_of_an_insole(self, text: str) -> str:
        """Two things that only an insole has; "" where a description names fewer, or a part of a shoe."""
        found = list(dict.fromkeys(match.group() for match in self._of_insoles.finditer(text)))
        return f"'{found[0]}' and '{found[1]}'" if len(found) > 1 and not self._of_shoes.search(text) else ""

    def service(self, title: str) -> str:
        """The service that a title sells; "" where it sells a thing."""
        found = self._service.search(title)
        return found.group() if found else ""

    def bundle(self, title: str) -> str:
        """What else is sold with the insole; "" where nothing is."""
        pieces = [p for p in re.split(r"\+|\bplus\b|\bbundle\b|&", title) if not self._gift.search(p)]
        others = [
            noun.text for piece in pieces for noun in [self.named(piece)] if noun and not noun.insole and not noun.weak
        ]
        told = (len(pieces) > 1 and "+" in title) or " plus " in title or self._bundle.search(title)
        return others[0] if told and others else ""


@cache
def _rules() -> _Rules:
    return _Rules()


def kind_of(listing: Listing) -> Kind:
    """Whether a listing is an insole. Raises seeds.SeedError where seeds/selling/kinds.yml cannot be read."""
    rules = _rules()
    title = rules.unquoted(plain(listing.title))
    category = rules.by_category(listing)
    if service := rules.service(title):
        return Kind(False, f"its title calls it '{service}'")
    named = [noun for chunk in rules.chunks(title) if (noun := rules.named(chunk))]
    noun = next((noun for noun in named if not noun.weak), named[0] if named else None)
    if noun is not None and noun.insole:
        other = rules.bundle(title)
        if other:
            return Kind(False, f"it is sold together with '{other}'")
        return Kind(True, f"its title calls it '{noun.text}'")
    if noun is not None and not (noun.weak and (category is None or category.taken)):
        return Kind(False, f"its title calls it '{noun.text}'")
    if category is not None:
        return category
    description = plain(listing.description[:_READ])
    told = [said for said in rules.nouns(description) if not said.weak and not rules.only_beside(description, said)]
    if told and told[0].insole:
        return Kind(True, f"its description calls it '{told[0].text}'")
    if parts := rules.parts_of_an_insole(plain(listing.description)):
        return Kind(True, f"its description speaks of {parts}")
    if told:
        return Kind(False, f"its description calls it '{told[0].text}'")
    for said in rules.nouns(title):
        if said.insole:
            return Kind(True, f"its title names '{said.text}'")
    return Kind(False, "nothing in its title, category or description calls it an insole")


def _forms(phrases: Any) -> frozenset[str]:
    return frozenset(text for phrase in phrases for text in lexicon.written_out(str(phrase)))


def _pattern(forms: frozenset[str]) -> re.Pattern[str]:
    return re.compile(r"(?<![\w])(?:" + "|".join(sorted(map(re.escape, forms), key=len, reverse=True)) + r")(?!\w)")
