"""How few questions find the right insole: `python -m actions.simulation [--people 2000] [--seed 2]`."""

from __future__ import annotations

import argparse
import os
import sys
from time import perf_counter

from rich.console import Console

from actions.simulation import report
from actions.simulation.experiment import run
from catalog import CatalogueUnavailable


def main() -> int:
    """Print a table for each share of "not sure"."""
    parser = argparse.ArgumentParser(prog="python -m actions.simulation", description=__doc__)
    parser.add_argument("--people", type=int, default=2000, help="how many people talk (2000)")
    parser.add_argument("--seed", type=int, default=2, help="another seed, other people (2; 1 is what was tuned on)")
    parser.add_argument("--not-sure", type=float, nargs="+", default=[0.1, 0.3], help="shares of one (0.1 0.3)")
    args = parser.parse_args()
    if args.people < 1 or not all(0 <= share <= 1 for share in args.not_sure):
        parser.error("at least one person, and shares of 'not sure' from 0 to 1")
    console = Console(width=max(Console().width, 200))
    for share in args.not_sure:
        began = perf_counter()
        try:
            rows = run(None, args.people, args.seed, share, processes=os.cpu_count() or 1)
        except CatalogueUnavailable as error:
            sys.stderr.write(f"{error}\n")
            return 2
        console.print(report.table(rows, f"{args.people:,} people, {share:.0%} not sure, seed {args.seed}"))
        console.print("asked by the adviser", report.questions_asked(rows))
        console.print(f"({perf_counter() - began:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
