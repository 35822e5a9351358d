"""One entry of a shop's feed, as the shop wrote it: what every format is turned into, before anything is understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Item:
    """A product, or one variant of a product (a size, a colour, a width).

    `place` is the line of the file where it begins (CSV, TSV), or its number in the feed, from 1 (XML, JSON). Texts are
    as the shop wrote them, HTML included, but for outer white space; "" is nothing said. Entries of one `group` are
    variants of one product.
    """

    place: int
    sku: str
    title: str
    group: str = ""
    description: str = ""
    brand: str = ""
    price: Decimal | None = None  # what it costs today: the sale price while a sale is on
    currency: str = ""  # ISO 4217
    in_stock: bool | None = None
    quantity: int | None = None
    url: str = ""
    image: str = ""
    categories: tuple[str, ...] = ()  # the shop's own, and product types
    taxonomy: str = ""  # Google's product category: its number or its path
    tags: tuple[str, ...] = ()
    options: Pairs = ()  # what sets a variant apart: ("Size", "EU 42"), ("Colour", "black")
    details: Pairs = ()  # named facts: metafields, product details, attributes, material, gender, age group
    #: Our own CSV only: cells under the names of catalog.attributes, to be taken as they are.
    stated: Mapping[str, str] = field(default_factory=dict)
