"""Mending of misspelt words: only words that nobody knows, and only into words of the lexicon."""

from __future__ import annotations

import functools
import re

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.nlu.lexicon import Lexicon

SHORTEST = 5  # letters; below this nearly every word is one letter from another
LONG = 8  # letters from which two mistakes are forgiven
LONGEST = 30
_DOUBLED = re.compile(r"([a-z])\1")
BEGINNING = 1  # letters that must be right


class TypoMender:
    """Finds the word of the lexicon that a misspelt one was meant to be."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._targets: dict[str, list[str]] = {}
        for word in lexicon.typo_targets:
            self._targets.setdefault(word[:BEGINNING], []).append(word)
        self._ordinary: dict[str, list[str]] = {}
        for word in sorted(lexicon.common_words - set(lexicon.typo_targets)):
            self._ordinary.setdefault(word[:BEGINNING], []).append(word)
        self.mend = functools.lru_cache(maxsize=4096)(self._mend)

    def is_known(self, norm: str) -> bool:
        """Whether it is a word of the lexicon or an ordinary English one."""
        known = self._lexicon.known_words
        return norm in known or self._lexicon.base(norm) in known

    def _mend(self, norm: str) -> str:
        """The word meant, or the same word where it is known or nothing is near enough."""
        if _DOUBLED.search(norm) and not self.is_known(norm):
            single = _DOUBLED.sub(r"\1", norm)
            if self.is_known(single):
                return single  # "sooo" arrives as "soo"
        size = len(norm)
        if not SHORTEST <= size <= LONGEST or not norm.isascii() or not norm.isalpha() or self.is_known(norm):
            return norm
        most = 2 if size >= LONG else 1
        best = process.extractOne(
            norm, self._targets.get(norm[:BEGINNING], ()), scorer=OSA.distance, score_cutoff=most, processor=None
        )
        if best is None:
            return norm
        # An ordinary word that is nearer was meant instead.
        nearer = process.extractOne(
            norm,
            self._ordinary.get(norm[:BEGINNING], ()),
            scorer=OSA.distance,
            score_cutoff=best[1],
            processor=None,
        )
        return norm if nearer is not None and nearer[1] < best[1] else str(best[0])
