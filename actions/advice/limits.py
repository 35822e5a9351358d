"""From a profile to the hard limits of a search: what no recommended product may break."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from actions.advice.facts import Fact
from actions.advice.profile import Profile
from catalog import Limits

ABOUT = Decimal("1.15")
"""How far above a budget said with "about" a price may lie: "around 40" is not broken by 45."""


@dataclass(frozen=True)
class Budget:
    """What the person wants to spend, in the catalogue's currency."""

    max: Decimal | None = None
    min: Decimal | None = None


def budget_of(profile: Profile, currency: str) -> Budget:
    """The budget that a profile states. An amount in another currency is none: we don't know today's rate."""
    amounts: dict[str, Decimal] = {}
    for fact in profile.plain("budget"):
        if not is_foreign(fact, currency):
            amounts[fact.role or "max"] = Decimal(fact.value)
    high = amounts.get("max")
    if high is None and "about" in amounts:
        high = (amounts["about"] * ABOUT).quantize(Decimal("0.01"))
    low = amounts.get("min")
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Budget(max=high, min=low)


def is_foreign(fact: Fact, currency: str) -> bool:
    """Whether a fact is an amount in another currency than the catalogue's."""
    return fact.type == "budget" and fact.currency is not None and fact.currency != currency


def limits_of(profile: Profile, excluded_types: frozenset[str], currency: str) -> Limits:
    """The hard limits: what the person set, and the types that the guide excludes for them."""
    budget = budget_of(profile, currency)
    size = profile.latest("shoe_size")
    width = profile.latest("width")
    wearer = profile.latest("wearer")
    liner = profile.latest("liner")
    return Limits(
        budget_max=budget.max,
        budget_min=budget.min,
        shoe_size=size.value if size else None,
        width=width.value if width else None,
        wearer=wearer.value if wearer else None,
        footwear=frozenset(profile.values("footwear")),
        liner=liner.value if liner else None,
        avoid_materials=frozenset(fact.value for fact in profile.with_role("material", "avoid")),
        avoid_features=frozenset(fact.value for fact in profile.with_role("feature", "avoid")),
        avoid_types=excluded_types,
    )
