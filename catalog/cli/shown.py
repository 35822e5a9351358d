"""What the commands share: the application, how things are printed, and how errors are told."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console

import seeds
from catalog.engine import CatalogueUnavailable
from catalog.load import LoadError

app = typer.Typer(
    help="The shop's products: set up, bring in, look at, correct. The database is that of DATABASE_URL.",
    no_args_is_help=True,
    add_completion=False,  # `completion` serves `python -m catalog`, which typer's own does not know
    pretty_exceptions_enable=False,
)
#: Into a pipe, lines are not cut for a screen that is not there.
out = Console(width=None if sys.stdout.isatty() else 160)
err = Console(stderr=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for other programs instead of a table.")]


@contextmanager
def reported() -> Iterator[None]:
    """Turn the errors that an owner can mend into a message and exit code 1."""
    try:
        yield
    except (CatalogueUnavailable, LoadError, seeds.SeedError, ValueError) as error:
        err.print(str(error), markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(1) from None
    except BrokenPipeError:
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        err.print("stopped; nothing was changed")
        raise typer.Exit(130) from None


def counted(number: int, one: str, several: str = "") -> str:
    """A number with its noun: 1 product, 2 products."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def print_json(value: object) -> None:
    """One JSON value on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_json_list(values: Iterable[object]) -> None:
    """A JSON list on standard output, each value as soon as it is there: whoever needs the first few need not wait."""
    opening = "["
    for value in values:
        typer.echo(f"{opening}\n{textwrap.indent(json.dumps(value, ensure_ascii=False, indent=2), '  ')}", nl=False)
        opening = ","
    typer.echo("[]" if opening == "[" else "\n]")
