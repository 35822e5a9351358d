"""How much of what one session, and one address, may ask for: generous for people, narrow for floods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from throttled.asyncio import Quota, RateLimiterType, Throttled, rate_limiter, store

from bot.channels.web.errors import RefusedError

MOST_KEYS = 20_000
"""Sessions and addresses that are counted at once; the ones unseen for longest go first, so that memory stays flat."""

QUOTAS: Mapping[str, Quota] = {
    # one person writes and reads
    "messages": rate_limiter.per_min(30, burst=15),
    "messages_a_day": rate_limiter.per_day(1_000),
    "reading": rate_limiter.per_min(120, burst=60),
    # an address may be a whole office or a mobile network
    "sessions_of_address": rate_limiter.per_hour(600, burst=120),
    "messages_of_address": rate_limiter.per_min(300, burst=150),
    "requests_of_address": rate_limiter.per_min(1_200, burst=600),
}
"""What is counted, and how often it may be."""


@dataclass(frozen=True)
class Rates:
    """The counters. They are kept in this process: with several, each allows its own share."""

    limits: Mapping[str, Throttled]

    @classmethod
    def of(cls, quotas: Mapping[str, Quota] = QUOTAS) -> Rates:
        """Counters for these quotas (GCRA, which spreads what is allowed evenly and says when the next may come)."""
        kept = {name: store.MemoryStore(options={"MAX_SIZE": MOST_KEYS}) for name in quotas}
        return cls(
            {
                name: Throttled(using=RateLimiterType.GCRA.value, quota=quota, store=kept[name])
                for name, quota in quotas.items()
            }
        )

    async def count(self, what: str, who: str) -> None:
        """Count one use. Raises RefusedError (429) with the seconds to wait where it is one too many."""
        result = await self.limits[what].limit(who)
        if result.limited:
            raise RefusedError(
                429,
                "too_many",
                "That was too much at once. Please wait a moment and try again.",
                retry_after=result.state.retry_after,
            )
