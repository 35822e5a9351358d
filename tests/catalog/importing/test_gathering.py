"""Variants of one product, gathered: name, price, stock, sizes, widths, wearer, and what the owner's columns say."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.attributes import BY_NAME
from catalog.feeds.item import Item
from catalog.importing.gather import Gathered, gather
from catalog.importing.mapping import OwnersMapping, read_mapping
from catalog.sizes import in_ranges

NONE = OwnersMapping()


def item(place: int = 1, **given: Any) -> Item:
    """A plain item; what is given replaces its fields."""
    plain: dict[str, Any] = {
        "sku": f"V-{place}",
        "title": "Testwood Daywalker Insole",
        "group": "DAY",
        "brand": "Testwood",
        "price": Decimal("39.95"),
        "currency": "EUR",
        "in_stock": True,
    }
    return Item(place, **(plain | given))


def gathered(*items: Item, mapping: OwnersMapping = NONE) -> Gathered:
    return gather(items, mapping, clean=str.strip)


def sizes(product: Gathered) -> list[str]:
    """The sizes as an owner would write them."""
    return in_ranges([f"{system} {size:g}" if size else system for system, size in product.sizes or ()])


@pytest.fixture
def owners(tmp_path: Path) -> Callable[[str], OwnersMapping]:
    """Reads a mapping file with this text."""

    def read(text: str) -> OwnersMapping:
        file = tmp_path / "mapping.yml"
        file.write_text(text, encoding="utf-8")
        return read_mapping(file)

    return read


def test_variants_become_one_product() -> None:
    # given
    first = item(1, options=(("Size", "EU 42"), ("Colour", "black")), quantity=3, url="https://shop.example/d?v=1")
    second = item(2, options=(("Size", "EU 43"), ("Colour", "black")), quantity=2, price=Decimal("44.00"))

    # when
    product = gathered(second, first)

    # then
    assert (product.sku, product.brand, product.name, product.place) == ("DAY", "Testwood", "Daywalker Insole", 1)
    assert (product.price, product.price_high, product.currency) == (Decimal("39.95"), Decimal("44.00"), "EUR")
    assert (product.stock, product.url) == (5, "https://shop.example/d?v=1")
    assert sizes(product) == ["EU 42", "EU 43"]
    assert [(v.sku, v.said, v.stock) for v in product.variants] == [
        ("V-1", "EU 42 / black", 3),
        ("V-2", "EU 43 / black", 2),
    ]
    assert product.listing.options == (("Size", "EU 42"), ("Colour", "black"), ("Size", "EU 43"))
    assert product.usable
    assert product.problems == ()


@pytest.mark.parametrize(
    ("titles", "name"),
    [
        (["Testwood Daywalker - EU 42", "Testwood Daywalker - EU 43"], "Daywalker"),
        (["Testwood Daywalker, Size EU 42 (black)", "Testwood Daywalker, Size EU 43 (black)"], "Daywalker"),
        (["TESTWOOD: Daywalker for work EU 42", "TESTWOOD: Daywalker for work EU 43"], "Daywalker for work"),
        (
            ["Daywalker black EU 42 insole for hiking", "Daywalker black EU 43 insole for hiking"],
            "Daywalker black insole for hiking",
        ),
        (["Daywalker low arch", "Daywalker high arch"], "Daywalker arch"),
        (["Daywalker for women", "Daywalker for men"], "Daywalker"),
        (["Testwood", "Testwood"], "Testwood"),
        (["Testwoodland Walker", "Testwoodland Walker"], "Testwoodland Walker"),
        (["EU 42", "EU 43"], "EU 42"),
        (["Model 42 insole", "Model 42 insole"], "Model 42 insole"),
    ],
)
def test_the_name_is_what_the_titles_share_without_the_maker(titles: list[str], name: str) -> None:
    # given
    items = [
        item(n, title=title, options=(("Size", f"EU {41 + n}"), ("Color", "black")))
        for n, title in enumerate(titles, 1)
    ]

    # when / then
    assert gathered(*items).name == name


def test_a_single_item_loses_its_own_size_and_colour() -> None:
    one = item(title="Daywalker Gel Insole - Blue / M", options=(("Size", "M"), ("Colour", "Blue")), group="")
    assert gathered(one).name == "Daywalker Gel Insole"
    assert gathered(one).sku == "V-1"


def test_a_long_name_ends_with_a_word() -> None:
    name = gathered(item(title="insole " * 60)).name
    assert len(name) <= 160
    assert name.endswith("insole")


def test_what_is_sold_out_is_left_out_and_said() -> None:
    # given
    items = [
        item(1, options=(("Size", "EU 42"),), in_stock=False, price=Decimal("10"), url="https://shop.example/1"),
        item(2, options=(("Size", "EU 43"),), url="https://shop.example/2"),
    ]

    # when
    product = gathered(*items)

    # then
    assert sizes(product) == ["EU 43"]
    assert product.provenance["sizes"] == {"source": "column", "words": "EU 43; sold out: EU 42"}
    assert (product.price, product.url) == (Decimal("39.95"), "https://shop.example/2")


def test_where_all_is_sold_out_sizes_and_price_stay_known() -> None:
    product = gathered(*(item(n, options=(("Size", f"EU {40 + n}"),), in_stock=False) for n in (1, 2)))
    assert sizes(product) == ["EU 41", "EU 42"]
    assert (product.stock, product.price) == (0, Decimal("39.95"))


@pytest.mark.parametrize(
    ("told", "stock"),
    [
        ([(True, 3), (True, 2)], 5),
        ([(True, 3), (True, None)], 3),
        ([(True, None), (False, None)], None),
        ([(False, 7), (False, None)], 0),
        ([(None, None)], None),
        ([(None, 0)], 0),
        ([(True, 9_999_999), (True, 9_999_999)], 10_000_000),
    ],
)
def test_stock_is_what_is_known_of_it(told: list[tuple[bool | None, int | None]], stock: int | None) -> None:
    items = [item(n, in_stock=i, quantity=q, options=(("Size", f"{40 + n}"),)) for n, (i, q) in enumerate(told, 1)]
    assert gathered(*items).stock == stock


@pytest.mark.parametrize(
    ("details", "wearer"),
    [
        ([("gender", "male")], {"men"}),
        ([("Gender", "Women's")], {"women"}),
        ([("gender", "unisex"), ("age_group", "adult")], {"men", "women"}),
        ([("age group", "adult")], None),
        ([("gender", "male"), ("age group", "kids")], {"kids"}),
        ([("Geschlecht", "Damen, Herren")], {"men", "women"}),
        ([("gender", "robot")], None),
    ],
)
def test_whom_it_is_for(details: list[tuple[str, str]], wearer: set[str] | None) -> None:
    assert gathered(item(details=tuple(details))).wearer == (wearer and frozenset(wearer))


def test_the_wearer_and_the_title_decide_about_a_bare_us_size() -> None:
    bare: dict[str, Any] = {"currency": "USD", "options": (("Size", "9"),)}
    assert sizes(gathered(item(details=(("gender", "male"),), **bare))) == ["US M 9"]
    assert sizes(gathered(item(title="Women's gel insole", **bare))) == ["US W 9"]
    unknown = gathered(item(**bare))
    assert unknown.sizes is None
    assert unknown.unread == (("size", "9"),)


def test_the_name_of_a_field_may_say_the_scale() -> None:
    product = gathered(item(options=(("UK Size", "8"), ("EU size", "EU 42"), ("Men's size", "9")), currency="USD"))
    assert sizes(product) == ["EU 42", "UK 8", "US M 9"]
    assert product.provenance["sizes"]["words"] == "8; EU 42; 9"


def test_sizes_that_only_titles_name_are_read_from_those_that_can_be_bought() -> None:
    # given
    items = [item(n, title=f"Walker insole - UK {5 + n}", in_stock=n != 2) for n in (1, 2, 3)]

    # when
    product = gathered(*items)

    # then
    assert sizes(product) == ["UK 6", "UK 8"]
    assert product.provenance["sizes"] == {"source": "text", "words": "UK 6; UK 8"}
    assert product.name == "Walker insole"


def test_sizes_of_a_description_count_only_where_no_field_has_any() -> None:
    text = "Sizes: EU 36-47."
    assert sizes(gathered(item(description=text))) == ["EU 36-47"]
    assert sizes(gathered(item(description=text, options=(("Size", "EU 42"),)))) == ["EU 42"]


def test_size_system_and_widths() -> None:
    # given
    items = [
        item(1, options=(("Size", "9"), ("Width", "2E")), details=(("size system", "US"), ("gender", "male"))),
        item(2, options=(("Size", "10"), ("Width", "Regular")), details=(("size system", "US"), ("gender", "male"))),
        item(3, options=(("Size", "11"), ("Width", "Q")), details=(("size system", "US"), ("gender", "male"))),
    ]

    # when
    product = gathered(*items)

    # then
    assert sizes(product) == ["US M 9", "US M 10", "US M 11"]
    assert product.widths == frozenset({"wide", "standard"})
    assert product.unread == (("width", "Q"),)


def test_the_mapping_file_says_what_the_shops_words_mean(owners: Callable[[str], OwnersMapping]) -> None:
    # given
    mapping = owners(
        "currency: GBP\nbrand: Own\n"
        "columns: {Cup: heel_cup_mm, Shell: support_structure, Bin: ignore, Arch: arch_types,\n"
        " Liner out: needs_removable_liner}\n"
        "values:\n  firmness: {Level 3: firm}\n  arch_types: {A: low}\n  widths: {Roomy: wide}\n"
        "sizes: {S: EU 36-38, L: [EU 42-44]}\n"
    )
    shared: dict[str, Any] = {"brand": "", "currency": ""}
    details = (
        ("Cup", "16,5 mm"),
        ("Shell", "Semi-rigid"),
        ("Bin", "7"),
        ("Firmness", "level 3"),
        ("Liner out", "true"),
    )
    items = [
        item(1, options=(("Size", "S"), ("Arch", "A"), ("Width", "Roomy")), details=details, **shared),
        item(2, options=(("Size", "L"), ("Arch", "Neutral")), details=details, **shared),
    ]

    # when
    product = gathered(*items, mapping=mapping)

    # then
    assert (product.brand, product.currency) == ("Own", "GBP")
    assert sizes(product) == ["EU 36-38", "EU 42-44"]
    assert product.widths == frozenset({"wide"})
    assert product.values == {
        "heel_cup_mm": 16.5,
        "support_structure": "semi_rigid",
        "firmness": "firm",
        "arch_types": {"low", "neutral"},
        "needs_removable_liner": True,
    }
    assert product.provenance["arch_types"] == {"source": "column", "words": "Arch: A; Arch: Neutral"}
    assert ("Bin", "7") not in product.listing.details
    assert product.attributes()["heel_cup_mm"] == 16.5
    assert product.problems == ()


def test_a_column_that_is_not_understood_is_a_problem_and_one_that_differs_stays_unknown(
    owners: Callable[[str], OwnersMapping],
) -> None:
    mapping = owners("columns: {Shell: support_structure, Feel: firmness}\n")
    product = gathered(
        item(1, details=(("Shell", "granite"), ("Feel", "soft"))), item(2, details=(("Feel", "firm"),)), mapping=mapping
    )
    assert product.values == {}
    assert product.unread == (("firmness", "differs: Feel: soft / Feel: firm"),)
    (problem,) = product.problems
    assert (problem.line, problem.column, problem.value) == (1, "Shell", "granite")
    assert "under values, support_structure" in problem.expected


def test_what_is_missing_is_a_problem_that_says_where_to_write_it() -> None:
    product = gathered(item(brand="", currency="", price=None))
    assert not product.usable
    assert {problem.column for problem in product.problems} == {"brand", "currency", "price"}


def test_two_currencies_have_no_price_together() -> None:
    product = gathered(item(1), item(2, currency="USD", options=(("Size", "EU 43"),)))
    assert (product.price, product.currency, product.usable) == (None, "", False)
    assert [(p.line, p.column, p.value) for p in product.problems] == [(2, "currency", "USD")]


def test_amounts_that_cannot_be_are_problems() -> None:
    product = gathered(
        item(1, price=Decimal("-1")),
        item(2, price=Decimal("9.999"), quantity=-4),
        item(3, price=Decimal("1e9")),
        item(4, price=Decimal("20")),
    )
    assert product.price == product.attributes()["price"] == Decimal("20")
    assert product.price_high is None
    assert [(p.line, p.column) for p in product.problems] == [(1, "price"), (2, "price"), (3, "price"), (2, "quantity")]


def test_the_same_entry_twice_is_one_and_a_different_one_is_a_problem() -> None:
    # given
    first = item(1, sku="A", quantity=2)

    # when / then
    again = gathered(first, replace(first, place=5))
    assert (again.stock, len(again.variants), again.problems) == (2, 1, ())
    other = gathered(first, replace(first, place=5, price=Decimal("50")))
    assert (other.price, other.price_high, len(other.variants)) == (Decimal("39.95"), None, 1)
    assert [(p.line, p.column, p.value) for p in other.problems] == [(5, "sku", "A")]
    assert "1 has it already" in other.problems[0].expected
    sized = gathered(first, replace(first, place=5, options=(("Size", "EU 43"),)))
    assert (sizes(sized), sized.stock, len(sized.problems)) == (["EU 43"], 4, 1)


def test_only_web_addresses_are_taken() -> None:
    product = gathered(item(url="javascript:alert(1)", image="//cdn.example/a.jpg"))
    assert (product.url, product.image) == ("", "https://cdn.example/a.jpg")
    assert [problem.column for problem in product.problems] == ["url"]


def test_a_group_longer_than_a_sku_keeps_its_beginning_and_stays_apart() -> None:
    one, other = (gathered(item(group="insole-" * 20 + end)).sku for end in "ab")
    assert one != other
    assert one.startswith("insole-insole-")
    assert len(one) <= BY_NAME["sku"].high


def test_details_and_descriptions_are_joined_once_each() -> None:
    product = gathered(
        item(
            1,
            description="Soft.\nWith a heel cup.",
            details=(("Material", "gel"),),
            tags=("run",),
            categories=("A > B",),
        ),
        item(
            2, description="Soft.\nIn blue.", details=(("Material", "gel"), ("Material", "cork")), tags=("run", "hike")
        ),
    )
    assert product.listing.description == "Soft.\nWith a heel cup.\nIn blue."
    assert product.listing.details == (("Material", "gel"), ("Material", "cork"))
    assert product.listing.tags == ("run", "hike")
    assert product.listing.categories == ("A > B",)


def test_ten_thousand_variants_are_one_product() -> None:
    items = [
        item(n, options=(("Size", f"EU {36 + n % 12}"), ("Colour", f"c{n}")), quantity=1) for n in range(1, 10_001)
    ]
    product = gathered(*items)
    assert (product.stock, len(product.variants)) == (10_000, 10_000)
    assert sizes(product) == [f"EU {size}" for size in range(36, 48)]
    assert len(product.listing.options) == 200


_SAID = st.sampled_from(
    [
        "",
        "EU 42",
        "UK 8",
        "9",
        "S",
        "M",
        "wide",
        "male",
        "one size",
        "black",
        "US",
        "2E",
        "6,5 mm",
        "<b>",
        "\x00",
        "kids",
    ]
)
_NAMES = st.sampled_from(["Size", "Colour", "Width", "gender", "age group", "size system", "Cup", "Größe", ""])
_PAIRS = st.lists(st.tuples(_NAMES, _SAID), max_size=4).map(tuple)
_ITEMS = st.builds(
    Item,
    place=st.integers(1, 4),
    sku=st.sampled_from(["A", "B", "C", "x" * 80]),
    title=st.one_of(
        st.text(max_size=30), st.sampled_from(["Gel insole", "Gel insole - EU 42", "Gel (black)", "(", "-"])
    ),
    group=st.just("G"),
    brand=st.sampled_from(["", "Gel", "Own"]),
    description=st.sampled_from(["", "Soft.", "Firm.\nSoft."]),
    price=st.one_of(st.none(), st.decimals(-10, 10**7, places=3)),
    currency=st.sampled_from(["", "EUR", "USD"]),
    in_stock=st.sampled_from([None, True, False]),
    quantity=st.one_of(st.none(), st.integers(-3, 9)),
    url=st.sampled_from(["", "https://a.example/x", "http://[", "ftp://a"]),
    options=_PAIRS,
    details=_PAIRS,
)
_OWNERS = OwnersMapping(
    currency="EUR", columns={"cup": "heel_cup_mm", "colour": "ignore"}, sizes={"s": (("EU", 36.0), ("EU", 36.5))}
)


@given(st.lists(_ITEMS, min_size=1, max_size=6), st.randoms(use_true_random=False), st.sampled_from([NONE, _OWNERS]))
def test_the_order_of_the_entries_never_matters_and_nothing_breaks(
    items: list[Item], order: random.Random, mapping: OwnersMapping
) -> None:
    # given
    shuffled = items[:]
    order.shuffle(shuffled)

    # when
    product = gathered(*items, mapping=mapping)

    # then
    assert product == gathered(*shuffled, mapping=mapping)
    assert len(product.name) <= 160
    assert product.name
    assert product.price is None or 0 <= product.price <= (product.price_high or product.price)
    assert product.stock is None or product.stock >= 0
    assert len(product.problems) <= 50
    for name, value in product.attributes().items():
        assert name in BY_NAME
        assert not isinstance(value, str) or len(value) <= BY_NAME[name].high
