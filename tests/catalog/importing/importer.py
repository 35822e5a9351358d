"""A process that imports a feed: `python -m tests.catalog.importing.importer FILE [stop]`.

With "stop" it says "half-way" when all rows are written but nothing is kept yet, and stays there.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from catalog import engine, fit, index
from catalog.importing.run import Request, import_feed
from catalog.migrate import bring_to_newest
from tests.catalog.importing.feed import Silent


def main(file: Path, stop: bool) -> None:
    """Import the file."""

    def stay(connection: Any, rules: fit.FitRules) -> int:
        sys.stdout.write("half-way\n")
        sys.stdout.flush()
        sys.stdin.read()
        raise TimeoutError("nobody ended this")

    shop = engine.create_engine(may_create=True)
    bring_to_newest(shop)
    if stop:
        index.bump = stay
    import_feed(shop, Request(str(file), errors=file.with_suffix(".errors.csv")), Silent())


if __name__ == "__main__":
    main(Path(sys.argv[1]), "stop" in sys.argv[2:])
