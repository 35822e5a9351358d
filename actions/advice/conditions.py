"""Conditions over a profile, as written in the files of ``seeds/``.

A condition is a mapping from entity type to a word or a list of words, any of which satisfies it; several
types in one mapping must all hold. ``any: [condition, ...]``, ``all: [condition, ...]`` and ``not: condition``
combine conditions, a number type takes ``{min: x, max: y}`` (inclusive), and ``always: true`` always holds.
Only plain facts count: what a person denies or refuses never satisfies a condition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from actions.advice.facts import Fact
from actions.advice.profile import Profile
from actions.advice.vocabulary import vocabulary

Match = tuple[Fact, ...] | None
"""The facts by which a condition holds (none for a condition without facts, such as ``not``), or None."""


class ConditionError(ValueError):
    """A condition that isn't written in the language above; the message says where and what to write."""


@dataclass(frozen=True)
class Condition:
    """A compiled condition: call it with a profile. ``types`` are the entity types that it looks at."""

    match: Callable[[Profile], Match]
    types: frozenset[str]
    source: Any

    def __call__(self, profile: Profile) -> Match:
        return self.match(profile)

    def holds(self, profile: Profile) -> bool:
        """Whether the condition holds, where the facts by which it does are of no interest."""
        return self.match(profile) is not None


def compile_condition(source: Any, where: str) -> Condition:
    """Compile what stands in a file; ``where`` names the place for error messages.

    Raises :class:`ConditionError` that names an unknown type or word.
    """
    if not isinstance(source, dict) or not source:
        raise ConditionError(f"{where}: a condition is a mapping such as {{pain_site: heel}}, not {source!r}")
    parts = [_compile_entry(key, value, where) for key, value in source.items()]
    if len(parts) == 1:
        return Condition(parts[0].match, parts[0].types, source)
    return Condition(_all([part.match for part in parts]), frozenset().union(*(p.types for p in parts)), source)


def _compile_entry(key: str, value: Any, where: str) -> Condition:
    if key == "always":
        return Condition(lambda _profile: (), frozenset(), value)
    if key in ("any", "all"):
        if not isinstance(value, list) or not value:
            raise ConditionError(f"{where}: '{key}' takes a list of conditions")
        parts = [compile_condition(item, where) for item in value]
        combine = _any if key == "any" else _all
        return Condition(combine([p.match for p in parts]), frozenset().union(*(p.types for p in parts)), value)
    if key == "not":
        inner = compile_condition(value, where)
        return Condition(lambda profile: () if inner.match(profile) is None else None, inner.types, value)
    entity_type = vocabulary().get(key)
    if entity_type is None:
        raise ConditionError(f"{where}: '{key}' is no entity type of seeds/vocabulary.yml")
    if entity_type.kind == "number":
        return Condition(_number(key, value, where), frozenset({key}), value)
    words = value if isinstance(value, list) else [value]
    if entity_type.kind == "word":
        for word in words:
            if word not in entity_type.values:
                raise ConditionError(f"{where}: '{word}' is no {key} of seeds/vocabulary.yml")
    wanted = frozenset(str(word) for word in words)

    def match(profile: Profile) -> Match:
        found = tuple(fact for fact in profile.plain(key) if fact.value in wanted)
        return found or None

    return Condition(match, frozenset({key}), value)


def _number(key: str, value: Any, where: str) -> Callable[[Profile], Match]:
    if not isinstance(value, dict) or not value or set(value) - {"min", "max"}:
        raise ConditionError(f"{where}: '{key}' takes {{min: number, max: number}} or one of them")
    low, high = float(value.get("min", "-inf")), float(value.get("max", "inf"))

    def match(profile: Profile) -> Match:
        found = tuple(fact for fact in profile.plain(key) if low <= fact.number() <= high)
        return found or None

    return match


def _all(parts: list[Callable[[Profile], Match]]) -> Callable[[Profile], Match]:
    def match(profile: Profile) -> Match:
        found: tuple[Fact, ...] = ()
        for part in parts:
            facts = part(profile)
            if facts is None:
                return None
            found += facts
        return found

    return match


def _any(parts: list[Callable[[Profile], Match]]) -> Callable[[Profile], Match]:
    def match(profile: Profile) -> Match:
        found: tuple[Fact, ...] | None = None
        for part in parts:
            facts = part(profile)
            if facts is not None:
                found = (found or ()) + facts
        return found

    return match


def satisfying_profiles(source: Any) -> Iterator[Profile]:
    """Small profiles that may satisfy a condition, by trying each of its words: for checks and tests.

    Not every profile given satisfies it (an ``all`` may contradict itself, which is just what a check looks
    for); a condition that none of them satisfies can never hold.
    """
    for facts in _ways(source):
        yield Profile().merge(facts)


def _ways(source: Any) -> Iterator[list[Fact]]:
    if isinstance(source, list):  # all of them: one way of each is enough for a check, the first that there is
        combined: list[list[Fact]] = [[]]
        for item in source:
            combined = [before + way for before in combined[:64] for way in list(_ways(item))[:64]]
        yield from combined
        return
    ways: list[list[Fact]] = [[]]
    for key, value in source.items():
        ways = [before + way for before in ways[:64] for way in list(_entry_ways(key, value))[:64]]
    yield from ways


def _entry_ways(key: str, value: Any) -> Iterator[list[Fact]]:
    if key in ("always", "not"):
        yield []
    elif key == "any":
        for item in value:
            yield from _ways(item)
    elif key == "all":
        yield from _ways(value)
    elif isinstance(value, dict):
        yield [_example(key, f"{value.get('min', value.get('max')):g}")]
    else:
        for word in value if isinstance(value, list) else [value]:
            yield [_example(key, word)]


def _example(type_: str, value: str) -> Fact:
    role = "max" if type_ == "budget" else None
    return Fact(type=type_, value=value, role=role, words=value.replace("_", " "))
