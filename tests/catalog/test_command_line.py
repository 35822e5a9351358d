"""`python -m catalog`: what it prints for people and for programs, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import seeds
from catalog import Catalogue, cli
from catalog.engine import create_engine, writing
from catalog.migrate import newest
from catalog.words import vocabulary
from tests.catalog.databases import Databases


@pytest.fixture
def run(bare_url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a command on a database of its own."""
    monkeypatch.setenv("DATABASE_URL", bare_url)

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(cli.app, list(arguments))

    return command


@pytest.fixture(scope="module")
def products(databases: Databases) -> Iterator[list[dict[str, Any]]]:
    """The sample shop as JSON."""
    with pytest.MonkeyPatch.context() as environment:
        url = databases.new()
        environment.setenv("DATABASE_URL", url)
        assert CliRunner().invoke(cli.app, ["setup"]).exit_code == 0
        listed: list[dict[str, Any]] = json.loads(CliRunner().invoke(cli.app, ["list", "--json"]).stdout)
        for sku in (product["sku"] for product in listed[:3]):
            shown = json.loads(CliRunner().invoke(cli.app, ["show", sku, "--json"]).stdout)
            (same,) = [product for product in listed if product["sku"] == sku]
            assert {name: shown[name] for name in same} == same
            assert (shown["feed"], shown["retired_on"], shown["variants"]) == ("sample", None, [])
        yield listed
        databases.remove(url)


def test_a_product_as_json_has_the_agreed_fields(products: list[dict[str, Any]]) -> None:
    fields = """sku name brand insole_type arch_types features materials wearer footwear activities heel_cup_mm
        thickness_mm length price currency sizes widths stock trial_days return_terms url image provenance"""
    for product in products:
        assert set(fields.split()) <= set(product)


def test_lists_are_of_the_vocabulary_and_unknown_is_null(products: list[dict[str, Any]]) -> None:
    kinds = {
        "arch_types": "arch_type",
        "features": "feature",
        "materials": "material",
        "wearer": "wearer",
        "footwear": "footwear",
        "activities": "activity",
        "widths": "width",
    }
    for field, kind in kinds.items():
        told = [product[field] for product in products]
        assert all(words is None or set(words) <= set(vocabulary(kind)) for words in told)
        assert any(told)
    for field in ("insole_type", "heel_cup_mm", "materials", "sizes", "stock", "trial_days"):
        assert any(product[field] is None for product in products), field
    for product in products:
        assert isinstance(product["price"], float)
        assert product["currency"] == "USD"
        for attribute, source in product["provenance"].items():
            assert source["source"] == "column"
            assert source["words"]
            assert product[attribute] is not None
        for attribute in ("insole_type", "materials", "stock", "sizes"):
            assert (product[attribute] is None) == (attribute not in product["provenance"])


def test_features_are_borne_out_by_the_row(products: list[dict[str, Any]]) -> None:
    for product in products:
        features = set(product["features"] or ())
        assert ("heel_stability" in features) == (product["heel_counter"] == "firm")
        assert ("metatarsal_pad" in features) == (product["metatarsal_pad"] is True)
        assert ("deep_heel_cup" in features) == ((product["heel_cup_mm"] or 0) >= 15)
        assert not features & set(product["features_unknown"])


def test_setup_is_quiet_and_loads_the_sample_only_once(run: Any) -> None:
    # when
    first, second = run("setup"), run("setup")

    # then
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout == "catalogue: sample shop loaded, 72 products\n"
    assert second.stdout == "catalogue: ready\n"


def test_setup_leaves_a_shop_s_own_products_alone(run: Any, tmp_path: Path) -> None:
    # given
    file = tmp_path / "own.csv"
    file.write_text("sku,brand,name,price,currency\nA,B,C,10,EUR\n")
    assert run("migrate").exit_code == 0
    assert run("load", str(file)).stdout.startswith("1 added, 0 changed, 0 as before")

    # when
    assert run("setup").stdout == "catalogue: ready\n"

    # then
    assert [product.sku for product in Catalogue().products()] == ["A"]


