"""What the evidence for an advice is worth (``seeds/evidence.yml``)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import seeds
from actions.advice.conditions import Condition, ConditionError, compile_condition
from actions.advice.profile import Profile

STRENGTHS = ("strong", "moderate", "low", "very_low", "none", "guideline")


class EvidenceError(ValueError):
    """The evidence file is wrong; the message names the statement and what to write."""


@dataclass(frozen=True)
class Statement:
    """One statement: for whom it applies, how sure it is, where it comes from, whether it comes before the products."""

    id: str
    applies: Condition
    strength: str
    sources: tuple[str, ...]
    priority: int
    before: bool = False


@lru_cache(maxsize=1)
def statements() -> tuple[Statement, ...]:
    """Every statement, the most important first. Raises :class:`EvidenceError`."""
    return read_statements(seeds.read_yaml("evidence.yml"))


def read_statements(data: list[dict[str, Any]]) -> tuple[Statement, ...]:
    """Statements from the contents of their file. Raises :class:`EvidenceError`."""
    found = []
    try:
        for entry in data:
            if entry["strength"] not in STRENGTHS:
                raise EvidenceError(
                    f"evidence.yml: '{entry['id']}': strength is one of {', '.join(STRENGTHS)}, "
                    f"not {entry['strength']!r}"
                )
            found.append(
                Statement(
                    id=entry["id"],
                    applies=compile_condition(entry["applies"], f"statement '{entry['id']}'"),
                    strength=entry["strength"],
                    sources=tuple(entry["sources"]),
                    priority=int(entry["priority"]),
                    before=entry.get("before") is True,
                )
            )
    except (KeyError, TypeError) as error:
        raise EvidenceError(f"evidence.yml: missing or misplaced: {error}") from error
    except ConditionError as error:
        raise EvidenceError(f"evidence.yml: {error}") from error
    return tuple(sorted(found, key=lambda statement: (-statement.priority, statement.id)))


def evidence_for(profile: Profile, most: int = 2) -> list[Statement]:
    """The statements that bear on a profile, the most important first, at most ``most`` of them."""
    return [statement for statement in statements() if statement.applies.holds(profile)][:most]


def next_evidence(
    profile: Profile, told: Collection[str], told_more: Collection[str], most: int = 2
) -> tuple[list[Statement], bool]:
    """What to say to whoever asks for the evidence, and whether it is the figures behind what was said already.

    First come the figures of what was ``told`` and not ``told_more``, then statements that are new, at most ``most`` at
    a time; none when all was said.
    """
    bearing = [statement for statement in statements() if statement.applies.holds(profile)]
    figures = [statement for statement in bearing if statement.id in told and statement.id not in told_more]
    if figures:
        return figures[:most], True
    return [statement for statement in bearing if statement.id not in told][:most], False
