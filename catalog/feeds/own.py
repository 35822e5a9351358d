"""Our own CSV: one column an attribute of the data dictionary, as an owner keeps it in a spreadsheet."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from catalog.attributes import ATTRIBUTES, BY_NAME
from catalog.feeds import limits, stock
from catalog.feeds.errors import FeedError
from catalog.feeds.item import Item
from catalog.feeds.price import read_price
from catalog.feeds.table import Row, Table
from catalog.feeds.text import cleaned
from catalog.problem import Problem

COLUMNS = (*BY_NAME, "currency")
REQUIRED = (*(a.name for a in ATTRIBUTES if a.required), "currency")


def read(table: Table, where: str) -> Iterator[Item | Problem]:
    """The products of a table. What a cell holds is not judged here: `stated` has it as it stands.

    Raises FeedError for columns that we do not know, that come twice, or that are missing.
    """
    names = [name.lower() for name in table.header]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            raise FeedError(where, f"names the column {name or '(without a name)'} twice")
        if name not in COLUMNS:
            near = difflib.get_close_matches(name[:40], COLUMNS, 1)
            meant = f" Is {near[0]} meant?" if near else f" The columns are {', '.join(COLUMNS)}."
            raise FeedError(where, f"has a column {name[:40]!r} that we do not know.{meant}")
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise FeedError(where, f"has no column {', '.join(missing)}")
    for row in table.rows():
        yield row if isinstance(row, Problem) else _item(row, names)


def _item(row: Row, names: list[str]) -> Item | Problem:
    cells = {
        name: said for name, cell in zip(names, row.cells, strict=True) if (said := cleaned(cell, limits.MAX_TEXT))
    }
    for name in ("sku", "name", "price"):
        if not cells.get(name):
            return Problem(row.line, name, "", f"given, and it must be: {BY_NAME[name].expected}")
    try:
        price, _ = read_price(cells["price"])
    except ValueError:
        price = None  # whoever reads `stated` says what is wrong with it
    try:
        quantity = stock.quantity(cells.get("stock", ""))
    except ValueError:
        quantity = None
    return Item(
        row.line,
        cells["sku"],
        cells["name"],
        description=cells.get("description", ""),
        brand=cells.get("brand", ""),
        price=price,
        currency=cells.get("currency", ""),
        in_stock=None if quantity is None else quantity > 0,
        quantity=quantity,
        url=cells.get("url", ""),
        image=cells.get("image", ""),
        stated=cells,
    )
