"""seeds/fit.yml as SQL: CASE expressions over a product's row, in points from 0 to 100, NULL where unknown.

They are used in one place only, to work out product_index (index.py); searches and the fit table read their
results.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from catalog import money
from catalog.attributes import BY_NAME, Kind
from catalog.fit import Group, Part, Scale, Test, Tests
from catalog.models import ProductRow


class _Least(GenericFunction):  # type: ignore[misc]
    """The smallest of several numbers, none of them NULL."""

    type = sa.Float()
    name = "least"
    inherit_cache = True


class _Greatest(GenericFunction):  # type: ignore[misc]
    """The largest of several numbers, none of them NULL."""

    type = sa.Float()
    name = "greatest"
    inherit_cache = True


class _Double(GenericFunction):  # type: ignore[misc]
    """A number written out, as a floating-point one on every database."""

    type = sa.Float()
    name = "double"
    inherit_cache = True


@compiles(_Double, "sqlite")  # type: ignore[untyped-decorator]
def _double_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return str(compiler.process(element.clause_expr, **kw))


@compiles(_Double, "postgresql")  # type: ignore[untyped-decorator]
def _double_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    # It would reckon with a plain 0.1 in decimals, and be a point off other databases now and then.
    return f"{compiler.process(element.clause_expr, **kw)}::float8"


class _HalfUp(GenericFunction):  # type: ignore[misc]
    """A number from 0 up, rounded to a whole one; a half goes up on every database."""

    type = sa.Float()
    name = "round"
    inherit_cache = True


@compiles(_HalfUp, "postgresql")  # type: ignore[untyped-decorator]
def _half_up_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    # Its round() takes a half to the nearest even number; this is what SQLite's round() does.
    return f"floor({compiler.process(element.clause_expr, **kw)} + 0.5)"


@compiles(_Least, "sqlite")  # type: ignore[untyped-decorator]
def _least_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"min{compiler.process(element.clause_expr, **kw)}"


@compiles(_Greatest, "sqlite")  # type: ignore[untyped-decorator]
def _greatest_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"max{compiler.process(element.clause_expr, **kw)}"


def points(rule: Group, currency: str) -> Any:
    """The fit of a product as a whole number of points, 0 to 100, or NULL."""
    return sa.cast(_HalfUp(_group(rule, currency)), sa.SmallInteger)


def holds(test: Test | Tests, currency: str) -> Any:
    """Whether a product has a feature: true, false, or NULL where its row does not tell."""
    if isinstance(test, Test):
        return _test(test, currency)
    parts = [holds(entry, currency) for entry in test.tests]
    if test.combine == "first_known":
        return sa.func.coalesce(*parts) if len(parts) > 1 else parts[0]
    return sa.and_(*parts) if test.combine == "all" else sa.or_(*parts)


def _number(value: float) -> Any:
    return _Double(sa.literal_column(repr(float(value))))


def _worth(value: float | None) -> Any:
    return sa.null() if value is None else _number(round(value * 100, 6))


def _column(name: str, currency: str) -> Any:
    kind = BY_NAME[name].kind
    if kind is Kind.MONEY:
        return getattr(ProductRow, f"{name}_minor") * _number(10.0 ** -money.digits(currency))
    column = getattr(ProductRow, name)
    if kind is Kind.WORDS:
        return sa.type_coerce(column, sa.BigInteger)
    return column


def _has(name: str, word: str, currency: str) -> Any:
    attribute, column = BY_NAME[name], _column(name, currency)
    if attribute.kind is Kind.FLAG:
        return column.is_(sa.true() if word == "yes" else sa.false())
    if attribute.kind is Kind.WORDS:
        return column.op("&")(sa.literal_column(str(attribute.word_list.bit(word)))) != sa.literal_column("0")
    return column == word


def _scale(scale: Scale, currency: str) -> Any:
    column = _column(scale.attribute, currency)
    cases: list[tuple[Any, Any]] = [(column.is_(None), sa.null())]
    if scale.words is not None:
        # The best word that a product has counts; a word of unknown worth only where nothing better is known.
        ordered = sorted(scale.words.items(), key=lambda item: -1.0 if item[1] is None else item[1], reverse=True)
        cases += [(_has(scale.attribute, word, currency), _worth(worth)) for word, worth in ordered]
        return sa.case(*cases, else_=_worth(scale.otherwise))
    (low, worth), *rest = scale.steps
    cases.append((column <= _number(low), _worth(worth)))
    for high, above in rest:
        slope = (above - worth) * 100 / (high - low)
        cases.append((column <= _number(high), _worth(worth) + (column - _number(low)) * _number(slope)))
        low, worth = high, above
    return sa.case(*cases, else_=_worth(worth))


def _group(group: Group, currency: str) -> Any:
    values = [
        _scale(part.what, currency) if isinstance(part.what, Scale) else _group(part.what, currency)
        for part in group.parts
    ]
    if group.combine == "average":
        return _average(group.parts, values)
    if len(values) == 1:
        return values[0]
    if group.combine == "first_known":
        return sa.func.coalesce(*values)
    unknown = sa.or_(*(value.is_(None) for value in values))
    settled, choose = (0.0, _Least) if group.combine == "lowest" else (100.0, _Greatest)
    return sa.case(
        # One part at the very end decides, whatever the unknown ones are.
        (sa.or_(*(value == _number(settled) for value in values)), _number(settled)),
        (unknown, sa.null()),
        else_=choose(*values),
    )


def _average(parts: Sequence[Part], values: Sequence[Any]) -> Any:
    if len(values) == 1:
        return values[0]
    total: Any = _number(0)
    weights: Any = _number(0)
    for part, value in zip(parts, values, strict=True):
        if part.needed:
            total = total + value * _number(part.weight)
            weights = weights + _number(part.weight)
        else:
            total = total + sa.func.coalesce(value * _number(part.weight), _number(0))
            weights = weights + sa.case((value.is_(None), _number(0)), else_=_number(part.weight))
    return total / sa.func.nullif(weights, _number(0))


def _test(test: Test, currency: str) -> Any:
    column = _column(test.attribute, currency)
    attribute = BY_NAME[test.attribute]
    if attribute.words is not None or attribute.kind is Kind.FLAG:
        has = sa.or_(*(_has(test.attribute, word, currency) for word in sorted(test.words)))
        if attribute.open:
            return sa.case((has, sa.true()), else_=sa.null())
        return sa.case((column.is_(None), sa.null()), else_=has)
    bounds = []
    if test.at_least is not None:
        bounds.append(column >= _number(test.at_least))
    if test.at_most is not None:
        bounds.append(column <= _number(test.at_most))
    return sa.and_(*bounds)
