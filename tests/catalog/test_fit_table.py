"""The fit table scores many sets of wishes at once: in blocks, on few products, and as one by one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog import FitTable, Limits, fit_table

ONLY = Limits(in_stock=False)


@pytest.fixture(scope="module")
def table(refill: Any, make: Any) -> FitTable:
    """Products with many ties in price and in score, some unknown."""
    chance = np.random.default_rng(7)

    def one_of(*values: Any) -> Any:
        return values[chance.integers(len(values))]

    made = [
        make(
            sku=f"S{n:03d}",
            price=Decimal(int(chance.integers(10, 16))),
            brand=one_of("Alder", "Birch"),
            stock=one_of(0, 5, None),
            firmness=one_of(None, "soft", "firm"),
            heel_counter=one_of(None, "none", "soft", "firm"),
            metatarsal_pad=one_of(None, True, False),
            breathability=one_of(None, "low", "high"),
        )
        for n in range(150)
    ]
    found: FitTable = refill(*made).fit_table()
    return found


def weights(table: FitTable, rows: list[dict[str, float]]) -> npt.NDArray[np.float64]:
    return np.vstack([table.weights(list(row.items())) for row in rows])


def one_by_one(table: FitTable, row: npt.ArrayLike, mask: Any, count: int) -> list[int]:
    """The best rows as the order of a search is defined: by score, and the earlier among equals."""
    scores = table.scores(row)[0]
    return [int(n) for n in np.argsort(-scores, kind="stable") if mask[n]][:count]


WISHES = st.dictionaries(
    st.sampled_from(["firm", "heel_stability", "metatarsal_pad", "breathability", "low_price"]),
    st.sampled_from([-3.0, -0.5, 0.0, 0.25, 1.0, 2.5, 100.0]),
    max_size=4,
)


@given(
    rows=st.lists(WISHES, min_size=1, max_size=6),
    share=st.sampled_from([0.0, 0.02, 0.3, 1.0]),
    seed=st.integers(0, 99),
    count=st.sampled_from([1, 3, 20, 500]),
    block=st.sampled_from([7, 64, 16_384]),
    one_mask=st.booleans(),
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_best_of_many_are_those_of_each(
    table: FitTable, rows: list[dict[str, float]], share: float, seed: int, count: int, block: int, one_mask: bool
) -> None:
    # given some sets of wishes, each with products that are allowed
    chance = np.random.default_rng(seed)
    masks = [chance.random(len(table.skus)) < share for _ in rows]
    if one_mask:
        masks = masks[:1]
    wanted = weights(table, rows)

    # when
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fit_table.FitTable, "_blocks", lambda self, _: blocks(len(self.skus), block))
        found = table.best(wanted, masks, count)

    # then
    each = masks * len(rows) if one_mask else masks
    assert found == [one_by_one(table, row, mask, count) for row, mask in zip(wanted, each, strict=True)]


def blocks(products: int, size: int) -> list[tuple[int, int]]:
    return [(start, min(start + size, products)) for start in range(0, products, size)]


@pytest.mark.parametrize("number", [1, 1000, 100_000])
def test_the_blocks_hold_every_product_once_and_are_smaller_for_more_wishes(table: FitTable, number: int) -> None:
    # given a table of very many products
    large = table.take(range(len(table.skus)))
    object.__setattr__(large, "skus", range(100_000))

    # when
    found = list(large._blocks(number))

    # then
    assert [n for start, stop in found for n in range(start, stop)] == list(range(100_000))
    assert max(stop - start for start, stop in found) * number <= max(fit_table._HELD, 512 * number)


def test_weights_too_large_for_the_quick_way_are_exact_all_the_same(table: FitTable) -> None:
    # given sums of more than 2**24
    quick = weights(table, [{"firm": 1.0, "heel_stability": 0.001}])
    slow = weights(table, [{"firm": 100.0, "heel_stability": 0.1, "low_price": 0.0}, dict.fromkeys(table.keys, 100.0)])

    # then the same wishes a hundredfold are the same scores
    assert table.scores(quick)[0].tolist() == pytest.approx(table.scores(slow)[0].tolist(), abs=1e-12)
    allowed = table.allowed(ONLY)
    assert table.best(slow, [allowed], 5) == [one_by_one(table, row, allowed, 5) for row in slow]


def test_a_table_of_some_rows_scores_and_limits_as_the_whole(table: FitTable) -> None:
    # given
    rows = [90, 3, 3, 41, 7]

    # when
    few = table.take(rows)

    # then
    kept = [3, 7, 41, 90]
    wanted = weights(table, [{"firm": 2.0, "breathability": -1.0}, {"low_price": 1.0}])
    limits = Limits(budget_max=Decimal(13), avoid_brands=frozenset({"birch"}))
    assert few.skus == [table.skus[row] for row in kept]
    assert few.scores(wanted).tolist() == table.scores(wanted)[:, kept].tolist()
    assert few.allowed(limits).tolist() == table.allowed(limits)[kept].tolist()
    assert few.prices.tolist() == table.prices[kept].tolist()
    assert (few.version, few.currency, few.keys) == (table.version, table.currency, table.keys)


def test_what_cannot_be_scored_is_refused(table: FitTable) -> None:
    one, allowed = weights(table, [{"firm": 1.0}]), table.allowed(ONLY)
    with pytest.raises(ValueError, match="weights for 2 fits"):
        table.scores([[1.0, 2.0]])
    with pytest.raises(ValueError, match="2 masks"):
        table.best(one, [allowed, allowed], 3)
    with pytest.raises(ValueError, match="count"):
        table.best(one, [allowed], 0)
    with pytest.raises(ValueError, match="magic"):
        table.weights([("magic", 1.0)])


def test_a_product_takes_few_bytes(table: FitTable) -> None:
    assert table._points.dtype == np.uint8
    widths = {name: column.dtype.itemsize for name, column in table._numbers.items()}
    assert widths["needs_removable_liner"] == widths["brand_key"] == 1
    assert widths["price_minor"] == 2
