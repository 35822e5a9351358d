"""The shelf: products out of a command's output, bounded, kept, renewed."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.demo import products as module
from bot.demo.products import Shelf, read_products


def prints(text: str, code: int = 0) -> tuple[str, ...]:
    """A command that prints a text."""
    return (sys.executable, "-c", f"import sys; sys.stdout.write({text!r}); sys.exit({code})")


def listed(count: int, **more: Any) -> str:
    return json.dumps([{"sku": f"S{n}", "provenance": {"a": "b"}, **more} for n in range(count)])


def test_products_are_read_without_their_provenance() -> None:
    found = read_products(prints(listed(3)), 10)
    assert list(found.by_sku) == ["S0", "S1", "S2"]
    assert not found.more
    assert "provenance" not in found.by_sku["S0"]


def test_a_large_catalogue_is_read_as_far_as_is_shown() -> None:
    found = read_products((sys.executable, "-c", ENDLESS), 5)
    assert (len(found.by_sku), found.more) == (5, True)


ENDLESS = """
print("[")
n = 0
while True:
    print('{"sku": "S%d"},' % n)
    n += 1
"""


@pytest.mark.parametrize("text", ["", "{}x", '["a"]', '[{"name": "no sku"}]', '[{"sku": 7}]', "<html>"])
def test_output_that_is_no_list_of_products_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_products(prints(text), 5)


def test_a_command_that_fails_or_is_not_there_is_told() -> None:
    with pytest.raises(subprocess.SubprocessError):
        read_products(prints("[]", code=3), 5)
    with pytest.raises(OSError):
        read_products(("/nowhere/at/all",), 5)


async def test_the_old_list_is_shown_while_a_new_one_is_read_and_where_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    monkeypatch.setattr(module, "RENEW_SECONDS", 0.0)
    source = tmp_path / "products.json"
    source.write_text(listed(2))
    shelf = Shelf((sys.executable, "-c", f"print(open({str(source)!r}).read())"))
    first = await shelf.products()
    assert first is not None

    # when
    source.write_text("broken")
    for _ in range(3):
        assert await shelf.products() is first
        await asyncio.sleep(0.1)
    source.write_text(listed(4))

    # then
    for _ in range(100):
        now = await shelf.products()
        if now is not first:
            break
        await asyncio.sleep(0.05)
    assert now is not None
    assert len(now.by_sku) == 4


async def test_many_visitors_at_once_read_it_once(tmp_path: Path) -> None:
    count = tmp_path / "count"
    shelf = Shelf((sys.executable, "-c", f"open({str(count)!r}, 'a').write('x'); print('[]')"))
    await asyncio.gather(*(shelf.products() for _ in range(20)))
    assert count.read_text() == "x"


async def test_nothing_is_shown_where_nothing_could_be_read() -> None:
    assert await Shelf(prints("oh no")).products() is None
