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


def specify(profile: Profile, guide: Guide, fired: Sequence[Fired] | None = None) -> Specification:
    """The specification that the guide's rules and the person's own wishes make of a profile.

    ``fired`` may be given where the rules have been evaluated already. Where several rules ask for the same, the
    need is a must if any of them says so and weighs as much as the weightiest: three reasons for an arch
    support don't make it count threefold.
    """
    fired = guide.fired(profile) if fired is None else fired
    asked: dict[str, list[tuple[float, str, str, str, tuple[Fact, ...]]]] = {}
    scores: dict[str, float] = {}
    reasons: dict[str, list[tuple[float, str]]] = {}
    excluded: set[str] = set()
    for item in fired:
        for need in item.rule.needs:
            asked.setdefault(need.fit, []).append((need.weight, need.level, item.rule.id, item.rule.source, item.facts))
        for type_, weight in item.rule.types.items():
            scores[type_] = scores.get(type_, 0.0) + weight
            if weight > 0:
                reasons.setdefault(type_, []).append((-weight, item.rule.id))
        excluded |= item.rule.excludes
    for fact, fit, wish in _wishes(profile, guide):
        asked.setdefault(fit, []).append((wish.weight, wish.level, WISH + fact.type, PERSON, (fact,)))

    refused = {fact.value for fact in profile.with_role("insole_type", "avoid")}
    refused_fits = {fact.value for fact in profile.with_role("feature", "avoid")}
    excluded |= refused
    chosen = _best_type(scores, excluded, guide.default_type)
    needs = [_merge(fit, entries) for fit, entries in asked.items() if fit not in refused_fits]
    needs.sort(key=lambda need: (not need.must, -need.weight, need.fit))
    return Specification(
        insole_type=chosen,
        type_rules=tuple(rule for _, rule in sorted(reasons.get(chosen, []))),
        type_weight=guide.type_weight,
        needs=tuple(needs),
        excluded_types=frozenset(excluded),
        discouraged_types=frozenset(type_ for type_, score in scores.items() if score < 0),
        fired=tuple(fired),
    )


def _wishes(profile: Profile, guide: Guide) -> list[tuple[Fact, str, Wish]]:
    found = []
    for type_, wish in guide.wishes.items():
        prefix = "" if type_ == "feature" else f"{type_}_"
        for fact in profile.plain(type_):
            found.append((fact, prefix + fact.value, wish))
    return found


def _best_type(scores: dict[str, float], excluded: set[str], default: str) -> str:
    allowed = {type_: score for type_, score in scores.items() if type_ not in excluded and score > 0}
    if allowed:
        # by score; between equals the middle way, then the alphabet, so that the answer never depends on an order
        return min(allowed, key=lambda type_: (-allowed[type_], type_ != default, type_))
    if default not in excluded:
        return default
    left = sorted(vocabulary()["insole_type"].values - excluded - {"custom_orthotic"})
    return left[0] if left else default


def _merge(fit: str, entries: list[tuple[float, str, str, str, tuple[Fact, ...]]]) -> Need:
    entries = sorted(entries, key=lambda entry: (entry[1] != "must", -entry[0], entry[2]))
    facts: dict[Fact, None] = {}
    for entry in entries:
        facts.update(dict.fromkeys(entry[4]))
    return Need(
        fit=fit,
        level="must" if any(entry[1] == "must" for entry in entries) else "nice",
        weight=max(entry[0] for entry in entries),
        rules=tuple(dict.fromkeys(entry[2] for entry in entries)),
        sources=tuple(dict.fromkeys(entry[3] for entry in entries)),
        facts=tuple(facts),
    )
