"""What a shop's rows say: each product in short, and how much is known of each attribute and by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from actions.shop_report.picking import KIDS_ONLY
from actions.shop_report.plan import ASKED, ORIGINS
from catalog import FitTable, Product


@dataclass(frozen=True)
class Line:
    """One product in short, as the page names it; None is unknown."""

    sku: str
    brand: str
    name: str
    price: Decimal
    type: str | None
    stock: int | None
    trial_days: int | None
    return_terms: str | None
    kids_only: bool
    unknown: int  # bit n: the n-th of ASKED


@dataclass(frozen=True)
class Known:
    """How much is known of one attribute: products that say it, and of those how many by each of ORIGINS."""

    attribute: str
    known: int
    origins: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Shop:
    """All products, in the order of the fit table, and what is known of each attribute."""

    lines: tuple[Line, ...]
    known: tuple[Known, ...]

    @property
    def kids_only(self) -> npt.NDArray[np.bool_]:
        """Which products are made for children alone."""
        return np.array([line.kids_only for line in self.lines], dtype=np.bool_)

    def unknown(self, attribute: str) -> npt.NDArray[np.bool_]:
        """Which products say nothing of an attribute."""
        bit = 1 << ASKED.index(attribute)
        return np.array([bool(line.unknown & bit) for line in self.lines], dtype=np.bool_)


def read_shop(products: Iterable[Product], table: FitTable) -> Shop:
    """All products in short, read one after the other. Raises LookupError where they are not those of the table."""
    places = {sku: n for n, sku in enumerate(table.skus)}
    lines: list[Line | None] = [None] * len(places)
    origins: dict[str, Counter[str]] = {name: Counter() for name in ASKED}
    for product in products:
        place = places.get(product.sku)
        if place is None:
            raise LookupError(f"the product {product.sku} is new")
        unknown = 0
        for n, name in enumerate(ASKED):
            if getattr(product, name) is None:
                unknown |= 1 << n
            else:
                source = product.provenance.get(name, {}).get("source", "")
                origins[name][source if source in ORIGINS else ORIGINS[-1]] += 1
        lines[place] = Line(
            product.sku,
            product.brand,
            product.name,
            product.price,
            product.insole_type,
            product.stock,
            product.trial_days,
            product.return_terms,
            product.wearer == KIDS_ONLY,
            unknown,
        )
    found = tuple(line for line in lines if line is not None)
    if len(found) != len(places):
        raise LookupError("products are no longer there")
    known = [Known(name, counts.total(), tuple(counts[each] for each in ORIGINS)) for name, counts in origins.items()]
    return Shop(found, tuple(known))
