"""The tables of integrity: true of the files, made by the command, and noticed when they are not."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from bot.widget.__main__ import FOLDER, WORDS, main
from bot.widget.integrity import BEGIN, END, integrity, make_tables

ROW = re.compile(r'^  "([^"]+)": "(sha384-[A-Za-z0-9+/]{64})",$', re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "widget"
    made.mkdir()
    (made / "solewise.js").write_text(f"const INTEGRITY = {{\n{BEGIN}{END}}};\n", encoding="utf-8")
    (made / "launcher.css").write_text("a {}", encoding="utf-8")
    (made / "panel.js").write_text("export const a = 'é';\n", encoding="utf-8")
    (made / "types.js").write_text("export {};\n", encoding="utf-8")
    (made / "README.md").write_text("# no\n", encoding="utf-8")
    words = tmp_path / "words"
    words.mkdir()
    (words / "en.js").write_text("export default {};\n", encoding="utf-8")
    return made


def run(folder: Path, *arguments: str) -> int:
    return main(list(arguments), folder, folder.parent / "words")


def test_the_tables_of_the_repository_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0, "run `python -m bot.widget`"
    assert capsys.readouterr().out == "up to date\n"


def test_every_file_that_browsers_load_is_in_a_table_with_its_digest() -> None:
    tables = make_tables(FOLDER, WORDS)
    rows = dict(ROW.findall(tables.entry)) | dict(ROW.findall(tables.files))
    served = {path.name: path for path in FOLDER.iterdir() if path.suffix in {".js", ".css"}}
    served |= {f"strings/{path.name}": path for path in WORDS.glob("*.js")}
    assert set(rows) == set(served) - {"solewise.js", "types.js"}
    for name, told in rows.items():
        digest = hashlib.sha384(served[name].read_bytes()).digest()
        assert base64.b64decode(told.removeprefix("sha384-")) == digest, name


def test_a_file_loads_nothing_that_is_in_no_table() -> None:
    known = {path.name for path in FOLDER.glob("*.js")} - {"types.js", "solewise.js"}
    for path in FOLDER.glob("*.js"):
        loaded = set(re.findall(r'^import .*from "\./([^"]+)";$', path.read_text(encoding="utf-8"), re.MULTILINE))
        assert loaded <= known, path.name
    assert not re.search(r"^import ", (FOLDER / "solewise.js").read_text(encoding="utf-8"), re.MULTILINE)


def test_integrity_is_written_as_browsers_read_it() -> None:
    # the example of the specification's own site, https://www.w3.org/TR/SRI/
    assert integrity(b"alert('Hello, world.');") == (
        "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
    )


def test_the_command_writes_and_prints_the_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "--check") == 1
    assert "python -m bot.widget" in capsys.readouterr().out
    assert not (folder / "files.js").exists()

    assert run(folder, "--server", "https://bot.example/") == 0
    line = capsys.readouterr().out
    assert 'src="https://bot.example/widget/solewise.js"' in line
    assert f'integrity="{integrity((folder / "solewise.js").read_bytes())}"' in line
    assert run(folder, "--check") == 0

    rows = dict(ROW.findall((folder / "solewise.js").read_text(encoding="utf-8")))
    assert list(rows) == ["files.js", "launcher.css", "strings/en.js"]
    assert rows["files.js"] == integrity((folder / "files.js").read_bytes())
    assert dict(ROW.findall((folder / "files.js").read_text(encoding="utf-8"))) == {
        "panel.js": integrity((folder / "panel.js").read_bytes())
    }


@pytest.mark.parametrize("name", ["widget/panel.js", "widget/launcher.css", "words/en.js", "widget/files.js"])
def test_a_change_is_noticed_and_changes_the_entry(folder: Path, name: str) -> None:
    run(folder)
    before = (folder / "solewise.js").read_text(encoding="utf-8")
    changed = folder.parent / name
    changed.write_text(changed.read_text(encoding="utf-8") + "\n/* changed */\n", encoding="utf-8")
    assert run(folder, "--check") == 1
    assert run(folder) == 0
    assert run(folder, "--check") == 0
    after = (folder / "solewise.js").read_text(encoding="utf-8")
    assert (after == before) is (name == "widget/files.js"), "files.js itself is made, the others are sources"


def test_running_it_again_changes_nothing(folder: Path) -> None:
    run(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    run(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_entry_without_a_place_for_the_table_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "solewise.js").write_text("// nothing\n", encoding="utf-8")
    assert run(folder) == 1
    assert "the table stands between them" in capsys.readouterr().err
    assert (folder / "solewise.js").read_text(encoding="utf-8") == "// nothing\n"


def test_a_missing_file_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "launcher.css").unlink()
    assert run(folder) == 1
    assert "launcher.css" in capsys.readouterr().err
