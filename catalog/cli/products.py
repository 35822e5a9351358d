"""Looking at products and correcting them: list, show, set, retire, export, stats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from catalog import listing, owner, sizes
from catalog.attributes import ATTRIBUTES, Kind
from catalog.cells import write_cell
from catalog.cli.complete import attribute_values, skus_like
from catalog.cli.shown import Json, app, counted, out, print_json, print_json_list, reported
from catalog.engine import create_engine, reading
from catalog.product import Product, as_json
from catalog.repository import Catalogue
from catalog.rows import Stored
from catalog.words import vocabulary

Sku = Annotated[
    str, typer.Argument(help="The product's sku, or that of one of its variants.", autocompletion=skus_like)
]


@app.command("list")
def list_products(
    as_json_: Json = False,
    retired: Annotated[bool, typer.Option("--retired", help="Those that are not sold any more instead.")] = False,
    unknown: Annotated[str, typer.Option(help="Only those of which this attribute is unknown.")] = "",
) -> None:
    """All products."""
    with reported():
        if unknown and unknown not in {a.name for a in ATTRIBUTES}:
            raise ValueError(f"'{unknown[:40]}' is no attribute; they are {', '.join(a.name for a in ATTRIBUTES)}")
        catalogue = Catalogue()
        catalogue.currency()  # brings the index up to date with seeds/fit.yml, where that has changed
        found = (p for p in products_of(catalogue, retired) if not unknown or getattr(p, unknown) is None)
        if as_json_:
            print_json_list(as_json(product) for product in found)
            return
        products = list(found)
    table = Table(box=None, pad_edge=False)
    table.add_column("sku", no_wrap=True)
    for name in ("product", "type", "arches"):
        table.add_column(name)
    for name in ("price", "stock", "trial"):
        table.add_column(name, justify="right", no_wrap=True)
    for product in products:
        high = f" - {product.price_high}" if product.price_high else ""
        cells = (
            product.sku,
            f"{product.brand} {product.name}",
            product.insole_type or "?",
            _words(product.arch_types),
            f"{product.price}{high}",
            "?" if product.stock is None else str(product.stock),
            "?" if product.trial_days is None else f"{product.trial_days} d",
        )
        table.add_row(*(escape(cell) for cell in cells))
    out.print(table)
    currency = f", prices in {products[0].currency}" if products else ""
    out.print(f"{counted(len(products), 'product')}{currency}; ? is unknown")


@app.command()
def show(sku: Sku, as_json_: Json = False) -> None:
    """One product, with where each of its attributes comes from."""
    with reported():
        catalogue = Catalogue()
        catalogue.currency()
        with reading(create_engine()) as connection:
            stored = owner.find(connection, sku)
            currency = owner.currency_of(connection)
        product = catalogue.product(stored.columns["sku"]) or _unsold(stored, currency)
    if as_json_:
        print_json(
            as_json(product)
            | {
                "feed": stored.columns["feed"],
                "retired_on": stored.columns["retired_on"] and stored.columns["retired_on"].isoformat(),
                "retired_by": stored.columns["retired_by"],
                "variants": [
                    {"sku": v.sku, "said": v.said, "price": v.price and float(v.price), "stock": v.stock}
                    for v in stored.told_variants(currency)
                ],
            }
        )
        return
    out.print(_details(product))
    if stored.columns["retired_on"]:
        by = {"feed": "it is no longer in its feed", "owner": "by the owner"}[stored.columns["retired_by"]]
        out.print(f"not sold since {stored.columns['retired_on']}: {by}", highlight=False)
    variants = stored.told_variants(currency)
    if variants:
        table = Table("variant", "what", "price", "stock", box=None, pad_edge=False)
        for v in variants[:40]:
            table.add_row(escape(v.sku), escape(v.said), str(v.price or "?"), "?" if v.stock is None else str(v.stock))
        out.print(table)
        if len(variants) > 40:
            out.print(f"and {len(variants) - 40} more variants; --json has all")


@app.command("set")
def set_values(
    sku: Sku,
    values: Annotated[
        list[str],
        typer.Argument(
            help="attribute=value, such as firmness=firm or materials='eva|gel'; 'unknown' is a value too, and an "
            "empty value takes back what you had set.",
            autocompletion=attribute_values,
        ),
    ],
    as_json_: Json = False,
) -> None:
    """Set attributes of a product yourself. Your value wins over every feed, and stays when the feed comes again."""
    with reported():
        pairs = []
        for value in values:
            name, equals, cell = value.partition("=")
            if not equals:
                raise ValueError(f"'{value[:60]}' is not attribute=value, such as firmness=firm")
            pairs.append((name.strip(), cell.strip()))
        change = owner.set_values(create_engine(), sku, pairs, date.today())
    fields = {name: list(told) for name, told in change.fields.items()}
    if as_json_:
        print_json({"sku": change.record.sku, "changes": fields})
        return
    for name, (before, after) in fields.items():
        out.print(f"{name}: {before or 'unknown'} -> {after or 'unknown'}", markup=False, highlight=False)
    if not fields:
        out.print("nothing changes: it was so already")


@app.command()
def retire(
    skus: Annotated[list[str] | None, typer.Argument(help="Skus of products.", autocompletion=skus_like)] = None,
    feed: Annotated[str | None, typer.Option("--feed", help="All products that this feed brings.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Sell them again.")] = False,
) -> None:
    """Take products out of what is recommended. They stay so when their feed comes again, until `--undo`."""
    with reported():
        engine = create_engine()
        chosen = list(skus or ())
        if feed is not None:
            with reading(engine) as connection:
                chosen += [p.columns["sku"] for p in listing.stored_products(connection, retired=undo, feed=feed)]
        if not chosen:
            raise ValueError("name the skus of products, or a feed that brings some with --feed")
        asked = len(dict.fromkeys(chosen))
        changed = owner.retire(engine, chosen, date.today(), undo=undo)
    named = f": {', '.join(changed[:10])}{' and more' if len(changed) > 10 else ''}" if changed else ""
    already = f"; {asked - len(changed)} were so already" if asked > len(changed) else ""
    out.print(f"{len(changed)} {'sold again' if undo else 'retired'}{named}{already}", markup=False, highlight=False)


def products_of(catalogue: Catalogue, retired: bool) -> Iterator[Product]:
    """The products that are sold, or those that are retired."""
    if not retired:
        yield from catalogue.products()
        return
    with reading(create_engine()) as connection:
        currency = owner.currency_of(connection)
        for stored in listing.stored_products(connection, retired=True):
            yield _unsold(stored, currency)


def _unsold(stored: Stored, currency: str) -> Product:
    """A product without a place in the index: which features it has is not worked out."""
    values: dict[str, Any] = dict(stored.record(currency).attributes)
    if values["sizes"]:
        values["sizes"] = tuple(s if s == sizes.ONE_SIZE else f"{s} {size:g}" for s, size in values["sizes"])
    features = dict.fromkeys(vocabulary("feature"))
    return Product(**values, currency=currency, features=features, _provenance=stored.columns["provenance"])


def _words(words: frozenset[str] | None) -> str:
    return "?" if words is None else ", ".join(sorted(words)) or "none"


def _details(product: Product) -> Table:
    title = escape(f"{product.brand} {product.name}")
    table = Table("attribute", "value", "from", "words", box=None, pad_edge=False, title=title)
    unknown = []
    for attribute in ATTRIBUTES:
        value = getattr(product, attribute.name)
        source: Mapping[str, Any] = product.provenance.get(attribute.name, {})
        if value is None and "on" not in source:
            unknown.append(attribute.name)
            continue
        if value is None:
            told = "[dim]unknown[/]"
        elif attribute.kind is Kind.MONEY:
            told = f"{write_cell(attribute, value)} {product.currency}"
        elif attribute.kind in (Kind.WORDS, Kind.SIZES):
            told = escape(write_cell(attribute, value).replace("|", ", "))
        else:
            told = escape(f"{write_cell(attribute, value)} {attribute.unit}".strip())
        words = str(source.get("words", ""))
        if "on" in source:
            feed = source.get("feed")
            words = f"set on {source['on']}" + (f"; the feed says {feed['value']}" if feed else "")
        shown = words if len(words) <= 60 else words[:57] + "..."
        table.add_row(attribute.name, told, escape(str(source.get("source", ""))), escape(shown))
    has = [feature for feature, told_ in product.features.items() if told_]
    if any(told_ is not None for told_ in product.features.values()):
        table.add_row("features", ", ".join(has) or "none known", "seeds/fit.yml", "")
    if unknown:
        table.add_row("[dim]unknown[/]", f"[dim]{', '.join(unknown)}[/]", "", "")
    return table
