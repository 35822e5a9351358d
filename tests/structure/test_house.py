"""The house: imports point one way, one action a file, each folder says what it is for, nothing strange in it."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]

MUST_NOT_IMPORT = {
    "catalog": {"actions", "bot", "rasa", "rasa_sdk"},
    "actions/advice": {"bot", "rasa", "rasa_sdk", "actions.wording", "actions.compose", "actions.turn", "sqlalchemy"},
    "actions": {"bot", "rasa", "sqlalchemy"},
    "bot": {"actions", "catalog"},
    "seeds": {"actions", "catalog", "bot", "rasa", "rasa_sdk"},
}


def imports(file: Path) -> set[str]:
    """The modules that a file imports, with every parent."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            parts = name.split(".")
            found |= {".".join(parts[: n + 1]) for n in range(len(parts))}
    return found


@pytest.mark.parametrize("folder", MUST_NOT_IMPORT)
def test_imports_point_one_way(folder: str) -> None:
    for file in (ROOT / folder).rglob("*.py"):
        wrong = imports(file) & MUST_NOT_IMPORT[folder]
        assert not wrong, f"{file.relative_to(ROOT)} imports {sorted(wrong)}"


def test_one_action_a_file_named_as_the_action() -> None:
    for file in sorted((ROOT / "actions").glob("action_*.py")):
        classes = [n for n in ast.parse(file.read_text()).body if isinstance(n, ast.ClassDef)]
        assert [c.name for c in classes] == ["".join(part.title() for part in file.stem.split("_"))]


def rules() -> list[dict[str, list[dict[str, str]]]]:
    """The rules of nlu_data/rules.yml."""
    return list(yaml.safe_load((ROOT / "nlu_data/rules.yml").read_text())["rules"])


def domain() -> dict[str, list[str]]:
    """What the bot can hear and do."""
    return dict(yaml.safe_load((ROOT / "bot/domain/understanding.yml").read_text()))


def test_every_intent_leads_to_exactly_one_action() -> None:
    routed = [rule["steps"][0]["intent"] for rule in rules()]
    assert sorted(routed) == sorted(domain()["intents"])
    assert all(len(rule["steps"]) == 2 for rule in rules())


def test_every_action_is_there_and_used() -> None:
    files = {file.stem for file in (ROOT / "actions").glob("action_*.py")}
    assert files == set(domain()["actions"]) == {rule["steps"][1]["action"] for rule in rules()}


def test_the_entity_types_are_those_of_the_vocabulary() -> None:
    listed = [name if isinstance(name, str) else next(iter(name)) for name in domain()["entities"]]
    assert sorted(listed) == sorted(yaml.safe_load((ROOT / "seeds/vocabulary.yml").read_text()))


@pytest.mark.parametrize(
    "folder",
    ["actions", "actions/advice", "bot", "bot/channels", "bot/demo", "bot/domain", "bot/nlu", "bot/server",
     "bot/widget", "catalog", "nlu_data", "seeds", "tests"],
)  # fmt: skip
def test_each_folder_says_what_it_is_for(folder: str) -> None:
    readme = ROOT / folder / "README.md"
    assert readme.is_file(), f"{folder} has no README.md"
    assert 3 <= len(readme.read_text().splitlines()) <= 80


def tracked() -> list[Path]:
    """The files under version control; none where this is no checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_nothing_committed_names_a_registry_or_a_machines_path() -> None:
    # written in two halves each, so that this file doesn't find itself
    halves = [
        (r"files\.python", "hosted"),
        ("py", r"pi\.org"),
        (r"registry\.", "npmjs"),
        ("/wo", "rk/"),
        ("/ro", "ot/"),
        (r"\.\./sh", "ared"),
    ]
    strange = re.compile("|".join(first + second for first, second in halves))
    offenders = []
    for file in tracked():
        if file.is_file() and file.suffix not in (".png", ".ico", ".woff2"):
            found = strange.search(file.read_text(encoding="utf-8", errors="ignore"))
            if found:
                offenders.append(f"{file.relative_to(ROOT)}: {found.group()}")
    assert offenders == []
