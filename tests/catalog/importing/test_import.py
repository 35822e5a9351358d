"""Whole imports: what is added, changed, retired, kept; all or nothing; the owner's word; the same feed twice."""

from __future__ import annotations

import csv
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import seeds
from catalog import Catalogue, Limits, Product, as_json
from catalog.engine import reading
from catalog.feeds import FeedError
from catalog.importing import prepare, work
from catalog.importing.apply import ImportRefusedError
from catalog.importing.owners import Chosen, OwnersMapping
from catalog.importing.prepare import understand_all
from catalog.load import read_csv
from catalog.models import ProductRow
from catalog.owner import find, retire, set_values
from catalog.store import CurrencyError, save
from tests.catalog.importing.feed import Shop, entry, feed

TODAY = date(2026, 11, 22)


@pytest.fixture
def shop(database_url: str, tmp_path: Path) -> Iterator[Shop]:
    """An empty catalogue, on either database."""
    made = Shop(database_url, tmp_path)
    yield made
    made.engine.dispose()


def product(shop: Shop, sku: str) -> Product:
    catalogue = Catalogue(shop.url)
    found = catalogue.product(sku)
    catalogue.close()
    assert found is not None
    return found


def skus(shop: Shop) -> list[str]:
    catalogue = Catalogue(shop.url)
    found = [p.sku for p in catalogue.products()]
    catalogue.close()
    return found


def version(shop: Shop) -> int:
    catalogue = Catalogue(shop.url)
    found = catalogue.version()
    catalogue.close()
    return found


def test_what_a_feed_tells_and_where_it_stands(shop: Shop) -> None:
    # when
    outcome = shop.bring(entry("A", gender="female", size="39", size_system="EU", product_type="Foot care > Insoles"))

    # then
    told = product(shop, "A")
    assert outcome.counts["added"] == 1
    assert (told.brand, told.name, told.price, told.currency) == (
        "Testwood",
        "Daywalker Gel Insole",
        Decimal("39.95"),
        "EUR",
    )
    assert (told.sizes, told.wearer, told.stock) == (("EU 39",), frozenset({"women"}), None)
    assert told.materials == frozenset({"gel"})
    assert told.trim_to_fit is True
    assert told.provenance["sizes"]["source"] == "column"
    assert told.provenance["trim_to_fit"] == {"source": "text", "words": "Trim to fit"}
    assert told.arch_types is None
    assert "arch_types" not in told.provenance


def test_variants_are_one_product_and_it_is_found_by_each_of_their_skus(shop: Shop) -> None:
    # when
    shop.bring(
        entry("A-41", item_group_id="A", size="41", size_system="EU"),
        entry("B"),
        entry("A-42", item_group_id="A", size="42", size_system="EU", price="44.00 EUR"),
    )

    # then
    told = product(shop, "A")
    assert skus(shop) == ["A", "B"]
    assert (told.price, told.price_high, told.sizes) == (Decimal("39.95"), Decimal("44.00"), ("EU 41", "EU 42"))
    with reading(shop.engine) as connection:
        assert find(connection, "A-42").columns["sku"] == "A"


def test_the_same_feed_twice_changes_nothing_even_in_another_order(shop: Shop) -> None:
    # given
    entries = [entry(f"S{n}", description=f"Firm arch support, {n} mm heel cup.") for n in range(10, 16)]
    shop.bring(*entries)
    before = version(shop)

    # when
    again = shop.bring(*reversed(entries))

    # then
    assert {kind: number for kind, number in again.counts.items() if number} == {"unchanged": 6}
    assert (again.read, version(shop)) == (0, before)


def test_a_dry_run_tells_all_and_does_nothing(shop: Shop) -> None:
    # given
    shop.bring(entry("A"), entry("B"))
    before = version(shop)

    # when
    outcome = shop.bring(entry("A", price="29.95 EUR"), entry("C"), dry=True)

    # then
    told = {(one.sku, one.kind): dict(one.fields) for one in outcome.told}
    assert told.keys() == {("A", "changed"), ("C", "added"), ("B", "retired")}
    assert told["A", "changed"] == {"price": ("39.95", "29.95")}
    assert told["C", "added"]["materials"] == ("", "gel")
    assert outcome.needs_force
    assert (skus(shop), version(shop)) == (["A", "B"], before)
    assert product(shop, "A").price == Decimal("39.95")


