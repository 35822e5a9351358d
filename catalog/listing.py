"""All products of the catalogue for an owner to look at: sold and retired, with where everything comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any

import sqlalchemy as sa

from catalog import money, rows
from catalog.attributes import ATTRIBUTES
from catalog.cells import write_cell
from catalog.models import ProductRow
from catalog.owner import currency_of
from catalog.rows import Stored

_SOME = 400
#: Bounds of the price bands that an owner is shown, in the shop's currency.
BANDS = (Decimal(15), Decimal(30), Decimal(50), Decimal(80), Decimal(120))


def stored_products(connection: Any, *, retired: bool = False, feed: str | None = None) -> Iterator[Stored]:
    """The products in the order of their skus: those that are sold, or those that are retired."""
    chosen = ProductRow.retired_on.is_not(None) if retired else ProductRow.retired_on.is_(None)
    query = sa.select(ProductRow.sku).where(chosen).order_by(ProductRow.sku)
    if feed is not None:
        query = query.where(ProductRow.feed == feed)
    skus = iter(connection.execute(query).scalars().all())
    while some := list(islice(skus, _SOME)):
        found = rows.stored(connection, some)
        yield from (found[sku] for sku in some)


#: The columns of our own CSV.
COLUMNS: tuple[str, ...] = tuple(
    name for a in ATTRIBUTES for name in ((a.name, "currency") if a.name == "price" else (a.name,))
)


def lines(connection: Any, *, retired: bool = False) -> Iterator[list[str]]:
    """The products as lines of our own CSV (COLUMNS), which `import` and `load` take."""
    currency = currency_of(connection)
    for product in stored_products(connection, retired=retired):
        values = product.record(currency).attributes
        cells = {a.name: write_cell(a, values[a.name]) for a in ATTRIBUTES} | {"currency": currency}
        yield [cells[name] for name in COLUMNS]


@dataclass
class Statistics:
    """The catalogue in figures. `known` counts products by attribute and by where it comes from."""

    currency: str
    products: int = 0
    retired: int = 0
    out_of_stock: int = 0
    feeds: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    bands: Counter[int] = field(default_factory=Counter)  # place in BANDS of the first bound above the price
    known: dict[str, Counter[str]] = field(default_factory=dict)


def statistics(connection: Any) -> Statistics:
    """Count through the catalogue."""
    found = Statistics(currency_of(connection), known={a.name: Counter() for a in ATTRIBUTES})
    query = sa.select(sa.func.count()).select_from(ProductRow).where(ProductRow.retired_on.is_not(None))
    found.retired = int(connection.execute(query).scalar_one())
    for product in stored_products(connection):
        values, columns = product.record(found.currency).attributes, product.columns
        found.products += 1
        found.out_of_stock += columns["stock"] == 0
        found.feeds[columns["feed"]] += 1
        found.types[columns["insole_type"] or ""] += 1
        price = money.from_minor(columns["price_minor"], found.currency)
        found.bands[sum(price >= bound for bound in BANDS)] += 1
        for name, value in values.items():
            if value is not None:
                found.known[name][(columns["provenance"].get(name) or {}).get("source", "column")] += 1
    return found
