"""Which makers and products a message names: people write "the Daywalker" or "anything but Fernhollow"."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Any

import sqlalchemy as sa

from catalog.limits import brand_key
from catalog.models import IndexRow, NameWordRow, ProductRow

#: Words of a message that are looked up, words that a maker's name may have, and letters that a word needs.
_MOST_WORDS, _MOST_PARTS, _LETTERS = 40, 4, 4
_LONGEST = 40
_STOPS = "?!. "
#: Rows that are read by their ids in one go.
_AT_ONCE = 200
#: A word that more products than this have in their names tells none of them apart ("comfort", "gel").
_TELLING = 12
_JOINING = frozenset({"a", "and", "by", "for", "in", "of", "on", "the", "to", "with"})
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


def skus_called(connection: Any, called: str) -> list[str]:
    """The products on sale with this maker and name, in order of sku; capitals and stops at the end don't matter."""
    words = called.casefold().split()[:_MOST_WORDS]
    found: set[str] = set()
    for at in range(1, len(words)):
        brand, name = brand_key(" ".join(words[:at])), " ".join(words[at:]).rstrip(_STOPS)
        ids = list(connection.execute(_ids_of(brand, words_of(name))).scalars())
        for start in range(0, len(ids), _AT_ONCE):
            some = ProductRow.id.in_(ids[start : start + _AT_ONCE])
            rows = connection.execute(sa.select(ProductRow.sku, ProductRow.name).where(some))
            found |= {sku for sku, own in rows if " ".join(own.casefold().split()).rstrip(_STOPS) == name}
    return sorted(found)


def _ids_of(brand: str, telling: list[str]) -> Any:
    """The ids of a maker's products on sale whose names have all of some words."""
    of_brand = sa.select(IndexRow.product_id).where(IndexRow.brand_key == brand)
    if not telling:
        return of_brand
    return (
        of_brand.join(NameWordRow, NameWordRow.product_id == IndexRow.product_id)
        .where(NameWordRow.word.in_(telling))
        .group_by(IndexRow.product_id)
        .having(sa.func.count() == len(telling))
    )


def words_of(name: str) -> list[str]:
    """The words by which a name is found: long enough to tell something, each once."""
    words = (word.casefold() for word in _WORD.findall(name))
    return list(dict.fromkeys(word[:_LONGEST] for word in words if len(word) >= _LETTERS))


#: Stops at one product more than a telling word has, so that a word of all names costs no more than another.
_NAMED = (
    sa.select(IndexRow.sku)
    .join(NameWordRow, NameWordRow.product_id == IndexRow.product_id)
    .where(NameWordRow.word == sa.bindparam("word"))
    .limit(_TELLING + 1)
)


def skus_named(connection: Any, text: str) -> list[str]:
    """The products that a text names by a word that few names have, those only that share the most words.

    Where several share as many, short words tell too, where they stand beside the others: "the Walker 2", "Walker Low".
    """
    shared: dict[str, int] = {}
    for word in words_of(text)[:_MOST_WORDS]:
        found = list(connection.execute(_NAMED, {"word": word}).scalars())
        if len(found) <= _TELLING:
            for sku in found:
                shared[sku] = shared.get(sku, 0) + 1
    most = max(shared.values(), default=0)
    best = sorted(sku for sku, count in shared.items() if count == most)
    return _by_runs(connection, text, best) if 1 < len(best) <= _AT_ONCE else best


def _by_runs(connection: Any, text: str, skus: list[str]) -> list[str]:
    """Of some products those whose names share the longest run of words with a text."""
    said = [word.casefold() for word in _WORD.findall(text)][:_MOST_WORDS]
    rows = connection.execute(sa.select(ProductRow.sku, ProductRow.name).where(ProductRow.sku.in_(skus)))
    runs = {sku: _run(said, [word.casefold() for word in _WORD.findall(name)]) for sku, name in rows}
    longest = max(runs.values(), default=0)
    return [sku for sku in skus if runs.get(sku) == longest]


def _run(said: list[str], name: list[str]) -> int:
    """The length of the longest run of words that two texts share, without joining words at its end ("Walker for")."""
    found = SequenceMatcher(None, said, name, autojunk=False).find_longest_match()
    words = said[found.a : found.a + found.size]
    while words and words[-1] in _JOINING:
        words.pop()
    return len(words)
