"""The owner's commands: import, set, retire, export, stats, completion; exit codes, JSON, and errors without traces."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import seeds
from catalog import Catalogue, cli
from tests.catalog.importing.feed import entry, feed

Run = Callable[..., Any]
ROOT = seeds.path("..").resolve()


@pytest.fixture
def run(bare_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a folder and on a database of its own."""
    monkeypatch.setenv("DATABASE_URL", bare_url)
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str, **given: Any) -> Any:
        result = CliRunner().invoke(cli.app, list(arguments), **given)
        assert "Traceback" not in result.output
        return result

    return command


@pytest.fixture
def shop(tmp_path: Path) -> str:
    """The path of a feed of one insole with two sizes, another one, and socks."""
    file = tmp_path / "feed.xml"
    file.write_text(
        feed(
            entry("A-41", item_group_id="A", size="41", size_system="EU", description="A firm insole, 16 mm heel cup."),
            entry("A-42", item_group_id="A", size="42", size_system="EU", description="A firm insole, 16 mm heel cup."),
            entry("B", description="=HYPERLINK(1)"),
            entry("S", title="Wool socks"),
        )
    )
    return str(file)


def test_import_tells_what_it_does_and_makes_the_catalogue(run: Run, shop: str) -> None:
    # when
    dry, done, again = run("import", shop, "--dry-run"), run("import", shop), run("import", shop, "--json")

    # then
    assert (dry.exit_code, done.exit_code, again.exit_code) == (0, 0, 0)
    assert "would be 2 added, 1 left" in dry.stdout
    assert "\n2 added, 1 left" in done.stdout
    assert "Wool socks" in done.stdout
    told = json.loads(again.stdout)
    assert (told["entries"], told["unchanged"], told["left"], told["added"]) == (4, 2, 1, 0)


def test_import_from_standard_input(run: Run, shop: str) -> None:
    done = run("import", "-", input=Path(shop).read_text())
    assert "2 added" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nowhere.xml"], 1, "nowhere.xml"),
        (["feed.xml", "--format", "amazon"], 2, "'amazon' is no format"),
        (["feed.xml", "--currency", "euro"], 2, "'euro' is not a currency"),
        (["feed.xml", "--mapping", "feed.xml"], 1, "feed.xml"),
        (["feed.xml", "--feed", ""], 2, "name"),
        (["feed.xml", "--dance"], 2, "No such option"),
        ([], 2, "Missing argument"),
    ],
)
def test_import_refuses_what_it_cannot_use(run: Run, shop: str, arguments: list[str], code: int, said: str) -> None:
    refused = run("import", *arguments)
    assert refused.exit_code == code
    assert said in refused.stderr


def test_set_show_and_take_back(run: Run, shop: str) -> None:
    # given
    run("import", shop)

    # when
    changed = run("set", "A-42", "heel_cup_mm=18", "firmness=medium")

    # then
    assert "heel_cup_mm: 16 -> 18" in changed.stdout
    told = json.loads(run("show", "A", "--json").stdout)
    assert (told["heel_cup_mm"], told["firmness"]) == (18, "medium")
    assert told["provenance"]["heel_cup_mm"]["source"] == "owner"
    assert told["provenance"]["heel_cup_mm"]["feed"] == {"value": "16", "source": "text", "words": "16 mm heel cup"}
    assert [variant["sku"] for variant in told["variants"]] == ["A-41", "A-42"]
    assert "the feed says 16" in run("show", "A").stdout.replace("\n", "")

    # and back
    assert "heel_cup_mm: 18 -> 16" in run("set", "A", "heel_cup_mm=").stdout
    for wrong, said in (("heel_cup_mm", "not attribute=value"), ("depth=3", "no attribute"), ("firmness=x", "one of")):
        refused = run("set", "A", wrong)
        assert refused.exit_code == 1
        assert said in refused.stderr


def test_retire_and_list(run: Run, shop: str) -> None:
    run("import", shop)
    assert "1 retired: B" in run("retire", "B").stdout
    assert "1 retired: A; 1 were so already" in run("retire", "A-41", "B").stdout
    assert run("retire").exit_code == 1
    assert "1 sold again: A" in run("retire", "a", "--undo").stdout
    assert [p["sku"] for p in json.loads(run("list", "--json").stdout)] == ["A"]
    assert [p["sku"] for p in json.loads(run("list", "--json", "--retired").stdout)] == ["B"]
    assert json.loads(run("show", "B", "--json").stdout)["retired_by"] == "owner"
    assert "by the owner" in run("show", "B").stdout
    assert run("check").exit_code == 0
    assert "1 sold again" in run("retire", "B", "--undo").stdout
    assert run("retire", "nobody").exit_code == 1
    assert "2 retired: A, B" in run("retire", "--feed", "shop").stdout


