"""Reading a listing: all its texts, sentence by sentence, to the values of attributes and where each comes from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.selling import grammar, lexicon
from catalog.selling.asides import Asides
from catalog.selling.columns import Cell, Columns
from catalog.selling.cushioning import places_of_cushioning
from catalog.selling.listing import Listing
from catalog.selling.numbers import Numbers
from catalog.selling.scope import Scopes
from catalog.selling.settle import CATEGORY, COLUMN, TAG, TEXT, TITLE, Evidence, settle
from catalog.selling.text import MAX_TEXT, plain, sentences, unwrapped
from catalog.selling.tokens import tokens

_REMEMBERED = 4096  # sentences: sellers repeat themselves
_NAMED = re.compile(r"^([^:]{2,40}):\s*(.+)$", re.DOTALL)
_QUOTE = re.compile(r'"[^"]{12,400}"|(?<=\s)"[a-z]{4,}"(?=[\s,.])')
#: What a customer asks says nothing; "do you stand all day?" is a seller's way of saying for whom.
_QUESTION = re.compile(
    r"(?:q\s*:\s*)?(?:\w+ ask\s*:\s*)?"
    r"(?:(?:can|does|do i|do they|is it|is this|are they|are these|will|how|which|what|should|why)\b"
    r"|[\w-]+\s*\?$)"
)
_RETURNS = re.compile(r"\breturn|\brefund|\b(?:take|taken|takes|send|come|go|goes)\b.{0,20}\bback\b")
#: The state of what is sent back, no word about how it is fitted: "we take it back, trimmed or not".
_STATE = re.compile(r".*\b(?:trimmed|cut|uncut|untrimmed)(?: or\b.*)?\W*|.*scissors\W*|(?:cut|trim) (?:it|them)\b\W*")
_INCHES = re.compile(r'\d"$')
_FLAGS = frozenset(("metatarsal_pad", "trim_to_fit", "heat_mouldable", "needs_removable_liner", "warm"))
#: Told by a word inside the name of a shoe it would be of the shoe.
_WITHIN_SHOES = frozenset(("activities", "warm", "widths", "volume", "claims", "breathability", "durability", "wearer"))

#: Adjectives of these are about the insole only if no part of it follows: "thin cover", "hard-wearing polyester".
_OF_THE_WHOLE = frozenset(("durability", "thin", "lightweight"))
_INSOLE = re.compile(r"insole|insert|footbed|orthotic|inlay|sole")
_OWN_DENIAL = frozenset(("too", "no", "not", "without", "non", "never", "neither", "n't"))
_AND = frozenset(("and", "&", "or", ",", "/", "+"))

_Fact = tuple[str, Any, int, int, int]  # attribute, value, weight, first character, character after the last


@dataclass(frozen=True)
class _Sentence:
    """The tokens of a sentence, and the character at which each begins."""

    words: list[str]
    starts: list[int]

    def characters(self, start: int, end: int) -> tuple[int, int]:
        """From which character to which some tokens reach."""
        return self.starts[start], self.starts[end - 1] + len(self.words[end - 1])

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that some characters lie in."""
        first = max(0, bisect_right(self.starts, start) - 1)
        return first, max(first + 1, bisect_left(self.starts, end))


@dataclass(frozen=True)
class Reading:
    """What a listing says: values in the form of catalog.cells.read_cell, and for each where it comes from."""

    values: Mapping[str, Any]
    provenance: Mapping[str, Mapping[str, str]]


#: "Contains latex? No."
_ANSWERED = re.compile(r"\?(?=\s+no(?:[.!]|\s*$|\s*\n))")
#: "Latex: no", "Metatarsal pad - none", "Latex: not made with natural rubber latex".
_DENIED = re.compile(
    r"(?:\W*\s)?(?:contains |containing |with |includes |made with )?"
    r"([a-z][a-z ]{1,30}?)\s*(?::|\s-)\s*(?:no|none|nil|not\b[^;]*)[.!]?$"
)
#: "Metatarsal pad: optional": not of what is sold.
_OPTIONAL = re.compile(
    r"(?::|\s-)\s*(?:optional|sold separately|available separately|not included|at extra cost)[.!]?$"
)
#: What an option may be called that tells more than a size or a colour.
_OPTIONS = ("width", "gender", "arch", "length", "fit")


