"""`python -m catalog.benchmark`: large feeds imported, and imported again unchanged, beside the goals."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from catalog.benchmark import feeds
from catalog.benchmark.measure import Run, measure

#: For 100,000 entries on SQLite and two processors: seconds, seconds when nothing has changed, MiB.
ENTRIES, SECONDS, AGAIN, MEMORY = 100_000, 90.0, 30.0, 400.0
#: Entries to a product.
SHOPS = {4: "four sizes to a product", 1: "each a product of its own, the hardest case"}


def main() -> int:
    """Entry point; 0 when the goals are met."""
    parser = argparse.ArgumentParser(prog="python -m catalog.benchmark", description=__doc__)
    parser.add_argument("--entries", type=int, default=ENTRIES, choices=range(100, 1_000_001), metavar="100-1000000")
    entries = parser.parse_args().entries
    out = Console(width=120)
    share = entries / ENTRIES
    met = True
    for sizes, title in SHOPS.items():
        try:
            with tempfile.TemporaryDirectory(prefix="solewise-benchmark-") as folder:
                feed, database = Path(folder) / "feed.xml", Path(folder) / "catalogue.db"
                size = feeds.write(feed, entries, 1, sizes)
                first, again = measure(feed, database), measure(feed, database)
        except subprocess.CalledProcessError as error:
            print(f"solewise: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 130
        out.print(
            _table(f"import of {entries:,} entries ({size / 1e6:.0f} MB of Google XML), {title}", share, first, again)
        )
        met = met and _met(share, first, again)
    out.print("[green]goals met[/]" if met else "[red]goals missed[/]")
    return 0 if met else 1


def _met(share: float, first: Run, again: Run) -> bool:
    return (
        first.seconds <= SECONDS * share
        and again.seconds <= AGAIN * share
        and max(first.memory, again.memory) <= MEMORY
        and again.counts["unchanged"] == first.counts["added"]
    )


def _table(title: str, share: float, first: Run, again: Run) -> Table:
    table = Table(title=title, title_justify="left")
    for name in ("run", "seconds", "goal", "processor s", "MiB", "goal", "what it did"):
        table.add_column(name, justify="left" if name in ("run", "what it did") else "right")
    for name, run, goal in (("first", first, SECONDS), ("again, unchanged", again, AGAIN)):
        table.add_row(
            name,
            f"{run.seconds:.1f}",
            f"{goal * share:.0f}",
            f"{run.processor:.0f}",
            f"{run.memory:.0f}",
            f"{MEMORY:.0f}",
            _told(run),
        )
    return table


def _told(run: Run) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in run.counts.items() if number and name != "entries")


if __name__ == "__main__":
    sys.exit(main())
