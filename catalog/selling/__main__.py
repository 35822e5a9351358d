"""`python -m catalog.selling FOLDER|FILE...`: how well labelled listings are read."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import seeds
from catalog.selling.evaluate import Count, evaluate, labelled
from catalog.selling.reader import SellersReader


def main() -> int:
    """Print precision and recall of each attribute and of all; 1 where files cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m catalog.selling", description="Measures how well listings are read."
    )
    parser.add_argument("where", nargs="+", type=Path, help="labelled listings: YAML files, or folders of them")
    parser.add_argument("--misses", action="store_true", help="list each miss and each false reading")
    parser.add_argument(
        "--speed", type=int, metavar="N", help="also read N listings with the cache of sentences kept cold"
    )
    given = parser.parse_args()
    try:
        reader = SellersReader()
        for where in given.where:
            result = evaluate(reader, where)
            print(f"{where}")
            for name, count in result.attributes.items():
                _line(name, count)
            _line("ALL", result.all)
            if given.misses:
                print("\n".join(result.mistakes))
            if given.speed:
                _speed(reader, where, given.speed)
    except seeds.SeedError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _line(name: str, count: Count) -> None:
    print(
        f"{name:22} precision {count.precision:.3f}  recall {count.recall:.3f}"
        f"  (right {count.right}, false {count.wrong}, missed {count.missed})"
    )


def _speed(reader: SellersReader, where: Path, number: int) -> None:
    listings = [entry for _, entry, _ in labelled(where)]
    started = time.process_time()
    for n in range(number):
        if n % len(listings) == 0:
            reader.forget()
        reader.read(listings[n % len(listings)])
    taken = time.process_time() - started
    words = sum(len(f"{entry.title} {entry.description}".split()) for entry in listings) / len(listings)
    print(f"{number} listings of {words:.0f} words: {1000 * taken / number:.3f} ms of one processor each")


if __name__ == "__main__":
    sys.exit(main())
