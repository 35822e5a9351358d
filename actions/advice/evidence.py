"""What the evidence for an advice is worth (``seeds/evidence.yml``)."""

from __future__ import annotations

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
    """One statement: for whom it applies, how sure it is, where it comes from."""

    id: str
    applies: Condition
    strength: str
    sources: tuple[str, ...]
    priority: int


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
