"""How every product fits every wish, as one matrix: for scoring many sets of wishes at once.

The numbers come from product_index, where the database has worked them out; nothing is defined anew here.
Scores are whole numbers until the last division and equal those of a search to the last digit. The matrix is
kept in bytes and scored in blocks, so that memory stays flat however many sets of wishes are tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from catalog import fit_pages, money
from catalog.fit import FitRules
from catalog.fit_pages import NUMBERS, UNKNOWN, Page
from catalog.limits import Condition, Limits, conditions
from catalog.search import WEIGHT_UNIT

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]

#: Whole numbers up to this are exact in float32.
_EXACT = 2**24
#: Products scored at once, and how many scores of them may be held at once.
_BLOCK = 16_384
_HELD = 2**21
_BRAND = "brand_key"


@dataclass(frozen=True, eq=False)
class FitTable:
    """All products by all fits, at one version of the catalogue.

    Products are in the order of price, then sku: among equal scores the earlier one ranks higher, so that a
    stable sort of the negated scores gives the order of a search.
    """

    version: int
    currency: str
    skus: list[str] = field(repr=False)
    keys: list[str]
    column: dict[str, int]  # of a key in `keys`
    _rules: FitRules = field(repr=False)
    _numbers: dict[str, npt.NDArray[np.signedinteger[Any]]] = field(repr=False)  # each in as few bytes as will do
    _brands: dict[str, int] = field(repr=False)  # brand key -> the number that stands for it in `_numbers`
    _points: npt.NDArray[np.uint8] = field(repr=False)  # (fits, products): hundredths, UNKNOWN where not said

    @property
    def prices(self) -> npt.NDArray[np.float64]:
        """The price of each product in the catalogue's currency."""
        result: npt.NDArray[np.float64] = self._numbers["price_minor"] / 10.0 ** money.digits(self.currency)
        return result

    @property
    def ids(self) -> npt.NDArray[np.signedinteger[Any]]:
        """The id of each product's row in the database."""
        return self._numbers["product_id"]

    def scores(self, weights: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Scores, 0 to 1, of every product for each row of weights (h, fits): an array (h, products).

        It takes 8 bytes for each of them; for many rows on many products see `best` and `take`.
        """
        sums = _Sums(self._points, self._rules.unknown_points, self._exact(weights))
        result = np.empty((len(sums.whole), len(self.skus)))
        for start, stop in self._blocks(len(sums.whole)):
            result[:, start:stop] = sums.of(start, stop) / sums.whole[:, np.newaxis]
        return result

    def best(self, weights: npt.ArrayLike, masks: Sequence[Mask], count: int) -> list[list[int]]:
        """The rows of the `count` best products for each row of weights (h, fits), best first, as a search
        orders them: by score, then price, then sku.

        `masks` say which products may be among them: one mask (of `allowed`) for each row of weights, or a single
        one for all. Rows may share one array, which saves time. Fewer rows come back where fewer are allowed.
        """
        sums = _Sums(self._points, self._rules.unknown_points, self._exact(weights))
        number = len(sums.whole)
        if len(masks) not in (1, number):
            raise ValueError(f"{len(masks)} masks were given for {number} rows of weights")
        if count < 1:
            raise ValueError(f"count must be at least 1, not {count}")
        distinct = {id(mask): mask for mask in masks}
        places = {key: place for place, key in enumerate(distinct)}
        which = np.array([places[id(mask)] for mask in masks] * (number if len(masks) == 1 else 1), dtype=np.intp)
        tops = [_Top(count) for _ in range(number)]
        least = np.full(number, -1.0, dtype=sums.kind)
        for start, stop in self._blocks(number):
            some = np.stack([mask[start:stop] for mask in distinct.values()])
            rows = np.flatnonzero(some.any(axis=0))
            if not rows.size:
                continue
            totals = sums.of(start, stop, rows)
            # Later products rank lower among equals: only more than the least of the best so far can join them.
            joins = totals > least[:, np.newaxis]
            joins &= some[:, rows][which]
            for n in np.flatnonzero(joins.any(axis=1)):
                better = np.flatnonzero(joins[n])
                least[n] = tops[n].join(totals[n, better], rows[better] + start)
        return [top.rows.tolist() for top in tops]

    def points(self, rows: npt.ArrayLike) -> npt.NDArray[np.uint8]:
        """How some products meet every fit, in hundredths: an array (fits, rows), UNKNOWN of fit_pages where a row
        does not say."""
        result: npt.NDArray[np.uint8] = self._points[:, np.asarray(rows, dtype=np.intp)]
        return result

    def allowed(self, limits: Limits) -> Mask:
        """Which products keep to the limits, exactly as a search filters them."""
        return self._pass(conditions(limits, self.currency, self._rules))

    def failures(self, demands: Sequence[Sequence[Condition]], kept: Sequence[Condition]) -> dict[int, tuple[int, int]]:
        """For each combination of demands that some product fails (bit n for the n-th), among the products that
        pass `kept`: the lowest and the highest price of those products, in the currency's smallest unit."""
        failed = np.zeros(len(self.skus), dtype=np.int64)
        for n, demand in enumerate(demands):
            failed |= (~self._pass(demand)).astype(np.int64) << n
        rows = np.flatnonzero(self._pass(kept))
        prices = self._numbers["price_minor"][rows]
        # Products are in the order of price: the first with a combination is the cheapest, the last the dearest.
        found, first = np.unique(failed[rows], return_index=True)
        _, last = np.unique(failed[rows][::-1], return_index=True)
        lowest, highest = prices[first], prices[::-1][last]
        return {int(mask): (int(low), int(high)) for mask, low, high in zip(found, lowest, highest, strict=True)}

    def take(self, rows: npt.ArrayLike) -> FitTable:
        """A table of only these rows, for scoring many sets of wishes on a few products.

        It keeps this table's order whatever the order of `rows`: its n-th product is `np.unique(rows)[n]` here.
        """
        kept = np.unique(np.asarray(rows, dtype=np.intp))
        return replace(
            self,
            skus=[self.skus[row] for row in kept],
            _numbers={name: column[kept] for name, column in self._numbers.items()},
            _points=self._points[:, kept],
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

    def _exact(self, weights: npt.ArrayLike) -> npt.NDArray[np.float64]:
        exact = np.rint(np.atleast_2d(np.asarray(weights, dtype=np.float64)) * WEIGHT_UNIT)
        if exact.shape[1] != len(self.keys):
            raise ValueError(f"weights for {exact.shape[1]} fits were given, there are {len(self.keys)}")
        result: npt.NDArray[np.float64] = exact
        return result

    def _blocks(self, number: int) -> Iterator[tuple[int, int]]:
        block = min(_BLOCK, max(_HELD // max(number, 1), 512))
        for start in range(0, len(self.skus), block):
            yield start, min(start + block, len(self.skus))

    def _pass(self, demanded: Sequence[Condition]) -> Mask:
        passes = np.ones(len(self.skus), dtype=np.bool_)
        for condition in demanded:
            passes &= self._test(condition)
        return passes

    def _test(self, condition: Condition) -> Mask:
        numbers = self._numbers
        if condition.size is not None:
            fits: Mask = (numbers["size_systems"] & np.int64(condition.size.systems)) == 0
            for name, bit in condition.size.bits.items():
                fits |= (numbers[name] & np.int64(bit)) != 0
            return fits
        column = numbers[condition.column]
        named = condition.value
        value = np.int64(self._brands.get(named, -1) if isinstance(named, str) else named)
        result: Mask
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


class _Sums:
    """The sums of weight times points of some sets of wishes (h, fits), for any products asked for.

    `whole` is what a product would have that meets all of a set's wishes. Only fits that some set wishes for are
    looked at.
    """

    def __init__(self, points: npt.NDArray[np.uint8], unknown_points: int, weights: npt.NDArray[np.float64]) -> None:
        self._points = points
        self._unknown = unknown_points
        whole = np.abs(weights).sum(axis=1) * 100
        self.kind: type[np.floating[Any]] = np.float32 if whole.max(initial=0.0) < _EXACT else np.float64
        self.whole: npt.NDArray[np.float64] = np.where(whole == 0, 1, whole)
        self._for = self._used(np.maximum(weights, 0))
        self._against = self._used(np.maximum(-weights, 0))

    def _used(self, weights: npt.NDArray[np.float64]) -> tuple[Rows, npt.NDArray[np.floating[Any]]]:
        used = np.flatnonzero(weights.any(axis=0))
        return used, weights[:, used].astype(self.kind)

    def of(self, start: int, stop: int, rows: Rows | None = None) -> npt.NDArray[np.floating[Any]]:
        """The sums (h, products), whole numbers, of the products from `start` to `stop`, or of some `rows` of them."""
        number = stop - start if rows is None else len(rows)
        total: npt.NDArray[np.floating[Any]] = np.zeros((len(self.whole), number), dtype=self.kind)
        for opposite, (used, weights) in enumerate((self._for, self._against)):
            if not used.size:
                continue
            cells = self._points[used, start:stop]
            if rows is not None and number < stop - start:
                cells = cells[:, rows]
            # A byte goes round at 256, so that this makes the unknown ones what they count for; picking them out
            # one by one takes many times as long.
            counts = 100 - self._unknown if opposite else self._unknown
            cells += (cells == UNKNOWN).view(np.uint8) * np.uint8((counts - UNKNOWN) % 256)
            points = cells.astype(self.kind)
            total += weights @ (100 - points if opposite else points)
        return total


class _Top:
    """The best few products so far, best first."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._totals: npt.NDArray[np.floating[Any]] = np.empty(0)
        self.rows: Rows = np.empty(0, dtype=np.intp)

    def join(self, totals: npt.NDArray[np.floating[Any]], rows: Rows) -> float:
        """Take in later products, in their order. Returns what the next must have more than; -1 while any will do."""
        if len(totals) > self._count:
            enough = totals >= np.partition(totals, -self._count)[-self._count]
            totals, rows = totals[enough], rows[enough]
        totals, rows = np.concatenate([self._totals, totals]), np.concatenate([self.rows, rows])
        order = np.argsort(-totals, kind="stable")[: self._count]
        self._totals, self.rows = totals[order], rows[order]
        return float(self._totals[-1]) if len(order) == self._count else -1.0


def read(connection: Any, rules: FitRules, state: Any) -> FitTable:
    """The fit table as the database has it; `state` is the row of catalogue_state that goes with it."""
    number, pages = fit_pages.read(connection, rules)
    cells = np.empty((len(NUMBERS) + 1, number), dtype=np.int64)
    points = np.empty((len(rules.fits), number), dtype=np.uint8)
    skus: list[str] = []
    brands: dict[str, int] = {}
    for page in pages:
        place = slice(len(skus), len(skus) + page.products)
        cells[:, place] = _numbers(page, brands)
        points[:, place] = np.frombuffer(page.points, dtype=np.uint8).reshape(len(rules.fits), page.products)
        skus += page.skus
    # By price, and where that is equal by sku: a stable sort by the one after the other.
    by_sku = np.array(sorted(range(len(skus)), key=skus.__getitem__), dtype=np.intp)
    order = by_sku[np.argsort(cells[0, by_sku], kind="stable")]
    return FitTable(
        version=int(state.version),
        currency=str(state.currency),
        skus=[skus[row] for row in order],
        keys=list(rules.fits),
        column={key: n for n, key in enumerate(rules.fits)},
        _rules=rules,
        _numbers={name: _narrow(cells[n])[order] for n, name in enumerate((*NUMBERS, _BRAND))},
        _brands=brands,
        _points=points[:, order],
    )


def _numbers(page: Page, brands: dict[str, int]) -> npt.NDArray[np.int64]:
    """A page's numbers (columns, products), its brands numbered as in `brands`, which takes in new ones."""
    cells = np.frombuffer(page.numbers, dtype="<i8").reshape(len(NUMBERS) + 1, page.products).astype(np.int64)
    known = np.array([brands.setdefault(brand, len(brands)) for brand in page.brands], dtype=np.int64)
    cells[-1] = known[cells[-1]]
    return cells


def _narrow(column: npt.NDArray[np.int64]) -> npt.NDArray[np.signedinteger[Any]]:
    """The same whole numbers in the smallest type that holds all of them."""
    low, high = int(column.min(initial=0)), int(column.max(initial=0))
    for kind in (np.int8, np.int16, np.int32):
        if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
            return column.astype(kind)
    return column