def test_tables_for_people(run: Any) -> None:
    run("setup")
    assert "SAMPLE-FH-01" in run("list").stdout
    shown = run("show", "SAMPLE-FH-01").stdout
    assert "heel_cup_mm" in shown
    assert "unknown" in shown


def test_load_says_what_is_wrong_and_takes_nothing(run: Any, tmp_path: Path) -> None:
    # given
    file = tmp_path / "own.csv"
    file.write_text("sku,brand,name,price,currency\nA,B,C,10,USD\nA2,B,C,[red]x,USD\n")
    run("migrate")

    # when
    result = run("load", str(file))

    # then
    assert result.exit_code == 1
    assert "line 3, column price: '[red]x' is not an amount" in result.stderr
    assert list(Catalogue().products()) == []


def test_what_is_not_there(run: Any) -> None:
    missing = run("list")
    assert missing.exit_code == 1
    assert "python -m catalog setup" in missing.stderr
    run("setup")
    nobody = run("show", "[bold]nobody")
    assert nobody.exit_code == 1
    assert "[bold]nobody" in nobody.stderr
    assert run("dance").exit_code == 2


def test_check_names_what_is_wrong(
    run: Any, databases: Databases, bare_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given all is well
    run("setup")
    assert "database" not in run("check", "--files").stdout
    well = run("check")
    assert well.exit_code == 0
    assert "72 products in USD, all of them of the invented sample shop" in well.stdout
    only = run("check", "--database").stdout
    assert only in well.stdout
    assert only.count("\n") == 1

    # when the pages are not of the index
    engine = create_engine()
    with writing(engine) as connection:
        connection.exec_driver_sql("DELETE FROM fit_pages")
    lacking = run("check")
    assert lacking.exit_code == 1
    assert "0 in the pages of the index: run `python -m catalog reindex`" in lacking.stdout
    run("reindex")
    assert run("check").exit_code == 0

    # when the sample shop has a mistake and the database goes missing
    copy = tmp_path / "seeds"
    copy.mkdir()
    (copy / "sample_shop.csv").write_text("sku\n")
    real = seeds.path
    monkeypatch.setattr(seeds, "path", lambda name: copy / name if name == "sample_shop.csv" else real(name))
    databases.remove(bare_url)
    wrong = run("check")

    # then both are said
    assert wrong.exit_code == 1
    assert "no column brand" in wrong.stdout
    assert "there is no catalogue" in wrong.stdout


def test_migrate_down_and_up(run: Any) -> None:
    assert f"empty -> {newest()}" in run("migrate").stdout
    assert f"{newest()} -> empty" in run("migrate", "base").stdout
    assert run("migrate", "no-such").exit_code == 1


def test_reindex_and_draw(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    run("setup")
    before = Catalogue().version()

    # then
    assert run("reindex").exit_code == 0
    assert Catalogue().version() == before + 1

    # and pictures are drawn where the seeds are
    real = seeds.path
    monkeypatch.setattr(seeds, "path", lambda name: real(name) if name.endswith(".csv") else tmp_path / name)
    assert run("draw").exit_code == 0
    assert len(list((tmp_path / "images").glob("*.svg"))) > 20


@pytest.mark.slow
def test_several_set_ups_at_once_load_one_shop(bare_url: str) -> None:
    # when
    environment = os.environ | {"DATABASE_URL": bare_url}
    command = [sys.executable, "-m", "catalog", "setup"]
    running = [
        subprocess.Popen(
            command, env=environment, cwd=seeds.path("..").resolve(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(3)
    ]
    said = sorted(process.communicate()[0].decode() for process in running)

    # then
    assert [process.returncode for process in running] == [0, 0, 0]
    assert said == ["catalogue: ready\n"] * 2 + ["catalogue: sample shop loaded, 72 products\n"]