class SellersReader:
    """Reads listings. Built once a process, in about two seconds; not to be shared between threads.

    Raises seeds.SeedError where a file of seeds/selling cannot be read.
    """

    def __init__(self) -> None:
        self._lexicon = lexicon.build()
        self._numbers = Numbers()
        self._columns = Columns()
        self._asides = Asides()
        self._remembered: OrderedDict[str, tuple[_Fact, ...]] = OrderedDict()
        self._quotes = bool(lexicon.read("not_meant")["elsewhere"].get("quotes"))
        self._kept = frozenset(lexicon.read("not_meant")["elsewhere"].get("keep") or ())

    def read(self, listing: Listing) -> Reading:
        """The attributes that the listing's texts state. What they do not state is not there."""
        found: list[Evidence] = []
        for name, value in listing.details:
            found += self._detail(name, value, COLUMN)
        for name, value in listing.options:
            said = plain(name)
            if any(word in said for word in _OPTIONS) and self._columns.knows(name):
                found += self._detail(name, value, COLUMN)
        found += self._text(listing.title, TITLE)
        found += self._text(listing.description[:MAX_TEXT], TEXT)
        for category in listing.categories:
            last = category.split(">")[-1]
            found += (
                e for e in self._text(last, CATEGORY) if e.attribute != "activities" or _INSOLE.search(last.lower())
            )
        for tag in listing.tags:
            found += self._text(tag, TAG)
        values, provenance = settle(found)
        return Reading(values, provenance)

    def forget(self) -> None:
        """Drop the remembered sentences (for measuring)."""
        self._remembered.clear()

    def _text(self, text: str, place: int) -> Iterator[Evidence]:
        text = unwrapped(text)
        low = _ANSWERED.sub(":", self._asides.without(plain(text)))
        if len(low) != len(text):
            text = low
        for start, end in sentences(low):
            said = low[start:end]
            if _OPTIONAL.search(said):
                continue
            if place == TEXT and (named := _NAMED.match(said)) and self._columns.knows(named[1]):
                cell = self._columns.read(named[1], text[start + named.start(2) : end].rstrip(". \n/|"))
                yield from self._cell(cell, text[start:end], place)
                continue
            if denied := _DENIED.match(said):
                for attribute, value, weight, _, _ in self._sentence(f"no {denied[1]}"):
                    yield Evidence(attribute, value, place, weight, " ".join(text[start:end].split()))
                continue
            for attribute, value, weight, first, last in self._sentence(said):
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
        if low.endswith("?") and _QUESTION.match(low):
            return
        words, starts = tokens(low)
        if self._asides.foreign(words):
            return
        matches, phrases = self._lexicon.find(low, words, starts)
        sentence = _Sentence(words, starts)
        scopes = Scopes(words, matches, self._quoted(low, sentence))
        for said in (
            *grammar.parse(self._lexicon, words, matches, scopes),
            *places_of_cushioning(self._lexicon, words, matches, scopes),
        ):
            yield said.attribute, said.value, said.weight, *sentence.characters(said.start, said.end)
        numbers = list(self._numbers.read(low))
        lasting = any(number.attribute == "life_months" for number in numbers)
        facts = list(self._phrases(sentence, matches, phrases, scopes))
        returned = (
            any(f[0] == "return_terms" for f in facts)
            or any(n.attribute == "trial_days" for n in numbers)
            or bool(_RETURNS.search(low))
        )
        for fact in facts:
            if lasting and fact[1] == "everyday":
                continue
            if returned and fact[0] == "trim_to_fit" and _STATE.fullmatch(low[fact[3] : fact[4]]):
                continue
            yield fact
        for number in numbers:
            first, last = sentence.tokens(number.start, number.end)
            if not scopes.elsewhere[first] or not scopes.elsewhere[last - 1]:
                yield number.attribute, number.value, number.weight, number.start, number.end

    def _phrases(
        self, sentence: _Sentence, matches: list[lexicon.Match], phrases: list[lexicon.Match], scopes: Scopes
    ) -> Iterator[_Fact]:
        words = sentence.words
        lists = {start: self._lexicon.listed(words, start, end) for start, end, s in phrases if "footwear" in s.about}
        shoes = [(lists[start][1], end) for start, end, sense in phrases if "footwear" in sense.about]
        after = {start: (end, sense) for start, end, sense in matches}
        for start, end, sense in phrases:
            if scopes.elsewhere[start] and not self._kept & set(sense.about):
                continue
            if sense.beside and not _beside(words, start, end, shoes):
                continue
            denied = scopes.denied[start] and not (
                end - start > 1 and _OWN_DENIAL & {*words[start : start + 2]} and scopes.opens(start)
            )
            for attribute, value in sense.tells:
                if value == "nothing":
                    continue
                if attribute in _WITHIN_SHOES and any(a <= start and end <= b for a, b in shoes):
                    continue
                if (attribute in _OF_THE_WHOLE or value in _OF_THE_WHOLE) and self._of_a_part(after, end, value):
                    continue
                if denied:
                    if attribute not in _FLAGS or value is not True:
                        continue
                    value = False
                yield attribute, value, min(end - start, 4), *sentence.characters(start, end)
            if "footwear" in sense.about and not denied:
                for fact in lists[start][0]:
                    yield "footwear", fact, 1, *sentence.characters(start, end)

    def _of_a_part(self, senses: Mapping[int, tuple[int, lexicon.Sense]], at: int, value: Any) -> bool:
        """Whether an adjective is said of the cover or another part, not of the whole: by what stands behind it."""
        material = ""
        while at in senses:
            at, sense = senses[at]
            if sense.part:
                return sense.part not in ("whole", "base", "elsewhere")
            material = sense.material or material
        if material:
            return value in ("thin", "lightweight") or self._lexicon.materials[material].textile
        return False

    def _quoted(self, low: str, sentence: _Sentence) -> list[tuple[int, int]]:
        if not self._quotes or '"' not in low:
            return []
        return [sentence.tokens(*m.span()) for m in _QUOTE.finditer(low) if not _INCHES.search(m.group())]


def _beside(words: list[str], start: int, end: int, shoes: list[tuple[int, int]]) -> bool:
    """Whether a word that may be a part of the foot stands where shoes are listed, or is worn."""
    if start and words[start - 1] in ("in", "wear", "wearing", "high"):
        return True
    return any((0 < start - b <= 2 and words[b] in _AND) or (0 < a - end <= 2 and words[end] in _AND) for a, b in shoes)


def _words(text: str, offset: int, first: int, last: int) -> str:
    return " ".join(text[offset + first : offset + last].split())[:200]
