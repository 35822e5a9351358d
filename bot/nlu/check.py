"""The checker of the lexicon: `python -m bot.nlu.check` names every fault, with its mend."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.nlu import sign_examples, topic_examples
from bot.nlu.errors import Fault, LexiconError
from bot.nlu.lexicon import (
    LEXICON,
    VOCABULARY,
    Compiled,
    Entry,
    compile_entry,
    entries_of,
    read_spelling,
    read_vocabulary,
    read_yaml,
)
from bot.nlu.notation import Pattern
from bot.nlu.signs import OLDER

BUILT_IN_TAGS = frozenset({"number"})
# Types that are read from numbers (quantities.yml), not from phrases.
FROM_NUMBERS = frozenset({"budget", "shoe_size", "age", "body_weight"})


def faults(folder: Path = LEXICON, vocabulary_file: Path = VOCABULARY) -> list[Fault]:
    """Every fault of a lexicon, in the order of files and lines."""
    try:
        vocabulary = read_vocabulary(vocabulary_file)
        entries = list(entries_of(folder))
        spelling = read_spelling(folder, [entry.phrase for entry in entries])
    except LexiconError as error:
        return [error.fault]
    found: list[Fault] = []
    compiled: list[Compiled] = []
    for entry in entries:
        try:
            compiled.append(compile_entry(entry, spelling))
        except LexiconError as error:
            found.append(error.fault)
    checks: Sequence[Callable[[Sequence[Compiled], dict[str, Any]], Iterator[Fault]]] = (
        _unknown_names,
        _silent_values,
        _unknown_tags,
        _tags_in_lists,
        _twice,
        _hidden,
    )
    for check in checks:
        found.extend(check(compiled, vocabulary))
    found.extend(_combination_faults(folder, compiled, vocabulary))
    return found


def _unknown_names(compiled: Sequence[Compiled], vocabulary: dict[str, Any]) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for entry in (item.entry for item in compiled if item.entry.kind == "entity"):
        if (entry.name, entry.value) in seen:
            continue
        seen.add((entry.name, entry.value))
        if entry.name not in vocabulary:
            yield Fault(entry.file, entry.name, "is no entity type", "Name the file after a type of vocabulary.yml")
        elif entry.value not in vocabulary[entry.name].get("values", []):
            known = ", ".join(vocabulary[entry.name].get("values", []))
            yield Fault(entry.file, entry.value, f"is no value of {entry.name}", f"Use one of: {known}")


def _silent_values(compiled: Sequence[Compiled], vocabulary: dict[str, Any]) -> Iterator[Fault]:
    said = {(item.entry.name, item.entry.value) for item in compiled if item.entry.kind == "entity"}
    for name, given in vocabulary.items():
        for value in given.get("values", []):
            if name not in FROM_NUMBERS and (name, value) not in said and value != "fall_when_older":
                yield Fault(f"{name}.yml", value, "has no phrase, so nobody can say it", "Add a phrase for it")


def _known_tags(compiled: Sequence[Compiled], plain_only: bool = True) -> set[str]:
    known = set(BUILT_IN_TAGS)
    for item in compiled:
        if plain_only and item.needs_tags:
            continue
        if item.entry.kind == "entity":
            known |= {item.entry.name, f"{item.entry.name}={item.entry.value}"}
        else:
            known.add(item.entry.name)
    return known


def _unknown_tags(compiled: Sequence[Compiled], _vocabulary: dict[str, Any]) -> Iterator[Fault]:
    known = _known_tags(compiled)
    for item in compiled:
        for part in item.pattern.parts():
            if part.kind == "tag" and part.text not in known:
                yield Fault(
                    item.entry.file, item.entry.phrase, f"speaks of <{part.text}>, which nothing defines",
                    "Use a list of lists.yml, an entity type or type=value",
                )  # fmt: skip


def _tags_in_lists(compiled: Sequence[Compiled], _vocabulary: dict[str, Any]) -> Iterator[Fault]:
    for item in compiled:
        if item.entry.kind == "list" and item.needs_tags:
            yield Fault(
                item.entry.file, item.entry.phrase, "is not plain, so it can never match",
                "Lists hold plain words and alternatives only: no <tag>, gap or braces",
            )  # fmt: skip


def _twice(compiled: Sequence[Compiled], _vocabulary: dict[str, Any]) -> Iterator[Fault]:
    first: dict[tuple[str, str, Pattern], Entry] = {}
    for item in compiled:
        entry = item.entry
        # Other types may share words ("standing" is an activity and a trigger); one type may not.
        key = (entry.file, "" if entry.kind == "entity" else entry.name + entry.value, item.pattern)
        if entry.kind == "scope" and entry.rule is not None:
            key = (entry.file, f"{entry.name} {entry.rule.direction}", item.pattern)
        other = first.setdefault(key, entry)
        if other is entry:
            continue
        if other.value == entry.value:
            yield Fault(
                entry.file, f"{entry.value}: {entry.phrase}", f"is there already as {other.phrase!r}",
                "Leave it out: inflections of a word are one phrase",
            )  # fmt: skip
        else:
            yield Fault(
                entry.file, f"{entry.value}: {entry.phrase}", f"is also said of {other.value!r}",
                "Keep it under one of them, or make one longer",
            )  # fmt: skip


def _hidden(compiled: Sequence[Compiled], _vocabulary: dict[str, Any]) -> Iterator[Fault]:
    hiding = {(item.entry.hides, item.pattern): item.entry for item in compiled if item.entry.kind == "not_meant"}
    for item in compiled:
        if item.entry.kind != "entity":
            continue
        by = hiding.get(("", item.pattern)) or hiding.get((item.entry.name, item.pattern))
        if by is not None:
            yield Fault(
                item.entry.file, item.entry.phrase, "can never match: not_meant.yml hides exactly these words",
                f"Leave it out, or {by.phrase!r} there",
            )  # fmt: skip


def _combination_faults(folder: Path, compiled: Sequence[Compiled], vocabulary: dict[str, Any]) -> Iterator[Fault]:
    file = "combinations.yml"
    known = _known_tags(compiled, plain_only=False) | {OLDER} | set(vocabulary)
    known |= {f"{name}={value}" for name, given in vocabulary.items() for value in given.get("values", [])}
    content = read_yaml(folder / file)
    for value, rules in content.get("together", {}).items():
        if f"red_flag={value}" not in known:
            yield Fault(file, value, "is no value of red_flag", "Use a sign of vocabulary.yml")
        for rule in rules:
            parts = [name for part in rule.get("all", []) for name in str(part).split(" or ")]
            for name in [*parts, *rule.get("unless", [])]:
                if name not in known:
                    yield Fault(file, f"{value}: {name}", "is nothing that is ever found", "Use a clue or type=value")
    for name, by in content.get("withdrawn", {}).items():
        for each in (name, *by):
            if each not in known:
                yield Fault(file, f"{name}: {each}", "is nothing that is ever found", "Use a clue or type=value")


def main() -> int:
    """Print every fault; the exit code is 1 if there is any."""
    found = [*faults(), *sign_examples.faults(), *topic_examples.faults()]
    for fault in found:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{len(found)} faults in the lexicon\n" if found else "The lexicon is in order\n")
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main())
