"""When nothing passes: the fewest limits to give up, moved no further than needed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from catalog import Limits, Want


def test_a_little_more_money(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(
        make(name="near", price=Decimal("48.00"), firmness="soft"),
        make(name="far", price=Decimal("90"), firmness="firm"),
    )

    # when
    offers = catalogue.loosen([Want("firm", 1.0)], Limits(budget_max=Decimal("40")))

    # then only as much as lets something in
    assert len(offers) == 1
    assert (offers[0].limit, offers[0].from_, offers[0].to) == ("budget_max", Decimal("40"), Decimal("48.00"))
    assert offers[0].moves[0].word == "budget"
    assert offers[0].gains.product.name == "near"


def test_every_single_way_out_the_easiest_first(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(
        make(name="dear", price=Decimal(60), materials={"cork"}, widths={"wide"}),
        make(name="gel", price=Decimal(20), materials={"gel"}, widths={"wide"}),
        make(name="slim", price=Decimal(20), materials={"cork"}, widths={"narrow"}),
    )
    limits = Limits(budget_max=Decimal(40), avoid_materials=frozenset({"gel", "latex"}), width="wide")

    # when
    offers = catalogue.loosen([], limits)

    # then
    assert [(offer.limit, offer.gains.product.name) for offer in offers] == [
        ("budget_max", "dear"),
        ("avoid_materials", "gel"),
        ("width", "slim"),
    ]
    assert offers[1].to == frozenset({"latex"})
    assert offers[2].to is None


def test_two_limits_only_where_one_is_not_enough(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(make(name="only", price=Decimal(60), widths={"narrow"}))

    # when
    offers = catalogue.loosen([], Limits(budget_max=Decimal(40), width="wide"))

    # then
    assert [[move.limit for move in offer.moves] for offer in offers] == [["budget_max", "width"]]
    assert offers[0].limits == Limits(budget_max=Decimal("60.00"))


def test_a_bare_minimum_price_is_lowered(shop: Any, make: Any) -> None:
    catalogue = shop(make(price=Decimal(12)), make(price=Decimal(30)))
    offers = catalogue.loosen([], Limits(budget_min=Decimal(100)))
    assert [(offer.limit, offer.to) for offer in offers] == [("budget_min", Decimal("30.00"))]


def test_nothing_is_offered_where_something_passes_or_nothing_is_there(shop: Any, make: Any) -> None:
    assert shop(make(price=Decimal(30))).loosen([], Limits(budget_max=Decimal(40))) == []
    assert shop(make(price=Decimal(30), stock=0)).loosen([], Limits(budget_max=Decimal(20))) == []
    assert shop().loosen([], Limits(budget_max=Decimal(20))) == []
    assert shop(make()).loosen([], Limits()) == []


def test_a_child_s_size_stays_one_when_the_wearer_is_given_up(shop: Any, make: Any) -> None:
    # given insoles in a child's size, said to be for grown-ups
    catalogue = shop(make(sizes=[("US K", 2.0)], wearer={"women"}))

    # when
    offers = catalogue.loosen([], Limits(shoe_size="US 2", wearer="kids"))

    # then
    assert [(offer.limit, offer.limits.shoe_size) for offer in offers] == [("wearer", "US K 2")]
