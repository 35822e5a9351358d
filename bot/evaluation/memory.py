"""Memory that a model takes: `python -m bot.evaluation.memory MODEL` loads it, reads a message and prints MB."""

from __future__ import annotations

import asyncio
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import psutil
from rasa.core.agent import Agent


def main() -> None:
    """Print the resident memory of this process in MB."""
    agent = Agent.load(sys.argv[1])
    asyncio.run(agent.parse_message("my heel hurts after long walks"))
    sys.stdout.write(f"{psutil.Process().memory_info().rss / 2**20:.0f}\n")


if __name__ == "__main__":
    main()
