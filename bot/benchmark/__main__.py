"""`python -m bot.benchmark`: both assistants under the same load, in turns, and the table."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

import yaml
from rich.console import Console

from bot.benchmark.load import Talker, Timings
from bot.benchmark.report import Measured, print_report
from bot.benchmark.servers import Server, default_assistant, our_assistant
from bot.server.progress import waiting
from bot.server.settings import SettingsError

USERS = (1, 20)
LONG = 200


async def measure(servers: dict[str, Server], rounds: int, count: int) -> tuple[dict[str, Measured], list[list[float]]]:
    """Load the servers in turns, so that what else the machine does hits both alike.

    Then, for each script, one conversation of ours that says it again and again: its first messages are its last ones,
    so that nothing but the length tells them apart.
    """
    scripts = yaml.safe_load((Path(__file__).parent / "conversations.yml").read_text(encoding="utf-8"))
    timings: dict[str, dict[int, list[Timings]]] = {name: {users: [] for users in USERS} for name in servers}
    for name, server in servers.items():
        await Talker(server.base, "warm").conversations(scripts[name], 2, 4)
    for _ in range(rounds):
        for users in USERS:
            for name, server in servers.items():
                # One user alone needs fewer conversations for the same time.
                number = count if users > 1 else max(count // 4, 1)
                talked = await Talker(server.base, name).conversations(scripts[name], users, number)
                timings[name][users].append(talked)
    talker = Talker(servers["solewise"].base, "solewise")
    long = [await talker.long_conversation(script, LONG) for script in scripts["solewise"]]
    measured = {
        name: Measured(name, timings[name], server.start_seconds, server.megabytes())
        for name, server in servers.items()
    }
    return measured, long


def main() -> int:
    """Entry point; 0 when the goals are met."""
    parser = argparse.ArgumentParser(prog="python -m bot.benchmark", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, choices=range(1, 11), metavar="1-10")
    parser.add_argument("--conversations", type=int, default=40, choices=range(4, 401), metavar="4-400")
    arguments = parser.parse_args()
    try:
        with our_assistant() as ours, default_assistant() as default, waiting("measuring"):
            servers = {"solewise": ours, "default": default}
            measured, long = asyncio.run(measure(servers, arguments.rounds, arguments.conversations))
    except SettingsError as error:
        print(f"solewise: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    met = print_report(measured["solewise"], measured["default"], long, Console(width=110))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
