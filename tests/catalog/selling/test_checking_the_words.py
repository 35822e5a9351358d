"""seeds/selling: its own state, and how mistakes in it are named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import seeds
from catalog.selling import digest
from catalog.selling.check import check


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of seeds/selling that a test may spoil."""
    shutil.copytree(seeds.path("selling"), tmp_path / "selling")
    others = seeds.path
    monkeypatch.setattr(seeds, "path", lambda name: tmp_path / name if name == "selling" else others(name))
    return tmp_path / "selling"


def test_the_words_are_well() -> None:
    assert "phrases" in check()


@pytest.mark.parametrize(
    ("file", "before", "after", "named"),
    [
        (
            "not_meant.yml",
            "german: [ohne,",
            "german: [Ohne,",
            "not_meant.yml, foreign, german: 'Ohne' is not one or two words in small letters",
        ),
        ("words.yml", "firm: [firm,", "firm: [no,", "seeds/selling/words.yml, qualities, firm: False is not text"),
        (
            "phrases.yml",
            "posting:\n  medial:",
            "posting:\n  inner:",
            "phrases.yml, posting, inner: 'inner' is not one of",
        ),
        (
            "parts.yml",
            "materials: shell",
            "materials: shel",
            "parts.yml, heel_cup: 'shel' is not one of",
        ),
        (
            "activities.yml",
            "golf: [golf,",
            "golf: [(golf|tee,",
            "activities, golf: '(golf|tee' has brackets",
        ),
        (
            "columns.yml",
            "for: [arch_types, support_structure], as",
            "for: [arches], as",
            "columns.yml, entry 1: 'arches' is",
        ),
        ("numbers.yml", "    unit: g\n", "    unit: stone\n", "numbers.yml, measures, weight_g: 'stone' is not a unit"),
    ],
)
def test_a_mistake_is_named(folder: Path, file: str, before: str, after: str, named: str) -> None:
    # given
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")

    # when
    with pytest.raises(seeds.SeedError) as caught:
        check()

    # then
    assert named in str(caught.value)


def test_the_digest_follows_the_words(folder: Path) -> None:
    before = digest()
    assert digest() == before
    with (folder / "words.yml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert digest() != before
