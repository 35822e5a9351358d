"""Column types for vocabulary words, kept so that SQL can filter by them on any database."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from catalog.words import WordList


class WordSet(TypeDecorator):  # type: ignore[misc]
    """A set of words of a list as an integer bit mask; NULL is unknown and 0 is "none".

    In SQL, take its integer with `sa.type_coerce(column, sa.BigInteger)` and filter with `&`.
    """

    impl = sa.BigInteger
    cache_ok = True

    def __init__(self, words: WordList) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Collection[str] | None, dialect: Any) -> int | None:  # noqa: ARG002
        """From a set of words to its integer."""
        return None if value is None else self.words.mask(value)

    def process_result_value(self, value: int | None, dialect: Any) -> frozenset[str] | None:  # noqa: ARG002
        """From the integer to the set of words."""
        return None if value is None else self.words.set(value)


class Word(TypeDecorator):  # type: ignore[misc]
    """One word of a list, kept as text; a word that is not in the list cannot be stored."""

    impl = sa.String(24)
    cache_ok = True

    def __init__(self, words: WordList) -> None:
        super().__init__(24)
        self.words = words

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002
        """Refuse what is not in the list."""
        if value is not None:
            self.words.bit(value)
        return value
