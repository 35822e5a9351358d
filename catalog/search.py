"""Ranking in one SQL query: limits filter, wishes score, the best come first.

A score is a sum of whole numbers (weights in thousandths, fits in hundredths), so that it is the same to
the last digit whatever the database, the order of the wishes, or whether FitTable has computed it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from catalog.fit import FitRules
from catalog.limits import Condition
from catalog.product import Product

#: A wish's weight is kept to a thousandth, and no single one may be larger than this.
WEIGHT_UNIT = 1000
MAX_WEIGHT = 100.0


@dataclass(frozen=True)
class Want:
    """A wish: the key of a fit in seeds/fit.yml, and its weight; a negative one wishes the opposite."""

    fit: str
    weight: float


@dataclass(frozen=True)
class Ranked:
    """A product with its score (0 to 1), how well it meets each wish (0 to 1, None where it does not say),
    and the limits (fields of Limits) that it passes only because it does not say."""

    product: Product
    score: float
    fits: Mapping[str, float | None]
    unstated: tuple[str, ...] = ()


class Hit(NamedTuple):
    """A product that a search found: its row's id, its score, and how well it meets each wish."""

    product_id: int
    score: float
    fits: Mapping[str, float | None]


def weights_of(wants: Sequence[Want], rules: FitRules) -> dict[str, int]:
    """The weight of each fit in thousandths; wishes for the same fit add up. Raises ValueError for an
    unknown fit."""
    total: dict[str, float] = {}
    for want in wants:
        rules.fit(want.fit)
        total[want.fit] = total.get(want.fit, 0.0) + want.weight
    for key, weight in total.items():
        if not -MAX_WEIGHT <= weight <= MAX_WEIGHT:
            raise ValueError(f"the weight of '{key}' is {weight}, not between -{MAX_WEIGHT:g} and {MAX_WEIGHT:g}")
    return {key: round(total[key] * WEIGHT_UNIT) for key in rules.fits if key in total}


def search(
    connection: Any,
    rules: FitRules,
    weights: Mapping[str, int],
    limits: Sequence[Condition],
    count: int,
    excluded: Collection[str],
    among: Collection[int] | None = None,
) -> list[Hit]:
    """The best `count` products, best first: by score, then price, then sku.

    With `among`, only the rows with these ids are looked at.
    """
    shape = (
        tuple((rules.fits[key].column, (weight > 0) - (weight < 0)) for key, weight in weights.items()),
        tuple(condition.shape for condition in limits),
        bool(excluded),
        among is not None,
        rules.unknown_points,
    )
    values: dict[str, Any] = {f"w{n}": abs(weight) for n, weight in enumerate(weights.values()) if weight}
    values.update(condition_values(limits), count=count)
    if excluded:
        values["excluded"] = list(excluded)
    if among is not None:
        values["among"] = list(among)
    whole = 100 * sum(map(abs, weights.values()))
    return [
        Hit(
            row[0],
            row[1] / whole if whole else 0.0,
            {key: None if p is None else p / 100 for key, p in zip(weights, row[2:], strict=True)},
        )
        for row in connection.execute(_statement(*shape), values)
    ]


@lru_cache(maxsize=1024)
def _statement(
    wants: tuple[tuple[str, int], ...], limits: tuple[tuple[Any, ...], ...], excluded: bool, among: bool, unknown: int
) -> Any:
    """The query for wishes and limits of this shape.

    Written as text, since putting it together and compiling it from parts takes longer than running it. It
    holds nothing but names of columns of ours and whole numbers; all values are parameters.
    """
    terms = [
        f"coalesce({name if sign > 0 else f'100 - {name}'}, {unknown}) * :w{n}"
        for n, (name, sign) in enumerate(wants)
        if sign
    ]
    conditions = where(limits)
    if excluded:
        conditions.append("sku NOT IN :excluded")
    if among:
        conditions.append("product_id IN :among")
    columns = ", ".join(["product_id", f"{' + '.join(terms) or '0'} AS score", *(name for name, _ in wants)])
    query = sa.text(
        f"SELECT {columns} FROM product_index WHERE {' AND '.join(conditions) or '1 = 1'}"  # noqa: S608 (see above)
        " ORDER BY score DESC, price_minor, sku LIMIT :count"
    )
    lists = [name for name, given in (("excluded", excluded), ("among", among)) if given]
    return query.bindparams(*(sa.bindparam(name, expanding=True) for name in lists))


def count(connection: Any, limits: Sequence[Condition]) -> int:
    """How many products keep to the limits."""
    conditions = " AND ".join(where([condition.shape for condition in limits])) or "1 = 1"
    query = sa.text(f"SELECT count(*) FROM product_index WHERE {conditions}")  # noqa: S608 (as in _statement)
    return int(connection.execute(query, condition_values(limits)).scalar_one())


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


_TESTS = {
    "at_most": "{column} <= :c{n}",
    "at_least": "{column} >= :c{n}",
    "not_equal": "{column} <> :c{n}",
    "equals": "{column} = :c{n}",
    # by way of products, which has an index by sku; one more on product_index would slow every save
    "is_sku": "{column} = (SELECT id FROM products WHERE products.sku = :c{n})",
    "any_bit": "({column} & :c{n}) <> 0",
    "all_bits": "({column} & :c{n}) = :c{n}",
    "no_bits": "({column} & :c{n}) = 0",
}


def where(limits: Sequence[tuple[Any, ...]]) -> list[str]:
    """Conditions of these shapes in SQL; they read columns of product_index."""
    found = []
    for n, (test, column, bits) in enumerate(limits):
        if test == "size":
            fits = "".join(f" OR ({name} & :c{n}_{m}) <> 0" for m, name in enumerate(bits))
            found.append(f"((size_systems & :c{n}) = 0{fits})")
        else:
            found.append(_TESTS[test].format(column=column, n=n))
    return found
