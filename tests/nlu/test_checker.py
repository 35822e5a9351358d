"""The checker names the file, the entry and the mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.nlu.check import faults
from bot.nlu.lexicon import LEXICON


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    """A copy of the lexicon that a test may spoil."""
    folder = tmp_path / "lexicon"
    shutil.copytree(LEXICON, folder)
    return folder


def _append(folder: Path, file: str, text: str) -> None:
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_the_shipped_lexicon_is_in_order() -> None:
    assert [str(fault) for fault in faults()] == []


@pytest.mark.parametrize(
    ("file", "text", "entry", "problem"),
    [
        ("terrain.yml", "\nlava:\n  - molten rock flow\n", "lava", "no value of terrain"),
        ("terrain.yml", "\n  - treadmills\n", "treadmills", "is there already"),
        ("terrain.yml", "\n  - concrete\n", "concrete", "is also said of 'hard'"),
        ("terrain.yml", "\n  - the <nonsense> ground\n", "the <nonsense> ground", "which nothing defines"),
        ("terrain.yml", "\n  - (sand|dust\n", "(sand|dust", "bracket that is not closed"),
        ("terrain.yml", "\n  - dune(s)?\n", "dune(s)?", "glued to a word"),
        ("terrain.yml", "\n  - (sand)?\n", "(sand)?", "nothing at all"),
        ("terrain.yml", "\n  - ... sandy\n", "... sandy", "begins or ends with a gap"),
        ("terrain.yml", "\n  - {sand: dune}\n", "sand", "is not a phrase"),
        ("terrain.yml", "\n  - no\n", "False", "is not a phrase"),
        ("lists.yml", "\nrough:\n  - <pain_site> of it\n", "<pain_site> of it", "can never match"),
        ("combinations.yml", "\n  red_flag=fever: [sunshine]\n", "sunshine", "nothing that is ever found"),
        ("scope.yml", "\n- category: perhaps\n  phrases:\n    - maybe\n", "perhaps", "no known category"),
        ("scope.yml", "\n- category: denied\n", "denied", "is not a rule"),
        ("spelling.yml", "\n  : : :\n", "spelling", "is not valid YAML"),
    ],
)
def test_a_fault_is_named_with_its_mend(lexicon: Path, file: str, text: str, entry: str, problem: str) -> None:
    _append(lexicon, file, text)
    found = [fault for fault in faults(lexicon) if fault.file == file and entry in fault.entry]
    assert [fault for fault in found if problem in str(fault)], [str(fault) for fault in faults(lexicon)]
    assert all(fault.mend for fault in found)


def test_a_phrase_that_is_always_hidden_is_named(lexicon: Path) -> None:
    _append(lexicon, "not_meant.yml", "\nidioms:\n  - sciatica\n")
    (fault,) = faults(lexicon)
    assert (fault.file, fault.entry) == ("condition.yml", "sciatica")
    assert "can never match" in fault.problem


def test_a_file_that_is_no_entity_type_is_named(lexicon: Path) -> None:
    (lexicon / "weather.yml").write_text("rain:\n  - raining cats\n", encoding="utf-8")
    assert any(fault.file == "weather.yml" and "no entity type" in fault.problem for fault in faults(lexicon))


def test_a_value_without_words_is_named(lexicon: Path) -> None:
    (lexicon / "pronation.yml").write_text("overpronation:\n  - rolls inward a lot\n", encoding="utf-8")
    assert {fault.entry for fault in faults(lexicon) if "nobody can say it" in fault.problem} == {
        "neutral",
        "supination",
    }


def test_a_missing_file_is_named(lexicon: Path) -> None:
    (lexicon / "spelling.yml").unlink()
    (fault,) = faults(lexicon)
    assert fault.file == "spelling.yml"
    assert "cannot be read" in fault.problem
