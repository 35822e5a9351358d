"""Hard limits filter; what a product does not say passes and is reported."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from catalog import Catalogue, Limits


def names(catalogue: Catalogue, limits: Limits) -> set[str]:
    found = {ranked.product.name for ranked in catalogue.search([], limits, count=100)}
    assert catalogue.count(limits) == len(found)
    table = catalogue.fit_table()
    allowed = {sku for sku, passes in zip(table.skus, table.allowed(limits), strict=True) if passes}
    assert {ranked.product.sku for ranked in catalogue.search([], limits, count=100)} == allowed
    return found


#: limits, attributes that pass, attributes that do not, the attribute left unknown
CASES: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("width", {"width": "wide"}, {"widths": {"standard", "wide"}}, {"widths": {"standard"}}),
    ("wearer", {"wearer": "kids"}, {"wearer": {"kids"}}, {"wearer": {"men", "women"}}),
    ("footwear", {"footwear": {"heels"}}, {"footwear": {"heels", "flats"}}, {"footwear": {"flats"}}),
    (
        "footwear",
        {"footwear": {"heels", "flats"}},
        {"footwear": {"heels", "flats"}},
        {"footwear": {"flats", "sandals"}},
    ),
    ("liner", {"liner": "fixed"}, {"needs_removable_liner": False}, {"needs_removable_liner": True}),
    ("avoid_materials", {"avoid_materials": {"gel"}}, {"materials": {"eva"}}, {"materials": {"eva", "gel"}}),
    ("avoid_materials", {"avoid_materials": {"foam"}}, {"materials": {"cork"}}, {"materials": {"memory_foam"}}),
    ("avoid_features", {"avoid_features": {"firm"}}, {"firmness": "soft"}, {"firmness": "firm"}),
    ("avoid_features", {"avoid_features": {"thin"}}, {"thickness_mm": 6.0}, {"thickness_mm": 3.0}),
    ("avoid_types", {"avoid_types": {"cushioned"}}, {"insole_type": "orthotic"}, {"insole_type": "cushioned"}),
    ("shoe_size", {"shoe_size": "EU 42"}, {"sizes": [("EU", 42.0)]}, {"sizes": [("EU", 41.0)]}),
    ("shoe_size", {"shoe_size": "UK 8.5"}, {"sizes": [("UK", 8.5)]}, {"sizes": [("UK", 8.0)]}),
    (
        "shoe_size",
        {"shoe_size": "US 9", "wearer": "women"},
        {"sizes": [("US W", 9.0)], "wearer": {"women"}},
        {"sizes": [("US M", 9.0)], "wearer": {"women"}},
    ),
]


@pytest.mark.parametrize(("limit", "limits", "good", "bad"), CASES)
def test_a_limit_keeps_what_fits_and_what_does_not_say(
    shop: Any, make: Any, limit: str, limits: dict[str, Any], good: dict[str, Any], bad: dict[str, Any]
) -> None:
    # given one product that fits, one that does not, and one that says nothing
    catalogue = shop(make(name="fits", **good), make(name="not", **bad), make(name="silent"))

    # when
    found = names(catalogue, Limits(**limits))

    # then
    assert found == {"fits", "silent"}
    unstated = {r.product.name: r.unstated for r in catalogue.search([], Limits(**limits))}
    assert limit in unstated["silent"]
    assert unstated["fits"] == ()


def test_the_budget_is_kept_to_the_cent(shop: Any, make: Any) -> None:
    # given
    prices = ("39.99", "40.00", "40.01")
    catalogue = shop(*(make(name=price, price=Decimal(price)) for price in prices))

    # then
    assert names(catalogue, Limits(budget_max=Decimal("40"))) == {"39.99", "40.00"}
    assert names(catalogue, Limits(budget_min=Decimal("40"))) == {"40.00", "40.01"}
    assert names(catalogue, Limits(budget_max=Decimal("40.005"))) == {"39.99", "40.00"}
    assert names(catalogue, Limits(budget_max=Decimal("0"))) == set()


def test_a_currency_without_decimals(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(make(name="a", price=Decimal(4000)), make(name="b", price=Decimal(4001)), currency="JPY")

    # then
    assert names(catalogue, Limits(budget_max=Decimal(4000))) == {"a"}
    assert catalogue.currency() == "JPY"
    assert catalogue.search([], Limits())[0].product.price == Decimal(4000)


def test_sold_out_is_left_out_and_unknown_stock_is_not(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(make(name="sold out", stock=0), make(name="one left", stock=1), make(name="silent", stock=None))

    # then
    assert names(catalogue, Limits()) == {"one left", "silent"}
    assert names(catalogue, Limits(in_stock=False)) == {"sold out", "one left", "silent"}
    unstated = {r.product.name: r.unstated for r in catalogue.search([], Limits())}
    assert unstated == {"one left": (), "silent": ("in_stock",)}


def test_brands_are_refused_whatever_their_capitals(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(make(name="a", brand="Große Füße"), make(name="b", brand="Other"))

    # then
    assert names(catalogue, Limits(avoid_brands=frozenset({"GROSSE  FÜSSE"}))) == {"b"}
    assert names(catalogue, Limits(avoid_brands=frozenset({"nobody's"}))) == {"a", "b"}
    assert names(catalogue, Limits(avoid_brands=frozenset({"other", "große füße"}))) == set()


def test_refused_material_counts_as_the_cushioning_too(shop: Any, make: Any) -> None:
    # given a product that lists no materials but is cushioned with gel
    catalogue = shop(make(name="gel", cushioning_material="gel"), make(name="silent"))

    # then
    assert names(catalogue, Limits(avoid_materials=frozenset({"gel"}))) == {"silent"}


def test_known_to_have_none_is_not_unknown(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(make(name="none", footwear=frozenset()), make(name="silent"))

    # then
    assert names(catalogue, Limits(footwear=frozenset({"heels"}))) == {"silent"}


def test_a_size_in_a_system_that_the_product_does_not_list_is_unknown(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(make(name="eu only", sizes=[("EU", 42.0)]), make(name="kids", sizes=[("US K", 2.0)]))

    # then children's sizes say that grown-ups' are not made
    assert names(catalogue, Limits(shoe_size="US 9")) == {"eu only"}
    assert catalogue.search([], Limits(shoe_size="US 9"))[0].unstated == ("shoe_size",)


def test_one_size_fits_every_size(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(make(name="pad", sizes=[("one size", 0.0)]))

    # then
    found = catalogue.search([], Limits(shoe_size="EU 47"))
    assert [ranked.product.sizes for ranked in found] == [("one size",)]
    assert found[0].unstated == ()


@pytest.mark.parametrize(
    "limits",
    [
        {"width": "vast"},
        {"wearer": "dogs"},
        {"footwear": {"clogs"}},
        {"liner": "perhaps"},
        {"avoid_materials": {"'; DROP TABLE products; --"}},
        {"avoid_features": {"magic"}},
        {"avoid_types": {"sock"}},
        {"shoe_size": "EU forty"},
        {"shoe_size": "EU 41-43"},
        {"shoe_size": ""},
    ],
)
def test_a_limit_that_is_not_of_the_vocabulary_is_refused(shop: Any, make: Any, limits: dict[str, Any]) -> None:
    catalogue = shop(make())
    with pytest.raises(ValueError):
        catalogue.search([], Limits(**limits))
    with pytest.raises(ValueError):
        catalogue.fit_table().allowed(Limits(**limits))
