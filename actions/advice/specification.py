"""The specification: what to look for in an insole, before any product is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.advice.facts import Fact
from actions.advice.guide import Fired, Guide, Wish
from actions.advice.profile import Profile
from actions.advice.vocabulary import vocabulary
from catalog import Want

WISH = "wish_"
"""What the rule named for a need that a person stated themselves begins with; the type of the wish follows."""


PERSON = "person"
"""The source named for such a need: the person themselves."""


@dataclass(frozen=True)
class Need:
    """One thing that the insole should have.

    ``fit`` is a key of ``seeds/fit.yml``; ``rules`` name the guide's rules that ask for it (or begin with
    :data:`WISH`), the weightiest first; ``facts`` are what the person said that made them hold.
    """

    fit: str
    level: str
    weight: float
    rules: tuple[str, ...]
    sources: tuple[str, ...]
    facts: tuple[Fact, ...]

    @property
    def must(self) -> bool:
        """Whether it is a must rather than nice to have."""
        return self.level == "must"


@dataclass(frozen=True)
class Specification:
    """What to look for: the type of insole, why, and the needs, the most important first.

    ``excluded_types`` must not be recommended; ``discouraged_types`` only where nothing else is worth it.
    """

    insole_type: str
    type_rules: tuple[str, ...]
    type_weight: float
    needs: tuple[Need, ...]
    excluded_types: frozenset[str]
    discouraged_types: frozenset[str]
    fired: tuple[Fired, ...]

    def wants(self) -> list[Want]:
        """The specification as the catalogue's search takes it."""
        return [Want(f"type_{self.insole_type}", self.type_weight)] + [
            Want(need.fit, need.weight) for need in self.needs
        ]


@dataclass(frozen=True)
class Weighed:
    """What a specification comes down to for scoring: the type, how much each fit counts, and types ruled out."""

    insole_type: str
    weights: dict[str, float]
    excluded_types: frozenset[str]
    discouraged_types: frozenset[str]


def weigh(profile: Profile, guide: Guide, fired: Sequence[Fired]) -> Weighed:
    """How the rules that hold and the person's own wishes weigh, the type among them.

    Where several rules ask for the same, it weighs as much as the weightiest: three reasons for an arch support
    don't make it count threefold. The planner calls this for every possible answer, so it does no more than that.
    """
    weights: dict[str, float] = {}
    scores: dict[str, float] = {}
    excluded = {fact.value for fact in profile.with_role("insole_type", "avoid")}
    for item in fired:
        rule = item.rule
        for need in rule.needs:
            if need.weight > weights.get(need.fit, 0.0):
                weights[need.fit] = need.weight
        for type_, weight in rule.types.items():
            scores[type_] = scores.get(type_, 0.0) + weight
        excluded |= rule.excludes
    for _, fit, wish in _wishes(profile, guide):
        weights[fit] = max(weights.get(fit, 0.0), wish.weight)
    for fact in profile.with_role("feature", "avoid"):
        weights.pop(fact.value, None)
    chosen = _best_type(scores, excluded, guide.default_type)
    # where nothing speaks for a type, the middle way is named but hardly counts
    spoken_for = scores.get(chosen, 0.0) > 0
    weights[f"type_{chosen}"] = guide.type_weight if spoken_for else guide.type_weight / 4
    discouraged = frozenset(type_ for type_, score in scores.items() if score < 0)
    return Weighed(chosen, weights, frozenset(excluded), discouraged)


def specify(profile: Profile, guide: Guide) -> Specification:
    """The specification that the guide's rules and the person's own wishes make of a profile.

    A need is a must if any of the rules that ask for it says so.
    """
    fired = guide.fired(profile)
    weighed = weigh(profile, guide, fired)
    asked: dict[str, list[_Asked]] = {}
    for item in fired:
        for need in item.rule.needs:
            asked.setdefault(need.fit, []).append(
                _Asked(need.weight, need.level, item.rule.id, item.rule.source, item.facts)
            )
    for fact, fit, wish in _wishes(profile, guide):
        asked.setdefault(fit, []).append(_Asked(wish.weight, wish.level, WISH + fact.type, PERSON, (fact,)))
    needs = [_merge(fit, entries) for fit, entries in asked.items() if fit in weighed.weights]
    needs.sort(key=lambda need: (not need.must, -need.weight, need.fit))
    for_type = [(-item.rule.types.get(weighed.insole_type, 0.0), item.rule.id) for item in fired]
    return Specification(
        insole_type=weighed.insole_type,
        type_rules=tuple(rule for weight, rule in sorted(for_type) if weight < 0),
        type_weight=weighed.weights[f"type_{weighed.insole_type}"],
        needs=tuple(needs),
        excluded_types=weighed.excluded_types,
        discouraged_types=weighed.discouraged_types,
        fired=tuple(fired),
    )


def _wishes(profile: Profile, guide: Guide) -> list[tuple[Fact, str, Wish]]:
    found = []
    for type_, wish in guide.wishes.items():
        prefix = "" if type_ == "feature" else f"{type_}_"
        for fact in profile.plain(type_):
            found.append((fact, prefix + fact.value, wish))
    return found


def ordered_types(default: str) -> tuple[str, ...]:
    """All insole types in the order in which equals are chosen: the default first, then the alphabet."""
    return (default, *sorted(vocabulary()["insole_type"].values - {default}))


def _best_type(scores: dict[str, float], excluded: set[str], default: str) -> str:
    allowed = {type_: score for type_, score in scores.items() if type_ not in excluded and score > 0}
    if allowed:
        # by score; between equals the middle way, then the alphabet, so that the answer never depends on an order
        return min(allowed, key=lambda type_: (-allowed[type_], type_ != default, type_))
    if default not in excluded:
        return default
    left = sorted(vocabulary()["insole_type"].values - excluded - {"custom_orthotic"})
    return left[0] if left else default


@dataclass(frozen=True)
class _Asked:
    """One rule's (or wish's) asking for a fit."""

    weight: float
    level: str
    rule: str
    source: str
    facts: tuple[Fact, ...]


def _merge(fit: str, entries: list[_Asked]) -> Need:
    entries = sorted(entries, key=lambda entry: (entry.level != "must", -entry.weight, entry.rule))
    return Need(
        fit=fit,
        level=entries[0].level,
        weight=max(entry.weight for entry in entries),
        rules=tuple(dict.fromkeys(entry.rule for entry in entries)),
        sources=tuple(dict.fromkeys(entry.source for entry in entries)),
        facts=tuple(dict.fromkeys(fact for entry in entries for fact in entry.facts)),
    )
