"""The sellers' words, from seeds/selling: which phrase means what, ready to be found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from typing import Any

import spacy
from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc

import seeds
from catalog.selling.text import plain

FOLDER = "selling"
FILES = (
    "words", "parts", "phrases", "footwear", "activities", "not_meant", "numbers", "columns", "kinds",
)  # fmt: skip
#: A phrase with more readings than this is looked for as a pattern, not written out.
WRITTEN_OUT = 64
_GROUP = re.compile(r"\(([^()]*)\)")
_SPELLINGS = (
    ("mould", "mold"), ("fibre", "fiber"), ("orthopaedic", "orthopedic"), ("stabilis", "stabiliz"), ("colour", "color"),
    ("centre", "center"), ("odour", "odor"), ("customis", "customiz"), ("millimetre", "millimeter"), ("metre", "meter"),
)  # fmt: skip

Told = tuple[str, Any]


@dataclass(frozen=True)
class Sense:
    """All that a phrase may mean: a quality, a material, a place, a part, facts told by itself, or a cue."""

    quality: str = ""
    material: str = ""
    place: str = ""
    part: str = ""
    tells: tuple[Told, ...] = ()
    cue: str = ""

    @property
    def grammar(self) -> bool:
        """Whether it takes part in the grammar of noun phrases, or is a cue."""
        return bool(self.quality or self.material or self.place or self.part or self.cue)

    @property
    def about(self) -> tuple[str, ...]:
        """The attributes that it tells something about."""
        return tuple(dict.fromkeys(attribute for attribute, _ in self.tells))

    def also(self, other: Sense) -> Sense:
        """Both senses in one."""
        return Sense(
            self.quality or other.quality,
            self.material or other.material,
            self.place or other.place,
            self.part or other.part,
            tuple(dict.fromkeys((*self.tells, *other.tells))),
            self.cue or other.cue,
        )


Match = tuple[int, int, Sense]  # first token, token after the last, meaning


@dataclass(frozen=True)
class Part:
    """A part of an insole, and what is told by what is said of it."""

    tells: Mapping[str, tuple[Told, ...]]
    mention: tuple[Told, ...]
    denied: tuple[Told, ...]
    place: str
    materials: str


@dataclass(frozen=True)
class Material:
    """A material: its word of the vocabulary ("" if none), as a hard part, and as a surface."""

    word: str
    in_shell: str
    cover: str
    cushions: bool
    textile: bool


@dataclass
class Lexicon:
    """The words of seeds/selling, found by spaCy's matchers over the tokens of a plain text."""

    parts: dict[str, Part]
    materials: dict[str, Material]
    nlp: Language = field(default_factory=lambda: spacy.blank("en"))
    senses: list[Sense] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._phrases = PhraseMatcher(self.nlp.vocab)
        self._patterns = Matcher(self.nlp.vocab)
        self._known: dict[str, Sense] = {}
        self._keys: dict[int, Sense] = {}
        self._triggers: frozenset[str] = frozenset()

    def add(self, phrase: str, sense: Sense) -> None:
        """Let `phrase` mean `sense`, besides what it means already."""
        if readings(phrase) > WRITTEN_OUT:
            key = f"pattern {len(self._keys)} {phrase}"
            self._patterns.add(key, list(_patterns(phrase)))
            self._keys[self.nlp.vocab.strings[key]] = sense
            return
        for text in written_out(phrase):
            known = self._known.get(text)
            self._known[text] = sense.also(known) if known else sense

    def finish(self) -> None:
        """Hand all phrases to the matcher."""
        by_sense: dict[Sense, list[Doc]] = {}
        for text, sense in self._known.items():
            by_sense.setdefault(sense, []).append(self.nlp.make_doc(text))
        for number, (sense, docs) in enumerate(by_sense.items()):
            key = f"sense {number}"
            self._phrases.add(key, docs)
            self._keys[self.nlp.vocab.strings[key]] = sense

    def find(self, doc: Doc) -> tuple[list[Match], list[Match]]:
        """The phrases of a text: those of the grammar (parts, qualities, cues), and those that tell a fact.

        Where phrases overlap the longest counts: among those of the grammar, and among those about one attribute.
        """
        found = [(start - end, start, end, self._keys[key]) for key, start, end in self._phrases(doc)]
        if len(doc) > 2:
            found += [(start - end, start, end, self._keys[key]) for key, start, end in self._patterns(doc)]
        if not found:
            return [], []
        found.sort(key=_longest)
        taken: dict[str, set[int]] = {}
        grammar: list[Match] = []
        facts: list[Match] = []
        for _, start, end, sense in found:
            span = range(start, end)
            if sense.grammar and taken.setdefault("", set()).isdisjoint(span):
                taken[""].update(span)
                grammar.append((start, end, sense))
            for attribute in sense.about:
                if taken.setdefault(attribute, set()).isdisjoint(span):
                    taken[attribute].update(span)
                    facts.append((start, end, sense))
        grammar.sort(key=_first)
        facts.sort(key=_first)
        return grammar, facts


