"""The products that the demo shop shows: read from the catalogue's command, kept, and renewed behind the scenes."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
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
FIRST_SECONDS = 20.0
"""How long the first visitor waits for the first list."""

COMMAND = (sys.executable, "-m", "catalog", "list", "--json")


@dataclass(frozen=True)
class Products:
    """One state of the shop, in the catalogue's order. ``more``: the catalogue holds others beside."""

    by_sku: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    more: bool = False


class Shelf:
    """Keeps the products. The old list goes on being shown while a new one is read, and where that fails."""

    def __init__(self, command: tuple[str, ...] = COMMAND, most: int = MOST_PRODUCTS) -> None:
        self._command = command
        self._most = most
        self._products: Products | None = None
        self._read_at = float("-inf")
        self._reading: asyncio.Task[None] | None = None

    async def products(self) -> Products | None:
        """The products; None where they could not be read yet."""
        old = time.monotonic() - self._read_at > RENEW_SECONDS
        if old and (self._reading is None or self._reading.done()):
            self._reading = asyncio.create_task(self._renew())
        if self._products is None and self._reading is not None:
            await asyncio.wait({self._reading}, timeout=FIRST_SECONDS)
        return self._products

    async def _renew(self) -> None:
        try:
            self._products = await asyncio.to_thread(read_products, self._command, self._most)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            logger.warning("the demo shop's products cannot be read: %s", type(error).__name__)
        # also after a failure: it is not tried anew at every visit
        self._read_at = time.monotonic()


def read_products(command: tuple[str, ...], most: int) -> Products:
    """The first products that the command prints, as JSON objects in a list.

    Raises OSError, ValueError or SubprocessError where it cannot be run, prints something else, or fails.
    """
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            found, more = _first(process.stdout, most)
        except ijson.JSONError as error:
            raise ValueError("the catalogue's command printed something that is no JSON") from error
        finally:
            if process.poll() is None:
                process.terminate()  # what is beyond the bound need not be printed
        if not more and process.wait() not in (0, -15):
            raise subprocess.SubprocessError("the catalogue's command failed")
    return Products({product["sku"]: product for product in found}, more)


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
