"""The products that the demo shop shows: read from the catalogue's command, kept, and renewed behind the scenes."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

import ijson

from bot.server.settings import ROOT

logger = logging.getLogger(__name__)

MOST_PRODUCTS = 2_000
"""So many of a catalogue are shown: enough to look around in, and memory stays bounded."""

RENEW_SECONDS = 60.0
AGAIN_SECONDS = 5.0
"""How soon it is tried again where there is no list yet."""

FIRST_SECONDS = 20.0
"""How long the first visitor waits for the first list."""

LONGEST_SECONDS = 120.0
"""A command that takes longer is ended."""

MOST_ASKED = 500
"""Products beyond the list that are remembered, the unknown ones too."""

COMMAND = (sys.executable, "-m", "catalog", "list", "--json")
ONE = (sys.executable, "-m", "catalog", "show", "--json", "--")


@dataclass(frozen=True)
class Products:
    """One state of the shop, in the catalogue's order. ``more``: the catalogue holds others beside."""

    by_sku: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    more: bool = False


class Shelf:
    """Keeps the products. The old list goes on being shown while a new one is read, and where that fails."""

    def __init__(
        self, command: tuple[str, ...] = COMMAND, one: tuple[str, ...] = ONE, most: int = MOST_PRODUCTS
    ) -> None:
        self._command = command
        self._one = one
        self._most = most
        self._products: Products | None = None
        self._read_at = float("-inf")
        self._reading: asyncio.Task[None] | None = None
        self._asked: dict[str, Mapping[str, Any] | None] = {}
        self._one_at_a_time = asyncio.Semaphore(1)

    async def products(self) -> Products | None:
        """The products; None where they could not be read yet."""
        pause = RENEW_SECONDS if self._products is not None else AGAIN_SECONDS
        old = time.monotonic() - self._read_at > pause
        if old and (self._reading is None or self._reading.done()):
            self._reading = asyncio.create_task(self._renew())
        if self._products is None and self._reading is not None:
            await asyncio.wait({self._reading}, timeout=FIRST_SECONDS)
        return self._products

    async def product(self, sku: str) -> Mapping[str, Any] | None:
        """One product, also of those that a large catalogue holds beside the list; None where it isn't there."""
        found = await self.products()
        if found is None or sku in found.by_sku or not found.more:
            return found.by_sku.get(sku) if found else None
        async with self._one_at_a_time:
            if sku not in self._asked:
                if len(self._asked) >= MOST_ASKED:
                    self._asked.clear()
                self._asked[sku] = await asyncio.to_thread(read_product, (*self._one, sku))
        return self._asked[sku]

    async def _renew(self) -> None:
        try:
            self._products = await asyncio.to_thread(read_products, self._command, self._most)
            self._asked.clear()
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            logger.warning("the demo shop's products cannot be read: %s", type(error).__name__)
        # also after a failure: it is not tried anew at every visit
        self._read_at = time.monotonic()


def read_products(command: tuple[str, ...], most: int) -> Products:
    """The first products that the command prints, as JSON objects in a list.

    Raises OSError, ValueError or SubprocessError where it cannot be run, prints something else, or fails.
    """
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        ended = threading.Timer(LONGEST_SECONDS, process.kill)
        ended.start()
        try:
            found, more = _first(process.stdout, most)
        except ijson.JSONError as error:
            raise ValueError("the catalogue's command printed something that is no JSON") from error
        finally:
            ended.cancel()
            if process.poll() is None:
                process.terminate()  # what is beyond the bound need not be printed
        if not more and process.wait() not in (0, -15):
            raise subprocess.SubprocessError("the catalogue's command failed")
    return Products({product["sku"]: product for product in found}, more)


def read_product(command: tuple[str, ...]) -> Mapping[str, Any] | None:
    """The product that a command prints as a JSON object; None where it prints none, or fails."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=LONGEST_SECONDS, check=True)
        product = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return product if isinstance(product, dict) and isinstance(product.get("sku"), str) else None


def _first(stream: IO[bytes] | None, most: int) -> tuple[list[dict[str, Any]], bool]:
    if stream is None:
        return [], False
    found: list[dict[str, Any]] = []
    for item in ijson.items(stream, "item", use_float=True):
        if not isinstance(item, dict) or not isinstance(item.get("sku"), str):
            raise ValueError("the catalogue's command printed something that is no product")
        if len(found) >= most:
            return found, True
        item.pop("provenance", None)  # the largest part, and no page shows it
        found.append(item)
    return found, False
