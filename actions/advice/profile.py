"""The profile: everything a person has said about themselves so far, and how a new message changes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from actions.advice.facts import Fact, fact_from_json

ONE_VALUE = frozenset(
    [
        "arch_type",
        "pronation",
        "severity",
        "duration",
        "liner",
        "price_level",
        "shoe_size",
        "width",
        "wearer",
        "age",
        "body_weight",
    ]
)
"""Types of which the last word counts: a new plain value replaces the old one."""

ONE_MESSAGE = frozenset({"footwear", "insole_type", "side"})
"""Types of which the last message counts: it may name several, and they replace those of earlier messages."""

OPPOSITES = {
    "firm": "soft",
    "soft": "firm",
    "full_length": "three_quarter_length",
    "three_quarter_length": "full_length",
}
"""Wishes that cannot both hold: the later one replaces the earlier one."""

MAX_FACTS = 120
"""A bound on what one conversation can make us remember; the oldest go first."""


@dataclass(frozen=True)
class Profile:
    """What is known of a person, as facts in the order they were said. Immutable: merging gives a new one."""

    facts: tuple[Fact, ...] = ()
    _index: dict[str, tuple[Fact, ...]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        index: dict[str, list[Fact]] = {}
        for fact in self.facts:
            if fact.plain:
                index.setdefault(fact.type, []).append(fact)
        self._index.update({name: tuple(facts) for name, facts in index.items()})

    def plain(self, type_: str) -> tuple[Fact, ...]:
        """The facts of a type that hold."""
        return self._index.get(type_, ())

    def values(self, type_: str) -> list[str]:
        """The values of a type that hold, in the order they were said."""
        return [fact.value for fact in self.plain(type_)]

    def latest(self, type_: str, role: str | None = None) -> Fact | None:
        """The last fact of a type that holds (of a role, for a budget)."""
        for fact in reversed(self.plain(type_)):
            if role is None or fact.role == role:
                return fact
        return None

    def with_role(self, type_: str, role: str) -> list[Fact]:
        """The facts of a type with a role, such as everything refused (``avoid``)."""
        return [fact for fact in self.facts if fact.type == type_ and fact.role == role]

    def knows(self, type_: str) -> bool:
        """Whether the person has said anything of this type, be it that it doesn't hold."""
        return any(fact.type == type_ for fact in self.facts)

    def merge(self, new: Sequence[Fact]) -> Profile:
        """The profile after a message that said ``new``.

        A later statement overrules an earlier one: the same value with another role, another value of a type
        that has only one, an opposite wish. What is merely repeated keeps its first words.
        """
        if not new:
            return self
        kept = [fact for fact in self.facts if not any(_overrules(later, fact) for later in new)]
        said = {(fact.type, fact.value, fact.role) for fact in kept}
        for fact in _last_words(new):
            if (fact.type, fact.value, fact.role) not in said:
                said.add((fact.type, fact.value, fact.role))
                kept.append(fact)
        return Profile(tuple(kept[-MAX_FACTS:]))

    def without(self, types: Iterable[str]) -> Profile:
        """The profile with everything of these types forgotten, for changing an answer."""
        dropped = frozenset(types)
        return Profile(tuple(fact for fact in self.facts if fact.type not in dropped))

    def as_json(self) -> list[dict[str, Any]]:
        """The profile as it is remembered."""
        return [fact.as_json() for fact in self.facts]


def profile_from_json(data: Any) -> Profile:
    """Read back what :meth:`Profile.as_json` wrote; what isn't a fact is left out."""
    if not isinstance(data, list):
        return Profile()
    facts = (fact_from_json(item) for item in data[-MAX_FACTS:] if isinstance(item, dict))
    return Profile(tuple(fact for fact in facts if fact is not None))


def _overrules(later: Fact, earlier: Fact) -> bool:
    if later.type != earlier.type:
        return later.type == "price_level" and later.value == "any" and earlier.type == "budget"
    if later.type == "budget":
        # "about 40" and "up to 50" both bound from above: the last one said counts
        return later.role == earlier.role or "min" not in (later.role, earlier.role)
    if later.value == earlier.value:
        return later.role != earlier.role
    if not (later.plain and earlier.plain):
        return False
    if later.type == "feature":
        return OPPOSITES.get(later.value) == earlier.value
    if later.type in ONE_VALUE:
        return True
    return later.type in ONE_MESSAGE and later.turn > earlier.turn


def _last_words(new: Sequence[Fact]) -> list[Fact]:
    """Within one message too the later word on a one-value type counts ("UK 8, no, 9")."""
    kept: list[Fact] = []
    for fact in new:
        kept = [earlier for earlier in kept if not _overrules(fact, earlier)]
        kept.append(fact)
    return kept
