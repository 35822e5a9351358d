"""Which makers and products a message names: people write "the Daywalker" or "anything but Fernhollow"."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa

from catalog.limits import brand_key
from catalog.models import IndexRow, ProductRow

#: Words of a message that are looked up, words that a maker's name may have, and letters that a word needs.
_MOST_WORDS, _MOST_PARTS, _LETTERS = 40, 4, 4
#: A word that more products than this have in their names tells none of them apart ("comfort", "gel").
_TELLING = 12
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def brands_in(connection: Any, text: str) -> list[str]:
    """The makers that a text names, as the catalogue writes them, in alphabetical order."""
    words = [word.casefold() for word in _WORD.findall(text)][:_MOST_WORDS]
    spans = {
        brand_key(" ".join(words[start : start + length]))
        for length in range(1, _MOST_PARTS + 1)
        for start in range(len(words) - length + 1)
    }
    if not spans:
        return []
    # One product of each maker, rather than to read the name in all of them.
    first = (
        sa.select(sa.func.min(IndexRow.product_id))
        .where(IndexRow.brand_key.in_(sorted(spans)))
        .group_by(IndexRow.brand_key)
    )
    ids = list(connection.execute(first).scalars())
    return (
        sorted(connection.execute(sa.select(ProductRow.brand).where(ProductRow.id.in_(ids))).scalars()) if ids else []
    )


def skus_named(connection: Any, text: str) -> list[str]:
    """The products that a text names by a word that few names have, those first that share the most words."""
    words = dict.fromkeys(word.casefold() for word in _WORD.findall(text) if len(word) >= _LETTERS)
    shared: dict[str, int] = {}
    for word in list(words)[:_MOST_WORDS]:
        query = (
            sa.select(ProductRow.sku)
            .join(IndexRow, IndexRow.product_id == ProductRow.id)
            .where(sa.func.lower(ProductRow.name).contains(word, autoescape=True))
            .order_by(ProductRow.sku)
            .limit(_TELLING + 1)
        )
        found = list(connection.execute(query).scalars())
        if len(found) <= _TELLING:
            for sku in found:
                shared[sku] = shared.get(sku, 0) + 1
    most = max(shared.values(), default=0)
    return sorted(sku for sku, count in shared.items() if count == most)
