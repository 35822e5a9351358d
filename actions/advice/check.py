"""Checks what the adviser goes by in ``seeds/``: unknown words, rules that can never hold, conflicts, sources.

Every message names the file, the entry and what to write instead. The wording is checked by ``actions/check.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from itertools import combinations
from typing import Any

import seeds
from actions.advice.conditions import satisfying_profiles
from actions.advice.dates import read_words
from actions.advice.evidence import read_statements
from actions.advice.feedback import read_respects
from actions.advice.guide import Guide, Rule, read_guide
from actions.advice.outcomes import read_outcomes
from actions.advice.questions import read_questions
from actions.advice.safety import read_safety
from actions.advice.trial import read_trial
from actions.advice.vocabulary import vocabulary
from catalog.fit import rules as fit_rules

OPPOSED = (
    frozenset({"firm", "soft"}),
    frozenset({"full_length", "three_quarter_length"}),
    frozenset({"arch_low", "arch_high"}),
    frozenset({"arch_low", "arch_neutral"}),
    frozenset({"arch_neutral", "arch_high"}),
    frozenset({"thin", "cushioning_plush"}),
)
"""Fits that no insole can meet together: two rules that hold together must not both insist on them."""


def problems() -> list[str]:
    """Everything wrong with the adviser's files; empty where all is well."""
    found: list[str] = []
    for name, read in READERS.items():
        try:
            found += read(seeds.read_yaml(name))
        except ValueError as error:  # each reader raises its own kind of it, with a message that names the entry
            found.append(str(error))
    return found


def guide_problems(data: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a guide. Raises GuideError where it cannot be read at all."""
    guide = read_guide(data)
    sources = seeds.read_yaml("sources.yml")
    ways = {*data["mechanisms"], *data["aims"]}
    for rule in guide.rules:
        yield from _rule_problems(rule, sources, ways)
    for name in sorted(ways - {way for rule in guide.rules for way in rule.serves}):
        yield f"guide.yml: no rule serves '{name}': add it to 'serves' of one, or drop it"
    for entry in (*data["mechanisms"].values(), *data["aims"].values(), *data["practice"], data["type"]):
        if entry["source"] not in sources:
            yield f"guide.yml: source '{entry['source']}' is not in seeds/sources.yml"
    for type_ in data["wishes"]:
        if type_ not in vocabulary():
            yield f"guide.yml: wishes: '{type_}' is no entity type of seeds/vocabulary.yml"
    yield from _conflicts(guide)


def _rule_problems(rule: Rule, sources: dict[str, Any], ways: set[str]) -> Iterator[str]:
    where = f"guide.yml: rule '{rule.id}'"
    fits = fit_rules().fits
    for need in rule.needs:
        if need.fit not in fits:
            yield f"{where}: '{need.fit}' is no fit of seeds/fit.yml{_perhaps(need.fit, fits)}"
    types = vocabulary()["insole_type"].values
    for type_ in sorted({*rule.types, *rule.excludes} - types):
        yield f"{where}: '{type_}' is no insole_type of seeds/vocabulary.yml{_perhaps(type_, types)}"
    if rule.source not in sources:
        yield f"{where}: source '{rule.source}' is not in seeds/sources.yml{_perhaps(rule.source, sources)}"
    for way in rule.serves:
        if way not in ways:
            yield f"{where}: serves '{way}', which is no mechanism and no aim{_perhaps(way, ways)}"
    for type_ in sorted(rule.excludes & {name for name, weight in rule.types.items() if weight > 0}):
        yield f"{where}: speaks for '{type_}' and excludes it: keep one"
    if not any(rule.when.holds(profile) for profile in satisfying_profiles(rule.when.source)):
        yield f"{where}: can never hold: its conditions exclude each other"


def _conflicts(guide: Guide) -> Iterator[str]:
    """Pairs of rules that can hold together and ask for what no insole can be, or speak for what one excludes."""
    for first, second in combinations(guide.rules, 2):
        clash = _clash(first, second)
        if clash and _can_hold_together(first, second):
            yield f"guide.yml: rules '{first.id}' and '{second.id}' can hold together, but {clash}"


def _clash(first: Rule, second: Rule) -> str | None:
    musts = [{need.fit for need in rule.needs if need.level == "must"} for rule in (first, second)]
    for pair in OPPOSED:
        for one in pair & musts[0]:
            for other in (pair - {one}) & musts[1]:
                return f"insist on '{one}' and '{other}', which no insole is both"
    return None


def _can_hold_together(first: Rule, second: Rule) -> bool:
    for one in satisfying_profiles(first.when.source):
        for other in satisfying_profiles(second.when.source):
            both = one.merge(other.facts)
            if first.when.holds(both) and second.when.holds(both):
                return True
    return False


def _perhaps(word: str, known: Any) -> str:
    close = get_close_matches(word, [str(name) for name in known], n=1)
    return f" (perhaps '{close[0]}'?)" if close else ""


def _only(read: Callable[[Any], object]) -> Callable[[Any], list[str]]:
    """A reader that refuses what is wrong, as one that lists it."""

    def listed(data: Any) -> list[str]:
        read(data)
        return []

    return listed


READERS: dict[str, Callable[[Any], list[str]]] = {
    "guide.yml": lambda data: list(guide_problems(data)),
    "questions.yml": _only(read_questions),
    "red_flags.yml": _only(read_safety),
    "evidence.yml": _only(read_statements),
    "trial.yml": _only(read_trial),
    "outcomes.yml": _only(read_outcomes),
    "dates.yml": _only(read_words),
    "feedback.yml": _only(read_respects),
}
"""How each file is read and checked."""
