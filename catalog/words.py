"""Sets of vocabulary words as integers: bit n stands for the n-th value of its list in seeds/vocabulary.yml.

Values are only ever added at the end of a list there, so a stored integer keeps its meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import seeds


@cache
def vocabulary(kind: str) -> tuple[str, ...]:
    """The canonical values of the entity type `kind`, in their lasting order."""
    entry = seeds.read_yaml("vocabulary.yml").get(kind)
    if not entry or not entry.get("values"):
        raise seeds.SeedError(f"{seeds.path('vocabulary.yml')}: '{kind}' has no list of values")
    return tuple(entry["values"])


class WordList:
    """An ordered list of words, and the translation of sets of them to integers and back."""

    def __init__(self, name: str, words: Iterable[str]) -> None:
        self.name = name
        self.words = tuple(words)
        self._bits = {word: 1 << position for position, word in enumerate(self.words)}
        self._sets: dict[int, frozenset[str]] = {}

    def __contains__(self, word: object) -> bool:
        return word in self._bits

    def bit(self, word: str) -> int:
        """The bit of one word. Raises ValueError, naming the words there are, if it is not in the list."""
        try:
            return self._bits[word]
        except KeyError:
            raise ValueError(f"'{word}' is not a {self.name}: use one of {', '.join(self.words)}") from None

    def mask(self, words: Iterable[str]) -> int:
        """The integer that stands for a set of words."""
        total = 0
        for word in words:
            total |= self.bit(word)
        return total

    def set(self, mask: int) -> frozenset[str]:
        """The set of words that an integer stands for; bits beyond the list are ignored."""
        known = self._sets.get(mask)
        if known is None:
            known = frozenset(word for word, bit in self._bits.items() if mask & bit)
            if len(self._sets) < 4096:
                self._sets[mask] = known
        return known


@cache
def vocabulary_list(kind: str) -> WordList:
    """The WordList of an entity type of the vocabulary."""
    return WordList(kind, vocabulary(kind))
