"""A soak: many inputs of every kind through the whole understanding (`make soak`, not part of the quick tests).

Each input must give a parse result that keeps to the vocabulary, in bounded time, and memory must not grow. A failing
input is printed as Python text, so that it can be tried again.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import string
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
warnings.filterwarnings("ignore")

import psutil  # noqa: E402
from rasa.core.agent import Agent  # noqa: E402
from rasa.model import get_latest_model  # noqa: E402
from rich.progress import track  # noqa: E402

from bot.evaluation import quieten  # noqa: E402
from bot.evaluation.intents import examples  # noqa: E402
from bot.nlu.lexicon import read_vocabulary, shipped  # noqa: E402
from bot.nlu.words import LONGEST_MESSAGE  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
ROLES = {None, "absent", "avoid", "max", "min", "about"}
SLOW = 0.2  # seconds that an input may take, however long
WARM_UP = 2_000  # inputs before the memory is looked at for the first time
MOST_GROWTH = 40.0  # MB
ODD = "\u200b\u200d\u202e\ufeff\x00\x07\x1b½⅓€£₹‘’“”–—…•🦶👟🏽‍♂️é̈ßİışçżøåñ中文हिन्दीعربيעברית"


def inputs(count: int, seed: int) -> Iterator[str]:
    """So many texts: bytes, characters, our own words in any order, and examples that were damaged."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable test, not a secret
    words = [*sorted(shipped().field_words), "not", "no", "but", "or", ",", ".", "?", "12", "$40", "9.5", "kg", "n't"]
    texts = [text for text, _ in examples()]
    kinds: list[Callable[[], str]] = [
        lambda: chance.randbytes(chance.randrange(300)).decode("utf-8", errors="replace"),
        lambda: "".join(chance.choice(string.printable + ODD) for _ in range(chance.randrange(200))),
        lambda: "".join(chr(chance.randrange(0x20, 0x3000)) for _ in range(chance.randrange(80))),
        lambda: " ".join(chance.choice(words) for _ in range(chance.randrange(1, 60))),
        lambda: _damaged(chance.choice(texts), chance),
        lambda: " ".join(_damaged(chance.choice(texts), chance) for _ in range(chance.randrange(2, 6))),
        lambda: (
            f"{chance.choice(words)} {chance.choice('-–.,/x×*')} {chance.random() * 10 ** chance.randrange(-3, 12)}"
        ),
    ]
    for number in range(count):
        if number % 2_000 == 1_999:
            part = " ".join(chance.choice(words) for _ in range(chance.randrange(1, 8))) + " "
            yield (part * LONGEST_MESSAGE)[: 2 * LONGEST_MESSAGE]
        else:
            yield chance.choice(kinds)()


def _damaged(text: str, chance: random.Random) -> str:
    """A text with letters dropped, doubled, swapped or replaced, words run together, or its case changed."""
    letters = list(text)
    for _ in range(chance.randrange(4)):
        if not letters:
            break
        at = chance.randrange(len(letters))
        letters[at : at + 1] = chance.choice(
            [[], [letters[at]] * 2, [chance.choice(string.ascii_lowercase + ODD)], [" "], [letters[at], "\n"]]
        )
    damaged = "".join(letters)
    return chance.choice([damaged, damaged.upper(), damaged.replace(" ", ""), damaged[::-1], damaged])


def fault(result: dict[str, Any], text: str, vocabulary: dict[str, dict[str, Any]]) -> str | None:
    """What is wrong with a parse result."""
    if not (result.get("intent") or {}).get("name") and text.strip():
        return "no intent"
    for entity in result.get("entities", []):
        kind = vocabulary.get(entity["entity"])
        if kind is None or entity.get("role") not in ROLES:
            return f"unknown entity or role: {entity}"
        if kind["kind"] == "word" and entity["value"] not in kind["values"]:
            return f"unknown value: {entity}"
        if kind["kind"] == "number" and not 0 < float(entity["value"]) < 1e9:
            return f"no sensible number: {entity}"
        if not 0 <= entity["start"] < entity["end"] <= len(text):
            return f"outside the text: {entity}"
    return None


async def soak(agent: Agent, count: int, seed: int) -> int:
    """Read so many inputs; the number of faults."""
    vocabulary, process = read_vocabulary(), psutil.Process()
    faults, slowest, begun = 0, 0.0, 0.0
    for number, text in enumerate(track(inputs(count, seed), "reading", total=count)):
        start = time.perf_counter()
        try:
            problem = fault(await agent.parse_message(text), text, vocabulary)
        except Exception:
            problem = traceback.format_exc(limit=-3)
        took = time.perf_counter() - start
        slowest = max(slowest, took)
        if problem is None and took > SLOW:
            problem = f"took {1000 * took:.0f} ms"
        if problem is not None:
            faults += 1
            sys.stdout.write(f"input {number}: {problem}\n  {text[:300]!r}\n")
        if number == WARM_UP:
            begun = process.memory_info().rss / 2**20
    grown = process.memory_info().rss / 2**20 - begun if begun else 0.0
    if grown > MOST_GROWTH:
        faults += 1
        sys.stdout.write(f"memory grew by {grown:.0f} MB\n")
    sys.stdout.write(
        f"{count:,} inputs, {faults} faults, slowest {1000 * slowest:.0f} ms, memory grew by {grown:.0f} MB\n"
    )
    return faults


def main() -> int:
    """Run the soak with the newest model; the exit code is 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation.soak", description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    quieten()
    agent = Agent.load(get_latest_model(str(ROOT / "models")))
    return int(asyncio.run(soak(agent, args.inputs, args.seed)) > 0)


if __name__ == "__main__":
    raise SystemExit(main())
