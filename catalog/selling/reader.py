"""Reading a listing: all its texts, sentence by sentence, to the values of attributes and where each comes from."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc

from catalog.selling import grammar, lexicon
from catalog.selling.columns import Cell, Columns
from catalog.selling.listing import Listing
from catalog.selling.numbers import Numbers
from catalog.selling.scope import Scopes
from catalog.selling.settle import CATEGORY, COLUMN, TAG, TEXT, TITLE, Evidence, settle
from catalog.selling.text import MAX_TEXT, plain, sentences

_REMEMBERED = 4096  # sentences: sellers repeat themselves
_NAMED = re.compile(r"^([^:]{2,40}):\s*(.+)$", re.DOTALL)
_QUOTE = re.compile(r'"[^"]{12,400}"')
_TITLE_PARTS = re.compile(r"\s+[-|–]\s+|[,|;()\[\]]")
_FLAGS = frozenset(("metatarsal_pad", "trim_to_fit", "heat_mouldable", "needs_removable_liner", "warm"))
#: Told by a word inside the name of a shoe it would be of the shoe.
_WITHIN_SHOES = frozenset(("activities", "warm", "widths", "volume", "claims", "breathability", "durability", "wearer"))

_Fact = tuple[str, Any, int, int, int]  # attribute, value, weight, first character, character after the last


@dataclass(frozen=True)
class Reading:
    """What a listing says: values in the form of catalog.load.read_cell, and for each where it comes from."""

    values: Mapping[str, Any]
    provenance: Mapping[str, Mapping[str, str]]


class SellersReader:
    """Reads listings. Built once a process, in about two seconds; not to be shared between threads.

    Raises seeds.SeedError where a file of seeds/selling cannot be read.
    """

    def __init__(self) -> None:
        self._lexicon = lexicon.build()
        self._numbers = Numbers()
        self._columns = Columns()
        self._remembered: OrderedDict[str, tuple[_Fact, ...]] = OrderedDict()
        self._quotes = bool(lexicon.read("not_meant")["elsewhere"].get("quotes"))
        self._kept = frozenset(lexicon.read("not_meant")["elsewhere"].get("keep") or ())

    def read(self, listing: Listing) -> Reading:
        """The attributes that the listing's texts state. What they do not state is not there."""
        found: list[Evidence] = []
        for name, value in listing.details:
            found += self._detail(name, value, COLUMN)
        for name, value in listing.options:
            if self._columns.knows(name) and any(word in plain(name) for word in ("width", "gender", "arch", "length", "fit")):
                found += self._detail(name, value, COLUMN)
        found += self._text(listing.title, TITLE)
        found += self._text(listing.description[:MAX_TEXT], TEXT)
        for category in listing.categories:
            found += self._text(category.split(">")[-1], CATEGORY)
        for tag in listing.tags:
            found += self._text(tag, TAG)
        values, provenance = settle(found)
        return Reading(values, provenance)

    def forget(self) -> None:
        """Drop the remembered sentences (for measuring)."""
        self._remembered.clear()

    def _text(self, text: str, place: int) -> Iterator[Evidence]:
        low = plain(text)
        if len(low) != len(text):
            text = low
        for start, end in sentences(low):
            if place == TEXT and (named := _NAMED.match(low[start:end])) and self._columns.knows(named[1]):
                cell = self._columns.read(named[1], text[start + named.start(2) : end].rstrip(". \n"))
                yield from self._cell(cell, text[start:end], place)
                continue
            for attribute, value, weight, first, last in self._sentence(low[start:end]):
                yield Evidence(attribute, value, place, weight, _words(text, start, first, last))

    def _detail(self, name: str, value: str, place: int) -> Iterator[Evidence]:
        yield from self._cell(self._columns.read(name, value[:600]), f"{name}: {value}"[:200], place)

    def _cell(self, cell: Cell | None, words: str, place: int) -> Iterator[Evidence]:
        if cell is None:
            return
        words = " ".join(words.split())[:200]
        for attribute, value in cell.told:
            yield Evidence(attribute, value, place, 5, words)
        if cell.sentence:
            for attribute, value, weight, _, _ in self._sentence(cell.sentence):
                if cell.column is None or cell.column.fits(attribute):
                    yield Evidence(attribute, value, place, weight, words)

    def _sentence(self, low: str) -> tuple[_Fact, ...]:
        known = self._remembered.get(low)
        if known is None:
            known = tuple(self._facts(low))
            self._remembered[low] = known
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return known

    def _facts(self, low: str) -> Iterator[_Fact]:
        doc = self._lexicon.nlp.make_doc(low)
        matches, phrases = self._lexicon.find(doc)
        if not matches and not phrases:
            return
        words = [token.text for token in doc]
        scopes = Scopes(words, matches, self._quoted(low, doc))
        for said in grammar.parse(self._lexicon, words, matches, scopes):
            yield said.attribute, said.value, said.weight, *_characters(doc, said.start, said.end)
        yield from self._phrases(doc, phrases, scopes)
        for number in self._numbers.read(low):
            at = doc.char_span(number.start, number.end, alignment_mode="expand")
            if at is None or not scopes.elsewhere[at.start] or not scopes.elsewhere[at.end - 1]:
                yield number.attribute, number.value, number.weight, number.start, number.end

    def _phrases(self, doc: Doc, phrases: list[lexicon.Match], scopes: Scopes) -> Iterator[_Fact]:
        shoes = [(start, end) for start, end, sense in phrases if "footwear" in sense.about]
        for start, end, sense in phrases:
            for attribute, value in sense.tells:
                if scopes.elsewhere[start] and attribute not in self._kept:
                    continue
                if attribute in _WITHIN_SHOES and any(a <= start and end <= b for a, b in shoes):
                    continue
                if scopes.denied[start] and not (start and not scopes.denied[start - 1] and end - start > 1 and doc[start].text in ("no", "not", "without", "non", "never")):
                    if attribute not in _FLAGS or value is not True:
                        continue
                    value = False
                yield attribute, value, min(end - start, 4), *_characters(doc, start, end)

    def _quoted(self, low: str, doc: Doc) -> list[tuple[int, int]]:
        if not self._quotes or '"' not in low:
            return []
        spans = (doc.char_span(*m.span(), alignment_mode="expand") for m in _QUOTE.finditer(low) if not re.search(r'\d"$', m.group()))
        return [(span.start, span.end) for span in spans if span is not None]


def _characters(doc: Doc, start: int, end: int) -> tuple[int, int]:
    last = doc[end - 1]
    return doc[start].idx, last.idx + len(last)


def _words(text: str, offset: int, first: int, last: int) -> str:
    return " ".join(text[offset + first : offset + last].split())[:200]
