"""Many conversations ask while the shop changes: each sees the old shop or the new one, never a mixture."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Event
from typing import Any

import pytest

from catalog import Catalogue, Limits, Want, repository
from catalog.engine import create_engine
from catalog.store import save


@pytest.mark.parametrize("large", [4096, 0])
def test_readers_see_the_old_or_the_new_shop(
    database_url: str, make: Any, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given, also where the shop counts as large, one whose products all change their name, price and firmness together
    monkeypatch.setattr(repository, "_LARGE", large)
    writer, catalogue, done = create_engine(database_url), Catalogue(database_url), Event()

    def turn(n: int) -> None:
        firmness = "firm" if n % 2 else "soft"
        price = Decimal(20 + n)
        save(writer, [make(sku=f"S{i}", name=str(n), price=price, firmness=firmness) for i in range(6)], "USD")

    turn(0)

    def read() -> int:
        seen, last = 0, 0
        while not done.is_set():
            found = catalogue.search([Want("firm", 1.0)], Limits())
            # then all products of one answer are of one turn, and the scores go with them
            names = {ranked.product.name for ranked in found}
            assert len(found) == 6
            assert len(names) == 1
            now = int(names.pop())
            assert {ranked.score for ranked in found} == {float(now % 2)}
            assert {ranked.product.price for ranked in found} == {Decimal(20 + now)}
            assert now >= last
            assert len(set(catalogue.fit_table().prices.tolist())) == 1
            seen, last = seen + 1, now
        return seen

    # when several readers ask while it changes
    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        try:
            for n in range(1, 13):
                turn(n)
        finally:
            done.set()
        seen = [reader.result() for reader in readers]

    # then
    assert all(count > 0 for count in seen)
    assert catalogue.search([], Limits())[0].product.name == "12"
