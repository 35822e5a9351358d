"""What docs/ tells shop owners is what happens: every command of "Bring your products", and the data dictionary."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from catalog import cli
from catalog.attributes import ATTRIBUTES, BY_NAME
from catalog.cells import write_cell
from catalog.cli import shown
from catalog.dictionary import COMMAND, markdown
from catalog.selling import Listing, SellersReader
from tests.catalog.documentation import (
    DICTIONARY,
    DOCS,
    FEEDS,
    PAGE,
    Step,
    differs,
    readings,
    sections,
    shop_at_an_address,
)

TEXT = PAGE.read_text(encoding="utf-8")
SECTIONS = sections(TEXT)
READINGS = readings(TEXT)
CATALOGUE = "python -m catalog "
ADDRESS = "https://fernway.example"
FORMATS = {
    "Our own CSV": "own.csv",
    "Google Merchant XML": "google.xml",
    "Google Merchant TSV": "google.tsv",
    "Shopify CSV": "shopify.csv",
    "Shopify products.json": "products.json",
    "WooCommerce CSV": "woocommerce.csv",
}


class Terminal:
    """Runs the page's commands in a folder of its own, one after the other."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._code = 0

    def run(self, command: str) -> str:
        """What a command prints; `cat FILE` and `echo $?` are known too."""
        if command == "echo $?":
            return str(self._code)
        if command.startswith("cat "):
            return Path(command[4:]).read_text(encoding="utf-8-sig")
        assert command.startswith(CATALOGUE), f"the test cannot run {command!r}"
        arguments = shlex.split(command.removeprefix(CATALOGUE).replace(ADDRESS, self._address))
        result = CliRunner().invoke(cli.app, arguments)
        self._code = result.exit_code
        return (result.stdout + result.stderr).replace(self._address, ADDRESS)


@pytest.fixture
def empty_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with docs/ in it and no catalogue yet, and lines as long as in a pipe."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").symlink_to(DOCS)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/catalogue.db")
    for console in (shown.out, shown.err):
        monkeypatch.setattr(console, "_width", 160)


@pytest.mark.parametrize("heading", SECTIONS)
def test_the_commands_of_a_section_print_what_it_says(heading: str, empty_shop: None) -> None:
    with shop_at_an_address() as address:
        terminal = Terminal(address)
        for step in SECTIONS[heading]:
            # when
            printed = terminal.run(step.command)

            # then
            wrong = differs(step.lines, printed, some=" show " in step.command)
            assert not wrong, f"{PAGE.name}, {heading}, $ {step.command}\n{wrong}"


@pytest.mark.parametrize(("heading", "feed"), FORMATS.items())
def test_each_format_has_an_example_with_all_that_can_happen(heading: str, feed: str) -> None:
    first: Step = SECTIONS[heading][0]
    assert feed in first.command
    told = "\n".join(first.lines)
    for happens in (r"^2 added, 1 left$", r"^1 set aside;", r"^left out, as no insole:$"):
        assert re.search(happens, told, re.MULTILINE), f"{heading} does not show {happens}"
    assert any(" show " in step.command and step.lines for step in SECTIONS[heading])


def test_every_feed_of_the_docs_is_used() -> None:
    commands = " ".join(step.command for steps in SECTIONS.values() for step in steps)
    assert {file.name for file in FEEDS.iterdir() if file.name not in commands} == set()


def test_the_mapping_file_stands_on_the_page_as_it_is() -> None:
    assert f"```yaml\n{(FEEDS / 'mapping.yml').read_text(encoding='utf-8')}```" in TEXT


@pytest.fixture(scope="module")
def reader() -> SellersReader:
    """The reader of sellers' texts."""
    return SellersReader()


@pytest.mark.parametrize("text", READINGS)
def test_texts_are_read_as_the_page_says(text: str, reader: SellersReader) -> None:
    # when
    values: dict[str, Any] = dict(reader.read(Listing("Model", description=text)).values)

    # then
    read = {f"{name}={write_cell(BY_NAME[name], value)}" for name, value in values.items()}
    assert read == READINGS[text]


def test_the_table_of_texts_is_there() -> None:
    assert len(READINGS) >= 10
    assert {name.partition("=")[0] for told in READINGS.values() for name in told} <= set(BY_NAME)


def test_the_data_dictionary_is_current() -> None:
    printed = CliRunner().invoke(cli.app, ["dictionary"])
    assert printed.exit_code == 0
    assert printed.stdout == markdown()
    assert DICTIONARY.read_text(encoding="utf-8") == printed.stdout, f"run: {COMMAND}"


def test_the_data_dictionary_has_every_attribute_and_word() -> None:
    page = markdown()
    for attribute in ATTRIBUTES:
        section = page.partition(f"\n## {attribute.name}\n")[2].partition("\n## ")[0]
        words = " ".join(section.split())
        assert "**Write** " in words, attribute.name
        assert attribute.meaning[1:] in words
        for word in attribute.words.words if attribute.words else ():
            assert f"`{word}`" in words


def test_a_page_that_says_something_else_is_found_out() -> None:
    printed = "2 added\n+  A   one\nset aside: 1\n"
    assert not differs(["2 added", "...", "set aside: 1"], printed)
    assert not differs(["+ A one"], printed, some=True)
    assert not differs(["2 added", "+ A ...", "set aside: 1"], printed)
    assert differs(["2 added", "+ B ...", "set aside: 1"], printed)
    assert differs(["2 added", "+ A one ...", "set aside: 1"], printed)
    assert differs(["3 added", "..."], printed)
    assert differs(["2 added", "set aside: 1"], printed)
    assert differs(["...", "set aside: 1", "2 added"], printed)
    assert differs(["2 added"], printed)
