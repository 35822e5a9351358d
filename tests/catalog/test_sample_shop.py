"""The sample shop: varied enough to try everything, as patchy as a real feed, and plainly a sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from xml.etree import ElementTree

import pytest

import seeds
from catalog import images
from catalog.attributes import BY_NAME, DESCRIBING
from catalog.load import read_csv
from catalog.record import Record
from catalog.words import vocabulary


@pytest.fixture(scope="module")
def shop() -> list[Record]:
    return read_csv(seeds.path("sample_shop.csv")).records


def counted(shop: list[Record], attribute: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for record in shop:
        value = record.attributes.get(attribute)
        words: Iterable[str] = [value] if isinstance(value, str) else value or ()
        found.update(words)
    return found


def test_there_are_enough_products(shop: list[Record]) -> None:
    assert len(shop) >= 60
    assert len({record.sku for record in shop}) == len(shop)


def test_it_is_plainly_a_sample(shop: list[Record]) -> None:
    for record in shop:
        assert record.sku.startswith("SAMPLE-")
        assert "Sample product of an invented brand, not for sale." in record.attributes["description"]
        assert record.attributes["url"].startswith("https://shop.example/")


@pytest.mark.parametrize(
    ("attribute", "least"),
    [("insole_type", 7), ("arch_types", 15), ("footwear", 2), ("activities", 1), ("wearer", 4), ("material", 0)],
)
def test_every_word_is_there(shop: list[Record], attribute: str, least: int) -> None:
    if attribute == "material":
        assert set(counted(shop, "materials")) == set(vocabulary("material"))
        return
    found = counted(shop, attribute)
    for word in BY_NAME[attribute].word_list.words:
        assert found[word] >= least, word


def test_every_return_term_length_and_width_is_there(shop: list[Record]) -> None:
    for attribute in ("return_terms", "length", "widths", "heel_counter", "support_structure", "cushioning_place"):
        assert set(counted(shop, attribute)) == set(BY_NAME[attribute].word_list.words), attribute


def test_prices_and_trials_cover_the_range(shop: list[Record]) -> None:
    prices = [record.attributes["price"] for record in shop]
    assert Decimal(12) <= min(prices) <= Decimal(15)
    assert Decimal(200) <= max(prices) <= Decimal(220)
    for low, high in ((12, 20), (20, 30), (30, 45), (45, 70), (70, 120), (120, 220)):
        assert sum(low <= price <= high for price in prices) >= 5
    trials = {record.attributes.get("trial_days") for record in shop}
    assert {0, 14, 30, 60, 90, 120} <= trials


def test_a_sixth_is_unknown(shop: list[Record]) -> None:
    # claims stand in for what no measure tells: this shop states the measures
    names = [name for name in DESCRIBING if name != "claims"]
    unknown = sum(record.attributes.get(name) is None for record in shop for name in names)
    assert 0.12 <= unknown / (len(shop) * len(names)) <= 0.21
    # spread over the attributes, not heaped on a few
    for name in names:
        assert sum(record.attributes.get(name) is None for record in shop) < len(shop) * 0.6, name


def test_some_are_sold_out_and_most_are_not(shop: list[Record]) -> None:
    stock = [record.attributes.get("stock") for record in shop]
    assert 2 <= stock.count(0) <= len(shop) / 5


def test_values_make_sense_together(shop: list[Record]) -> None:
    for record in shop:
        told = record.attributes
        if told.get("insole_type") == "custom_orthotic":
            assert told["price"] >= 90
        if told.get("length") == "three_quarter_length" and told.get("thickness_mm") is not None:
            assert told["thickness_mm"] <= 5
        if told.get("footwear") and told["footwear"] & {"heels", "flats"} and told.get("thickness_mm") is not None:
            assert told["thickness_mm"] <= 5
        if told.get("wearer") == {"kids"} and told.get("sizes"):
            assert all(size <= 35 for system, size in told["sizes"] if system == "EU")


def test_every_product_has_a_picture_that_is_drawn_as_its_name_says(shop: list[Record]) -> None:
    for record in shop:
        name = record.attributes["image"]
        file = seeds.path(name)
        assert file.read_text(encoding="utf-8") == images.draw(name), f"{name}: run `python -m catalog draw`"
        root = ElementTree.parse(file).getroot()  # noqa: S314 (a file of ours)
        assert root.tag.endswith("svg")
        assert file.stat().st_size < 8000
        told = record.attributes.get("insole_type")
        assert told is None or name.startswith(f"images/{told}-")


def test_no_picture_is_left_over(shop: list[Record]) -> None:
    used = {record.attributes["image"] for record in shop}
    assert {f"images/{file.name}" for file in seeds.path("images").glob("*")} == used


@pytest.mark.parametrize("name", ["images/../secret.svg", "images/sock-full-fern.svg", "orthotic-full-fern.svg", ""])
def test_only_pictures_of_that_form_are_drawn(name: str) -> None:
    assert images.draw(name) is None
