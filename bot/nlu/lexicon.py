"""The lexicon in memory: every phrase of `nlu_data/lexicon/`, compiled once for matching."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from bot.nlu.errors import Fault, LexiconError
from bot.nlu.matching import PatternGraph
from bot.nlu.notation import NotationError, Pattern, parse
from bot.nlu.words import Spelling, base_form, words_of

ROOT = Path(__file__).resolve().parents[2]
LEXICON = ROOT / "nlu_data" / "lexicon"
VOCABULARY = ROOT / "seeds" / "vocabulary.yml"

EntryKind = Literal["entity", "list", "clue", "topic", "remark", "attribute", "not_meant", "scope"]
Category = Literal["denied", "refused", "solved", "supposed", "someone_else", "stop", "not_a_cue"]
Direction = Literal["forward", "backward", "clause", "sentence_backward"]

# What the files hold that are not named after an entity type.
_KINDS: Mapping[str, EntryKind] = {
    "lists": "list", "clues": "clue", "topics": "topic", "remarks": "remark", "attributes": "attribute",
    "not_meant": "not_meant",
}  # fmt: skip
_NEGATIVE = frozenset({"no", "not", "none", "never", "nothing", "without", "neither", "nor", "cannot"})


@dataclass(frozen=True)
class ScopeRule:
    """What a cue such as "no" or "used to" does to the mentions near it (ConText's categories).

    reach: how many words at most.
    """

    category: Category
    direction: Direction
    reach: int


@dataclass(frozen=True)
class Entry:
    """One phrase of the lexicon. name: entity type, or name of the list; value: canonical value."""

    kind: EntryKind
    name: str
    value: str
    file: str
    phrase: str
    negative: bool = False  # says "no" itself ("no feeling"), so that a denial inside is part of it
    rule: ScopeRule | None = None

    @property
    def hides(self) -> str:
        """Of words that are not meant: the only entity type that they hide ("not_severity:"), or "" for all."""
        return self.name.removeprefix("not_") if self.name.startswith("not_") else ""

    @property
    def short(self) -> bool:
        """Whether it counts in short messages only."""
        return self.phrase.startswith("^")

    @property
    def tied(self) -> bool:
        """Whether it counts near words of pain only."""
        return self.phrase.startswith("~")

    @property
    def wished(self) -> bool:
        """Whether it counts among wishes only."""
        return self.phrase.startswith("+")


@dataclass(frozen=True)
class Combination:
    """A sign that several mentions say together.

    parts: every one of them must be there, each given by alternatives ("pain_site=back", clue names).
    unless: none of these may be there. within: one sentence or the whole message.
    """

    name: str
    value: str
    parts: tuple[frozenset[str], ...]
    unless: frozenset[str]
    within: Literal["sentence", "message"]


@dataclass(frozen=True)
class Compiled:
    """A phrase with its pattern, as the checker and the matcher see it."""

    entry: Entry
    pattern: Pattern

    @property
    def needs_tags(self) -> bool:
        """Whether it refers to other entries or leaps over words, and so is matched in the second pass."""
        return any(part.kind in ("tag", "gap", "open") for part in self.pattern.parts())


@dataclass(frozen=True)
class Lexicon:
    """Everything that the reader of messages looks up."""

    spelling: Spelling
    compiled: tuple[Compiled, ...]
    combinations: tuple[Combination, ...]
    withdrawn: Mapping[str, frozenset[str]]  # "type=value" and what, when stated too, takes it back
    quantities: Mapping[str, Any]
    languages: Mapping[str, frozenset[str]]
    common_words: frozenset[str]
    first_pass: PatternGraph[Entry]
    second_pass: PatternGraph[Entry]
    field_words: frozenset[str]  # base forms that occur in entity phrases
    known_words: frozenset[str]  # base forms of every word that the lexicon or the guard list holds
    typo_targets: tuple[str, ...]

    def plain(self, text: str) -> list[str]:
        """Plain words of a text."""
        return [word.norm for word in words_of(text, self.spelling)]

    def base(self, norm: str) -> str:
        """Base form of a plain word."""
        return base_form(norm, self.spelling)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises LexiconError when it cannot be read."""
    try:
        # The C loader is ten times as fast and as safe.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    except OSError as error:
        raise LexiconError(Fault(path.name, path.stem, "cannot be read", str(error))) from error
    except yaml.YAMLError as error:
        raise LexiconError(Fault(path.name, path.stem, "is not valid YAML", " ".join(str(error).split()))) from error


def _phrases(file: str, name: str, given: Any) -> Iterator[str]:
    if not isinstance(given, list):
        raise LexiconError(Fault(file, name, "has no list of phrases", "Write each phrase on a line after '- '"))
    for phrase in given:
        if isinstance(phrase, bool) or not isinstance(phrase, str | int | float):
            raise LexiconError(
                Fault(file, f"{name}: {phrase}", "is not a phrase", 'Put it in quotes ("...") on one line')
            )
        yield str(phrase)


def _mapping(file: str, given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise LexiconError(Fault(file, file, "is not a list of names with phrases", "Write 'name:' and phrases"))
    return {str(key): value for key, value in given.items()}


def entries_of(folder: Path = LEXICON) -> Iterator[Entry]:
    """Every phrase of the folder, in the order of files and lines. Raises LexiconError."""
    for path in sorted(folder.glob("*.yml")):
        file, stem = path.name, path.stem
        if stem in ("combinations", "spelling", "quantities", "languages"):
            continue
        content = read_yaml(path)
        if stem == "scope":
            yield from _scope_entries(file, content)
            continue
        kind = _KINDS.get(stem, "entity")
        for name, given in _mapping(file, content).items():
            for phrase in _phrases(file, name, given):
                negative = bool(_NEGATIVE & set(re.findall(r"[a-z]+|n't", phrase.replace("n't", " not"))))
                entry_name = name if kind != "entity" else stem
                yield Entry(kind, entry_name, name, file, phrase, negative)


def _scope_entries(file: str, content: Any) -> Iterator[Entry]:
    if not isinstance(content, list):
        raise LexiconError(Fault(file, file, "is not a list of rules", "Begin each rule with '- category:'"))
    for rule in content:
        try:
            category, direction = rule["category"], rule.get("direction", "forward")
            reach, phrases = int(rule.get("reach", 10)), rule["phrases"]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise LexiconError(
                Fault(file, str(rule)[:60], "is not a rule", "It needs category, direction and phrases")
            ) from error
        if category not in Category.__args__ or direction not in Direction.__args__:  # type: ignore[attr-defined]
            raise LexiconError(
                Fault(
                    file, f"{category}, {direction}", "is no known category or direction",
                    f"Categories: {', '.join(Category.__args__)}; "  # type: ignore[attr-defined]
                    f"directions: {', '.join(Direction.__args__)}",  # type: ignore[attr-defined]
                )
            )  # fmt: skip
        scope = ScopeRule(category, direction, reach)
        for phrase in _phrases(file, category, phrases):
            yield Entry("scope", category, direction, file, phrase, rule=scope)


def read_spelling(folder: Path, phrases: Sequence[str]) -> Spelling:
    """How words are written out. phrases: those of the lexicon, for their words that end in a silent e."""
    content = _mapping("spelling.yml", read_yaml(folder / "spelling.yml"))
    return Spelling(
        expand={str(k): tuple(str(v).split()) for k, v in content.get("expand", {}).items()},
        forms={str(form): str(base) for base, forms in content.get("forms", {}).items() for form in forms},
        unchanged=frozenset(map(str, content.get("unchanged", []))),
        final_e=frozenset(
            word for phrase in phrases for word in re.findall(r"[a-z]+", phrase) if word[-1] == "e" and len(word) > 3
        ),
    )


def compile_entry(entry: Entry, spelling: Spelling) -> Compiled:
    """The pattern of an entry. Raises LexiconError."""
    try:
        pattern = parse(
            entry.phrase.lower(),
            lambda word: [w.norm for w in words_of(word, spelling)],
            lambda word: base_form(word, spelling),
        )
    except NotationError as error:
        raise LexiconError(
            Fault(entry.file, entry.phrase, str(error), "The notation is explained in nlu_data/lexicon/README.md")
        ) from error
    return Compiled(entry, pattern)


def _combinations(folder: Path) -> Iterator[Combination]:
    file = "combinations.yml"
    for value, rules in _mapping(file, read_yaml(folder / file)["together"]).items():
        for rule in rules:
            parts = tuple(frozenset(str(part).split(" or ")) for part in rule["all"])
            unless = frozenset(str(part) for part in rule.get("unless", []))
            yield Combination("red_flag", value, parts, unless, rule.get("within", "sentence"))


def load(folder: Path = LEXICON) -> Lexicon:
    """Read and compile the lexicon. Raises LexiconError, which names file, entry and mend."""
    entries = list(entries_of(folder))
    spelling = read_spelling(folder, [entry.phrase for entry in entries])
    compiled = tuple(compile_entry(entry, spelling) for entry in entries)
    first: PatternGraph[Entry] = PatternGraph()
    second: PatternGraph[Entry] = PatternGraph()
    fields: set[str] = set()
    known: set[str] = set()
    targets: set[str] = set()
    for item in compiled:
        # One phrase is matched in one pass only; a cue of scope may be part of any.
        tree = second if item.needs_tags or item.entry.kind == "scope" else first
        tree.add(item.pattern, item.entry)
        words = {part.text for part in item.pattern.parts() if part.kind in ("word", "exact")}
        known |= words
        if item.entry.kind == "entity":
            fields |= words
        if item.entry.kind in ("entity", "clue", "list"):
            targets |= set(re.findall(r"[a-z]{5,}", item.entry.phrase))
    common = frozenset((folder / "common_words.txt").read_text(encoding="utf-8").split())
    known |= {base_form(word, spelling) for word in common} | common
    known |= set(_counting_words(read_yaml(folder / "quantities.yml")))
    known |= {word for words in spelling.expand.values() for word in words}
    quantities = _mapping("quantities.yml", read_yaml(folder / "quantities.yml"))
    languages = _mapping("languages.yml", read_yaml(folder / "languages.yml"))
    first.merge()
    second.merge()
    return Lexicon(
        spelling=spelling,
        compiled=compiled,
        combinations=tuple(_combinations(folder)),
        withdrawn={
            name: frozenset(map(str, by))
            for name, by in read_yaml(folder / "combinations.yml").get("withdrawn", {}).items()
        },
        quantities=quantities,
        languages={name: frozenset(str(words).split()) for name, words in languages.items()},
        common_words=common,
        first_pass=first,
        second_pass=second,
        field_words=frozenset(fields),
        known_words=frozenset(known),
        typo_targets=tuple(sorted(targets)),
    )


def _counting_words(content: Mapping[str, Any]) -> Iterator[str]:
    """The words of quantities.yml."""
    yield from map(str, content["number_words"])
    for units in content["units"].values():
        for words in units.values():
            yield from map(str, words)


@functools.lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """The project's own lexicon, loaded once a process (it is read-only)."""
    return load()


def read_vocabulary(path: Path = VOCABULARY) -> dict[str, dict[str, Any]]:
    """Entity types with their kind, roles and canonical values."""
    return {str(name): dict(given) for name, given in read_yaml(path).items()}
