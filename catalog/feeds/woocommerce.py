"""WooCommerce's product CSV: simple products, and variations that take what they do not say from their parent.

A parent may come after its variations, so the file is read twice: first the parents are put aside on disk.
Names of columns after github.com/woocommerce/woocommerce/wiki/Product-CSV-Import-Schema.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date

from catalog.feeds import stock
from catalog.feeds.build import Draft, Fields, build, on_sale
from catalog.feeds.errors import FeedError
from catalog.feeds.item import Item
from catalog.feeds.table import Row, Table
from catalog.problem import Problem

_FIELDS = Fields("SKU", "Name", "Regular price", "Stock")
_REQUIRED = ("type", "name", "regular price")
_ATTRIBUTE = re.compile(r"attribute (\d{1,3}) (name|value\(s\))")
_COMMA = re.compile(r"(?<!\\),")
#: WooCommerce puts it before what a spreadsheet would take for a formula.
_QUOTED = ("'=", "'+", "'@", "'-")
_SOLD_ALONE = {"simple", "subscription", "variation", "subscription_variation", ""}
_PARENTS = {"variable", "variable-subscription"}
#: Of a variation that says nothing, its parent is asked.
_INHERITED = ("description", "short description", "categories", "tags", "brands", "images", "in stock?")
_LONGEST_META = 500

Cells = dict[str, str]


def recognised(names: Sequence[str]) -> bool:
    """Whether a header (in lower case) is one of these."""
    return all(name in names for name in _REQUIRED)


def read(open_table: Callable[[], Table], where: str, today: date, left_out: Counter[str]) -> Iterator[Item | Problem]:
    """Each simple product and each variation. Raises FeedError if columns are missing."""
    with closing(sqlite3.connect("")) as parents:  # a file that vanishes by itself, and memory while it is small
        parents.execute("CREATE TABLE parent (name TEXT PRIMARY KEY, cells TEXT)")
        parents.execute("CREATE TABLE wanted (name TEXT PRIMARY KEY)")
        _put_aside(open_table(), where, parents)
        table = open_table()
        names = [name.lower() for name in table.header]
        for row in table.rows():
            if isinstance(row, Problem):
                yield row
            else:
                yield from _item(row, _cells(row, names), parents, today, left_out)


def _cells(row: Row, names: list[str]) -> Cells:
    return {
        name: said[1:] if said.startswith(_QUOTED) else said
        for name, cell in zip(names, row.cells, strict=True)
        if cell and (said := cell.strip())
    }


def _kind(cells: Cells) -> str:
    kinds = [kind.strip().lower() for kind in cells.get("type", "").split(",")]
    return next((kind for kind in kinds if kind not in ("virtual", "downloadable")), "")


def _put_aside(table: Table, where: str, parents: sqlite3.Connection) -> None:
    names = [name.lower() for name in table.header]
    missing = [name for name in _REQUIRED if name not in names]
    if missing:
        raise FeedError(where, f"has no column {', '.join(missing)}, which WooCommerce's product CSV needs")
    for row in table.rows():
        if isinstance(row, Problem):
            continue
        cells = _cells(row, names)
        if _kind(cells) in _PARENTS:
            said = json.dumps(cells)
            for name in _own_names(cells):
                parents.execute("INSERT OR IGNORE INTO parent VALUES (?, ?)", (name, said))
        elif "parent" in cells:
            parents.execute("INSERT OR IGNORE INTO wanted VALUES (?)", (_parent_name(cells),))


def _own_names(cells: Cells) -> list[str]:
    names = [f"id:{cells['id']}"] if "id" in cells else []
    return [*names, cells["sku"]] if "sku" in cells else names


def _parent_name(cells: Cells) -> str:
    return re.sub(r"\Aid:\s*", "id:", cells.get("parent", ""), flags=re.IGNORECASE)


def _item(
    row: Row, cells: Cells, parents: sqlite3.Connection, today: date, left_out: Counter[str]
) -> Iterator[Item | Problem]:
    kind = _kind(cells)
    if kind in _PARENTS:
        wanted = any(
            parents.execute("SELECT 1 FROM wanted WHERE name = ?", (name,)).fetchone() for name in _own_names(cells)
        )
        if not wanted:
            yield Problem(row.line, "Type", cells["type"], "a product with variations: the file has none of it")
        return
    if kind not in _SOLD_ALONE:
        yield Problem(row.line, "Type", cells["type"], "simple, variable or variation, so it is left out")
        return
    parent: Cells = {}
    if kind.endswith("variation"):
        found = parents.execute("SELECT cells FROM parent WHERE name = ?", (_parent_name(cells),)).fetchone()
        if found is None:
            yield Problem(
                row.line, "Parent", cells.get("parent", ""), "the SKU or id of a variable product of the file"
            )
            return
        parent = json.loads(found[0])
    for owner in (parent, cells):
        published = owner.get("published", "1")
        if published == "-1":
            left_out["draft"] += 1
            return
        if published == "0":
            left_out["unpublished"] += 1
            yield Problem(row.line, "Published", published, "1, so it is left out: the shop does not show it")
            return
    yield build(_draft(row, cells, parent, today), _FIELDS)


def _draft(row: Row, cells: Cells, parent: Cells, today: date) -> Draft:
    said = {name: parent[name] for name in _INHERITED if name in parent} | cells
    own, shared = _attributes(cells), _attributes(parent)
    options = list(own.items()) if parent else []
    details = {name: value for name, value in (shared if parent else own).items() if name not in own or not parent}
    brand = said.get("brands") or next(
        (value for name, value in {**shared, **own}.items() if name.lower() in ("brand", "marke", "marque")), ""
    )
    quantity = cells.get("stock", "")
    if quantity.lower() == "parent":
        quantity = parent.get("stock", "")
    draft = Draft(
        row.line,
        sku=cells.get("sku") or (f"id:{cells['id']}" if "id" in cells else ""),
        title=cells.get("name") or parent.get("name", ""),
        price=_price(cells, today),
        group=(parent.get("sku") or _parent_name(cells)) if parent else "",
        description="\n".join(filter(None, (_text(said, "short description"), _text(said, "description")))),
        brand=brand,
        in_stock=stock.availability(said.get("in stock?", "")),
        quantity=quantity,
        url=said.get("external url", ""),
        image=_list(said.get("images", ""))[0],
        categories=_list(said.get("categories", "")),
        tags=_list(said.get("tags", "")),
        options=options,
        details=list(details.items()),
    )
    draft.details.append(("gtin", cells.get("gtin, upc, ean, or isbn", "")))
    for name, value in (parent | cells).items():
        if name.startswith("weight (") and value.strip("0.,"):
            draft.details.append(("shipping weight", f"{value} {name[8:].rstrip(')')}"))
        elif name.startswith("meta:") and not name[5:].strip().startswith("_") and len(value) <= _LONGEST_META:
            draft.details.append((name[5:].strip().replace("_", " "), value))
    return draft


def _text(cells: Cells, name: str) -> str:
    """A description; ends of lines are written as two characters."""
    return cells.get(name, "").replace("\\n", "\n")


def _attributes(cells: Cells) -> dict[str, str]:
    """Attribute 1 name, Attribute 1 value(s) and so on."""
    found: dict[str, dict[str, str]] = {}
    for column, value in cells.items():
        if match := _ATTRIBUTE.fullmatch(column):
            found.setdefault(match[1], {})[match[2]] = value
    return {
        entry["name"]: ", ".join(_list(entry["value(s)"]))
        for entry in found.values()
        if "name" in entry and "value(s)" in entry
    }


def _price(cells: Cells, today: date) -> str:
    sale = cells.get("sale price", "")
    if sale and on_sale(cells.get("date sale price starts", ""), cells.get("date sale price ends", ""), today):
        return sale
    return cells.get("regular price", "")


def _list(cell: str) -> list[str]:
    """Values with commas between; a comma within one is written \\\\,."""
    return [part.strip().replace("\\,", ",") for part in _COMMA.split(cell)]
