"""`python -m actions.benchmark`: advice and the next question on invented shops, and how the goals are met."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from subprocess import CalledProcessError

from rich.console import Console

from actions.benchmark.measure import measure
from actions.benchmark.report import GOALS, print_report


def main() -> int:
    """Entry point; 0 when the goals are met."""
    parser = argparse.ArgumentParser(prog="python -m actions.benchmark", description=__doc__)
    parser.add_argument("--people", type=int, default=300, choices=range(10, 10_001), metavar="10-10000")
    parser.add_argument("--changes", type=int, default=10, choices=range(1, 101), metavar="1-100")
    parser.add_argument(
        "--products", type=int, nargs="+", default=list(GOALS), choices=range(10, 1_000_001), metavar="10-1000000"
    )
    arguments = parser.parse_args()
    found = []
    try:
        for products in arguments.products:
            # A process of its own for each, so that the memory of one is not that of the other.
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
                found.append(process.submit(measure, products, arguments.people, arguments.changes).result())
    except CalledProcessError as error:
        print(f"solewise: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0 if print_report(found, Console(width=120)) else 1


if __name__ == "__main__":
    sys.exit(main())
