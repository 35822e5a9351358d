"""The sellers' words, from seeds/selling: which phrase means what, ready to be found in a text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import product
from typing import TYPE_CHECKING, Any

import seeds
from catalog.selling.text import plain
from catalog.selling.tokens import tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc

FOLDER = "selling"
#: Counted up whenever the code reads the same words otherwise: products are then read again.
RULES = 4
FILES = (
    "words", "parts", "phrases", "footwear", "activities", "not_meant", "numbers", "columns", "kinds", "function_words",
)  # fmt: skip
#: A phrase with more readings than this is looked for as a pattern, not written out.
WRITTEN_OUT = 64
_LIST = frozenset((",", "and", "&", "or", "/", "+", "some", "most"))
_OTHER = "\u25a1"
_COMMON = frozenset(
    (
        "the",
        "a",
        "an",
        "your",
        "in",
        "on",
        "of",
        "to",
        "for",
        "with",
        "and",
        "or",
        "is",
        "are",
        "be",
        "it",
        "up",
        "at",
        "under",
        "that",
        "not",
        "no",
        "out",
        "if",
        ",",
        "&",
        "/",
        "-",
        ":",
    )
)
_GROUP = re.compile(r"\(([^()]*)\)")
#: In a phrase: up to five words may stand here.
GAP = "…"
_UP_TO_FIVE = r"(?:\s+[\w'/%°-]+){0,5}?"
#: "n't" hangs on the word before it.
_NEXT, _FIRST = r"(?:\s+|(?=n't))", r"(?:(?<!\w)|(?=n't))"
#: Words of nearly every sentence: a pattern is tried at these only if it has no rarer ones.
_EVERYWHERE = frozenset(("insole", "insoles", "insert", "inserts", "sole", "shoe", "shoes", "foot", "heel"))
_SPELLINGS = (
    ("mould", "mold"), ("fibre", "fiber"), ("orthopaedic", "orthopedic"), ("stabilis", "stabiliz"), ("colour", "color"),
    ("centre", "center"), ("odour", "odor"), ("customis", "customiz"), ("millimetre", "millimeter"), ("metre", "meter"),
)  # fmt: skip

_SPOKEN = (
    ("you have", "you've"),
    ("they have", "they've"),
    ("they are", "they're"),
    ("it is", "it's"),
    ("we will", "we'll"),
)

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
    beside: bool = False  # counts only beside another phrase of its kind

    @cached_property
    def grammar(self) -> bool:
        """Whether it takes part in the grammar of noun phrases, or is a cue."""
        return bool(self.quality or self.material or self.place or self.part or self.cue)

    @cached_property
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
            self.beside or other.beside,
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
    senses: list[Sense] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Here, as only those who read texts need spaCy, and it takes half a second and 70 MB.
        from spacy.matcher import PhraseMatcher
        from spacy.vocab import Vocab

        self._vocab = Vocab()
        self._phrases = PhraseMatcher(self._vocab)
        self._words: set[str] = set()
        self._patterns: dict[str, list[tuple[re.Pattern[str], Sense]]] = {}
        self._known: dict[str, Sense] = {}
        self._keys: dict[int, Sense] = {}

    def __len__(self) -> int:
        return len(self._known) + sum(len(patterns) for patterns in self._patterns.values())

    def add(self, phrase: str, sense: Sense) -> None:
        """Let `phrase` mean `sense`, besides what it means already."""
        if readings(phrase) > WRITTEN_OUT:
            anchors, pattern = _pattern(phrase)
            for word in anchors:
                self._patterns.setdefault(word, []).append((pattern, sense))
            return
        for text in written_out(phrase):
            known = self._known.get(text)
            self._known[text] = sense.also(known) if known else sense

    def finish(self) -> None:
        """Hand all phrases to the matcher."""
        by_sense: dict[Sense, list[Doc]] = {}
        for text, sense in self._known.items():
            words, _ = tokens(text)
            self._words.update(words)
            by_sense.setdefault(sense, []).append(self._doc(words))
        for number, (sense, docs) in enumerate(by_sense.items()):
            key = f"sense {number}"
            self._phrases.add(key, docs)
            self._keys[self._vocab.strings[key]] = sense

    def _doc(self, words: list[str]) -> Doc:
        from spacy.tokens import Doc

        return Doc(self._vocab, words=words)

    def listed(self, words: Sequence[str], start: int, end: int) -> tuple[list[str], int]:
        """The other shoes of a list that shares its last word, "walking, running and casual shoes", and its begin."""
        noun, n, first = words[end - 1], start - 1, start
        others: list[str] = []
        while n > 0:
            before = n
            while n > 0 and words[n] in _LIST:
                n -= 1
            known = self._known.get(f"{words[n]} {noun}") if n < before else None
            shoes = [value for attribute, value in known.tells if attribute == "footwear"] if known else []
            if not shoes:
                break
            others += shoes
            first = n
            n -= 1
        return others, first

    def find(self, text: str, words: Sequence[str], starts: Sequence[int]) -> tuple[list[Match], list[Match]]:
        """The phrases of a text, whose tokens are `words`: those of the grammar (parts, qualities, cues), and those
        that tell a fact.

        Where phrases overlap the longest counts: among those of the grammar, and among those about one attribute.
        """
        # A word that no phrase has is none in particular: spaCy keeps every word that it has ever seen.
        doc = self._doc([word if word in self._words else _OTHER for word in words])
        found = [(start - end, start, end, self._keys[key]) for key, start, end in self._phrases(doc)]
        tried = {id(entry): entry for word in words for entry in self._patterns.get(word, ())}
        for pattern, sense in tried.values():
            for match in pattern.finditer(text):
                start, end = bisect_right(starts, match.start()) - 1, bisect_left(starts, match.end())
                found.append((start - end, start, end, sense))
        if not found:
            return [], []
        found.sort(key=_longest)
        taken: dict[str, int] = {}  # for each layer the tokens taken, as bits
        grammar: list[Match] = []
        facts: list[Match] = []
        for length, start, end, sense in found:
            span = ((1 << -length) - 1) << start
            if sense.grammar and not taken.get("", 0) & span:
                taken[""] = taken.get("", 0) | span
                grammar.append((start, end, sense))
            for attribute in sense.about:
                if not taken.get(attribute, 0) & span:
                    taken[attribute] = taken.get(attribute, 0) | span
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
    total = WRITTEN_OUT + 1 if GAP in phrase else 1
    for group in _GROUP.findall(phrase):
        total *= group.count("|") + 1
    return total


def written_out(phrase: str) -> Iterator[str]:
    """The plain phrases that a phrase with alternatives stands for, with plurals and American spelling."""
    pieces = _GROUP.split(phrase)
    choices = [piece.split("|") if n % 2 else [piece] for n, piece in enumerate(pieces)]
    for choice in product(*choices):
        text = plain(" ".join("".join(choice).split()))
        yield from _forms(text)


def _forms(text: str) -> Iterator[str]:
    plural = text
    countless = text.endswith(("s", "ing", "ed", "ly")) and not text.endswith("bed")
    if len(text) > 2 and text[-1].isalpha() and not countless:
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
        spoken = form
        for written, said in _SPOKEN:
            spoken = spoken.replace(written, said)
        if spoken != form:
            yield spoken


def _pattern(phrase: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """A phrase with many alternatives as a pattern, and the words of which any must be there for it to be tried."""
    text, begun = "", False
    anchors: frozenset[str] = frozenset()
    for n, piece in _pieces(phrase):
        if piece == GAP:
            text += _UP_TO_FIVE
            continue
        options = [plain(" ".join(option.split())) for option in (piece.split("|") if n % 2 else [piece])]
        words = frozenset(form for option in options if option for form in (_forms(option) if n % 2 else (option,)))
        if not words:
            continue
        either = "(?:" + "|".join(sorted(map(_spaced, words), key=len, reverse=True)) + ")"
        space = _NEXT if "n't" in words else r"\s+"
        if "" in options:
            text += rf"(?:{space}{either})?" if begun else rf"(?:{either}\s+)?"
            continue
        text += rf"{space}{either}" if begun else either
        begun = True
        telling = frozenset(max(tokens(option)[0], key=len) for option in words)
        if not telling & _COMMON and (not anchors or _rarity(telling) < _rarity(anchors)):
            anchors = telling
    if not anchors:
        raise seeds.SeedError(f"{FOLDER}: '{phrase}' has too many alternatives; write it as several phrases")
    return anchors, re.compile((_FIRST if text.startswith("(?:") and "n't" in text else r"(?<!\w)") + text + r"(?!\w)")


def _pieces(phrase: str) -> Iterator[tuple[int, str]]:
    """The pieces of a phrase: (0, plain text or GAP), (1, alternatives)."""
    for n, piece in enumerate(_GROUP.split(phrase)):
        if n % 2:
            yield 1, piece
            continue
        for number, text in enumerate(piece.split(GAP)):
            if number:
                yield 0, GAP
            if text.strip():
                yield 0, text


def _rarity(words: frozenset[str]) -> tuple[bool, int]:
    return bool(words & _EVERYWHERE), len(words)


def _spaced(words: str) -> str:
    return re.escape(words).replace(r"\ ", r"\s+")


def read(name: str) -> Any:
    """One file of seeds/selling."""
    return seeds.read_yaml(seeds.path(FOLDER) / f"{name}.yml")


def digest() -> str:
    """Changes whenever listings may be read otherwise: with the files of seeds/selling, or RULES here.

    Raises seeds.SeedError where a file cannot be read.
    """
    total = sha256(f"rules {RULES}".encode())
    for name in FILES:
        read(name)
        total.update(name.encode() + b"\0" + (seeds.path(FOLDER) / f"{name}.yml").read_bytes())
    return total.hexdigest()


def function_words(name: str) -> frozenset[str]:
    """A list of function_words.yml."""
    return frozenset(str(read("function_words")[name]).split())


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
            if value != "beside":
                yield Sense(tells=((attribute, value),)), phrases
                continue
            for word, names in phrases.items():
                yield Sense(tells=((attribute, word),), beside=True), names
