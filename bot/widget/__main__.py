"""`python -m bot.widget`: writes the tables of integrity and prints the line that embeds the chat."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.widget.integrity import ENTRY, make_tables

FOLDER = Path(__file__).resolve().parent
WORDS = FOLDER.parent / "domain" / "widget"


def main(arguments: list[str] | None = None, folder: Path = FOLDER, words: Path = WORDS) -> int:
    """Runs the command; 1 where something is wrong or, with `--check`, not up to date."""
    parser = argparse.ArgumentParser(prog="python -m bot.widget", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; say whether the tables are up to date")
    parser.add_argument(
        "--server", default="https://YOUR-SERVER", help="where the assistant runs, for the line that is printed"
    )
    options = parser.parse_args(arguments)
    try:
        tables = make_tables(folder, words)
        wanted = {folder / ENTRY: tables.entry, folder / "files.js": tables.files}
        stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
        if not options.check:
            for path in stale:
                path.write_text(wanted[path], encoding="utf-8")
    except (OSError, ValueError) as error:
        print(f"bot.widget: {error}", file=sys.stderr)
        return 1
    if options.check:
        print("not up to date: run `python -m bot.widget`" if stale else "up to date")
        return 1 if stale else 0
    address = f"{options.server.rstrip('/')}/widget/{ENTRY}"
    print(f'<script type="module" src="{address}"\n  integrity="{tables.integrity}" crossorigin="anonymous"></script>')
    print("<solewise-chat></solewise-chat>")
    return 0


if __name__ == "__main__":
    sys.exit(main())
