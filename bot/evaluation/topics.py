"""How well general questions are told (`python -m bot.evaluation.topics`), on messages written before the examples."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

HELD_OUT = Path(__file__).resolve().parent / "messages" / "topics.jsonl"
OFFERED = 3
"""Topics that are offered where none is sure (actions/topics.py)."""


def verdict(row: dict[str, Any], parsed: dict[str, Any]) -> str:
    """What becomes of a message: a question is answered right, offered, answered wrong, or not seen as a question.

    Of a message that only sounds like one: left alone, offered, or answered.
    """
    topic = parsed.get("topic") or {}
    intent = (parsed.get("intent") or {}).get("name") or ""
    asked = topic and (intent == "ask_general" or intent == str(topic["name"]).partition("/")[0])
    if "topic" not in row:
        return "left alone" if not asked else "taken for a question" if topic["sure"] else "offered topics"
    if not asked:
        return "not seen as a question"
    if topic["sure"]:
        return "answered right" if topic["name"] == row["topic"] else "answered wrong"
    offered = [item["name"] for item in topic["ranking"][:OFFERED]]
    return "offered among three" if row["topic"] in offered else "offered others"


async def measure(file: Path = HELD_OUT) -> tuple[Counter[str], Counter[str]]:
    """The verdicts on the questions and on what only sounds like one, by the trained model."""
    from bot.server.agent import load_agent
    from bot.server.settings import Settings
    from bot.server.training import ensure_model

    agent = load_agent(ensure_model(), Settings.from_environment())
    questions: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = verdict(row, await agent.parse_message(row["text"]))
        (questions if "topic" in row else others)[found] += 1
    return questions, others


def main() -> int:
    """Print the verdicts as a table."""
    from bot.server.tensorflow_later import defer_tensorflow

    defer_tensorflow()
    for title, counts in zip(("general questions", "what only sounds like one"), asyncio.run(measure()), strict=True):
        table = Table("", "messages", "share", title=f"{title}: {sum(counts.values())}")
        for name, count in counts.most_common():
            table.add_row(name, str(count), f"{count / sum(counts.values()):.2f}")
        Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
