"""Ranking in one SQL query: limits filter, wishes score, the best come first.

A score is a sum of whole numbers (weights in thousandths, fits in hundredths), so that it is the same to the last
digit whatever the database, the order of the wishes, or whether FitTable has computed it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from catalog.fit import FitRules
from catalog.limits import Condition
from catalog.models import IndexRow, ProductRow, StateRow
from catalog.product import COLUMNS_READ, Product, from_row

#: A wish's weight is kept to a thousandth, and no single one may be larger than this.
WEIGHT_UNIT = 1000
MAX_WEIGHT = 1000.0


@dataclass(frozen=True)
class Want:
    """A wish: the key of a fit in seeds/fit.yml, and its weight; a negative one wishes the opposite."""

    fit: str
    weight: float


@dataclass(frozen=True)
class Ranked:
    """A product with its score (0 to 1), how well it meets each wish (0 to 1, None where it does not say), and the
    limits (fields of Limits) that it passes only because it does not say."""

    product: Product
    score: float
    fits: Mapping[str, float | None]
    unstated: tuple[str, ...] = ()


def weights_of(wants: Sequence[Want], rules: FitRules) -> dict[str, int]:
    """The weight of each fit in thousandths; wishes for the same fit add up. Raises ValueError for an unknown fit."""
    total: dict[str, float] = {}
    for want in wants:
        rules.fit(want.fit)
        if not -MAX_WEIGHT <= want.weight <= MAX_WEIGHT:
            raise ValueError(f"the weight {want.weight} of '{want.fit}' is not between -{MAX_WEIGHT:g} and {MAX_WEIGHT:g}")
        total[want.fit] = total.get(want.fit, 0.0) + want.weight
    return {key: round(total[key] * WEIGHT_UNIT) for key in rules.fits if key in total}


def search(
    connection: Any,
    rules: FitRules,
    weights: Mapping[str, int],
    limits: Sequence[Condition],
    count: int,
    excluded: Collection[str],
) -> list[Ranked]:
    """The best `count` products, best first: by score, then price, then sku."""
    shape = (
        tuple((rules.fits[key].column, (weight > 0) - (weight < 0)) for key, weight in weights.items()),
        tuple(condition.shape for condition in limits),
        bool(excluded),
        rules.unknown_points,
    )
    values: dict[str, Any] = {f"w{n}": abs(weight) for n, weight in enumerate(weights.values())}
    values.update(condition_values(limits), count=count)
    if excluded:
        values["excluded"] = list(excluded)
    whole = 100 * sum(map(abs, weights.values()))
    start = len(COLUMNS_READ)
    found = []
    for row in connection.execute(_statement(*shape), values).all():
        points = row[start + 2 :]
        fits = {key: None if p is None else p / 100 for key, p in zip(weights, points, strict=True)}
        found.append(Ranked(from_row(row, row[start]), row[start + 1] / whole if whole else 0.0, fits))
    return found


@lru_cache(maxsize=512)
def _statement(
    wants: tuple[tuple[str, int], ...], limits: tuple[tuple[Any, ...], ...], excluded: bool, unknown: int
) -> Any:
    """The query for wishes and limits of this shape; kept, so that it is only put together once."""
    score: Any = sa.literal_column("0")
    unknown_points = sa.literal_column(str(unknown))
    for n, (name, sign) in enumerate(wants):
        if sign:
            column = getattr(IndexRow, name)
            points = column if sign > 0 else sa.literal_column("100") - column
            score = score + sa.func.coalesce(points, unknown_points) * sa.bindparam(f"w{n}", type_=sa.Integer)
    best = sa.select(IndexRow.product_id, score.label("score")).where(*where(limits))
    if excluded:
        best = best.where(IndexRow.sku.not_in(sa.bindparam("excluded", expanding=True)))
    top = (
        best.order_by(sa.desc("score"), IndexRow.price_minor, IndexRow.sku)
        .limit(sa.bindparam("count", type_=sa.Integer))
        .subquery("best")
    )
    return (
        sa.select(
            *COLUMNS_READ,
            StateRow.currency,
            top.c.score,
            *(getattr(IndexRow, name) for name, _ in wants),
        )
        .select_from(top)
        .join(ProductRow, ProductRow.id == top.c.product_id)
        .join(IndexRow, IndexRow.product_id == top.c.product_id)
        .join(StateRow, StateRow.id == 1)
        .order_by(top.c.score.desc(), IndexRow.price_minor, IndexRow.sku)
    )


def condition_values(limits: Sequence[Condition]) -> dict[str, Any]:
    """The values for the parameters that `where` names."""
    values: dict[str, Any] = {}
    for n, condition in enumerate(limits):
        if condition.size is None:
            values[f"c{n}"] = condition.value
        else:
            values[f"c{n}"] = condition.size.systems
            values.update({f"c{n}_{m}": bit for m, bit in enumerate(condition.size.bits.values())})
    return values


def where(limits: Sequence[tuple[Any, ...]]) -> list[Any]:
    """The conditions of these shapes in SQL."""
    return [_sql(n, *shape) for n, shape in enumerate(limits)]


def _sql(n: int, test: str, name: str, bits: tuple[str, ...]) -> Any:
    zero = sa.literal_column("0")
    if test == "size":
        told = IndexRow.size_systems.op("&")(_value(n, sa.Integer)) != zero
        fits = (
            getattr(IndexRow, column).op("&")(sa.bindparam(f"c{n}_{m}", type_=sa.BigInteger)) != zero
            for m, column in enumerate(bits)
        )
        return sa.or_(sa.not_(told), *fits)
    column = getattr(IndexRow, name)
    if test == "at_most":
        return column <= _value(n, sa.BigInteger)
    if test == "at_least":
        return column >= _value(n, sa.BigInteger)
    if test == "not_equal":
        return column != _value(n, sa.String if name == "brand_key" else sa.Integer)
    common = column.op("&")(_value(n, sa.BigInteger))
    if test == "all_bits":
        return common == _value(n, sa.BigInteger)
    return common != zero if test == "any_bit" else common == zero


def _value(n: int, kind: Any) -> Any:
    return sa.bindparam(f"c{n}", type_=kind)