def _longest(match: tuple[int, int, int, Sense]) -> tuple[int, int]:
    return match[:2]


def _first(match: Match) -> int:
    return match[0]


def readings(phrase: str) -> int:
    """How many plain phrases a phrase with alternatives stands for."""
    total = 1
    for group in _GROUP.findall(phrase):
        total *= group.count("|") + 1
    return total


def written_out(phrase: str) -> Iterator[str]:
    """The plain phrases that a phrase with alternatives stands for, with plurals and American spelling."""
    pieces = _GROUP.split(phrase)
    choices = [piece.split("|") if n % 2 else [piece] for n, piece in enumerate(pieces)]
    for choice in product(*choices):
        text = plain(" ".join("".join(choice).split()))
        for form in _forms(text):
            yield form


def _forms(text: str) -> Iterator[str]:
    plural = text
    if len(text) > 2 and text[-1].isalpha() and not text.endswith(("s", "ing", "ed", "ly")):
        plural = text[:-1] + "ies" if text.endswith("y") and text[-2] not in "aeou" else text + "s"
        if text.endswith(("x", "ch", "sh")):
            plural = text + "es"
    for form in dict.fromkeys((text, plural)):
        yield form
        american = form
        for british, other in _SPELLINGS:
            american = american.replace(british, other)
        if american != form:
            yield american


def _patterns(phrase: str) -> Iterator[list[dict[str, Any]]]:
    """Token patterns of a phrase with many alternatives; alternatives of several words become patterns of their own."""
    pieces = _GROUP.split(phrase)
    slots: list[list[tuple[tuple[str, ...], ...]]] = []
    for n, piece in enumerate(pieces):
        if n % 2 == 0:
            slots += [[((word,),)] for word in _words(piece)]
            continue
        options = [tuple(_words(option)) for option in piece.split("|")]
        single = tuple(option for option in options if len(option) < 2)
        slots.append(([single] if single else []) + [(option,) for option in options if len(option) > 1])
    for choice in product(*slots):
        pattern: list[dict[str, Any]] = []
        for alternatives in choice:
            if len(alternatives) == 1:
                pattern += [{"LOWER": {"IN": sorted(set(_forms_of_word(word)))}} for word in alternatives[0]]
                continue
            words = sorted({form for option in alternatives for word in option for form in _forms_of_word(word)})
            entry: dict[str, Any] = {"LOWER": {"IN": words}}
            pattern.append({**entry, "OP": "?"} if () in alternatives else entry)
        yield pattern


def _forms_of_word(word: str) -> Iterator[str]:
    return _forms(word) if len(word) > 3 else iter((word,))


@cache
def _tokenizer() -> Language:
    return spacy.blank("en")


def _words(text: str) -> list[str]:
    return [token.text for token in _tokenizer().make_doc(plain(" ".join(text.split())))]


def read(name: str) -> Any:
    """One file of seeds/selling."""
    return seeds.read_yaml(seeds.path(FOLDER) / f"{name}.yml")


def told(facts: Mapping[str, Any] | None) -> tuple[Told, ...]:
    """The facts of a mapping from attribute to value; several values of a set are separated by |."""
    return tuple((attribute, value) for attribute, value in (facts or {}).items())


def build() -> Lexicon:
    """The lexicon of seeds/selling. Raises seeds.SeedError where a file is missing or not YAML."""
    words, parts, not_meant = read("words"), read("parts"), read("not_meant")
    lexicon = Lexicon(
        {
            name: Part(
                {quality: told(facts) for quality, facts in entry["tells"].items()},
                told(entry.get("mention")),
                told(entry.get("denied")),
                entry.get("place", ""),
                entry["materials"],
            )
            for name, entry in parts.items()
        },
        {
            name: Material(
                entry.get("is", ""),
                entry.get("in_shell", entry.get("is", "")),
                entry.get("cover", ""),
                entry.get("cushions", False),
                entry.get("textile", False),
            )
            for name, entry in words["materials"].items()
        },
    )
    for sense, phrases in _entries(words, parts, not_meant):
        for phrase in phrases:
            lexicon.add(str(phrase), sense)
    lexicon.finish()
    return lexicon


def _entries(words: Any, parts: Any, not_meant: Any) -> Iterator[tuple[Sense, Iterable[str]]]:
    for name, phrases in words["qualities"].items():
        yield Sense(quality=name), phrases
    for name, entry in words["materials"].items():
        yield Sense(material=name), entry["words"]
    for name, phrases in words["places"].items():
        yield Sense(place=name), phrases
    for name, entry in parts.items():
        yield Sense(part=name), entry["words"]
    for cue in ("before", "after", "never"):
        yield Sense(cue=f"denial {cue}"), not_meant["denial"][cue]
    for cue in ("rest", "sentence"):
        yield Sense(cue=f"elsewhere {cue}"), not_meant["elsewhere"][cue]
    facts = {**read("phrases"), "footwear": read("footwear"), "activities": read("activities")}
    for attribute, values in facts.items():
        for value, phrases in values.items():
            yield replace(Sense(), tells=((attribute, value),)), phrases
