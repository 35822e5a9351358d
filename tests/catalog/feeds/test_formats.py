"""Each format gives the same product, as far as it tells it; what it cannot give is a problem with its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from catalog.feeds import FORMATS, Item, open_feed
from catalog.feeds.unpack import Clean
from catalog.problem import Problem

Read = Callable[..., list[Item | Problem]]
EXAMPLES = Path(__file__).parent / "examples"

TEXT = "<p>Firm EVA heel cradle, 3/4 length &amp; low-profile.</p>"


def items(entries: list[Item | Problem]) -> list[Item]:
    return [entry for entry in entries if isinstance(entry, Item)]


def problems(entries: list[Item | Problem]) -> list[str]:
    return [str(entry) for entry in entries if isinstance(entry, Problem)]


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("own.csv", "own"),
        ("google.xml", "google-xml"),
        ("google_atom.xml", "google-xml"),
        ("google.tsv", "google-tsv"),
        ("shopify.csv", "shopify-csv"),
        ("shopify_new.csv", "shopify-csv"),
        ("shopify.json", "shopify-json"),
        ("shopify_admin.json", "shopify-json"),
        ("woocommerce.csv", "woocommerce-csv"),
    ],
)
def test_a_format_is_known_by_its_content(tmp_path: Path, name: str, format_: str) -> None:
    # given a name that tells nothing
    file = tmp_path / "download"
    file.write_bytes((EXAMPLES / name).read_bytes())
    # when
    with open_feed(str(file)) as feed:
        # then
        assert feed.format == format_
        assert feed.format in FORMATS
        assert feed.encoding == "utf-8"
        assert feed.size == file.stat().st_size
        assert list(feed.items())
        assert feed.position() == feed.size
        assert list(feed.items()) == list(feed.items())


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("google.xml", 0),
        ("google_atom.xml", 0),
        ("google.tsv", 0),
        ("shopify.csv", 0),
        ("shopify_new.csv", 0),
        ("shopify.json", 0),
        ("shopify_admin.json", 0),
        ("woocommerce.csv", 0),
    ],
)
def test_the_same_product_is_the_same_through_every_format(read: Read, name: str, number: int) -> None:
    item = items(read(name))[number]
    assert item.sku == "FH-01-42"
    assert item.title == "Fernhollow Daywalker insole"
    assert item.brand == "Fernhollow"
    assert item.price == Decimal("39.95")
    assert item.in_stock is True
    assert "Firm EVA heel cradle, 3/4 length &" in item.description
    if name == "google_atom.xml":
        return
    assert item.group == "daywalker"
    assert item.image == "https://shop.example/daywalker.jpg"
    assert [(option.lower(), value) for option, value in item.options] == [("size", "42"), ("color", "black")]
    details = {detail.lower(): value for detail, value in item.details}
    assert details["shipping weight"] in ("180 g", "0.18 kg")
    if "shopify.json" not in name:
        assert "16 mm" in [details.get(name) for name in ("heel cup depth",)]


def test_google_tells_everything_it_knows(read: Read) -> None:
    # when
    in_xml, in_table = items(read("google.xml"))[0], items(read("google.tsv"))[0]
    # then
    assert in_xml.currency == "EUR"
    assert in_xml.url == "https://shop.example/daywalker?size=42"
    assert in_xml.categories == ("Foot care > Insoles", "Offers")
    assert in_xml.taxonomy == "1933"
    assert set(in_xml.details) == {
        ("material", "EVA"),
        ("gender", "unisex"),
        ("age group", "adult"),
        ("size system", "EU"),
        ("shipping weight", "180 g"),
        ("gtin", "4006381333931"),
        ("custom label 0", "bestseller"),
        ("Arch type", "low"),
        ("Heel cup Depth", "16 mm"),
        ("product highlight", "Semi-rigid nylon shell"),
        ("firmness", "firm"),
    }
    for name in ("sku", "title", "group", "description", "brand", "price", "currency", "in_stock", "url", "image"):
        assert getattr(in_xml, name) == getattr(in_table, name), name
    for name in ("categories", "taxonomy", "options"):
        assert getattr(in_xml, name) == getattr(in_table, name), name
    assert set(in_xml.details) == set(in_table.details)


def test_a_sale_price_counts_on_its_days_only(read: Read) -> None:
    for name in ("google.xml", "google.tsv", "woocommerce.csv"):
        assert items(read(name, today=date(2026, 3, 31)))[0].price == Decimal("39.95"), name
        assert items(read(name, today=date(2026, 4, 1)))[0].price == Decimal("49.00"), name


def test_google_places_count_entries_and_what_is_missing_is_named(read: Read) -> None:
    entries = read("google.xml")
    assert [entry.place for entry in items(entries)] == [1, 2]
    assert problems(entries) == ["entry 3, column price: '' is not given: every entry needs a price"]
    assert items(entries)[1].in_stock is False


def test_a_google_feed_that_forgot_its_namespace_is_read(read: Read) -> None:
    # given
    feed = (EXAMPLES / "google.xml").read_bytes()
    undeclared = feed.replace(b' xmlns:g="http://base.google.com/ns/1.0"', b"")
    without = undeclared.replace(b"<g:", b"<").replace(b"</g:", b"</")
    # when, then
    expected = items(read("google.xml"))
    assert items(read(undeclared)) == expected
    assert [item.sku for item in items(read(without))] == [item.sku for item in expected]
    assert items(read(without))[0].price == Decimal("39.95")


def test_our_own_cells_are_passed_on_as_they_stand(read: Read) -> None:
    entries = read("own.csv")
    first, second = items(entries)
    assert first.stated["heel_cup_mm"] == "16"
    assert first.stated["sizes"] == "EU 36-47"
    assert (first.sku, first.title, first.brand, first.price, first.quantity) == (
        "FH-01", "Daywalker", "Fernhollow", Decimal("39.95"), 4)  # fmt: skip
    assert second.price is None
    assert second.stated["price"] == "many"
    assert second.in_stock is False
    assert problems(entries) == ["line 3: has 6 cells, the first line has 10"]


def test_an_unknown_column_of_our_own_is_named_with_what_was_meant(read: Read) -> None:
    with pytest.raises(ValueError, match=r"'heel_cup' that we do not know. Is heel_cup_mm meant"):
        read(b"sku,brand,name,price,currency,heel_cup\nA,B,C,1,EUR,3\n")


def test_rows_of_one_handle_take_what_they_do_not_say_from_the_first(read: Read) -> None:
    # when
    entries = read("shopify.csv")
    # then
    first, second, third, plain = items(entries)
    assert [item.place for item in (first, second, third, plain)] == [2, 3, 4, 8]
    assert second.title == first.title
    assert second.description == first.description == TEXT
    assert second.options == (("Size", "43"), ("Color", "black"))
    assert (second.in_stock, second.quantity) == (False, 0)
    assert (third.in_stock, third.quantity, third.price) == (True, None, Decimal("42.95"))
    assert first.quantity == 4
    assert first.categories == ("Insoles", "Apparel & Accessories > Shoe Accessories")
    assert first.taxonomy == "1933"
    assert first.tags == ("arch support", "bestseller")
    assert ("gtin", "4006381333931") in first.details
    assert (plain.sku, plain.group, plain.options, plain.in_stock) == ("plain", "plain", (), True)
    assert problems(entries) == [
        "line 6, column Published: 'false' is not TRUE, so it is left out: the shop does not show it"
    ]


def test_drafts_are_left_out_and_counted() -> None:
    with open_feed(str(EXAMPLES / "shopify.csv")) as feed:
        list(feed.items())
        assert feed.left_out == {"unpublished": 1, "draft": 1}


def test_both_spellings_of_shopifys_columns_say_the_same(read: Read) -> None:
    old, new = items(read("shopify.csv")), items(read("shopify_new.csv"))
    for before, after in zip(old[:3], new, strict=True):
        assert (before.sku, before.price, before.options, before.in_stock) == (
            after.sku, after.price, after.options, after.in_stock)  # fmt: skip
    assert old[0].details == new[0].details


def test_both_kinds_of_products_json_are_read(read: Read) -> None:
    # when
    of_the_shop, of_the_office = read("shopify.json"), read("shopify_admin.json")
    # then
    first, second = items(of_the_shop)
    assert (second.sku, second.in_stock) == ("808950811", False)
    assert first.tags == items(of_the_office)[0].tags == ("arch support", "bestseller")
    assert first.currency == ""
    admin = items(of_the_office)
    assert (admin[0].quantity, admin[1].quantity, admin[1].in_stock) == (4, None, True)
    assert ("heel cup depth", "16 mm") in admin[0].details
    assert problems(of_the_office) == [
        "entry 3, column variants: '' is not given: a product without variants has no price"
    ]


def test_variations_inherit_from_a_parent_that_comes_later(read: Read) -> None:
    # when
    entries = read("woocommerce.csv")
    # then
    first, second, wool = items(entries)
    assert (first.place, second.place) == (2, 4)
    assert first.group == second.group == "daywalker"
    assert first.description == f"Low-profile.\n{TEXT}" == second.description
    assert first.categories == ("Foot care > Insoles", "Offers")
    assert (second.in_stock, second.quantity, second.price) == (False, 0, Decimal("49.00"))
    assert (wool.title, wool.price, wool.group) == ("Wool insole, warm", Decimal("19.90"), "")
    assert wool.details == (("Material", "Wool, felt"),)
    assert not any("secret" in name for name, _ in first.details)
    assert problems(entries) == [
        "line 6, column Type: 'grouped' is not simple, variable or variation, so it is left out",
        "line 7, column Parent: 'nobody' is not the SKU or id of a variable product of the file",
        "line 8, column Published: '0' is not 1, so it is left out: the shop does not show it",
        "line 10, column Type: 'variable' is not a product with variations: the file has none of it",
    ]


def test_ten_thousand_variants_are_read(read: Read) -> None:
    # given
    head = b"Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n"
    rows = "".join(f"x,{'X' * (n == 0)},{'Size' * (n == 0)},{n},S-{n},10.00\n" for n in range(10_000))
    variants = ",".join(f'{{"id":{n},"option1":"{n}","price":"10.00","sku":"S-{n}"}}' for n in range(10_000))
    json = f'{{"products":[{{"title":"X","handle":"x","options":[{{"name":"Size"}}],"variants":[{variants}]}}]}}'
    # when
    in_csv, in_json = items(read(head + rows.encode())), items(read(json.encode()))
    # then
    assert len(in_csv) == len(in_json) == 10_000
    for one, other in zip(in_csv, in_json, strict=True):
        assert (one.sku, one.title, one.group, one.options, one.price) == (
            other.sku, other.title, other.group, other.options, other.price)  # fmt: skip


def test_columns_may_be_divided_by_other_marks(read: Read) -> None:
    expected = items(read("own.csv"))[0].stated
    for mark in ";", "\t", "|":
        lines = (EXAMPLES / "own.csv").read_text().splitlines()[:2]
        row = 'FH-01,Fernhollow,Daywalker,orthotic,39.95,EUR,4,EU 36-47,16,"Firm EVA heel cradle; 3/4 length."'
        assert lines[1].startswith("FH-01")
        content = f"{lines[0].replace(',', mark)}\n{row.replace(',', mark)}\n"
        stated = items(read(content.encode()))[0].stated
        assert {**stated, "description": ""} == {**expected, "description": ""}
    assert items(read(b"sep=;\nsku;brand;name;price;currency\nA;B;C;1,50;EUR\n"))[0].price == Decimal("1.50")


def test_a_clean_stream_takes_out_control_characters_and_marks() -> None:
    class Pieces:
        def __init__(self) -> None:
            self.left = [b"\xff\xfea\x00\x00\x00b", b"\x00"]

        def read(self, size: int = -1, /) -> bytes:  # noqa: ARG002
            return self.left.pop(0) if self.left else b""

    stream = Clean(Pieces(), "utf-16", "here")
    assert stream.read() + stream.read() == b"ab"
