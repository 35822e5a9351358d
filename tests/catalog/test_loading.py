"""A shop's CSV: all of it or nothing, the same file twice changes nothing, and mistakes are named."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from catalog import Catalogue
from catalog.attributes import ATTRIBUTES, Attribute, Kind
from catalog.cells import read_cell
from catalog.engine import create_engine
from catalog.load import LoadError, read_csv
from catalog.store import CurrencyError, Saved, save

HEAD = "sku,brand,name,price,currency"
ROW = "A1,Testwood,Plain,39.95,USD"


def written(folder: Path, *lines: str, name: str = "shop.csv") -> Path:
    file = folder / name
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def load(file: Path, database_url: str) -> Saved:
    loaded = read_csv(file)
    return save(create_engine(database_url), loaded.records, loaded.currency)


def test_empty_is_unknown_and_none_is_none(tmp_path: Path, database_url: str) -> None:
    # given
    file = written(
        tmp_path,
        HEAD + ",footwear,materials,heel_counter,metatarsal_pad,heel_cup_mm,stock,sizes,arch_types",
        ROW + ",none,gel|eva,none,no,12.5,0,EU 41-42|US M 9,",
    )

    # when
    load(file, database_url)
    product = Catalogue(database_url).product("A1")

    # then
    assert product is not None
    assert product.footwear == frozenset()
    assert product.materials == frozenset({"gel", "eva"})
    assert product.heel_counter == "none"
    assert product.metatarsal_pad is False
    assert product.heel_cup_mm == 12.5
    assert product.stock == 0
    assert product.sizes == ("EU 41", "EU 41.5", "EU 42", "US M 9")
    assert product.arch_types is None
    assert product.insole_type is None
    assert (product.price, product.currency) == (Decimal("39.95"), "USD")
    assert product.provenance["materials"] == {"source": "column", "words": "gel|eva"}
    assert "arch_types" not in product.provenance


def test_the_same_file_twice_changes_nothing(tmp_path: Path, database_url: str) -> None:
    # given
    file = written(tmp_path, HEAD + ",sizes,materials", ROW + ",EU 36-40,gel|eva", ROW.replace("A1", "A2") + ",,")

    # when
    first, second = load(file, database_url), load(file, database_url)

    # then
    assert (first.added, first.changed, first.unchanged) == (2, 0, 0)
    assert (second.added, second.changed, second.unchanged) == (0, 0, 2)
    assert second.version == first.version


def test_what_changed_is_changed(tmp_path: Path, database_url: str) -> None:
    # given
    first = load(
        written(tmp_path, HEAD + ",sizes,stock", ROW + ",EU 36-40,5", ROW.replace("A1", "A2") + ",,"), database_url
    )

    # when one product has other sizes and no known stock any more, and one is new
    lines = (HEAD + ",sizes,stock", ROW + ",EU 36-41,", ROW.replace("A1", "A3") + ",,")
    second = load(written(tmp_path, *lines), database_url)

    # then
    assert (second.added, second.changed, second.unchanged) == (1, 1, 0)
    assert second.version == first.version + 1
    catalogue = Catalogue(database_url)
    changed = catalogue.product("A1")
    assert changed is not None
    assert changed.stock is None
    assert changed.sizes is not None
    assert changed.sizes[-1] == "EU 41"
    assert {product.sku for product in catalogue.products()} == {"A1", "A2", "A3"}


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_spreadsheets_and_a_byte_order_mark(tmp_path: Path, database_url: str, delimiter: str) -> None:
    file = tmp_path / "excel.csv"
    text = f"{HEAD}\r\n{ROW}\r\n".replace(",", delimiter)
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load(file, database_url).added == 1


#: a column, a cell in it, and what the message must say
CELLS = [
    ("price", "cheap", "an amount"),
    ("price", "-5", "an amount"),
    ("price", "1,299", "39.95"),
    ("price", "39.999", "an amount"),
    ("price", "1e3", "an amount"),
    ("price", "999999", "at most"),
    ("price", "", "given"),
    ("currency", "Dollar", "USD"),
    ("brand", "", "given"),
    ("sku", "x" * 65, "64"),
    ("name", "bell\x07", "text"),
    ("insole_type", "sock", "one of orthotic"),
    ("insole_type", "none", "one of orthotic"),
    ("materials", "gel|custard", "custard"),
    ("materials", "gel||eva", "separated by |"),
    ("metatarsal_pad", "maybe", "yes or no"),
    ("heel_cup_mm", "900", "from 0 to 40 mm"),
    ("heel_cup_mm", "nan", "a number"),
    ("life_months", "7.5", "a whole number"),
    ("stock", "-1", "a whole number"),
    ("stock", "١٢", "a whole number"),
    ("sizes", "US 9", "US M 9"),
    ("sizes", "EU 36-99", "EU 42"),
    ("trial_days", "a month", "days"),
    ("return_terms", "if unopened", "worn_and_trimmed"),
    ("description", "x" * 5001, "5000"),
]


@pytest.mark.parametrize(("column", "cell", "expected"), CELLS)
def test_a_wrong_cell_is_named_with_line_column_and_what_was_expected(
    tmp_path: Path, column: str, cell: str, expected: str
) -> None:
    # given a good line and one with the wrong cell
    columns = [*HEAD.split(","), *([] if column in HEAD.split(",") else [column])]
    good = [*ROW.split(","), *([""] * (len(columns) - 5))]
    bad = ["B1", *good[1:]]
    bad[columns.index(column)] = cell
    file = written(tmp_path, ";".join(columns), ";".join(good), ";".join(bad))

    # when
    with pytest.raises(LoadError) as caught:
        read_csv(file)

    # then
    assert len(caught.value.problems) == 1
    problem = caught.value.problems[0]
    assert (problem.line, problem.column) == (3, column)
    assert expected in str(problem)
    assert "shop.csv" in str(caught.value)
    assert len(str(problem)) < 400


#: a whole file, and what the message must say
FILES: list[tuple[bytes, str]] = [
    (b"", "is empty"),
    (b"\n\n", "is empty"),
    (HEAD.encode(), "no products"),
    (b"sku,brand,name,price\nA,B,C,1\n", "no column currency"),
    (f"{HEAD},colour\n{ROW},red\n".encode(), "colour"),
    (f"{HEAD},sku\n{ROW},A1\n".encode(), "sku twice"),
    (f"{HEAD}\n{ROW},more\n".encode(), "line 2: has 6 cells"),
    (f"{HEAD}\n{ROW}\n{ROW}\n".encode(), "line 2 has it already"),
    (f"{HEAD}\n{ROW}\n{ROW.replace('A1', 'A2').replace('USD', 'EUR')}\n".encode(), "EUR"),
    (f'{HEAD}\n{ROW}\n"A2,x\n'.encode(), "is not CSV"),
    (f"{HEAD}\n{ROW}\n".encode("utf-16"), "UTF-8"),
    (f"{HEAD}\nA1,T\xe4stwood,Plain,1,USD\n".encode("latin-1"), "UTF-8"),
    (f"{HEAD}\n{ROW}\nB1,Nul\x00,Plain,1,USD\n".encode(), "line 3: is not CSV"),
    (f"{HEAD},materials,cushioning_material\n{ROW},eva,gel\n".encode(), "among the materials"),
    (f"{HEAD},trial_days,return_terms\n{ROW},0,worn_untrimmed\n".encode(), "trial_days 0"),
    (f"{HEAD},description\n{ROW},{'x' * 200_000}\n".encode(), "is not CSV|is not a text"),
]


@pytest.mark.parametrize(("content", "expected"), FILES)
def test_a_wrong_file_is_refused_with_the_reason(tmp_path: Path, content: bytes, expected: str) -> None:
    file = tmp_path / "shop.csv"
    file.write_bytes(content)
    with pytest.raises(LoadError, match=expected):
        read_csv(file)


@pytest.mark.parametrize("text", ["nul\x00", "half a character \ud83d", "\udc61", "bell\x07"])
@pytest.mark.parametrize("attribute", [a for a in ATTRIBUTES if a.kind is Kind.TEXT], ids=lambda a: a.name)
def test_no_text_is_taken_that_a_database_cannot_hold(attribute: Attribute, text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        read_cell(attribute, text)


def test_a_file_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="not there"):
        read_csv(tmp_path / "nowhere.csv")
    with pytest.raises(LoadError, match="cannot be read"):
        read_csv(tmp_path)


def test_many_mistakes_are_listed_up_to_a_bound(tmp_path: Path) -> None:
    file = written(tmp_path, HEAD, *(f"A{n},B,C,cheap,USD" for n in range(500)))
    with pytest.raises(LoadError) as caught:
        read_csv(file)
    assert len(caught.value.problems) == 50
    assert caught.value.problems[1].line == 3


def test_lines_are_counted_over_texts_of_several_lines(tmp_path: Path) -> None:
    file = written(tmp_path, HEAD + ",description", ROW + ',"one', 'two"', "A2,B,C,cheap,USD,")
    with pytest.raises(LoadError) as caught:
        read_csv(file)
    assert caught.value.problems[0].line == 4


def test_a_catalogue_keeps_to_one_currency(tmp_path: Path, database_url: str) -> None:
    # given
    load(written(tmp_path, HEAD, ROW), database_url)

    # then
    with pytest.raises(CurrencyError, match="USD"):
        load(written(tmp_path, HEAD, ROW.replace("USD", "EUR")), database_url)
    assert Catalogue(database_url).currency() == "USD"
