"""The sentence that a word of a message stands in."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from bot.nlu.matching import SENTENCE_ENDS


class Sentences:
    """The sentences of a message, without the marks that end them."""

    def __init__(self, norms: Sequence[str]) -> None:
        self._size = len(norms)
        self._ends = [at for at, word in enumerate(norms) if word in SENTENCE_ENDS]

    def of(self, at: int) -> range:
        """The words of the sentence that a word stands in; a mark belongs to the sentence that it ends."""
        index = bisect.bisect_left(self._ends, at)
        start = self._ends[index - 1] + 1 if index else 0
        return range(start, self._ends[index] if index < len(self._ends) else self._size)
