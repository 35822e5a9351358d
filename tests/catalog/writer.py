"""A process that changes a shop, for tests that need several: `python -m tests.catalog.writer URL WRITER TURNS [stop]`.

In each turn all products get the writer's name and the turn's number. It says "ready" before the first turn; with
"stop" it says "half-way" when all of a turn is written but nothing is kept yet, and stays there.
"""

from __future__ import annotations

import sys
import time
from decimal import Decimal
from typing import Any

from catalog import engine, fit, index
from catalog.record import Record
from catalog.store import save

PRODUCTS = 60


def turn(writer: str, number: int) -> list[Record]:
    """The products as a writer leaves them after a turn."""
    attributes: dict[str, Any] = {
        "brand": "Testwood",
        "name": f"{writer} {number}",
        "price": Decimal(20 + number),
        "firmness": "firm" if number % 2 else "soft",
        "sizes": [("EU", 36.0 + number % 9)],
    }
    return [Record({"sku": f"S{n:03d}"} | attributes, {}) for n in range(PRODUCTS)]


def main(url: str, writer: str, turns: int, stop: bool) -> None:
    """Change the shop of `url` that many times."""

    def stay(connection: Any, rules: fit.FitRules) -> int:
        sys.stdout.write("half-way\n")
        sys.stdout.flush()
        time.sleep(600)
        raise TimeoutError("nobody ended this")

    engine.BUSY_TIMEOUT_MS = 60_000
    shop = engine.create_engine(url)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for number in range(turns):
        if stop:
            index.bump = stay
        save(shop, turn(writer, number), "USD")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), "stop" in sys.argv[4:])