def test_export_comes_back_as_it_was(run: Run, shop: str, tmp_path: Path) -> None:
    # given
    run("import", shop)
    before = json.loads(run("list", "--json").stdout)

    # when
    assert run("export", "own.csv").exit_code == 0
    text = (tmp_path / "own.csv").read_text(encoding="utf-8-sig")

    # then no cell is a formula, and the file brings the same products
    assert "'=HYPERLINK(1)" in text
    assert run("export").stdout.replace("\r\n", "\n") == text.replace("\r\n", "\n")
    assert run("load", "own.csv").stdout.startswith("0 added, 0 changed, 2 as before")
    again = run("import", "own.csv", "--json")
    assert json.loads(again.stdout)["changes"] == []
    kept = [{name: value for name, value in p.items() if name != "provenance"} for p in before]
    after = json.loads(run("list", "--json").stdout)
    assert [{name: value for name, value in p.items() if name != "provenance"} for p in after] == kept


def test_stats_count_what_is_known_and_from_where(run: Run, shop: str) -> None:
    # given
    run("import", shop)
    run("set", "B", "firmness=soft")

    # then
    told = json.loads(run("stats", "--json").stdout)
    assert (told["products"], told["feeds"]) == (2, {"shop": 2})
    assert told["known"]["firmness"] == {"text": 1, "owner": 1}
    assert told["known"]["arch_types"] == {}
    assert sum(told["price_bands"].values()) == 2
    assert "firmness" in run("stats").stdout


def test_the_reports_command_starts_the_reporter(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[list[str]] = []

    def started(command: list[str], **given: Any) -> Any:
        asked.append(command)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr("catalog.cli.bringing.subprocess.run", started)
    assert run("report", "page.html", "--quick").exit_code == 1
    assert asked == [[sys.executable, "-m", "actions.shop_report", "--out", "page.html", "--quick"]]


def test_the_shell_completes_commands_skus_and_values(run: Run, shop: str, bare_url: str) -> None:
    # given
    run("import", shop)
    script = run("completion", "bash").stdout

    def complete(line: str) -> list[str]:
        words = line.split(" ")
        asked = f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; _catalog_completion"
        shell = ["bash", "-c", f'{script}\n{asked}; printf "%s\\n" "${{COMPREPLY[@]}}"']
        environment = os.environ | {"DATABASE_URL": bare_url}
        done = subprocess.run(shell, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
        return done.stdout.split()

    # then
    assert complete("catalog re") == ["reindex", "report", "retire"]
    assert complete("catalog show ") == ["A", "B"]
    assert complete("catalog set A firmness=") == [f"firmness={word}" for word in ("soft", "medium", "firm", "unknown")]
    assert run("completion", "tcsh").exit_code == 2


@pytest.mark.slow
def test_an_import_killed_half_way_leaves_the_catalogue_as_it_was(bare_url: str, tmp_path: Path) -> None:
    # given a shop, and a feed that would change all of it
    environment = os.environ | {"DATABASE_URL": bare_url}
    entries = [entry(f"S{n:03d}") for n in range(300)]
    (tmp_path / "old.xml").write_text(feed(*entries))
    (tmp_path / "new.xml").write_text(feed(*(entry(f"S{n:03d}", price="10.00 EUR") for n in range(300))))

    def start(file: str, *stop: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.catalog.importing.importer", str(tmp_path / file), *stop]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, env=environment, cwd=ROOT, text=True, **pipes)

    first = start("old.xml")
    first.communicate()
    assert first.returncode == 0
    catalogue = Catalogue(bare_url)
    before, version = [p.price for p in catalogue.products()], catalogue.version()

    # when it is killed at the very end
    second = start("new.xml", "stop")
    assert second.stdout is not None
    assert second.stdout.readline() == "half-way\n"  # all is written, and nothing is kept yet
    second.send_signal(signal.SIGKILL)
    second.wait()

    # then nothing has changed, and the next one goes through
    assert ([p.price for p in catalogue.products()], catalogue.version()) == (before, version)
    third = start("new.xml")
    third.communicate()
    assert third.returncode == 0
    assert {str(p.price) for p in catalogue.products()} == {"10.00"}
    catalogue.close()
