"""The buying guide's rules (``seeds/guide.yml``): which of them hold for a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import seeds
from actions.advice.conditions import Condition, ConditionError, compile_condition
from actions.advice.facts import Fact
from actions.advice.profile import Profile

LEVELS = ("must", "nice")


class GuideError(ValueError):
    """The guide's file is wrong; the message names the rule, what is wrong and what to write."""


@dataclass(frozen=True)
class RuleNeed:
    """What a rule asks of an insole: a fit of ``seeds/fit.yml``, how firmly, and how much it counts."""

    fit: str
    level: str
    weight: float


@dataclass(frozen=True)
class Rule:
    """One rule. ``types`` weigh for (or against) insole types, ``excludes`` rules some out."""

    id: str
    when: Condition
    needs: tuple[RuleNeed, ...]
    types: dict[str, float]
    excludes: frozenset[str]
    serves: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Fired:
    """A rule that holds, and the facts by which it does."""

    rule: Rule
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Wish:
    """How a wish that a person states themselves counts."""

    level: str
    weight: float


@dataclass(frozen=True)
class Guide:
    """The rules, with what the file says of wishes and of the type."""

    rules: tuple[Rule, ...]
    wishes: dict[str, Wish]
    type_weight: float
    default_type: str
    type_source: str

    def fired(self, profile: Profile) -> list[Fired]:
        """The rules that hold for a profile, in the order of the file."""
        return [Fired(rule, facts) for rule in self.rules if (facts := rule.when(profile)) is not None]

    def refired(self, before: Iterable[Fired], profile: Profile, changed: frozenset[str]) -> list[Fired]:
        """The same as :meth:`fired`, for a profile that differs from the one of ``before`` in ``changed`` only.

        Rules that look at none of the changed types keep their answer, which makes trying out many possible
        answers cheap. A conversation may only change by facts of the types named.
        """
        kept = {fired.rule.id: fired for fired in before if not (fired.rule.when.types & changed)}
        after = []
        for rule in self.rules:
            if rule.when.types & changed:
                facts = rule.when(profile)
                if facts is not None:
                    after.append(Fired(rule, facts))
            elif rule.id in kept:
                after.append(kept[rule.id])
        return after


@lru_cache(maxsize=1)
def guide() -> Guide:
    """The guide of ``seeds/guide.yml``. Raises :class:`GuideError`."""
    return read_guide(seeds.read_yaml("guide.yml"))


def read_guide(data: dict[str, Any]) -> Guide:
    """A guide from the contents of its file. Raises :class:`GuideError` at the first thing that cannot be read."""
    try:
        rules = tuple(_read_rule(entry, number) for number, entry in enumerate(data["rules"], start=1))
        seen: set[str] = set()
        for rule in rules:
            if rule.id in seen:
                raise GuideError(f"guide.yml: two rules are called '{rule.id}'")
            seen.add(rule.id)
        wishes = {name: Wish(entry["level"], float(entry["weight"])) for name, entry in data["wishes"].items()}
        type_ = data["type"]
        return Guide(rules, wishes, float(type_["weight"]), type_["default"], type_["source"])
    except (KeyError, TypeError) as error:
        raise GuideError(f"guide.yml: missing or misplaced: {error}") from error
    except ConditionError as error:
        raise GuideError(f"guide.yml: {error}") from error


def _read_rule(entry: dict[str, Any], number: int) -> Rule:
    if not isinstance(entry, dict) or "id" not in entry:
        raise GuideError(f"guide.yml: rule {number} has no id")
    where = f"rule '{entry['id']}'"
    unknown = set(entry) - {"id", "when", "needs", "types", "excludes", "serves", "source"}
    if unknown:
        raise GuideError(f"guide.yml: {where}: unknown key '{sorted(unknown)[0]}'")
    for key in ("when", "source"):
        if key not in entry:
            raise GuideError(f"guide.yml: {where} has no '{key}'")
    needs = []
    for need in entry.get("needs", ()):
        if set(need) != {"fit", "level", "weight"} or need["level"] not in LEVELS:
            raise GuideError(f"guide.yml: {where}: a need is {{fit: ..., level: must|nice, weight: ...}}, not {need}")
        if not 0 < float(need["weight"]) <= 4:
            raise GuideError(f"guide.yml: {where}: the weight of {need['fit']} must be above 0 and at most 4")
        needs.append(RuleNeed(need["fit"], need["level"], float(need["weight"])))
    if not needs and not entry.get("types"):
        raise GuideError(f"guide.yml: {where} asks for nothing: give it needs or types")
    return Rule(
        id=entry["id"],
        when=compile_condition(entry["when"], where),
        needs=tuple(needs),
        types={name: float(weight) for name, weight in entry.get("types", {}).items()},
        excludes=frozenset(entry.get("excludes", ())),
        serves=tuple(entry.get("serves", ())),
        source=entry["source"],
    )
