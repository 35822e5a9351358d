"""What an owner does to single products: set an attribute, take that back, retire, bring back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from catalog import fit, rows
from catalog.engine import writing
from catalog.models import ProductRow, StateRow, VariantRow
from catalog.owned import with_set, without_set
from catalog.rows import Change, Stored
from catalog.store import settle


class NoSuchProductError(ValueError):
    """There is no product with that sku."""

    def __init__(self, sku: str) -> None:
        super().__init__(f"there is no product with the sku '{sku[:64]}'; `python -m catalog list` shows them")


def find(connection: Any, sku: str) -> Stored:
    """The product with that sku, sold or retired; or the one of which it is a variant. Raises NoSuchProductError."""
    found = rows.stored(connection, [sku])
    if not found:
        query = (
            sa.select(ProductRow.sku)
            .join(VariantRow, VariantRow.product_id == ProductRow.id)
            .where(VariantRow.sku == sku)
            .order_by(ProductRow.retired_on.is_not(None), ProductRow.sku)
        )
        of = connection.execute(query).scalars().first()
        if of is None:
            # Typed without its capitals.
            alike = sa.select(ProductRow.sku).where(sa.func.lower(ProductRow.sku) == sku.lower()).limit(2)
            several = connection.execute(alike).scalars().all()
            of = several[0] if len(several) == 1 else None
        found = rows.stored(connection, [of]) if of is not None else {}
    if not found:
        raise NoSuchProductError(sku)
    return next(iter(found.values()))


def currency_of(connection: Any) -> str:
    """The currency of all prices."""
    return str(connection.execute(sa.select(StateRow.currency)).scalar_one())


def set_values(engine: Any, sku: str, values: Sequence[tuple[str, str]], on: date) -> Change:
    """Set attributes of a product to cells (cells.read_cell), or take back what was set (an empty cell).

    All of them or none. Returns what changed. Raises ValueError naming attribute, value and what was expected.
    """
    rules = fit.rules()
    with writing(engine) as connection:
        product = find(connection, sku)
        currency = currency_of(connection)
        old = record = product.record(currency)
        for name, cell in values:
            record = with_set(record, name, cell, on) if cell else without_set(record, name)
        change = rows.compared(record, product, old, currency)
        settle(connection, rules, rows.write(connection, [change], currency))
    return change


def retire(engine: Any, skus: Sequence[str], on: date, *, undo: bool = False) -> list[str]:
    """Take products out of what is sold until the owner brings them back (`undo`). Returns the skus that changed."""
    rules = fit.rules()
    with writing(engine) as connection:
        products = [find(connection, sku) for sku in dict.fromkeys(skus)]
        changed = [
            str(product.columns["sku"])
            for product in products
            if product.columns["retired_by"] != ("owner" if not undo else None)
        ]
        if undo:
            rows.bring_back(connection, changed)
        else:
            rows.retire(connection, changed, on, "owner")
        settle(connection, rules, changed)
    return changed
