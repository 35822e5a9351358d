"""How every product fits every wish, as one matrix: for scoring many sets of wishes at once.

The numbers come from product_index, where the database has worked them out; nothing is defined anew here.
Scores are whole numbers until the last division and equal those of a search to the last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from catalog import money
from catalog.fit import FitRules
from catalog.limits import Condition, Limits, conditions
from catalog.search import WEIGHT_UNIT
from catalog.sizes import COLUMNS
from catalog.words import vocabulary_list

#: Whole numbers up to this are exact in float32.
_EXACT = 2**24
_BLOCK = 4000
_NUMBERS = (
    "stock",
    "insole_type",
    "needs_removable_liner",
    "widths",
    "wearer",
    "footwear",
    "material_words",
    "features_present",
    "size_systems",
    *(column.name for column in COLUMNS),
)


@dataclass(frozen=True, eq=False)
class FitTable:
    """All products by all fits, at one version of the catalogue.

    Products are in the order of price, then sku: among equal scores the earlier one ranks higher, so that a
    stable sort of the negated scores gives the order of a search.
    """

    version: int
    currency: str
    skus: list[str]
    keys: list[str]
    values: npt.NDArray[np.float32]  # (products, fits), 0 to 1, the unknown ones replaced by the discount value
    known: npt.NDArray[np.bool_]  # (products, fits), whether the product says
    prices: npt.NDArray[np.float64]  # in the catalogue's currency
    types: list[str | None]  # the insole type of each product
    brands: list[str]  # brand keys, see limits.brand_key
    position: dict[str, int]  # of a sku in `skus`
    column: dict[str, int]  # of a key in `keys`
    _rules: FitRules = field(repr=False)
    _numbers: dict[str, npt.NDArray[np.int64]] = field(repr=False)
    _brand_codes: dict[str, int] = field(repr=False)
    _points: npt.NDArray[np.float32] = field(repr=False)  # (2 fits, products): hundredths, then those of the opposite

    def scores(self, weights: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Scores, 0 to 1, of every product for each row of weights (h, fits): an array (h, products)."""
        exact = np.rint(np.atleast_2d(np.asarray(weights, dtype=np.float64)) * WEIGHT_UNIT)
        if exact.shape[1] != len(self.keys):
            raise ValueError(f"weights for {exact.shape[1]} fits were given, there are {len(self.keys)}")
        whole = np.abs(exact).sum(axis=1, keepdims=True) * 100
        points, kind = self._points, np.float32
        if whole.max(initial=0.0) >= _EXACT:
            points, kind = points.astype(np.float64), np.float64  # type: ignore[assignment]
        if exact.min(initial=0.0) < 0:
            signed = np.concatenate([np.maximum(exact, 0), np.maximum(-exact, 0)], axis=1)
            total = signed.astype(kind) @ points
        else:
            total = exact.astype(kind) @ points[: len(self.keys)]
        whole[whole == 0] = 1
        result: npt.NDArray[np.float64] = total / whole
        return result

    def allowed(self, limits: Limits) -> npt.NDArray[np.bool_]:
        """Which products keep to the limits, exactly as a search filters them."""
        passes = np.ones(len(self.skus), dtype=np.bool_)
        for condition in conditions(limits, self.currency, self._rules):
            passes &= self._test(condition)
        return passes

    def take(self, rows: npt.ArrayLike) -> FitTable:
        """A table of only these rows, in this table's order, for scoring many sets of wishes on a few products."""
        kept = np.unique(np.asarray(rows, dtype=np.intp))
        skus = [self.skus[row] for row in kept]
        return replace(
            self,
            skus=skus,
            values=self.values[kept],
            known=self.known[kept],
            prices=self.prices[kept],
            types=[self.types[row] for row in kept],
            brands=[self.brands[row] for row in kept],
            position={sku: n for n, sku in enumerate(skus)},
            _numbers={name: column[kept] for name, column in self._numbers.items()},
            _points=np.ascontiguousarray(self._points[:, kept]),
        )

    def weights(self, wants: Sequence[tuple[str, float]]) -> npt.NDArray[np.float64]:
        """A row of weights for `scores` from (fit key, weight) pairs. Raises ValueError for an unknown
        key."""
        row = np.zeros(len(self.keys))
        for key, weight in wants:
            if key not in self.column:
                raise ValueError(f"there is no fit '{key}'")
            row[self.column[key]] += weight
        return row

    def _test(self, condition: Condition) -> npt.NDArray[np.bool_]:
        if condition.size is not None:
            fits: npt.NDArray[np.bool_] = (self._numbers["size_systems"] & condition.size.systems) == 0
            for name, bit in condition.size.bits.items():
                fits = fits | ((self._numbers[name] & bit) != 0)
            return fits
        column, value = self._numbers[condition.column], condition.value
        if isinstance(value, str):
            value = self._brand_codes.get(value, -1)
        result: npt.NDArray[np.bool_]
        if condition.test == "at_most":
            result = column <= value
        elif condition.test == "at_least":
            result = column >= value
        elif condition.test == "not_equal":
            result = column != value
        elif condition.test == "all_bits":
            result = (column & value) == value
        elif condition.test == "any_bit":
            result = (column & value) != 0
        else:
            result = (column & value) == 0
        return result


