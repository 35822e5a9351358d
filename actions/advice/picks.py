"""From ranked products to at most three picks that differ for a reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog import Ranked

BEST_MATCH, BEST_VALUE, ANOTHER_TYPE = "best_match", "best_value", "another_type"

JUDGED, BETTER = "judged", "better_fit"
"""A product that somebody asked about and that is not the first pick, and the pick shown beside it."""

FLOOR = 0.5
"""A product below this score (0 to 1) is not recommended: it lacks, or doesn't state, most of what was asked for."""

VALUE_PRICE = Decimal("0.8")
"""A best value costs at most this share of the best match: a dollar less is no reason."""

VALUE_LOSS = 0.12
"""How much score a best value may give up for its price (scores are 0 to 1)."""

TYPE_LOSS = 0.3
"""How much score the best of another type may give up: it is there to show the other way, not to win."""


@dataclass(frozen=True)
class Pick:
    """A product recommended, and why it is among the three."""

    label: str
    ranked: Ranked

    @property
    def sku(self) -> str:
        """The product's stock-keeping unit."""
        return self.ranked.product.sku


def choose_picks(ranked: Sequence[Ranked], discouraged: Collection[str] = ()) -> list[Pick]:
    """Best match, best value and another type out of products ordered by score.

    Products of ``discouraged`` types (ready-made comes before custom) count only where no other is worth it.
    Fewer than three where nothing differs enough to be worth showing; none where nothing reaches :data:`FLOOR`.
    """
    ranked = worth_showing(ranked, discouraged)
    if not ranked:
        return []
    best = ranked[0]
    picks = [Pick(BEST_MATCH, best)]
    value = [
        item
        for item in ranked[1:]
        if item.product.price <= best.product.price * VALUE_PRICE
        and item.score >= best.score - VALUE_LOSS
        and not _same(item, picks)
    ]
    if value:
        picks.append(Pick(BEST_VALUE, value[0]))
    other = [
        item
        for item in ranked[1:]
        if item.product.insole_type not in (None, *(pick.ranked.product.insole_type for pick in picks))
        and item.score >= best.score - TYPE_LOSS
        and not _same(item, picks)
    ]
    if other:
        picks.append(Pick(ANOTHER_TYPE, other[0]))
    return picks


def worth_showing(ranked: Sequence[Ranked], discouraged: Collection[str] = ()) -> list[Ranked]:
    """Those of some ranked products that may be picked, in the same order."""
    good = [item for item in ranked if item.score >= FLOOR]
    return [item for item in good if item.product.insole_type not in discouraged] or good


def best_of(picks: Sequence[Pick]) -> Pick:
    """The first pick of those shown; a product that was only judged stands before it and isn't one."""
    return next((pick for pick in picks if pick.label != JUDGED), picks[0])


def _same(item: Ranked, picks: Sequence[Pick]) -> bool:
    """Whether a product is a near-duplicate of one already picked: same maker, type and fits."""
    return any(
        item.product.sku == pick.sku
        or (
            item.product.brand == pick.ranked.product.brand
            and item.product.insole_type == pick.ranked.product.insole_type
            and item.fits == pick.ranked.fits
        )
        for pick in picks
    )
