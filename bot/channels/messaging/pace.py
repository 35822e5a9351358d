"""How fast one person is answered: at a person's pace, since each answer may cost the shop money."""

from __future__ import annotations

from throttled.asyncio import Quota, RateLimiterType, Throttled, rate_limiter, store

MOST_KEYS = 20_000
"""People who are counted at once; the ones unseen for longest go first, so that memory stays flat."""

QUOTA = rate_limiter.per_min(30, burst=30)
A_DAY = rate_limiter.per_day(500, burst=500)


class TooManyError(Exception):
    """More messages in a day than a person writes."""


class Pace:
    """Counts answers by conversation, in this process."""

    def __init__(self, quota: Quota = QUOTA, a_day: Quota = A_DAY) -> None:
        self._limit, self._a_day = (
            Throttled(
                using=RateLimiterType.GCRA.value, quota=one, store=store.MemoryStore(options={"MAX_SIZE": MOST_KEYS})
            )
            for one in (quota, a_day)
        )

    async def pause(self, conversation: str) -> float:
        """Count one answer; the seconds to wait before it, mostly none. Raises TooManyError."""
        if (await self._a_day.limit(conversation)).limited:
            raise TooManyError
        result = await self._limit.limit(conversation)
        return max(0.05, float(result.state.retry_after)) if result.limited else 0.0