def test_what_is_gone_is_retired_and_comes_back(shop: Shop) -> None:
    # given
    every = [entry(f"S{n:02d}") for n in range(20)]
    shop.bring(*every)

    # when one of twenty is gone
    outcome = shop.bring(*every[1:], on=TODAY)

    # then it is not recommended any more, and its row stays
    assert outcome.counts["retired"] == 1
    assert "S00" not in skus(shop)
    with reading(shop.engine) as connection:
        assert find(connection, "S00").columns["retired_on"] == TODAY

    # when it is there again
    outcome = shop.bring(*every)

    # then it is sold again
    assert (outcome.counts["returned"], len(skus(shop))) == (1, 20)


def test_more_than_a_tenth_gone_asks_for_force(shop: Shop) -> None:
    # given
    every = [entry(f"S{n:02d}") for n in range(20)]
    shop.bring(*every)

    # when three of twenty are gone
    with pytest.raises(ImportRefusedError, match=r"3 of the 20 products .*no longer in it: S00.*--force"):
        shop.bring(*every[3:])

    # then nothing has happened
    assert len(skus(shop)) == 20
    assert shop.bring(*every[3:], force=True).counts["retired"] == 3
    assert len(skus(shop)) == 17


def test_several_feeds_keep_out_of_each_others_way(shop: Shop) -> None:
    # given
    shop.bring(entry("A"), feed="ours")

    # when
    outcome = shop.bring(entry("B"), entry("A", price="1.00 EUR"), feed="theirs")

    # then
    assert skus(shop) == ["A", "B"]
    assert product(shop, "A").price == Decimal("39.95")
    assert outcome.set_aside == 1
    assert "ours" in str(outcome.problems[0])


def test_the_owners_word_wins_and_stays(shop: Shop) -> None:
    # given
    shop.bring(entry("A", description="A soft insole with a 12 mm heel cup."))
    assert product(shop, "A").firmness == "soft"

    # when the owner knows better, and the feed comes again with other words
    set_values(shop.engine, "A", [("firmness", "firm"), ("heel_cup_mm", "unknown")], TODAY)
    shop.bring(entry("A", description="A very soft insole with a 14 mm heel cup.", price="35.00 EUR"))

    # then
    told = product(shop, "A")
    assert (told.firmness, told.heel_cup_mm, told.price) == ("firm", None, Decimal("35.00"))
    assert told.provenance["firmness"]["source"] == "owner"
    assert told.provenance["heel_cup_mm"]["feed"]["value"] == "14"

    # when the owner takes it back, the feed's word holds again
    set_values(shop.engine, "A", [("firmness", ""), ("heel_cup_mm", "")], TODAY)
    told = product(shop, "A")
    assert (told.firmness, told.heel_cup_mm) == ("soft", 14)
    assert told.provenance["heel_cup_mm"]["source"] == "text"


def test_what_the_owner_retired_stays_so(shop: Shop) -> None:
    # given
    shop.bring(entry("A"), entry("B"))
    assert retire(shop.engine, ["A"], TODAY) == ["A"]

    # when
    shop.bring(entry("A", price="20.00 EUR"), entry("B"))

    # then
    assert skus(shop) == ["B"]
    assert retire(shop.engine, ["A"], TODAY, undo=True) == ["A"]
    assert product(shop, "A").price == Decimal("20.00")


def test_bad_entries_are_set_aside_and_their_products_stay(shop: Shop) -> None:
    # given
    shop.bring(entry("A"), entry("B"))

    # when A's price is none now, and a formula stands in the field
    outcome = shop.bring(entry("A", price="=1+1"), entry("B", price="30.00 EUR"), entry("C"))

    # then
    assert (outcome.counts["changed"], outcome.counts["added"], outcome.counts["retired"]) == (1, 1, 0)
    assert outcome.set_aside == 1
    assert product(shop, "A").price == Decimal("39.95")
    lines = list(csv.DictReader((shop.folder / "errors.csv").open(encoding="utf-8-sig")))
    assert len(lines) == 1
    assert (lines[0]["sku"], lines[0]["field"], lines[0]["value"]) == ("A", "price", "'=1+1")
    assert lines[0]["line"] == "entry 1"
    assert lines[0]["expected"]

    # when all is well again, the list of mistakes is gone
    shop.bring(entry("A"), entry("B"), entry("C"))
    assert not (shop.folder / "errors.csv").exists()


@pytest.mark.parametrize("name", ["feed.xml", "kept.csv"])
def test_a_list_of_mistakes_takes_no_other_files_place(shop: Shop, name: str) -> None:
    (shop.folder / "kept.csv").write_text("mine\n")
    with pytest.raises(ValueError, match="is there already"):
        shop.bring(entry("A"), errors=shop.folder / name)
    with pytest.raises(ValueError, match="is there already"):
        shop.bring(entry("A"), left=shop.folder / name)
    assert (shop.folder / "kept.csv").read_text() == "mine\n"
    assert "Daywalker" in (shop.folder / "feed.xml").read_text()
    with pytest.raises(ValueError, match="is there already"):
        shop.bring(entry("A"), errors=shop.folder)


