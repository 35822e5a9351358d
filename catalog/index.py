"""Working out product_index from products, product_sizes and seeds/fit.yml, in one statement of the
database, and the pages of it that the fit table is read from."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from catalog import fit, fit_pages, fit_sql
from catalog.models import IndexRow, ProductRow, SizeRow, StateRow
from catalog.sizes import COLUMNS, SYSTEM_BITS, SizeColumn
from catalog.words import WordList, vocabulary_list

#: After a change of so many products PostgreSQL counts anew what its plans go by.
_MANY = 1000


def refresh(connection: Any, rules: fit.FitRules, skus: list[str] | None = None) -> None:
    """Work out the index of the products `skus` anew, or of all. Call it in the transaction that changed
    them."""
    currency = connection.execute(sa.select(StateRow.currency)).scalar_one()
    names, statement = _statement(rules.digest, currency)
    outdated = sa.delete(IndexRow)
    if skus is not None:
        ids: list[int] = []
        chosen = ProductRow.sku.in_(sa.bindparam("skus", expanding=True))
        outdated = outdated.where(IndexRow.product_id.in_(sa.select(ProductRow.id).where(chosen)))
        statement = statement.where(chosen)
        for start in range(0, len(skus), 500):
            some = {"skus": skus[start : start + 500]}
            connection.execute(outdated, some)
            connection.execute(sa.insert(IndexRow).from_select(names, statement), some)
            ids += connection.execute(sa.select(ProductRow.id).where(chosen), some).scalars()
        fit_pages.refresh(connection, rules, ids)
    else:
        connection.execute(outdated)
        connection.execute(sa.insert(IndexRow).from_select(names, statement))
        fit_pages.refresh(connection, rules)
    if connection.dialect.name == "postgresql" and (skus is None or len(skus) >= _MANY):
        # By itself it would count anew only some time later, and search all of the tables until then.
        connection.exec_driver_sql("ANALYZE products, product_sizes, product_index")


def follow(connection: Any, rules: fit.FitRules) -> None:
    """Work the index out anew if it was worked out by other rules than these. Call it in a transaction that
    writes: another process may have done it in the meantime."""
    if connection.execute(sa.select(StateRow.fit_digest)).scalar_one() != rules.digest:
        refresh(connection, rules)
        bump(connection, rules)


def bump(connection: Any, rules: fit.FitRules) -> int:
    """Note that the catalogue has changed, and by which rules its index is worked out. Returns the new
    version."""
    connection.execute(sa.update(StateRow).values(version=StateRow.version + 1, fit_digest=rules.digest))
    return int(connection.execute(sa.select(StateRow.version)).scalar_one())


@lru_cache(maxsize=8)
def _statement(digest: str, currency: str) -> tuple[list[str], Any]:
    rules = fit.rules()
    if rules.digest != digest:
        raise fit.FitError(f"{fit.FILE} changed while the catalogue was brought up to date; try again")
    values: dict[str, Any] = {
        "product_id": ProductRow.id,
        "sku": ProductRow.sku,
        "price_minor": ProductRow.price_minor,
        "brand_key": ProductRow.brand_key,
        "stock": sa.func.coalesce(ProductRow.stock, -1),
        "insole_type": _bit(ProductRow.insole_type, vocabulary_list("insole_type")),
        "needs_removable_liner": _flag(ProductRow.needs_removable_liner),
        "widths": _set(ProductRow.widths, -1),
        "wearer": _set(ProductRow.wearer, -1),
        "footwear": _set(ProductRow.footwear, -1),
        "material_words": _set(ProductRow.materials, 0).op("|")(
            _bit(ProductRow.cushioning_material, vocabulary_list("material"))
        ),
        "features_present": _features(rules, currency, present=True),
        "features_absent": _features(rules, currency, present=False),
        "size_systems": _sum(
            sa.distinct(sa.case(*((SizeRow.system == name, bit) for name, bit in SYSTEM_BITS.items()), else_=0)),
            sa.true(),
        ),
    }
    for column in COLUMNS:
        values[column.name] = _sum(*_run(column))
    for entry in rules.fits.values():
        values[entry.column] = fit_sql.points(entry.rule, currency)
    chosen = sa.select(*(value.label(name) for name, value in values.items())).select_from(ProductRow)
    return list(values), chosen.where(ProductRow.retired_on.is_(None))


def _set(column: Any, unknown: int) -> Any:
    return sa.func.coalesce(sa.type_coerce(column, sa.BigInteger), sa.literal_column(str(unknown)))


def _bit(column: Any, words: WordList) -> Any:
    cases = [(column == word, sa.literal_column(str(words.bit(word)))) for word in words.words]
    return sa.case(*cases, else_=sa.literal_column("0"))


def _flag(column: Any) -> Any:
    one, zero, unknown = (sa.literal_column(text) for text in ("1", "0", "-1"))
    return sa.case((column.is_(None), unknown), (column.is_(sa.true()), one), else_=zero)


def _features(rules: fit.FitRules, currency: str, *, present: bool) -> Any:
    words = vocabulary_list("feature")
    total: Any = sa.literal_column("0")
    for word, test in rules.features.items():
        holds = fit_sql.holds(test, currency)
        told = holds if present else sa.not_(holds)
        total = total + sa.case((told, sa.literal_column(str(words.bit(word)))), else_=sa.literal_column("0"))
    return total


def _run(column: SizeColumn) -> tuple[Any, Any]:
    """The bits of a run of sizes in a column, and which runs have any."""
    low, high = (sa.literal_column(str(round(size * 2))) for size in (column.first, column.last))
    first = sa.case((SizeRow.first_half < low, low), else_=SizeRow.first_half)
    last = sa.case((SizeRow.last_half > high, high), else_=SizeRow.last_half)
    one = sa.cast(sa.literal_column("1"), sa.BigInteger)
    # 3 sizes from position 5 on: (1 << 8) - (1 << 5).
    above = sa.cast(last - low + sa.literal_column("1"), sa.Integer)
    below = sa.cast(first - low, sa.Integer)
    bits = one.op("<<")(above).self_group() - one.op("<<")(below).self_group()
    return bits, sa.and_(SizeRow.system == column.system, SizeRow.last_half >= low, SizeRow.first_half <= high)


def _sum(bits: Any, which: Any) -> Any:
    """The bits of all runs of a product's sizes; runs do not touch, so that adding their bits joins them."""
    total = sa.func.coalesce(sa.func.sum(bits), sa.literal_column("0"))
    runs = sa.select(sa.cast(total, sa.BigInteger)).where(SizeRow.product_id == ProductRow.id, which)
    return runs.correlate(ProductRow).scalar_subquery()
