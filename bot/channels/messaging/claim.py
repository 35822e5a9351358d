"""An update is one process's for as long as that renews its claim in time; whoever is late must not go on."""

from __future__ import annotations

import asyncio
import contextlib
import time

from bot.server import inbox as inboxes
from bot.server.inbox import Inbox, Waiting


class ClaimLostError(OSError):
    """Another process may be at the update by now. It is not lost: it waits in the inbox, or has been answered."""


class Claim:
    """This process's claim on an update."""

    def __init__(self, inbox: Inbox, waiting: Waiting) -> None:
        self._inbox = inbox
        self._update = waiting.id
        self._until = waiting.claimed_until
        self._good_until = time.monotonic() + (waiting.claimed_until - time.time())

    async def keep(self) -> None:
        """Go on claiming it, until cancelled."""
        while True:
            await asyncio.sleep(inboxes.CLAIM_SECONDS / 3)
            with contextlib.suppress(Exception):  # the database may be away; the next time tells
                await self.renew()

    async def renew(self) -> None:
        """Claim it once more. Raises what the database raises."""
        began = time.monotonic()
        until = await self._inbox.renew(self._update, self._until)
        if until is None:
            self._good_until = 0.0
        else:
            self._until, self._good_until = until, began + inboxes.CLAIM_SECONDS

    def check(self) -> None:
        """Raise ClaimLostError unless it is still ours."""
        if time.monotonic() > self._good_until:
            raise ClaimLostError("the claim is over")
