"""One command line for running the assistant: `python -m bot run|chat|train|check|connect|ratings|undelivered`."""

from __future__ import annotations

import argparse
import sys

from bot.server.quiet import hush_for_good
from bot.server.settings import Settings, SettingsError

COMMANDS = {
    "run": "start the assistant and its page",
    "chat": "talk in the terminal",
    "train": "train the model if something that it depends on changed",
    "check": "say what is set up and what is missing",
    "connect": "ask a messaging platform who we are there, and set up what its API lets us set",
    "ratings": "print what people's thumbs say of the products recommended to them, as CSV",
    "undelivered": "print which answers of the last days could not be delivered to a platform, and why, as CSV",
}

_OWN = ("bot", "actions", "catalog", "seeds")
"""Our own packages: one of them missing is a fault, not a Python without the libraries."""

PLATFORMS = ("telegram", "whatsapp", "messenger", "slack", "twilio")


def main(arguments: list[str] | None = None) -> int:
    """Entry point; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Run the Solewise assistant.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="|".join(COMMANDS))
    for name, purpose in COMMANDS.items():
        added = commands.add_parser(name, help=purpose, description=purpose.capitalize() + ".")
        if name == "connect":
            added.add_argument("platform", choices=PLATFORMS)
        if name == "chat":
            added.add_argument("--why", action="store_true", help="after each turn, print why the adviser said it")
    given = parser.parse_args(arguments)
    command = given.command
    hush_for_good()
    try:
        # Each command loads only what it needs: Rasa alone takes seconds.
        if command == "check":
            from bot.cli.check import check

            return check()
        settings = Settings.from_environment()
        if command == "run":
            from bot.cli.run import run

            return run(settings)
        if command == "chat":
            from bot.cli.chat import chat

            return chat(settings, why=given.why)
        if command == "train":
            from bot.cli.train import train

            return train()
        if command == "ratings":
            from bot.cli.ratings import ratings

            return ratings(settings)
        if command == "undelivered":
            from bot.cli.undelivered import print_undelivered

            return print_undelivered(settings)
        from bot.cli.platforms import connect

        return connect(given.platform)
    except SettingsError as error:
        print(f"solewise: {error}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in _OWN:
            raise
        print(
            f"solewise: {error.name} is not installed for this Python. `make setup` installs everything into .venv; "
            f"then say .venv/bin/python -m bot {command}.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
