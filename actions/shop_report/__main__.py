"""`python -m actions.shop_report [--out FILE.html] [--quick]`: what the adviser does with the catalogue, as one page.

The catalogue is that of DATABASE_URL. Exit code 0 is well, 1 something is wrong (the message says the mend), 2 it was
called wrongly.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

import seeds
from actions.advice.adviser import Adviser
from actions.advice.guide import GuideError
from actions.shop_report.page import render
from actions.shop_report.plan import PlanError, plan
from actions.shop_report.survey import survey
from catalog import Catalogue, CatalogueUnavailable

STEPS = {"picks": "asking the adviser", "never": "what is never recommended"}


def main(arguments: list[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m actions.shop_report", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("report.html"), help="where the page goes (report.html)")
    parser.add_argument("--quick", action="store_true", help="try fewer people, for a first look")
    given = parser.parse_args(arguments)
    try:
        page = _page(given.quick)
    except (CatalogueUnavailable, PlanError, GuideError, seeds.SeedError) as error:
        print(f"solewise: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    try:
        _write(given.out, page)
    except OSError as error:
        print(f"solewise: {given.out} cannot be written: {error.strerror or error}", file=sys.stderr)
        return 1
    print(given.out)
    return 0


def _page(quick: bool) -> str:
    catalogue = Catalogue()
    try:
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            tasks = {name: bar.add_task(words, total=None) for name, words in STEPS.items()}

            def tell(step: str, done: int, of: int) -> None:
                bar.update(tasks[step], completed=done, total=of)

            wanted = plan()
            return render(survey(Adviser(catalogue), wanted, quick, tell), wanted, date.today())
    finally:
        catalogue.close()


def _write(file: Path, page: str) -> None:
    """Write the whole page or nothing: one that is there already stays as it is until the new one is complete."""
    # the same folder, so that it can take the other's place at once
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(page)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


if __name__ == "__main__":
    sys.exit(main())
