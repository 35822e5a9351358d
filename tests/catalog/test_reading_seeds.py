"""Seed files are read once, again when they change, and their mistakes are named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

import seeds


def test_a_seed_is_found_by_its_name() -> None:
    assert "pain_site" in seeds.read_yaml("vocabulary.yml")
    assert seeds.path("vocabulary.yml").is_file()


def test_it_is_read_again_only_when_it_changed(tmp_path: Path) -> None:
    # given
    file = tmp_path / "a.yml"
    file.write_text("a: 1")
    first = seeds.read_yaml(file)
    assert seeds.read_yaml(file) is first

    # when
    file.write_text("a: 22")

    # then
    assert seeds.read_yaml(file) == {"a": 22}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"a: 1\nb: [1, 2\nc: 3\n", "line 3"),
        (b"a: 1\nb: 2\na: 3\n", "line 3: 'a' is written twice"),
        (b"a: 1\nb: !!python/object:os.system x\n", "line 2"),
        (b"a: \xff\n", "UTF-8"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, content: bytes, named: str) -> None:
    file = tmp_path / "broken.yml"
    file.write_bytes(content)
    with pytest.raises(seeds.SeedError) as caught:
        seeds.read_yaml(file)
    assert "broken.yml" in str(caught.value)
    assert named in str(caught.value)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(seeds.SeedError, match=r"nowhere\.yml"):
        seeds.read_yaml("nowhere.yml")
