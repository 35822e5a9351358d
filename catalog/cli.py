"""The command line: `python -m catalog`. Exit code 0 is well, 1 something is wrong, 2 it was called
wrongly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

import seeds
from catalog import check as checks
from catalog import images, sizes, store
from catalog.attributes import ATTRIBUTES
from catalog.engine import CatalogueUnavailable, create_engine
from catalog.load import LoadError, read_csv
from catalog.migrate import bring_to_newest
from catalog.migrate import migrate as bring_to
from catalog.product import Product, as_json
from catalog.repository import Catalogue

app = typer.Typer(
    help="The shop's products: set up, load, look at. The database is that of DATABASE_URL.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)
out = Console()
err = Console(stderr=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for other programs instead of a table.")]
File = Annotated[Path, typer.Argument(help="A CSV file with one column an attribute; see seeds/sample_shop.csv.")]


@app.command()
def migrate(
    revision: Annotated[str, typer.Argument(help="head (the newest), base (empty), or a revision's number.")] = "head",
) -> None:
    """Bring the database to another revision of its tables, making it if it is not there."""
    with _reported():
        before, after = bring_to(create_engine(may_create=True), revision)
    out.print(f"catalogue: {before or 'empty'} -> {after or 'empty'}" if before != after else f"catalogue: at {after}")


@app.command()
def setup() -> None:
    """Bring the database to the newest revision, and load the sample shop if it holds no product."""
    with _reported():
        engine = create_engine(may_create=True)
        bring_to_newest(engine)
        said = "ready"
        if store.is_empty(engine):
            loaded = read_csv(seeds.path(checks.SAMPLE))
            saved = store.save(engine, loaded.records, loaded.currency, only_if_empty=True)
            if saved.added:
                said = f"sample shop loaded, {saved.added} products"
        # Here rather than in somebody's conversation.
        store.follow_rules(engine)
    out.print(f"catalogue: {said}")


@app.command()
def load(file: File) -> None:
    """Add or update the products of a file: all of them, or none if anything in it is wrong."""
    with _reported():
        loaded = read_csv(file)
        saved = store.save(create_engine(), loaded.records, loaded.currency)
    out.print(f"{saved.added} added, {saved.changed} changed, {saved.unchanged} as before; version {saved.version}")


@app.command("list")
def list_products(as_json_: Json = False) -> None:
    """All products."""
    with _reported():
        products = list(Catalogue().products())
    if as_json_:
        _print_json([as_json(product) for product in products])
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("sku", no_wrap=True)
    for name in ("product", "type", "arches"):
        table.add_column(name)
    for name in ("price", "stock", "trial"):
        table.add_column(name, justify="right", no_wrap=True)
    for product in products:
        table.add_row(
            *(
                escape(text)
                for text in (
                    product.sku,
                    f"{product.brand} {product.name}",
                    product.insole_type or "?",
                    _words(product.arch_types),
                    str(product.price),
                    "?" if product.stock is None else str(product.stock),
                    "?" if product.trial_days is None else f"{product.trial_days} d",
                )
            )
        )
    out.print(table)
    currency = f", prices in {products[0].currency}" if products else ""
    out.print(f"{len(products)} products{currency}; ? is unknown")


@app.command()
def show(sku: Annotated[str, typer.Argument(help="The product's sku.")], as_json_: Json = False) -> None:
    """One product, with where each of its attributes comes from."""
    with _reported():
        product = Catalogue().product(sku)
    if product is None:
        err.print(f"there is no product with the sku '{escape(sku[:64])}'; `python -m catalog list` shows them")
        raise typer.Exit(1)
    if as_json_:
        _print_json(as_json(product))
        return
    out.print(_details(product))


@app.command()
def check(
    files: Annotated[bool, typer.Option("--files", help="Only the files in seeds/, not the database.")] = False,
) -> None:
    """Look for mistakes in seeds/fit.yml, the sample shop and the database."""
    well = True
    for finding in checks.run(None, files_only=files):
        mark = "[green]ok[/]     " if finding.well else "[red]wrong[/]  "
        out.print(f"{mark}{finding.what}: {escape(finding.said)}", soft_wrap=True)
        well = well and finding.well
    if not well:
        raise typer.Exit(1)


@app.command()
def reindex() -> None:
    """Work out anew how each product fits (this happens by itself when seeds/fit.yml or a product
    changes)."""
    with _reported():
        version = store.reindex(create_engine())
    out.print(f"catalogue: index made anew, version {version}")


@app.command()
def draw() -> None:
    """Draw the pictures of the sample shop into seeds/images/."""
    with _reported():
        loaded = read_csv(seeds.path(checks.SAMPLE))
    names = [str(record.attributes["image"]) for record in loaded.records if record.attributes.get("image")]
    out.print(
        f"{len(images.write(names, seeds.path('.')))} pictures drawn into {seeds.path('images')}",
        soft_wrap=True,
    )


@contextmanager
def _reported() -> Iterator[None]:
    """Turn the errors that an owner can mend into a message and exit code 1."""
    try:
        yield
    except (CatalogueUnavailable, LoadError, seeds.SeedError, ValueError) as error:
        err.print(str(error), markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(1) from None


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _words(words: frozenset[str] | None) -> str:
    return "?" if words is None else ", ".join(sorted(words)) or "none"


def _details(product: Product) -> Table:
    table = Table("attribute", "value", "from", "words", box=None, pad_edge=False, title=escape(product.name))
    for attribute in ATTRIBUTES:
        value = getattr(product, attribute.name)
        if value is None:
            told = "[dim]unknown[/]"
        elif isinstance(value, (frozenset, tuple)):
            told = escape(_words(value) if isinstance(value, frozenset) else ", ".join(sizes.in_ranges(value)))
        elif isinstance(value, bool):
            told = "yes" if value else "no"
        else:
            number = f"{value:g}" if isinstance(value, float) else str(value)
            told = escape(f"{number} {attribute.unit}".strip())
        source = product.provenance.get(attribute.name, {})
        table.add_row(attribute.name, told, escape(source.get("source", "")), escape(source.get("words", "")[:40]))
    has = [feature for feature, told_ in product.features.items() if told_]
    table.add_row("features", ", ".join(has) or "none known", "seeds/fit.yml", "")
    return table