def test_an_insole_for_nothing_is_a_mistake(shop: Shop) -> None:
    outcome = shop.bring(entry("A", price="0.00 EUR"), entry("B"))
    assert (skus(shop), outcome.set_aside) == (["B"], 1)
    assert outcome.problems[0].expected.startswith("an amount above 0")


def test_a_german_spreadsheet(shop: Shop) -> None:
    # given what Excel saves: semicolons, decimal commas, cp1252
    text = "sku;brand;name;price;currency;heel_cup_mm\r\nA;Müßig;Gehgut;39,95;EUR;16,5\r\n"
    (shop.folder / "own.csv").write_bytes(text.encode("cp1252"))

    # when
    outcome = shop.bring_file("own.csv")

    # then
    told = product(shop, "A")
    assert (told.brand, told.price, told.heel_cup_mm) == ("Müßig", Decimal("39.95"), 16.5)
    assert outcome.encoding == "cp1252"
    assert "cp1252" in outcome.notes[0]


def test_single_broken_letters_spoil_nothing_else(shop: Shop) -> None:
    lines = [f"S{n},Café Fußwohl,Gänger {n},20,EUR" for n in range(20)]
    text = "\n".join(["sku,brand,name,price,currency", *lines]).encode() + b"\nT,Gro\xdf,Plain,20,EUR\n"
    (shop.folder / "own.csv").write_bytes(text)
    outcome = shop.bring_file("own.csv")
    assert product(shop, "S3").brand == "Café Fußwohl"
    assert product(shop, "T").brand == "Gro\ufffd"
    assert "bytes in it that are not" in outcome.notes[0]


def test_strict_changes_nothing_where_anything_is_wrong(shop: Shop) -> None:
    with pytest.raises(ImportRefusedError, match=r"mistakes \(1\)"):
        shop.bring(entry("A"), entry("B", price="cheap"), strict=True)
    assert skus(shop) == []


def test_shoes_and_socks_are_left_out_with_a_reason_and_the_owner_overrules(shop: Shop) -> None:
    # given
    others = [
        entry("SOCK", title="Compression socks with arch support"),
        entry("SHOE", title="Men's trail running shoe"),
    ]
    mapping = OwnersMapping(digest="1", take=Chosen(skus=("SOCK",)), leave=Chosen(skus=("A*",)))

    # then
    outcome = shop.bring(entry("A"), *others)
    assert (skus(shop), outcome.counts["left"], len(outcome.left)) == (["A"], 2, 2)
    shop.bring(entry("A"), *others, mapping=mapping, force=True)
    assert skus(shop) == ["SOCK"]


def test_the_mapping_file_speaks_for_every_product(shop: Shop) -> None:
    # given
    mapping = OwnersMapping(
        digest="1",
        defaults={"trial_days": 60, "return_terms": "worn_untrimmed"},
        products={"a": {"firmness": "firm"}},
    )

    # when
    shop.bring(entry("A"), entry("B", description="Try it for 30 days."), mapping=mapping)

    # then
    assert (product(shop, "A").trial_days, product(shop, "B").trial_days) == (60, 30)
    assert product(shop, "A").firmness == "firm"
    assert product(shop, "A").provenance["firmness"]["source"] == "owner"

    # when the file says something else, its products are read again though the feed is the same
    changed = replace(mapping, digest="2", defaults={})
    shop.bring(entry("A"), entry("B", description="Try it for 30 days."), mapping=changed)
    assert product(shop, "A").trial_days is None


def test_the_sample_shop_goes_when_a_shops_own_products_come(shop: Shop) -> None:
    # given the sample shop, whose prices are in dollars
    loaded = read_csv(seeds.path("sample_shop.csv"))
    save(shop.engine, [replace(record, feed="sample") for record in loaded.records], loaded.currency)

    # when
    outcome = shop.bring(entry("A"))

    # then
    assert (skus(shop), outcome.counts["removed"]) == (["A"], 72)
    assert product(shop, "A").currency == "EUR"


def test_a_feed_in_another_currency_is_refused(shop: Shop) -> None:
    shop.bring(entry("A"))
    with pytest.raises(CurrencyError, match="EUR"):
        shop.bring(entry("A", price="39.95 USD"))
    with pytest.raises(CurrencyError, match="EUR"):
        shop.bring(entry("A", price="39.95 USD"), dry=True)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((), "an empty one"),
        ((entry("A", title="Wool socks"), entry("B", title="Foot cream")), "none of the feed's products"),
        ((entry("A", price="cheap"),), "could be read"),
    ],
)
def test_a_feed_that_would_leave_nothing_is_a_mistake(shop: Shop, entries: Any, expected: str) -> None:
    shop.bring(entry("Z"))
    with pytest.raises(ValueError, match=expected):
        shop.bring(*entries, force=True)
    assert skus(shop) == ["Z"]


