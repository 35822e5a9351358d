"""Bringing the catalogue to what a feed says: in one transaction, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import Any

import sqlalchemy as sa

from catalog import fit, rows
from catalog.attributes import BY_NAME, DESCRIBING
from catalog.cells import write_cell
from catalog.engine import reading, writing
from catalog.importing.outcome import Outcome, Told
from catalog.importing.spool import Spool
from catalog.models import ProductRow
from catalog.problem import Problem
from catalog.record import Record
from catalog.store import batches, check_currency, settle, take_currency, version_of

SAMPLE = "sample"
#: More than this share of a feed's products gone at once is more likely a broken feed than a sale.
MOST_GONE = 0.1
_SOME = 500
#: How long an import waits for another one to end, in milliseconds.
WAIT_MS = 120_000


class ImportRefusedError(ValueError):
    """Nothing was changed, and the message says why."""


def apply(
    engine: Any,
    spool: Spool,
    outcome: Outcome,
    *,
    on: date,
    force: bool = False,
    dry: bool = False,
    progress: Callable[[int], None] | None = None,
) -> list[Problem]:
    """Store what is in the spool and retire what is no longer in the feed, or (`dry`) only tell what that would do.

    Fills in `outcome`, and returns what could not be stored (a sku that another feed brings). Raises
    ImportRefusedError, store.CurrencyError, CatalogueUnavailable; then nothing has changed.
    """
    rules = fit.rules()
    with _transaction(engine, dry) as connection:
        _still_unchanged(connection, spool, outcome)
        sample = _sample_skus(connection, spool, outcome.feed)
        gone = list(_gone(connection, spool, outcome.feed))
        _refuse_if_many(connection, outcome, gone, force, dry)
        if sample and not dry:
            connection.execute(sa.delete(ProductRow).where(ProductRow.feed == SAMPLE, ProductRow.sku.in_(sample)))
        if not dry:
            take_currency(connection, outcome.currency)
        elif holds_own(connection):
            check_currency(connection, outcome.currency)
        outcome.counts["removed"] = len(sample)
        refused: list[Problem] = []
        touched: list[str] = []
        for batch in batches(spool.records()):
            found = []
            for change in rows.changes(connection, batch, outcome.currency):
                owner = "" if change.before is None else change.before.columns["feed"]
                if owner not in ("", SAMPLE, outcome.feed):
                    refused.append(_belongs(change.record, owner))
                else:
                    found.append(change)
                    _tell(outcome, change)
            if not dry:
                touched += rows.write(connection, found, outcome.currency)
            if progress:
                progress(len(batch))
        if not dry:
            rows.retire(connection, [sku for sku, _ in gone], on, "feed")
        for sku, name in gone:
            outcome.tell(Told(sku, name, "retired"))
        if not dry:
            settle(connection, rules, [*touched, *(sku for sku, _ in gone), *sample])
        outcome.version = version_of(connection)
        outcome.dry = dry
    return refused


@contextmanager
def _transaction(engine: Any, dry: bool) -> Iterator[Any]:
    with reading(engine) if dry else writing(engine, wait_ms=WAIT_MS) as connection:
        yield connection


def _still_unchanged(connection: Any, spool: Spool, outcome: Outcome) -> None:
    """What was unchanged when the feed was read must still be so: another import may have come in between."""
    rest = spool.unchanged()
    while some := dict(islice(rest, _SOME)):
        query = sa.select(ProductRow.sku, ProductRow.reading).where(
            ProductRow.sku.in_(list(some)), ProductRow.feed == outcome.feed
        )
        if dict(connection.execute(query).all()) != some:
            raise ImportRefusedError("the catalogue was changed by another import in the meantime: run this one again")
        outcome.counts["unchanged"] += len(some)


def _sample_skus(connection: Any, spool: Spool, feed: str) -> list[str]:
    """The sample shop's products, which go when a shop's own come."""
    if feed == SAMPLE:
        return []
    found = connection.execute(sa.select(ProductRow.sku).where(ProductRow.feed == SAMPLE)).scalars()
    return [sku for sku in found if not spool.holds(sku)]


def holds_own(connection: Any) -> bool:
    """Whether the catalogue holds any product that is not of the sample shop."""
    other = sa.select(ProductRow.id).where(ProductRow.feed != SAMPLE).limit(1)
    return connection.execute(other).first() is not None


def _gone(connection: Any, spool: Spool, feed: str) -> Iterator[tuple[str, str]]:
    query = sa.select(ProductRow.sku, ProductRow.name).where(ProductRow.feed == feed, ProductRow.retired_on.is_(None))
    for sku, name in connection.execute(query.order_by(ProductRow.sku)):
        if not spool.holds(sku):
            yield sku, name


def _refuse_if_many(connection: Any, outcome: Outcome, gone: list[tuple[str, str]], force: bool, dry: bool) -> None:
    query = sa.select(sa.func.count()).where(ProductRow.feed == outcome.feed, ProductRow.retired_on.is_(None))
    sold = int(connection.execute(query).scalar_one())
    if force or len(gone) <= sold * MOST_GONE:
        return
    outcome.needs_force = True
    if dry:
        return
    named = ", ".join(sku for sku, _ in gone[:5]) + (" and more" if len(gone) > 5 else "")
    raise ImportRefusedError(
        f"{len(gone)} of the {sold} products of the feed '{outcome.feed}' no longer in it: {named}. If that is right, "
        "run it again with --force, to retire what is gone; if the feed is cut short, mend it. Nothing was changed."
    )


def _belongs(record: Record, feed: str) -> Problem:
    expected = f"this feed's: the feed '{feed}' brings it already; import this one under that name (--feed {feed})"
    return Problem(0, "sku", record.sku, expected, sku=record.sku)


def _tell(outcome: Outcome, change: rows.Change) -> None:
    if change.kind in (rows.UNCHANGED, rows.NOTED):
        outcome.counts[rows.UNCHANGED] += 1
        return
    fields: Mapping[str, tuple[str, str]] = change.fields
    if change.kind == rows.ADDED:
        # What a new product is, in a few words.
        values = change.record.attributes
        cells = {name: write_cell(BY_NAME[name], values.get(name)) for name in ("price", *DESCRIBING)}
        fields = {name: ("", cell) for name, cell in cells.items() if cell}
    outcome.tell(Told(change.record.sku, str(change.record.attributes["name"]), change.kind, fields))
