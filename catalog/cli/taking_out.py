"""The catalogue as a whole: export it, and stats, its figures."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from catalog import listing, spreadsheet
from catalog.attributes import DESCRIBING
from catalog.cli.products import products_of
from catalog.cli.shown import Json, app, err, out, print_json, reported
from catalog.engine import create_engine, reading
from catalog.product import as_json
from catalog.repository import Catalogue


@app.command()
def export(
    file: Annotated[str, typer.Argument(help="Where to write it; - is standard output.")] = "-",
    as_json_: Annotated[bool, typer.Option("--json", help="JSON, as `list --json` prints it, instead of CSV.")] = False,
    retired: Annotated[bool, typer.Option("--retired", help="Those that are not sold any more instead.")] = False,
) -> None:
    """The products as a CSV in our own form, which `import` and `load` take again; safe to open in a spreadsheet."""
    with reported():
        if as_json_:
            catalogue = Catalogue()
            catalogue.currency()
            print_json([as_json(product) for product in products_of(catalogue, retired)])
            return
        with reading(create_engine()) as connection:
            found = listing.lines(connection, retired=retired)
            if file == "-":
                number = spreadsheet.write(sys.stdout, listing.COLUMNS, found)
            else:
                try:
                    with Path(file).open("w", encoding="utf-8-sig", newline="") as target:
                        number = spreadsheet.write(target, listing.COLUMNS, found)
                except OSError as error:
                    raise ValueError(f"{file} cannot be written: {error.strerror}") from None
    err.print(f"{number} products written")


@app.command()
def stats(as_json_: Json = False) -> None:
    """The catalogue in figures: what is known, and where from."""
    with reported(), reading(create_engine()) as connection:
        found = listing.statistics(connection)
    if as_json_:
        print_json(
            {
                "products": found.products,
                "retired": found.retired,
                "out_of_stock": found.out_of_stock,
                "currency": found.currency,
                "feeds": dict(found.feeds),
                "types": {name or "unknown": number for name, number in found.types.items()},
                "price_bands": {label: found.bands[place] for place, label in enumerate(_bands(found.currency))},
                "known": {name: dict(sources) for name, sources in found.known.items()},
            }
        )
        return
    out.print(f"{found.products} products sold, {found.retired} retired, {found.out_of_stock} out of stock")
    for title, counts in (
        ("feed", {name or "by hand": number for name, number in found.feeds.items()}),
        ("type", {name or "unknown": number for name, number in found.types.most_common()}),
        ("price", {label: found.bands[place] for place, label in enumerate(_bands(found.currency))}),
    ):
        told = [f"{escape(name)}: {number}" for name, number in counts.items() if number]
        out.print(f"by {title}   {', '.join(told) or 'none'}", highlight=False)
    table = Table(box=None, pad_edge=False)
    table.add_column("attribute")
    for name in ("known", "%", "from a column", "from a text", "by the owner"):
        table.add_column(name, justify="right")
    for name in DESCRIBING:
        sources = found.known[name]
        known = sum(sources.values())
        share = f"{100 * known / found.products:.0f}" if found.products else ""
        table.add_row(name, str(known), share, *(str(sources[s] or "") for s in ("column", "text", "owner")))
    out.print(table)


def _bands(currency: str) -> list[str]:
    bounds = [f"{bound:g}" for bound in listing.BANDS]
    inner = [f"{low} to {high}" for low, high in pairwise(bounds)]
    return [f"under {bounds[0]} {currency}", *inner, f"{bounds[-1]} and more"]
