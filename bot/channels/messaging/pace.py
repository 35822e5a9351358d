"""How fast one person is answered: at a person's pace, since each answer may cost the shop money."""

from __future__ import annotations

import asyncio

from throttled.asyncio import Quota, RateLimiterType, Throttled, rate_limiter, store

MOST_KEYS = 20_000
"""People who are counted at once; the ones unseen for longest go first, so that memory stays flat."""

QUOTA = rate_limiter.per_min(30, burst=30)
A_DAY = rate_limiter.per_day(500)


class TooManyError(Exception):
    """More messages in a day than a person writes."""


class Pace:
    """Counts answers by conversation, in this process."""

    def __init__(self, quota: Quota = QUOTA, a_day: Quota = A_DAY) -> None:
        self._limit, self._a_day = (
            Throttled(using=kind.value, quota=one, store=store.MemoryStore(options={"MAX_SIZE": MOST_KEYS}))
            for kind, one in ((RateLimiterType.GCRA, quota), (RateLimiterType.FIXED_WINDOW, a_day))
        )

    async def wait(self, conversation: str) -> None:
        """Count one answer, and wait until its time has come, mostly not at all. Raises TooManyError."""
        if (await self._a_day.limit(conversation)).limited:
            raise TooManyError
        while (result := await self._limit.limit(conversation)).limited:
            await asyncio.sleep(max(0.05, float(result.state.retry_after)))
