"""Writing products: all or nothing, and only what has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from catalog import fit, index, money
from catalog.attributes import ATTRIBUTES, Kind
from catalog.engine import reading, writing
from catalog.limits import brand_key
from catalog.models import ProductRow, SizeRow, StateRow

_BATCH = 400
_Runs = frozenset[tuple[str, int, int]]


class CurrencyError(ValueError):
    """Products in one currency were to be put into a catalogue that is kept in another."""


@dataclass(frozen=True)
class Record:
    """A product to be stored: its attributes (absent or None is unknown) and where each of them came from.

    `sizes` is a list of (system, size) pairs, `price` a Decimal, a set of words any collection of them.
    """

    attributes: Mapping[str, Any]
    provenance: Mapping[str, Mapping[str, str]]

    @property
    def sku(self) -> str:
        """The sku that the product goes by."""
        return str(self.attributes["sku"])


@dataclass(frozen=True)
class Saved:
    """What a save did, and the version of the catalogue after it."""

    added: int
    changed: int
    unchanged: int
    version: int


def save(engine: Any, records: Sequence[Record], currency: str, *, only_if_empty: bool = False) -> Saved:
    """Add or update products in one transaction; a save that changes nothing leaves the version as it is.

    With `only_if_empty`, nothing is done where the catalogue holds products (two set-ups at once load only
    one shop). Raises CurrencyError if the catalogue already holds products in another currency.
    """
    rules = fit.rules()
    with writing(engine) as connection:
        if only_if_empty and _holds_products(connection):
            return Saved(0, 0, 0, _version(connection))
        _take_currency(connection, currency)
        added: list[str] = []
        changed: list[str] = []
        for start in range(0, len(records), _BATCH):
            _save_batch(connection, records[start : start + _BATCH], currency, added, changed)
        if added or changed:
            outdated = connection.execute(sa.select(StateRow.fit_digest)).scalar_one() != rules.digest
            index.refresh(connection, rules, None if outdated else added + changed)
            index.bump(connection, rules)
        version = _version(connection)
    return Saved(len(added), len(changed), len(records) - len(added) - len(changed), version)


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


def _version(connection: Any) -> int:
    return int(connection.execute(sa.select(StateRow.version)).scalar_one())


def _take_currency(connection: Any, currency: str) -> None:
    present = connection.execute(sa.select(StateRow.currency)).scalar_one()
    if present == currency:
        return
    if _holds_products(connection):
        raise CurrencyError(f"the catalogue is kept in {present}, these products are in {currency}")
    connection.execute(sa.update(StateRow).values(currency=currency))


_COLUMNS = [column for column in ProductRow.__table__.columns if column.name != "id"]


def _columns(record: Record, currency: str) -> dict[str, Any]:
    given = record.attributes
    values: dict[str, Any] = {
        a.name: frozenset(given[a.name])
        if a.kind is Kind.WORDS and given.get(a.name) is not None
        else given.get(a.name)
        for a in ATTRIBUTES
        if a.kind not in (Kind.SIZES, Kind.MONEY)
    }
    for a in ATTRIBUTES:
        if a.kind is Kind.MONEY:
            amount = given.get(a.name)
            values[f"{a.name}_minor"] = None if amount is None else money.to_minor(amount, currency)
    values["brand_key"] = brand_key(given["brand"])
    values["provenance"] = {name: dict(entry) for name, entry in record.provenance.items()}
    return values


def _save_batch(
    connection: Any, records: Sequence[Record], currency: str, added: list[str], changed: list[str]
) -> None:
    known = _stored(connection, [record.sku for record in records])
    new: list[dict[str, Any]] = []
    new_sizes: dict[str, _Runs] = {}
    runs_of: list[tuple[int, _Runs]] = []
    for record in records:
        columns, runs = _columns(record, currency), _runs(record)
        old = known.get(record.sku)
        if old is None:
            new.append(columns)
            new_sizes[record.sku] = runs
            added.append(record.sku)
        elif old[1] != columns or old[2] != runs:
            connection.execute(sa.update(ProductRow).where(ProductRow.id == old[0]).values(columns))
            if old[2] != runs:
                connection.execute(sa.delete(SizeRow).where(SizeRow.product_id == old[0]))
                runs_of.append((old[0], runs))
            changed.append(record.sku)
    if new:
        connection.execute(sa.insert(ProductRow), new)
        ids = connection.execute(sa.select(ProductRow.id, ProductRow.sku).where(ProductRow.sku.in_(new_sizes)))
        runs_of += [(row.id, new_sizes[row.sku]) for row in ids]
    rows = [
        {"product_id": product_id, "system": system, "first_half": first, "last_half": last}
        for product_id, runs in runs_of
        for system, first, last in sorted(runs)
    ]
    if rows:
        connection.execute(sa.insert(SizeRow), rows)


def _runs(record: Record) -> _Runs:
    """The sizes of a record as runs of whole and half sizes: (system, first times two, last times two)."""
    found: list[tuple[str, int, int]] = []
    for system, half in sorted({(system, round(size * 2)) for system, size in record.attributes.get("sizes") or ()}):
        if found and found[-1][0] == system and found[-1][2] == half - 1:
            found[-1] = (system, found[-1][1], half)
        else:
            found.append((system, half, half))
    return frozenset(found)


def _stored(connection: Any, skus: list[str]) -> dict[str, tuple[int, dict[str, Any], _Runs]]:
    rows = connection.execute(sa.select(ProductRow.id, *_COLUMNS).where(ProductRow.sku.in_(skus))).all()
    runs: dict[int, set[tuple[str, int, int]]] = {row.id: set() for row in rows}
    if rows:
        columns = (SizeRow.product_id, SizeRow.system, SizeRow.first_half, SizeRow.last_half)
        for product_id, *run in connection.execute(sa.select(*columns).where(SizeRow.product_id.in_(runs))):
            runs[product_id].add((run[0], run[1], run[2]))
    return {
        row.sku: (row.id, {column.name: row[n] for n, column in enumerate(_COLUMNS, 1)}, frozenset(runs[row.id]))
        for row in rows
    }
