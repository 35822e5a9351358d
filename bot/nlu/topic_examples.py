"""What is wrong with the examples of general questions (`nlu_data/topics`), said so that it can be mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.nlu.errors import Fault
from bot.nlu.lexicon import read_yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "nlu_data" / "topics"
ANSWERS = ROOT / "bot" / "domain" / "topics.yml"
FEWEST = 10
"""Examples that a topic needs at least."""

_NAME = re.compile(r"ask_general/[a-z][a-z0-9_]*")
_ANSWER = "utter_"


def faults(folder: Path = FOLDER, answers: Path = ANSWERS) -> list[Fault]:
    """Everything that is wrong with the examples of the topics, and topics without an answer or the other way round.

    Only the names of the answers are looked at.
    """
    return list(_read(folder, answers))


def _read(folder: Path, answers: Path) -> Iterator[Fault]:
    where: dict[str, str] = {}
    topics: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        for block in read_yaml(path).get("nlu") or []:
            name = str(block.get("intent")) if isinstance(block, dict) else str(block)
            if not _NAME.fullmatch(name):
                yield Fault(path.name, name, "is no topic", "Write `- intent: ask_general/<topic>`, in small letters")
            elif name in topics:
                yield Fault(path.name, name, f"stands in {topics[name]} already", "Put its examples together")
            else:
                topics[name] = path.name
                yield from _examples(path.name, name, block.get("examples"), where)
    responses = read_yaml(answers).get("responses") or {}
    answered = {response.removeprefix(_ANSWER) for response in responses if response.startswith("utter_ask_general/")}
    for name in sorted(topics.keys() - answered):
        yield Fault(topics[name], name, "has no answer", f"Write {_ANSWER}{name} in bot/domain/{answers.name}")
    for name in sorted(answered - topics.keys()):
        yield Fault(answers.name, name, "is never asked for", f"Write examples of {name} in nlu_data/topics")


def _examples(file: str, topic: str, given: Any, where: dict[str, str]) -> Iterator[Fault]:
    lines = [line.strip() for line in given.splitlines()] if isinstance(given, str) else []
    texts = [line.removeprefix("-").strip() for line in lines if line.startswith("-")]
    if len(texts) < FEWEST:
        yield Fault(file, topic, f"has {len(texts)} examples", f"Write at least {FEWEST}, each after a dash")
    for text in texts:
        other = where.setdefault(" ".join(text.lower().split()), topic)
        if other != topic:
            yield Fault(file, f"{topic}: {text}", f"is also an example of {other}", "Leave it where it belongs")
