"""The wording: everything that is said is in the domain, filled in, and never read as a template again."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from actions import wording
from actions.check import wording_problems

ROOT = Path(__file__).resolve().parents[2]


def test_everything_that_the_seeds_need_is_worded() -> None:
    assert list(wording_problems()) == []


def test_variations_take_turns() -> None:
    said: dict[str, int] = {}
    heard = [wording.say("utter_thank", said) for _ in range(4)]
    assert len(set(heard[:3])) == 3
    assert heard[3] == heard[0]


def test_what_a_person_wrote_is_never_read_as_a_template() -> None:
    text = wording.say("utter_spec_must_said", features="x", quote="{because} {price}", because="y")
    assert "“{because} {price}”" in text


def test_a_placeholder_that_nothing_fills_is_an_error() -> None:
    with pytest.raises(wording.WordingError, match="because"):
        wording.say("utter_spec_must", features="x")


def test_an_unknown_response_is_an_error() -> None:
    with pytest.raises(wording.WordingError, match="utter_no_such"):
        wording.say("utter_no_such")


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [(49.0, "USD", "$49"), (49.5, "GBP", "£49.50"), (12.0, "CHF", "12 CHF"), (1234.99, "EUR", "€1234.99")],
)
def test_money(amount: float, currency: str, text: str) -> None:
    assert wording.money(amount, currency) == text


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists(items: list[str], text: str) -> None:
    assert wording.join(items) == text


def test_no_response_has_a_blank_line() -> None:
    # a channel would send it as two messages
    assert not [name for name, texts in wording.responses().items() for text in texts if "\n\n" in text]


def responses_named_in_code() -> dict[str, list[str]]:
    """Whole response names written in the actions, with the places."""
    found: dict[str, list[str]] = {}
    for file in sorted((ROOT / "actions").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            value = node.value if isinstance(node, ast.Constant) else None
            if isinstance(value, str) and re.fullmatch(r"utter_[a-z0-9_]*[a-z0-9]", value):
                found.setdefault(value, []).append(file.name)
    return found


def test_every_response_that_the_actions_name_is_there() -> None:
    missing = {
        name: places
        for name, places in responses_named_in_code().items()
        if not wording.has(name) and not any(known.startswith(name + "_") for known in wording.responses())
    }
    assert missing == {}


def test_no_sentence_is_written_in_python() -> None:
    """A string with several words that ends like a sentence belongs into bot/domain (docstrings, errors and
    logging are not said to anybody)."""
    offenders = []
    for file in sorted((ROOT / "actions").rglob("*.py")):
        if "advice" in file.parts or file.name == "check.py":
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        quiet = {id(node.body[0].value) for node in ast.walk(tree) if _has_docstring(node)}  # type: ignore[attr-defined]
        quiet |= {
            id(child)
            for node in ast.walk(tree)
            if isinstance(node, ast.Raise) or _is_log(node) or _is_attribute_docstring(node)
            for child in ast.walk(node)
        }
        for node in ast.walk(tree):
            value = node.value if isinstance(node, ast.Constant) and id(node) not in quiet else None
            if isinstance(value, str) and len(value.split()) > 3 and value.strip()[-1:] in ".?!:":
                offenders.append((file.name, value))
    assert offenders == []


def _has_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None


def _is_attribute_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_log(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "logger"
    )
