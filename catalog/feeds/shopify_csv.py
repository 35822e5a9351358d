"""Shopify's product CSV: the first row of a handle tells of the product, each row of a variant, some of a picture only.

Names of columns after help.shopify.com/en/manual/products/import-export/using-csv, as they are today and as exports
had them until 2025.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from catalog.feeds import shopify
from catalog.feeds.build import Draft, Fields, build
from catalog.feeds.errors import FeedError
from catalog.feeds.item import Item
from catalog.feeds.stock import flag
from catalog.feeds.table import Row, Table, columns
from catalog.problem import Problem

#: Our name: Shopify's, the newer first.
_NAMES = {
    "handle": ("url handle", "handle"),
    "title": ("title",),
    "body": ("description", "body (html)", "body html", "body"),
    "vendor": ("vendor",),
    "category": ("product category",),
    "type": ("type",),
    "tags": ("tags",),
    "published": ("published on online store", "published"),
    "status": ("status",),
    "sku": ("sku", "variant sku"),
    "barcode": ("barcode", "variant barcode"),
    "price": ("price", "variant price"),
    "quantity": ("inventory quantity", "variant inventory qty"),
    "tracker": ("inventory tracker", "variant inventory tracker"),
    "goes_on": ("continue selling when out of stock", "variant inventory policy"),
    "grams": ("weight value (grams)", "variant grams"),
    "image": ("product image url", "image src"),
    "variant_image": ("variant image url", "variant image"),
    "taxonomy": ("google shopping / google product category",),
    "gender": ("google shopping / gender",),
    "age_group": ("google shopping / age group",),
}
_DETAIL_COLUMN = re.compile(r"(.+?)\s*\((?:product|variant)\.metafields\.[\w$:-]+\.[\w-]+\)", re.IGNORECASE)
_QUOTED = re.compile(r"\A'(?=[0-9=+@-])")  # how a spreadsheet is kept from reading a number or a formula

Cells = dict[str, str]


def recognised(names: Sequence[str]) -> bool:
    """Whether a header (in lower case) is one of these."""
    return "title" in names and any(handle in names for handle in _NAMES["handle"])


class ShopifyRows:
    """Turns rows into items; knows the first row of the present handle."""

    def __init__(self, table: Table, where: str, left_out: Counter[str]) -> None:
        self._table = table
        self._left_out = left_out
        found = columns(table.header)
        self._columns = {own: found[name] for own, names in _NAMES.items() for name in reversed(names) if name in found}
        missing = [name for name in ("handle", "title", "price") if name not in self._columns]
        if missing:
            shown = ", ".join(_NAMES[name][-1].title() for name in missing)
            raise FeedError(where, f"has no column {shown}, which Shopify's product CSV needs")
        self._names = {own: table.header[index] for own, index in self._columns.items()}
        self._options = [
            (found.get(f"option{number} name"), found.get(f"option{number} value")) for number in (1, 2, 3)
        ]
        self._details = [
            (match[1], index) for index, name in enumerate(table.header) if (match := _DETAIL_COLUMN.fullmatch(name))
        ]
        self._first: Cells = {}
        self._first_details: dict[str, str] = {}
        self._option_names = ["", "", ""]
        self._skipped = ""

    def items(self) -> Iterator[Item | Problem]:
        """Each variant, in the file's order."""
        for row in self._table.rows():
            if isinstance(row, Problem):
                yield row
            else:
                yield from self._row(row)

    def _row(self, row: Row) -> Iterator[Item | Problem]:
        cells = {own: row.cells[index].strip() for own, index in self._columns.items()}
        handle = cells["handle"]
        is_first = bool(handle) and handle != self._first.get("handle", "")
        if is_first or (cells["title"] and not handle):
            self._begin(row, cells)
            if flag(cells.get("published", "")) is False:
                self._skipped = "unpublished"
                column = self._names["published"]
                yield Problem(
                    row.line, column, cells["published"], "TRUE, so it is left out: the shop does not show it"
                )
            elif cells.get("status", "").lower() in ("draft", "archived", "unlisted"):
                self._skipped = cells["status"].lower()
        if self._skipped:
            self._left_out[self._skipped] += 1
            return
        values = [row.cells[at].strip() if at is not None else "" for _, at in self._options]
        if not is_first and not cells["price"] and not cells.get("sku") and not any(values):
            return  # a further picture
        yield self._variant(row, cells, values)

    def _begin(self, row: Row, cells: Cells) -> None:
        self._first = cells
        self._skipped = ""
        self._option_names = [row.cells[at].strip() if at is not None else "" for at, _ in self._options]
        self._first_details = {name: row.cells[at].strip() for name, at in self._details}

    def _variant(self, row: Row, cells: Cells, values: list[str]) -> Item | Problem:
        first = self._first
        options = shopify.options(self._option_names, values)

        def said(name: str) -> str:
            return cells.get(name) or first.get(name, "")

        draft = Draft(
            row.line,
            sku=_QUOTED.sub("", cells.get("sku", "")) or shopify.variant_id(first["handle"], options),
            title=said("title"),
            price=cells["price"],
            group=first["handle"],
            description=said("body"),
            brand=said("vendor"),
            image=cells.get("variant_image") or said("image"),
            categories=[said("type"), said("category")],
            taxonomy=said("taxonomy"),
            tags=said("tags").split(","),
            options=options,
            details=[("gender", said("gender")), ("age group", said("age_group"))],
        )
        draft.details.append(("gtin", _QUOTED.sub("", cells.get("barcode", ""))))
        draft.details += shopify.weight(cells.get("grams", ""), "g")
        draft.details += [
            (name, shopify.metafield(row.cells[at].strip() or self._first_details[name])) for name, at in self._details
        ]
        shopify.set_stock(
            draft,
            cells.get("quantity", ""),
            tracked="tracker" not in cells or bool(cells["tracker"]),
            goes_on=cells.get("goes_on", "").lower() in ("continue", "true"),
        )
        names = self._names
        return build(
            draft,
            Fields(names.get("sku", "sku"), names["title"], names["price"], names.get("quantity", "quantity")),
        )
