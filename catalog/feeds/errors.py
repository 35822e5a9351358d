"""Why a feed as a whole cannot be read."""

from __future__ import annotations


class FeedError(ValueError):
    """A feed cannot be read. The message names the feed, the place in it if there is one, and what to do."""

    def __init__(self, where: str, reason: str) -> None:
        self.where = where
        self.reason = reason
        super().__init__(f"{where}: {reason}")
