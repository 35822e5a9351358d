"""product_index packed into pages of bytes, so that the whole of it is read in a moment.

A page holds the products of one range of ids, column after column. Pages are written in the transaction that
changed the products; product_index stays the truth, and where pages do not match it they are not used.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa

from catalog.fit import FitRules
from catalog.models import PageRow
from catalog.sizes import COLUMNS

#: Product ids on one page: small enough that the change of a few products is written quickly.
PAGE = 512
#: Stands for an unknown fit; the known ones are points from 0 to 100.
UNKNOWN = 255
#: The columns of product_index that a page holds as whole numbers, in this order: what limits read, and the id.
NUMBERS: tuple[str, ...] = (
    "price_minor",
    "product_id",
    "stock",
    "insole_type",
    "needs_removable_liner",
    "widths",
    "wearer",
    "footwear",
    "material_words",
    "features_present",
    "size_systems",
    *(column.name for column in COLUMNS),
)


class Page(NamedTuple):
    """The products of one range of ids, in the order of their ids.

    `brands` names each brand key once. numbers: little-endian int64, all products by NUMBERS and then by the
    place of their brand in `brands`, one column after the other. points: a byte for each fit and product, one
    fit after the other, UNKNOWN where the product does not say.
    """

    page: int
    products: int
    skus: list[str]
    brands: list[str]
    numbers: bytes
    points: bytes


_STORED = sa.select(*(getattr(PageRow, name) for name in Page._fields)).order_by(PageRow.page)
_COUNTS = f"SELECT product_id / {PAGE}, count(*) FROM product_index GROUP BY product_id / {PAGE}"  # noqa: S608 (a number)


def refresh(connection: Any, rules: FitRules, ids: Collection[int] | None = None) -> None:
    """Write the pages of the products `ids` anew, or all; and whatever page lacks products or has too many."""
    held = {int(page): int(count) for page, count in connection.execute(sa.text(_COUNTS))}
    if ids is None:
        stale = set(held)
        connection.execute(sa.delete(PageRow))
    else:
        stored = dict(connection.execute(sa.select(PageRow.page, PageRow.products)).all())
        stale = {number // PAGE for number in ids} & set(held)
        stale |= {page for page, count in held.items() if stored.get(page) != count}
        gone = sorted((stale | set(stored) - set(held)) & set(stored))
        if gone:
            connection.execute(
                sa.delete(PageRow).where(PageRow.page == sa.bindparam("stale")), [{"stale": page} for page in gone]
            )
    for page in _packed(connection, rules, sorted(stale)):
        connection.execute(sa.insert(PageRow), page._asdict())


def read(connection: Any, rules: FitRules) -> tuple[int, Iterator[Page]]:
    """How many products there are, and all pages in the order of their ids, one after the other.

    They are made on the spot where those stored are not of this product_index.
    """
    held, pages = connection.execute(
        sa.text("SELECT (SELECT count(*) FROM product_index), (SELECT coalesce(sum(products), 0) FROM fit_pages)")
    ).one()
    if held != pages:
        found = connection.execute(sa.text(_COUNTS)).all()
        return int(held), _packed(connection, rules, sorted(int(page) for page, _ in found))
    return int(held), _stored(connection, rules)


def _stored(connection: Any, rules: FitRules) -> Iterator[Page]:
    for row in connection.execute(_STORED):
        page = Page(row[0], row[1], row[2], row[3], bytes(row[4]), bytes(row[5]))
        if _sound(page, rules):
            yield page
        else:
            yield from _packed(connection, rules, [page.page])


def _sound(page: Page, rules: FitRules) -> bool:
    """Whether a page is as long as it must be."""
    return (
        len(page.skus) == page.products
        and len(page.numbers) == 8 * (len(NUMBERS) + 1) * page.products
        and len(page.points) == len(rules.fits) * page.products
    )


def _packed(connection: Any, rules: FitRules, pages: Collection[int]) -> Iterator[Page]:
    fits = [f"coalesce({entry.column}, {UNKNOWN})" for entry in rules.fits.values()]
    query = sa.text(
        f"SELECT {', '.join(('sku', 'brand_key', *NUMBERS, *fits))} "  # noqa: S608 (names of ours)
        "FROM product_index WHERE product_id >= :first AND product_id < :beyond ORDER BY product_id"
    )
    for page in pages:
        rows = connection.execute(query, {"first": page * PAGE, "beyond": (page + 1) * PAGE}).all()
        skus, brands, *cells = zip(*rows, strict=True)
        places = {brand: place for place, brand in enumerate(dict.fromkeys(brands))}
        numbers = [*cells[: len(NUMBERS)], [places[brand] for brand in brands]]
        yield Page(
            page,
            len(rows),
            list(skus),
            list(places),
            b"".join(struct.pack(f"<{len(rows)}q", *column) for column in numbers),
            b"".join(map(bytes, cells[len(NUMBERS) :])),
        )
