"""Google Merchant feeds as tables: the same attributes as columns, with tabs or commas between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from catalog.feeds.errors import FeedError
from catalog.feeds.google import REQUIRED, google_item
from catalog.feeds.item import Item
from catalog.feeds.table import Row, Table
from catalog.problem import Problem

#: Several values in one cell: "one","two".
_QUOTED = re.compile(r'"\s*,\s*"')
#: A comma after which a further detail begins, with its section and name.
_DETAIL = re.compile(r",(?=[^,:]*:[^,:]+:)")
_REPEATED = ("product_type", "product_highlight", "additional_image_link")


def attribute(column: str) -> str:
    """Google's name for a column: spaces or underscores, any case, with or without its parts in brackets."""
    return re.sub(r"[\s_-]+", "_", column.split("(", 1)[0].strip().lower().removeprefix("g:")).strip("_")


def read(table: Table, where: str, today: date) -> Iterator[Item | Problem]:
    """The entries of a table. Raises FeedError if columns are missing that every entry needs."""
    names = [attribute(name) for name in table.header]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise FeedError(where, f"has no column {' and no column '.join(missing)}; Google's product data needs them")
    for row in table.rows():
        yield row if isinstance(row, Problem) else _item(row, names, today)


def _item(row: Row, names: list[str], today: date) -> Item | Problem:
    values: dict[str, list[str]] = {}
    details: list[tuple[str, str, str]] = []
    for name, cell in zip(names, row.cells, strict=True):
        cell = cell.strip()
        if not cell or not name:
            continue
        if name == "product_detail":
            details += _details(cell)
        elif name in _REPEATED:
            values.setdefault(name, []).extend(_several(cell))
        else:
            values.setdefault(name, []).append(cell)
    return google_item(row.line, values, details, today, "line")


def _several(cell: str) -> list[str]:
    if _QUOTED.search(cell):
        return [part.strip().strip('"') for part in _QUOTED.split(cell)]
    if ',"' in cell:  # the first pair of quotation marks was the table's own
        return [part.strip().strip('"') for part in cell.split(',"')]
    return [cell.strip('"')]


def _details(cell: str) -> list[tuple[str, str, str]]:
    found = []
    for part in _DETAIL.split(cell):
        section, mark, rest = part.partition(":")
        name, second, value = rest.partition(":")
        if mark and second:
            found.append((_bare(section), _bare(name), _bare(value)))
        elif mark:
            found.append(("", _bare(section), _bare(rest)))
    return found


def _bare(part: str) -> str:
    """A part without the quotation marks around it; one alone stands for inches."""
    part = part.strip()
    return part[1:-1] if len(part) > 1 and part[0] == part[-1] == '"' else part.removeprefix('"')
