"""What people's thumbs say, as a table."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.cli.ratings import ratings
from bot.server import conversation_tables as tables
from bot.server.settings import Settings


@pytest.mark.parametrize("rows", [[], [("a", "B", "up"), ("b", "B", "down"), ("c", "B", "up"), ("a", "=A", "down")]])
def test_thumbs_are_counted_by_product(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"
    engine = tables.open_database(url)
    with engine.begin() as connection:
        for sender, sku, value in rows:
            row = {"sender_id": sender, "position": 5, "sku": sku, "value": value, "rated_at": 1.0}
            connection.execute(sa.insert(tables.rating).values(**row))
    out = io.StringIO()
    assert ratings(Settings(conversations_url=url), out) == 0
    assert out.getvalue().splitlines() == ["sku,up,down", *(["B,2,1", "'=A,0,1"] if rows else [])]
