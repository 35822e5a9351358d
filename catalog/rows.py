"""Products between their records and their rows: what is stored of one, what would change, and writing it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from catalog import money
from catalog.attributes import ATTRIBUTES, BY_NAME, Kind
from catalog.cells import write_cell
from catalog.limits import brand_key
from catalog.models import NameWordRow, ProductRow, SizeRow, VariantRow
from catalog.names import words_of
from catalog.owned import with_owned
from catalog.record import Record, Variant

Runs = frozenset[tuple[str, int, int]]
ADDED, CHANGED, RETURNED, UNCHANGED = "added", "changed", "returned", "unchanged"
#: Only where it comes from has changed: nothing that a search or an advice would see.
NOTED = "noted"
_NOTES = ("feed", "reading", "provenance")
_SOME = 500

_COLUMNS = [column for column in ProductRow.__table__.columns if column.name != "id"]
_BY_PRODUCT = sa.bindparam("products", expanding=True)
_SIZES = sa.select(SizeRow.product_id, SizeRow.system, SizeRow.first_half, SizeRow.last_half).where(
    SizeRow.product_id.in_(_BY_PRODUCT)
)
_VARIANTS = (
    sa.select(VariantRow.product_id, VariantRow.sku, VariantRow.said, VariantRow.price_minor, VariantRow.stock)
    .where(VariantRow.product_id.in_(_BY_PRODUCT))
    .order_by(VariantRow.product_id, VariantRow.place)
)


@dataclass(frozen=True)
class Stored:
    """A product as its rows have it: columns of `products` by name, the runs of its sizes, its variants."""

    id: int
    columns: Mapping[str, Any]
    runs: Runs
    variants: tuple[tuple[Any, ...], ...]

    def record(self, currency: str) -> Record:
        """The product as a record, to be changed and stored again."""
        values: dict[str, Any] = {}
        for attribute in ATTRIBUTES:
            if attribute.kind is Kind.MONEY:
                minor = self.columns[f"{attribute.name}_minor"]
                values[attribute.name] = None if minor is None else money.from_minor(minor, currency)
            elif attribute.kind is Kind.SIZES:
                values[attribute.name] = pairs(self.runs) or None
            else:
                values[attribute.name] = self.columns[attribute.name]
        return Record(values, self.columns["provenance"])

    def told_variants(self, currency: str) -> list[Variant]:
        """Its variants, in the order of the feed."""
        return [
            Variant(sku, said, None if minor is None else money.from_minor(minor, currency), stock)
            for sku, said, minor, stock in self.variants
        ]


@dataclass(frozen=True)
class Change:
    """What storing a record does to its product: one of added, changed, returned, noted, unchanged.

    `fields` has the attributes that change, as cells: name -> (before, after).
    """

    record: Record
    kind: str
    fields: Mapping[str, tuple[str, str]]
    before: Stored | None
    columns: Mapping[str, Any]
    runs: Runs


def pairs(runs: Collection[tuple[str, int, int]]) -> list[tuple[str, float]]:
    """Runs of sizes as (system, size) pairs."""
    return [(system, half / 2) for system, first, last in sorted(runs) for half in range(first, last + 1)]


def runs_of(record: Record) -> Runs:
    """The sizes of a record as runs of whole and half sizes: (system, first times two, last times two)."""
    found: list[tuple[str, int, int]] = []
    for system, half in sorted({(system, round(size * 2)) for system, size in record.attributes.get("sizes") or ()}):
        if found and found[-1][0] == system and found[-1][2] == half - 1:
            found[-1] = (system, found[-1][1], half)
        else:
            found.append((system, half, half))
    return frozenset(found)


def stored(connection: Any, skus: Sequence[str]) -> dict[str, Stored]:
    """The products with these skus, those retired too."""
    rows = connection.execute(sa.select(ProductRow.id, *_COLUMNS).where(ProductRow.sku.in_(skus))).all()
    runs: dict[int, set[tuple[str, int, int]]] = {row.id: set() for row in rows}
    variants: dict[int, list[tuple[Any, ...]]] = {row.id: [] for row in rows}
    if rows:
        some = {"products": list(runs)}
        for product_id, *run in connection.execute(_SIZES, some):
            runs[product_id].add((run[0], run[1], run[2]))
        for product_id, *variant in connection.execute(_VARIANTS, some):
            variants[product_id].append(tuple(variant))
    names = [column.name for column in _COLUMNS]
    return {
        row.sku: Stored(
            row.id, dict(zip(names, row[1:], strict=True)), frozenset(runs[row.id]), tuple(variants[row.id])
        )
        for row in rows
    }


def changes(connection: Any, records: Sequence[Record], currency: str) -> list[Change]:
    """What storing these records would do, in their order; nothing is written."""
    known = stored(connection, [record.sku for record in records])
    return [_change(record, known.get(record.sku), currency) for record in records]


def _change(record: Record, before: Stored | None, currency: str) -> Change:
    if before is None:
        return Change(record, ADDED, {}, None, _columns(record, currency), runs_of(record))
    old = before.record(currency)
    return compared(with_owned(record, old.attributes, old.provenance), before, old, currency)


def compared(record: Record, before: Stored, old: Record, currency: str) -> Change:
    """What storing a record over a product would do; nothing is laid over it. `old` is the product as a record."""
    columns, runs = _columns(record, currency), runs_of(record)
    kept: dict[str, Any] = {"feed": record.feed, "reading": record.reading}
    columns |= {name: before.columns[name] for name, value in kept.items() if value is None}
    columns |= {name: before.columns[name] for name in ("retired_on", "retired_by")}
    kind = UNCHANGED
    if record.feed is not None and before.columns["retired_by"] == "feed":
        columns |= {"retired_on": None, "retired_by": None}
        kind = RETURNED
    elif (
        {**columns, **dict.fromkeys(_NOTES)} != {**before.columns, **dict.fromkeys(_NOTES)}
        or runs != before.runs
        or (record.variants is not None and _variants(record.variants, currency) != before.variants)
    ):
        kind = CHANGED
    elif columns != before.columns:
        kind = NOTED
    fields = {}
    if kind != UNCHANGED:
        for attribute in ATTRIBUTES:
            was, is_ = old.attributes.get(attribute.name), record.attributes.get(attribute.name)
            told = write_cell(attribute, was), write_cell(attribute, is_)
            if told[0] != told[1]:
                fields[attribute.name] = told
    return Change(record, kind, fields, before, columns, runs)


def write(connection: Any, found: Sequence[Change], currency: str) -> list[str]:
    """Write those that change something. Returns the skus whose index must be worked out anew."""
    new = [change for change in found if change.before is None]
    old = [change for change in found if change.before is not None and change.kind != UNCHANGED]
    ids: dict[str, int] = {}
    if new:
        connection.execute(sa.insert(ProductRow), [dict(change.columns) for change in new])
        added = sa.select(ProductRow.id, ProductRow.sku).where(ProductRow.sku.in_([c.record.sku for c in new]))
        ids = {row.sku: row.id for row in connection.execute(added)}
    _update(connection, old)
    gone = [c.before.id for c in old if c.before is not None and c.runs != c.before.runs]
    if gone:
        connection.execute(sa.delete(SizeRow).where(SizeRow.product_id.in_(gone)))
    sizes: list[dict[str, Any]] = []
    variants: list[dict[str, Any]] = []
    stale: list[int] = []
    for change in (*new, *old):
        before = change.before
        product = ids[change.record.sku] if before is None else before.id
        if before is None or change.runs != before.runs:
            sizes += [
                {"product_id": product, "system": system, "first_half": first, "last_half": last}
                for system, first, last in sorted(change.runs)
            ]
        told = _variants(change.record.variants or (), currency)
        if change.record.variants is not None and told != (() if before is None else before.variants):
            if before is not None and before.variants:
                stale.append(product)
            names = ("sku", "said", "price_minor", "stock")
            variants += [
                {"product_id": product, "place": place, **dict(zip(names, variant, strict=True))}
                for place, variant in enumerate(told)
            ]
    _write_words(connection, new, old, ids)
    if sizes:
        connection.execute(sa.insert(SizeRow), sizes)
    if stale:
        connection.execute(sa.delete(VariantRow).where(VariantRow.product_id.in_(stale)))
    if variants:
        connection.execute(sa.insert(VariantRow), variants)
    return [change.record.sku for change in (*new, *old) if change.kind != NOTED]


def _write_words(connection: Any, new: Sequence[Change], old: Sequence[Change], ids: Mapping[str, int]) -> None:
    renamed = {
        change.before.id: change
        for change in old
        if change.before is not None and change.columns["name"] != change.before.columns["name"]
    }
    if renamed:
        connection.execute(sa.delete(NameWordRow).where(NameWordRow.product_id.in_(list(renamed))))
    named = {ids[change.record.sku]: change for change in new} | renamed
    words = [
        {"word": word, "product_id": product}
        for product, change in named.items()
        for word in words_of(change.columns["name"])
    ]
    if words:
        connection.execute(sa.insert(NameWordRow), words)


_UPDATE = (
    sa.update(ProductRow)
    .where(ProductRow.id == sa.bindparam("of_id"))
    .values({column: sa.bindparam(f"of_{column.name}", type_=column.type) for column in _COLUMNS})
)


def _update(connection: Any, found: Sequence[Change]) -> None:
    rows = [
        {"of_id": change.before.id, **{f"of_{name}": value for name, value in change.columns.items()}}
        for change in found
        if change.before is not None and change.columns != change.before.columns
    ]
    if rows:
        connection.execute(_UPDATE, rows)


def retire(connection: Any, skus: Sequence[str], on: date, by: str) -> None:
    """Take products out of what is sold; `by` is feed or owner. Their rows stay, their places in the index go."""
    _set_retired(connection, skus, on, by)


def bring_back(connection: Any, skus: Sequence[str]) -> None:
    """Sell products again that were retired."""
    _set_retired(connection, skus, None, None)


def _set_retired(connection: Any, skus: Sequence[str], on: date | None, by: str | None) -> None:
    # A database takes only so many values in one statement.
    for start in range(0, len(skus), _SOME):
        chosen = ProductRow.sku.in_(skus[start : start + _SOME])
        connection.execute(sa.update(ProductRow).where(chosen).values(retired_on=on, retired_by=by))


def _variants(variants: Sequence[Variant], currency: str) -> tuple[tuple[Any, ...], ...]:
    def minor(amount: Decimal | None) -> int | None:
        return None if amount is None else money.to_minor(amount, currency)

    return tuple((v.sku, v.said, minor(v.price), v.stock) for v in variants)


def _columns(record: Record, currency: str) -> dict[str, Any]:
    given = record.attributes
    values: dict[str, Any] = {"feed": record.feed or "", "reading": record.reading}
    for attribute in ATTRIBUTES:
        value = given.get(attribute.name)
        if attribute.kind is Kind.MONEY:
            values[f"{attribute.name}_minor"] = None if value is None else money.to_minor(value, currency)
        elif attribute.kind is not Kind.SIZES:
            words = attribute.kind is Kind.WORDS and value is not None
            values[attribute.name] = frozenset(value or ()) if words else value
    values["brand_key"] = brand_key(given["brand"])
    values["provenance"] = {
        name: dict(entry) for name, entry in record.provenance.items() if name in BY_NAME and entry is not None
    }
    values["retired_on"] = values["retired_by"] = None
    return values
