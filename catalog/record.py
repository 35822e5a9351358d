"""A product on its way into the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

#: How long the name of a feed may be.
MAX_FEED = 40


@dataclass(frozen=True)
class Variant:
    """What a customer puts into the basket: one size, colour or width of a product, with a number of its own."""

    sku: str
    said: str = ""  # what sets it apart, as the shop says it: "EU 42 / black"
    price: Decimal | None = None
    stock: int | None = None


@dataclass(frozen=True)
class Record:
    """A product to be stored: its attributes (absent or None is unknown) and where each of them came from.

    `sizes` is a list of (system, size) pairs, `price` a Decimal, a set of words any collection of them. `provenance`
    has {source: column, text or owner, words} for each attribute. `feed` is the name of the feed that brings it and
    `reading` the digest of what it was read from; None leaves what is stored as it is, and so do `variants`.
    """

    attributes: Mapping[str, Any]
    provenance: Mapping[str, Mapping[str, Any]]
    feed: str | None = None
    reading: str | None = None
    variants: tuple[Variant, ...] | None = None

    @property
    def sku(self) -> str:
        """The sku that the product goes by."""
        return str(self.attributes["sku"])