def read(connection: Any, rules: FitRules, state: Any) -> FitTable:
    """The fit table as the database has it; `state` is the row of catalogue_state that goes with it."""
    fits = [f"coalesce({entry.column}, -1)" for entry in rules.fits.values()]
    skus: list[str] = []
    brands: list[str] = []
    blocks: list[npt.NDArray[np.int64]] = []
    # By the driver's own cursor and in blocks: a hundred thousand rows of a hundred columns go by.
    cursor = connection.connection.cursor()
    try:
        cursor.execute(
            f"SELECT {', '.join(('price_minor', *_NUMBERS, *fits))}, sku, brand_key "  # noqa: S608 (names of ours)
            "FROM product_index ORDER BY price_minor, sku"
        )
        width = 1 + len(_NUMBERS) + len(fits)
        while rows := cursor.fetchmany(_BLOCK):
            blocks.append(np.array([row[:width] for row in rows], dtype=np.int64))
            skus += [row[width] for row in rows]
            brands += [row[width + 1] for row in rows]
    finally:
        cursor.close()
    cells = np.concatenate(blocks) if blocks else np.zeros((0, width), dtype=np.int64)
    return _table(cells, skus, brands, state, rules)


def _table(cells: npt.NDArray[np.int64], skus: list[str], brands: list[str], state: Any, rules: FitRules) -> FitTable:
    unknown = rules.unknown_points
    raw = cells[:, 1 + len(_NUMBERS) :].astype(np.float32)
    known = raw >= 0
    points = np.where(known, raw, np.float32(unknown))
    opposite = np.where(known, np.float32(100) - raw, np.float32(unknown))
    numbers = {name: np.ascontiguousarray(cells[:, n]) for n, name in enumerate(("price_minor", *_NUMBERS))}
    codes = {brand: n for n, brand in enumerate(dict.fromkeys(brands))}
    numbers["brand_key"] = np.array([codes[brand] for brand in brands], dtype=np.int64)
    kinds = vocabulary_list("insole_type")
    types = {0: None, **{kinds.bit(word): word for word in kinds.words}}
    return FitTable(
        version=int(state.version),
        currency=str(state.currency),
        skus=skus,
        keys=list(rules.fits),
        values=(points / np.float32(100)).astype(np.float32),
        known=known,
        prices=numbers["price_minor"] / 10.0 ** money.digits(state.currency),
        types=[types[int(bit)] for bit in numbers["insole_type"]],
        brands=brands,
        position={sku: n for n, sku in enumerate(skus)},
        column={key: n for n, key in enumerate(rules.fits)},
        _rules=rules,
        _numbers=numbers,
        _brand_codes=codes,
        _points=np.ascontiguousarray(np.concatenate([points, opposite], axis=1).T),
    )
