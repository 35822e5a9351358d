"""The data dictionary on the command line."""

from __future__ import annotations

import typer

from catalog.cli.shown import app, reported
from catalog.dictionary import markdown


@app.command("dictionary")
def print_dictionary() -> None:
    """Print the data dictionary (Markdown): every attribute, what it may be, and the columns that are read as it."""
    with reported():
        typer.echo(markdown(), nl=False)