def test_a_feed_that_breaks_off_changes_nothing(shop: Shop) -> None:
    # given
    shop.bring(entry("A"), entry("B"))
    whole = feed(*(entry(sku, price="10.00 EUR") for sku in ("A", "B", "C")))

    # then
    with pytest.raises(FeedError, match=r"feed\.xml"):
        shop.bring_text(whole[: -len("</channel></rss>") - 40], force=True)
    assert skus(shop) == ["A", "B"]
    assert product(shop, "A").price == Decimal("39.95")


def test_many_products_are_read_by_several_processes_and_it_is_the_same(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    entries = [entry(f"S{n}", description=f"Firm insole, heel cup {n % 15 + 5} mm deep.") for n in range(60)]
    shop.bring(*entries)
    catalogue = Catalogue(shop.url)
    alone = [as_json(p) for p in catalogue.products()]

    # when they are read again by two workers
    monkeypatch.setattr(prepare, "_ALONE", 1)
    monkeypatch.setattr(prepare, "_PIECE", 7)
    again = shop.bring(*entries, mapping=OwnersMapping(digest="other"))

    # then
    assert (again.read, again.counts["unchanged"], again.counts["changed"]) == (60, 60, 0)
    assert [as_json(p) for p in catalogue.products()] == alone
    catalogue.close()


def test_a_worker_that_is_ended_from_outside_leaves_all_as_it_was(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    shop.bring(entry("A"))
    monkeypatch.setattr(prepare, "_ALONE", 1)
    monkeypatch.setattr(work, "work", ended)

    # then
    with pytest.raises(ImportRefusedError, match="ended from outside"):
        shop.bring(entry("A", price="1.00 EUR"), entry("B"))
    assert product(shop, "A").price == Decimal("39.95")


def ended(piece: object) -> None:
    """What a worker does that the system kills."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_product_changed_by_another_import_in_between_is_not_taken_for_unchanged(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given an import that has seen that A is as it was
    shop.bring(entry("A"), entry("B"))

    def meanwhile(*given: Any, **named: Any) -> None:
        understand_all(*given, **named)
        with monkeypatch.context() as other:
            other.setattr(prepare, "understand_all", understand_all)
            Shop(shop.url, shop.folder).bring(entry("A", price="10.00 EUR"), entry("B"), errors=shop.folder / "2.csv")

    monkeypatch.setattr(prepare, "understand_all", meanwhile)

    # then it does not go on
    with pytest.raises(ImportRefusedError, match="another import"):
        shop.bring(entry("A"), entry("B", price="20.00 EUR"), name="other.xml")
    assert product(shop, "A").price == Decimal("10.00")
    assert product(shop, "B").price == Decimal("39.95")


def test_readers_see_the_old_shop_or_the_new_one(shop: Shop) -> None:
    # given a shop whose prices all change together
    def entries(price: int) -> list[str]:
        return [entry(f"S{n}", price=f"{price}.00 EUR") for n in range(8)]

    shop.bring(*entries(10))
    catalogue = Catalogue(shop.url)

    def look() -> set[Decimal]:
        return {ranked.product.price for ranked in catalogue.search([], Limits())}

    # when
    seen = []
    with ThreadPoolExecutor(1) as pool:
        for price in range(11, 16):
            running = pool.submit(shop.bring, *entries(price))
            while not running.done():
                seen.append(look())
            running.result()

    # then
    assert all(len(prices) == 1 for prices in seen)
    assert look() == {Decimal(15)}
    catalogue.close()


def test_two_imports_at_once_do_not_mix(shop: Shop) -> None:
    # given
    def bring(who: str) -> None:
        other = Shop(shop.url, shop.folder / who)
        other.folder.mkdir()
        for n in range(3):
            other.bring(*(entry(f"S{i}", title=f"{who} {n} insole") for i in range(12)), force=True)
        other.engine.dispose()

    # when
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(bring, who) for who in ("left", "right")]
    refused = [error for one in running if (error := one.exception()) is not None]

    # then all products are of one import; one that saw the other's traces said so
    assert all(isinstance(error, ImportRefusedError) for error in refused)
    with reading(shop.engine) as connection:
        names = set(connection.execute(sa.select(ProductRow.name)).scalars())
    assert len(names) == 1
