"""Wishes score, and the order is the same every time."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest

from catalog import Limits, Want
from catalog.fit import rules


def ranking(catalogue: Any, *wants: Want, **more: Any) -> list[tuple[str, float]]:
    return [(r.product.name, round(r.score, 4)) for r in catalogue.search(wants, Limits(), **more)]


def test_the_better_fit_comes_first(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(
        make(name="firm", heel_counter="firm"),
        make(name="soft", heel_counter="soft"),
        make(name="none", heel_counter="none"),
    )

    # when
    found = ranking(catalogue, Want("heel_stability", 2.0))

    # then
    assert found == [("firm", 1.0), ("soft", 0.35), ("none", 0.0)]


def test_unknown_counts_as_the_discount_both_for_and_against(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(make(name="yes", metatarsal_pad=True), make(name="no", metatarsal_pad=False), make(name="silent"))

    # then
    assert ranking(catalogue, Want("metatarsal_pad", 1.0)) == [("yes", 1.0), ("silent", 0.45), ("no", 0.0)]
    assert ranking(catalogue, Want("metatarsal_pad", -1.0)) == [("no", 1.0), ("silent", 0.45), ("yes", 0.0)]
    assert catalogue.search([Want("metatarsal_pad", 1.0)], Limits())[1].fits == {"metatarsal_pad": None}


def test_weights_share_the_score(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(make(name="a", metatarsal_pad=True, trim_to_fit=False))

    # then
    assert ranking(catalogue, Want("metatarsal_pad", 3.0), Want("trim_to_fit", 1.0)) == [("a", 0.75)]
    assert ranking(catalogue, Want("metatarsal_pad", 1.0), Want("trim_to_fit", -3.0)) == [("a", 1.0)]


def test_wishes_for_the_same_thing_add_up_and_their_order_is_nothing(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(make(name="a", metatarsal_pad=True, trim_to_fit=False, heat_mouldable=True))
    wants = [Want("metatarsal_pad", 0.1), Want("trim_to_fit", 0.2), Want("metatarsal_pad", 0.2), Want("firm", 0.3)]

    # when
    forth, back = (catalogue.search(order, Limits())[0].score for order in (wants, wants[::-1]))

    # then
    assert forth == back
    assert forth == pytest.approx((0.3 * 1 + 0.2 * 0 + 0.3 * 0.45) / 0.8)


def test_equal_scores_go_by_price_then_sku(shop: Any, make: Any) -> None:
    # given
    cheap, dear = Decimal(10), Decimal(20)
    catalogue = shop(
        make(sku="b", name="b", price=cheap), make(sku="a", name="a", price=dear), make(sku="B", name="B", price=cheap)
    )

    # then upper case sorts before lower, by the bytes
    assert [name for name, _ in ranking(catalogue)] == ["B", "b", "a"]
    assert catalogue.fit_table().skus == ["B", "b", "a"]


def test_count_and_excluded(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(*(make(sku=f"S{n}", name=str(n), price=Decimal(10 + n)) for n in range(5)))

    # then
    assert [name for name, _ in ranking(catalogue, count=2)] == ["0", "1"]
    assert [name for name, _ in ranking(catalogue, count=2, excluded={"S0", "S2"})] == ["1", "3"]


@pytest.mark.parametrize("count", [0, -1, 100_000])
def test_a_senseless_count_is_refused(shop: Any, make: Any, count: int) -> None:
    with pytest.raises(ValueError, match="count"):
        shop(make()).search([], Limits(), count=count)


@pytest.mark.parametrize(
    "want", [Want("magic", 1.0), Want("firm", math.nan), Want("firm", math.inf), Want("firm", 101)]
)
def test_a_wish_that_there_is_not_is_refused(shop: Any, make: Any, want: Want) -> None:
    with pytest.raises(ValueError, match=want.fit):
        shop(make()).search([want], Limits())


def test_a_wish_of_no_weight_is_reported_and_does_not_count(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(make(firmness="firm", metatarsal_pad=True))

    # when
    found = catalogue.search([Want("firm", 0.0), Want("metatarsal_pad", 1.0)], Limits())[0]

    # then
    assert found.score == 1.0
    assert found.fits == {"firm": 1.0, "metatarsal_pad": 1.0}


def test_every_fit_can_be_wished_for(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(make(name="silent"))

    # when
    found = catalogue.search([Want(key, 1.0) for key in rules().fits], Limits())[0]

    # then the price is all that it says
    assert {key for key, fit in found.fits.items() if fit is not None} == {"low_price"}


def test_a_change_of_the_catalogue_is_seen_at_once(shop: Any, make: Any) -> None:
    # given a catalogue that has been searched
    product = make(sku="X", name="before", firmness="soft")
    catalogue = shop(product)
    version, table = catalogue.version(), catalogue.fit_table()
    assert ranking(catalogue, Want("firm", 1.0)) == [("before", 0.0)]
    assert catalogue.fit_table() is table

    # when
    shop(make(sku="X", name="after", firmness="firm"))

    # then
    assert ranking(catalogue, Want("firm", 1.0)) == [("after", 1.0)]
    assert catalogue.version() > version
    assert catalogue.fit_table() is not table
    assert catalogue.product("X").firmness == "firm"


def test_a_product_that_is_not_there(shop: Any, make: Any) -> None:
    assert shop(make()).product("nowhere") is None
