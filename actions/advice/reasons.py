"""Why a product was picked: need by need, what was said, what the guide asks, what the product has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from actions.advice.facts import Fact
from actions.advice.features import fit_attributes, fit_feature
from actions.advice.specification import Need, Specification
from catalog import Product, Ranked

GOOD_FIT = 0.7
"""From this fit (0 to 1) on, a product may be said to have what a need asks for."""

CLAIMS = "claims"
"""The attribute that holds what is said in words only."""

UNSTATED = {
    "width": "widths",
    "wearer": "wearer",
    "footwear": "footwear",
    "avoid_materials": "materials",
    "shoe_size": "sizes",
    "liner": "needs_removable_liner",
    "avoid_types": "insole_type",
}
"""The attribute that a product leaves unsaid where it passes a limit only because of that."""


@dataclass(frozen=True)
class Stated:
    """An attribute and its value, as the catalogue's row has them."""

    attribute: str
    value: Any


@dataclass(frozen=True)
class Reason:
    """A need that a product meets: by the facts that said it, the guide's rule, and the product's own attributes."""

    need: Need
    feature: str
    facts: tuple[Fact, ...]
    rule: str
    stated: tuple[Stated, ...]


@dataclass(frozen=True)
class Tradeoff:
    """A need that a product meets only in part or not at all, and what it has instead."""

    need: Need
    feature: str
    stated: tuple[Stated, ...]


@dataclass(frozen=True)
class Reasons:
    """Everything to be said of one product for one person.

    ``unknown`` names features that the product leaves unsaid, ``unstated`` the attributes that it would be read from.
    """

    reasons: tuple[Reason, ...]
    tradeoffs: tuple[Tradeoff, ...]
    unknown: tuple[str, ...]
    unstated: tuple[str, ...]


def reasons_for(ranked: Ranked, specification: Specification) -> Reasons:
    """Why this product, what was traded off, and what its seller leaves unsaid.

    A need counts as met only where the fit that ranked the product says so *and* the attributes it was read
    from are known, so a reason can always be held against the product's row.
    """
    reasons: list[Reason] = []
    tradeoffs: list[Tradeoff] = []
    unknown: dict[str, None] = {}
    missing: dict[str, None] = {}
    if ranked.product.insole_type is None:
        unknown["insole_type"] = missing["insole_type"] = None
    for need in specification.needs:
        feature = fit_feature(need.fit)
        stated = telling(ranked.product, need.fit)
        fit = ranked.fits.get(need.fit)
        if fit is None or not stated:
            unknown[feature] = None
            missing.update(dict.fromkeys(_missing(ranked.product, need.fit)))
        elif fit >= GOOD_FIT:
            reasons.append(Reason(need, feature, need.facts, need.rules[0], stated))
        elif need.must or need.weight >= 2:
            tradeoffs.append(Tradeoff(need, feature, stated))
    limits = dict.fromkeys(UNSTATED[limit] for limit in ranked.unstated if limit in UNSTATED)
    unknown.update(limits)
    missing.update(limits)
    return Reasons(tuple(reasons), tuple(tradeoffs), tuple(unknown), tuple(missing))


def _missing(product: Product, fit: str) -> list[str]:
    """The attributes that a fit reads and a product doesn't state."""
    return [name for name in fit_attributes(fit) if name != CLAIMS and getattr(product, name) is None]


def telling(product: Product, fit: str) -> tuple[Stated, ...]:
    """What a product states that tells how well it meets a fit.

    Of what its maker claims in words only, just the feature that the fit is about, and that only where no measure or
    kind that would come before it is known.
    """
    names, feature = fit_attributes(fit), fit_feature(fit)
    found = attributes_of(product, [name for name in names if name != CLAIMS])
    if CLAIMS not in names or feature not in (product.claims or ()):
        return found
    before = names[: names.index(CLAIMS)]
    if any(getattr(product, name) is not None for name in before):
        return found
    return (Stated(CLAIMS, frozenset({feature})), *found)


def attributes_of(product: Product, attributes: Sequence[str]) -> tuple[Stated, ...]:
    """The known ones of these attributes, with the row's values."""
    return tuple(
        Stated(attribute, value) for attribute in attributes if (value := getattr(product, attribute)) is not None
    )


def first_words(facts: Sequence[Fact]) -> str | None:
    """The person's own words behind some facts, the most telling first; None where there are none."""
    words = [fact.words for fact in facts if fact.words]
    return words[0] if words else None
