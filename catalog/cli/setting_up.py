"""Setting the catalogue up and keeping it in order: migrate, setup, load, check, reindex, draw."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

import seeds
from catalog import check as checks
from catalog import images, store
from catalog.cli.shown import app, out, reported
from catalog.engine import create_engine
from catalog.importing.apply import SAMPLE
from catalog.load import read_csv
from catalog.migrate import bring_to_newest
from catalog.migrate import migrate as bring_to

File = Annotated[Path, typer.Argument(help="A CSV file with one column an attribute; see seeds/sample_shop.csv.")]


@app.command()
def migrate(
    revision: Annotated[str, typer.Argument(help="head (the newest), base (empty), or a revision's number.")] = "head",
) -> None:
    """Bring the database to another revision of its tables, making it if it is not there."""
    with reported():
        before, after = bring_to(create_engine(may_create=True), revision)
    out.print(f"catalogue: {before or 'empty'} -> {after or 'empty'}" if before != after else f"catalogue: at {after}")


@app.command()
def setup() -> None:
    """Bring the database to the newest revision, and load the sample shop if it holds no product."""
    with reported():
        engine = create_engine(may_create=True)
        bring_to_newest(engine)
        said = "ready"
        if store.is_empty(engine):
            loaded = read_csv(seeds.path(checks.SAMPLE))
            # Known as the sample shop, which goes when a shop's own products come.
            sample = [replace(record, feed=SAMPLE) for record in loaded.records]
            saved = store.save(engine, sample, loaded.currency, only_if_empty=True)
            if saved.added:
                said = f"sample shop loaded, {saved.added} products"
        # Here rather than in somebody's conversation.
        store.follow_rules(engine)
    out.print(f"catalogue: {said}")


@app.command()
def load(file: File) -> None:
    """Add or update the products of a file in our own form: all of them, or none if anything in it is wrong.

    Reads no texts and retires nothing; `import` does.
    """
    with reported():
        loaded = read_csv(file)
        saved = store.save(create_engine(), loaded.records, loaded.currency)
    out.print(f"{saved.added} added, {saved.changed} changed, {saved.unchanged} as before; version {saved.version}")


@app.command()
def check(
    files: Annotated[bool, typer.Option("--files", help="Only the files in seeds/, not the database.")] = False,
    database: Annotated[bool, typer.Option("--database", help="Only the database, not the files.")] = False,
) -> None:
    """Look for mistakes in seeds/fit.yml, the sample shop and the database."""
    well = True
    for finding in checks.run(None, files=files or not database, database=database or not files):
        mark = "[green]ok[/]     " if finding.well else "[red]wrong[/]  "
        out.print(f"{mark}{finding.what}: {escape(finding.said)}", soft_wrap=True)
        well = well and finding.well
    if not well:
        raise typer.Exit(1)


@app.command()
def reindex() -> None:
    """Work out anew how each product fits; this happens by itself when seeds/fit.yml or a product changes."""
    with reported():
        version = store.reindex(create_engine())
    out.print(f"catalogue: index made anew, version {version}")


@app.command()
def draw() -> None:
    """Draw the pictures of the sample shop into seeds/images/."""
    with reported():
        loaded = read_csv(seeds.path(checks.SAMPLE))
    names = [str(record.attributes["image"]) for record in loaded.records if record.attributes.get("image")]
    out.print(
        f"{len(images.write(names, seeds.path('.')))} pictures drawn into {seeds.path('images')}",
        soft_wrap=True,
    )
