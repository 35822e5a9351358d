"""Writing products: all or nothing, and only what has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa

from catalog import fit, index, rows
from catalog.engine import reading, writing
from catalog.models import ProductRow, StateRow
from catalog.record import Record

_BATCH = 400


class CurrencyError(ValueError):
    """Products in one currency were to be put into a catalogue that is kept in another."""


@dataclass(frozen=True)
class Saved:
    """What a save did, and the version of the catalogue after it."""

    added: int
    changed: int
    unchanged: int
    version: int


def save(engine: Any, records: Iterable[Record], currency: str, *, only_if_empty: bool = False) -> Saved:
    """Add or update products in one transaction; a save that changes nothing leaves the version as it is.

    With `only_if_empty`, nothing is done where the catalogue holds products (two set-ups at once load only
    one shop). Raises CurrencyError if the catalogue already holds products in another currency.
    """
    rules = fit.rules()
    counts: Counter[str] = Counter()
    with writing(engine) as connection:
        if only_if_empty and _holds_products(connection):
            return Saved(0, 0, 0, version_of(connection))
        take_currency(connection, currency)
        changed: list[str] = []
        for batch in batches(records):
            found = rows.changes(connection, batch, currency)
            for change in found:
                counts[change.kind] += 1
            changed += rows.write(connection, found, currency)
        settle(connection, rules, changed)
        version = version_of(connection)
    return Saved(counts[rows.ADDED], counts[rows.CHANGED], counts[rows.UNCHANGED] + counts[rows.NOTED], version)


def batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    """The records a few hundred at a time."""
    rest = iter(records)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def settle(connection: Any, rules: fit.FitRules, changed: list[str]) -> None:
    """Bring the index to what the products now are, and count the version up, where any of them changed."""
    if not changed:
        return
    outdated = connection.execute(sa.select(StateRow.fit_digest)).scalar_one() != rules.digest
    number = connection.execute(sa.select(sa.func.count()).select_from(ProductRow)).scalar_one()
    # Beyond a third of the shop, working out all of it is quicker.
    index.refresh(connection, rules, None if outdated or len(changed) * 3 > number else changed)
    index.bump(connection, rules)


def is_empty(engine: Any) -> bool:
    """Whether the catalogue holds no product."""
    with reading(engine) as connection:
        return not _holds_products(connection)


def reindex(engine: Any) -> int:
    """Work out product_index anew. Returns the new version of the catalogue."""
    rules = fit.rules()
    with writing(engine) as connection:
        index.refresh(connection, rules)
        return index.bump(connection, rules)


def follow_rules(engine: Any) -> None:
    """Work out product_index anew if seeds/fit.yml is not the one that it was worked out by."""
    rules = fit.rules()
    with reading(engine) as connection:
        if connection.execute(sa.select(StateRow.fit_digest)).scalar_one() == rules.digest:
            return
    with writing(engine) as connection:
        index.follow(connection, rules)


def _holds_products(connection: Any) -> bool:
    return connection.execute(sa.select(ProductRow.id).limit(1)).first() is not None


def version_of(connection: Any) -> int:
    """The version of the catalogue, as this connection sees it."""
    return int(connection.execute(sa.select(StateRow.version)).scalar_one())


def take_currency(connection: Any, currency: str) -> None:
    """Keep the catalogue in this currency. Raises CurrencyError if it holds products in another."""
    check_currency(connection, currency)
    connection.execute(sa.update(StateRow).where(StateRow.currency != currency).values(currency=currency))


def check_currency(connection: Any, currency: str) -> None:
    """Raises CurrencyError if the catalogue holds products in another currency; an empty one takes any."""
    present = connection.execute(sa.select(StateRow.currency)).scalar_one()
    if present != currency and _holds_products(connection):
        raise CurrencyError(f"the catalogue is kept in {present}, these products are in {currency}")
