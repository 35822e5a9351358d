"""Turns to draw: one of each structured message as the adviser says it, and each as long as a shop can make it.

The short ones are what the real assistant said to the sample shop (``python -m tests.platforms.messages`` asks it
again); the long ones are made of them, with names, reasons and answers stretched far beyond what platforms take.
"""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from bot.channels.messaging.parts import Part, part_of
from bot.server.spoken import Said

FILE = Path(__file__).parent / "golden" / "turns.json"

CONVERSATIONS: dict[str, list[str | tuple[str, str]]] = {
    "heel": [
        "my heel hurts after long walks, flat feet, nothing over $50",
        "trainers everyday",
        "not sure",
        "why the second?",
        "compare them",
        "how do I try the first?",
    ],
    "sign": ["my foot is numb"],
    "emergency": ["my left leg is swollen and I can't breathe well"],
    "nothing": ["gel insoles under $5 for kids, hiking boots, wide, firm"],
    "page": [
        "my heel hurts after long walks, flat feet, nothing over $50, trainers everyday",
        "not sure",
        ("is this one right for me?", "SAMPLE-FH-02"),
    ],
}
"""What is said; with the sku of the page where it is said on one."""

Turn = list[dict[str, Any]]


def short() -> dict[str, Turn]:
    """Turns by their names: the conversation's and a number."""
    return dict(json.loads(FILE.read_text(encoding="utf-8")))


def long() -> dict[str, Turn]:
    """One message of each kind, stretched."""
    found: dict[str, Turn] = {}
    for turn in short().values():
        for message in turn:
            found.setdefault(f"long-{(message.get('custom') or {}).get('type') or 'text'}", [_stretched(message)])
    return found


def parts(turn: Turn) -> list[Part]:
    """A turn as it is drawn; its messages stand at 11, 12, ..."""
    return [
        part_of(Said(position, {"event": "bot", "text": message["text"], "data": message}))
        for position, message in enumerate(turn, start=11)
    ]


def _stretched(message: dict[str, Any]) -> dict[str, Any]:
    """The message with a text of many pieces (the old one at its end), long names and titles, many answers."""
    found: dict[str, Any] = json.loads(json.dumps(message))
    filler = "Größe & <Weite> zählen, 😀 und *Sternchen* auch; " * 22
    found["text"] = "\n\n".join([f"1. {filler}", f"2. {filler}", "x" * 700, found["text"]])
    for place, button in enumerate(list(found.get("buttons") or ())):
        button["title"] += f", which is answer number {place + 1} and quite long"
    if found.get("buttons") and (found.get("custom") or {}).get("type") == "question":
        found["buttons"] += [{"title": f"Answer {number}", "payload": f"Answer {number}"} for number in range(30)]
    custom = found.get("custom") or {}
    for item in [*([custom["item"]] if custom.get("item") else []), *(custom.get("items") or ())]:
        if isinstance(item, dict) and "sku" in item:
            item["name"] += " of the very long name" * 6
            item["image"] = "https://shop.example/" + "p" * 80 + ".jpg"
            item["url"] = "https://shop.example/?" + "q" * 1500
    return found


async def _ask() -> dict[str, Turn]:
    from rasa.core.channels.channel import UserMessage

    from bot.channels.collector import MessageCollector
    from bot.server.agent import load_agent
    from bot.server.training import ensure_model

    agent = load_agent(ensure_model())
    found: dict[str, Turn] = {}
    for name, said in CONVERSATIONS.items():
        for number, one in enumerate(said, start=1):
            text, sku = one if isinstance(one, tuple) else (one, "")
            collector = MessageCollector()
            metadata = {"product": sku} if sku else {}
            await agent.handle_message(UserMessage(text, collector, name, input_channel="golden", metadata=metadata))
            turn = [{key: value for key, value in one.items() if key != "recipient_id"} for one in collector.messages]
            found[f"{name}-{number}"] = turn
    return found


def main() -> None:
    """Ask the assistant again, with the sample shop, and write down what it says."""
    import subprocess
    import sys

    from bot.server.quiet import hush

    hush()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/catalogue.db"
        os.environ["CONVERSATIONS_URL"] = f"sqlite:///{folder}/conversations.db"
        subprocess.run([sys.executable, "-m", "catalog", "setup"], check=True)
        turns = asyncio.run(_ask())
    FILE.write_text(json.dumps(turns, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
