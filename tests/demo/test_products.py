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


async def test_after_a_failure_it_is_tried_again_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AGAIN_SECONDS", 0.1)
    source = tmp_path / "products.json"
    shelf = Shelf((sys.executable, "-c", f"print(open({str(source)!r}).read())"))
    assert await shelf.products() is None
    source.write_text(listed(1))
    await asyncio.sleep(0.15)
    assert await shelf.products() is not None


def test_a_command_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_SECONDS", 0.2)
    with pytest.raises(ValueError):
        read_products((sys.executable, "-c", "import time; time.sleep(60)"), 5)


async def test_a_product_beyond_the_list_is_looked_up_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    show = (
        f"import sys; open({str(log)!r}, 'a').write(sys.argv[-1] + ' '); sys.argv[-1] == 'S9' or sys.exit(1); "
        """print('{"sku": "S9"}')"""
    )
    shelf = Shelf(prints(listed(3)), (sys.executable, "-c", show), most=2)
    for _ in range(2):
        assert await shelf.product("S9") == {"sku": "S9"}
        assert await shelf.product("--help") is None
        assert (await shelf.product("S1") or {})["sku"] == "S1"
    assert log.read_text() == "S9 --help "


async def test_a_small_catalogue_is_not_asked_again(tmp_path: Path) -> None:
    shelf = Shelf(prints(listed(3)), ("/nowhere/at/all",))
    assert await shelf.product("S9") is None
