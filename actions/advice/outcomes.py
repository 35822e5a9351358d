"""Outcomes that are no product: no insole, a better shoe first, somebody to see first (``seeds/outcomes.yml``)."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import seeds
from actions.advice.conditions import Condition, ConditionError, compile_condition
from actions.advice.profile import Profile

NO_INSOLE, SHOE_FIRST, SOMEONE_FIRST = "no_insole", "shoe_first", "someone_first"

KINDS = (NO_INSOLE, SHOE_FIRST, SOMEONE_FIRST)

COMPLAINTS = ("pain_site", "pain_quality", "severity", "worse_when", "condition")
"""Whoever names one of these has a complaint, whatever else they said."""

MOST_TEXT = 1000
"""Characters of a message in which "nothing hurts" is looked for."""


class OutcomesError(ValueError):
    """The file of outcomes is wrong; the message names the entry and what to write."""


@dataclass(frozen=True)
class Outcome:
    """One outcome; the fields are those of the file. ``kind`` is one of :data:`KINDS`."""

    id: str
    kind: str
    when: Condition
    painless: bool
    unless: frozenset[str]
    evidence: tuple[str, ...]
    sources: tuple[str, ...]
    priority: int


@lru_cache(maxsize=1)
def outcomes() -> tuple[Outcome, ...]:
    """Every outcome, the most important first. Raises :class:`OutcomesError`."""
    return read_outcomes(seeds.read_yaml("outcomes.yml"))


def read_outcomes(data: dict[str, Any]) -> tuple[Outcome, ...]:
    """Outcomes from the contents of their file. Raises :class:`OutcomesError`."""
    try:
        if not data["painless"] or not all(isinstance(words, str) for words in data["painless"]):
            raise OutcomesError("outcomes.yml: painless: takes ways of saying that nothing hurts")
        found = [_outcome(entry) for entry in data["outcomes"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise OutcomesError(f"outcomes.yml: missing or misplaced: {error}") from error
    except ConditionError as error:
        raise OutcomesError(str(error)) from error
    names = [outcome.id for outcome in found]
    for name in sorted({name for name in names if names.count(name) > 1}):
        raise OutcomesError(f"outcomes.yml: '{name}' stands twice; keep one")
    return tuple(sorted(found, key=lambda outcome: (-outcome.priority, outcome.id)))


def _outcome(entry: dict[str, Any]) -> Outcome:
    where = f"outcomes.yml: '{entry['id']}'"
    unknown = set(entry) - {"id", "outcome", "when", "painless", "unless", "evidence", "sources", "priority"}
    if unknown:
        raise OutcomesError(f"{where}: '{min(unknown)}' is nothing that an outcome has")
    if entry["outcome"] not in KINDS:
        raise OutcomesError(f"{where}: outcome is one of {', '.join(KINDS)}, not {entry['outcome']!r}")
    if (entry["outcome"] == NO_INSOLE) is not (entry.get("painless") is True):
        raise OutcomesError(f"{where}: {NO_INSOLE} goes with 'painless: true': to whom it hurts, that is no answer")
    if not entry["sources"]:
        raise OutcomesError(f"{where}: sources: name at least one of seeds/sources.yml")
    return Outcome(
        id=entry["id"],
        kind=entry["outcome"],
        when=compile_condition(entry["when"], where),
        painless=bool(entry.get("painless")),
        unless=frozenset(entry.get("unless", ())),
        evidence=tuple(entry.get("evidence", ())),
        sources=tuple(entry["sources"]),
        priority=int(entry["priority"]),
    )


def outcome_for(profile: Profile, painless: bool = False, told: Collection[str] = ()) -> Outcome | None:
    """The outcome that comes before any product; None where the advice is the answer.

    ``painless`` tells that the person said that nothing hurts, ``told`` are outcomes and warning signs already spoken
    of: what was told isn't told again.
    """
    complains = any(profile.plain(type_) for type_ in COMPLAINTS)
    for outcome in outcomes():
        if outcome.id in told or outcome.unless & set(told) or (outcome.painless and (complains or not painless)):
            continue
        if outcome.when.holds(profile):
            return outcome
    return None


@lru_cache(maxsize=1)
def _painless() -> re.Pattern[str]:
    words = sorted(seeds.read_yaml("outcomes.yml")["painless"], key=len, reverse=True)
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in words)})(?!\w)(?!\s+(?:in|at|when|until|after|if))"
    )


def says_painless(text: str) -> bool:
    """Whether a message says that nothing hurts; "no pain in the heel" and "no pain at night" say less."""
    return bool(_painless().search(" ".join(text[:MOST_TEXT].lower().replace("\u2019", "'").split())))
