"""`python -m bot ratings`: what people's thumbs say of what was recommended to them, product by product, as CSV."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from typing import TextIO

import sqlalchemy as sa

from bot.server import conversation_tables as tables
from bot.server.settings import Settings


def ratings(settings: Settings, out: TextIO | None = None) -> int:
    """Print sku, thumbs up, thumbs down, most rated first. Nothing in it tells who rated."""
    out = out or sys.stdout
    if not tables.is_there(settings.conversations_url):  # nobody has talked yet, and asking makes no database
        _write([], out)
        return 0
    engine = tables.open_database(settings.conversations_url)
    columns = tables.rating.c
    up = sa.func.sum(sa.case((columns.value == "up", 1), else_=0)).label("up")
    down = sa.func.sum(sa.case((columns.value == "down", 1), else_=0)).label("down")
    query = sa.select(columns.sku, up, down).group_by(columns.sku).order_by(sa.func.count().desc(), columns.sku)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(query)]
    engine.dispose()
    _write(rows, out)
    return 0


def _write(rows: Iterable[tuple[str, int, int]], out: TextIO) -> None:
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["sku", "up", "down"])
    for sku, up, down in rows:
        # a spreadsheet would take a sku that begins like a formula for one
        table.writerow([f"'{sku}" if sku[:1] in "=+-@\t\r" else sku, up, down])
