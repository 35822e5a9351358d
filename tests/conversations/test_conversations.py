"""Whole conversations, told in the YAML files beside this one, through the real agent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions import clock
from tests.conversations.checks import Messages, customs, failures, texts

HERE = Path(__file__).resolve().parent

Talk = Callable[..., Awaitable[Messages]]


def conversations() -> list[Any]:
    """Every conversation of every file, named by its behaviour and its sentence."""
    found = []
    for file in sorted(HERE.rglob("*.yml")):
        for conversation in yaml.safe_load(file.read_text(encoding="utf-8")):
            name = f"{file.stem}: {conversation['name']}"
            found.append(pytest.param(conversation["steps"], id=name))
    return found


COMPARED = {"same_picks_as_step", "other_picks_than_step"}


def compared(check: dict[str, Any], shown: list[list[str]]) -> list[str]:
    """What doesn't hold of the picks against those of an earlier step (counted from 1)."""
    ((name, step),) = check.items()
    same = bool(shown[-1]) and shown[-1] == shown[step - 1]
    return [] if same is (name == "same_picks_as_step") else [f"{name} {step}: {shown[-1]} and {shown[step - 1]}"]


@pytest.mark.parametrize("steps", conversations())
async def test_conversation(steps: list[dict[str, Any]], talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    shown: list[list[str]] = []
    for step in steps:
        if "today" in step:
            monkeypatch.setattr(clock, "today", lambda today=step["today"]: today)
        messages = await talk(step["user"], step.get("product"))
        told.append(f"> {step['user']}\n" + "\n".join(texts(messages)))
        assert messages, "\n".join([*told, "nothing was answered"])
        for message in messages:
            assert message.get("text"), f"a message without text: {message}"
        for question in customs(messages, "question"):
            assert "unsure" in [option["value"] for option in question["options"]], "“not sure” is always an answer"
        shown.append([item["sku"] for custom in customs(messages, "recommendations") for item in custom["items"]])
        for check in step.get("bot", []):
            failed = compared(check, shown) if check.keys() & COMPARED else failures(check, messages)
            assert not failed, "\n".join([*told, *failed])
