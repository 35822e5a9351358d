"""A small package of actions, made for a test, and the domain that goes with it."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ActionsMaker = Callable[[str], str]


@pytest.fixture
def make_actions(tmp_path: Path) -> Iterator[ActionsMaker]:
    """Write a package with the given source and give its name."""
    made: list[str] = []

    def make(source: str) -> str:
        name = f"throwaway_{uuid.uuid4().hex}"
        (tmp_path / name).mkdir()
        head = "from rasa_sdk import Action\nfrom rasa_sdk.events import SlotSet\n"
        (tmp_path / name / "__init__.py").write_text(head + source)
        made.append(name)
        return name

    sys.path.insert(0, str(tmp_path))
    yield make
    sys.path.remove(str(tmp_path))
    for name in made:
        sys.modules.pop(name, None)
