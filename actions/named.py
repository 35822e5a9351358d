"""What a message names: which of the picks shown (by place, price, name, material), which answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from actions import wording
from actions.advice.adviser import Adviser
from actions.advice.others import not_shown
from actions.advice.picks import Pick
from actions.advice.vocabulary import vocabulary
from catalog import Product

_PLACES = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "1": 0, "2": 1, "3": 2,
    "one": None, "two": None, "three": None, "number": None,
}  # fmt: skip

_PLACE_OF = {"one": "first", "two": "second", "three": "third", "1": "first", "2": "second", "3": "third"}

_COUNTED = re.compile(r"(?:\b(?:number|option|choice|pick|no\.?|nr\.?)\s*|#)(one|two|three|[123])\b")
""" "Number two", "option 3", "#1"."""

_ALONE = frozenset({"the", "one", "number", "option", "choice", "pick", "no", "nr", "insole", "pair"})
"""Words beside a pick's place, material or name that say nothing of it."""

MOST_ALONE = 4
"""Words of a message that does no more than name a pick."""

_CHEAP = frozenset({"cheaper", "cheapest"})

_DEAR = frozenset({"dearest", "expensive", "priciest", "dearer"})

_COMMON = frozenset(
    [
        "insole",
        "insoles",
        "the",
        "one",
        "for",
        "and",
        "with",
        "walk",
        "step",
        "pro",
        "plus",
        "support",
        "comfort",
        "sample",
    ]
)


SHORTEST_NAME = 4
"""Letters that a word of a name needs to count as naming it."""

LONG_NAME = 7
"""Letters from which on a word of a name is known by one letter more, less, other or swapped."""

MOST_SIBLINGS = 12
"""Products that a message names alike, of which so many are looked at."""

_ONE = frozenset({"it", "its", "this", "that"})

_MANY = frozenset({"which", "any", "all", "them", "they", "these", "those", "each", "both", "either"})


def named_picks(text: str, picks: Sequence[Pick], by_material: bool = True) -> list[Pick]:
    """The picks that a message names, in the order shown; none where it names none.

    ``by_material``: "the gel one" names the one that alone has gel; a question about gel doesn't.
    """
    plain = _COUNTED.sub(lambda found: _PLACE_OF[found[1]], text.lower().replace("3/4", ""))
    words = set(re.findall(r"[\w'-]+", plain))
    found = {place for word in words if (place := _PLACES.get(word)) is not None and place < len(picks)}
    if words & _CHEAP:
        found.add(min(range(len(picks)), key=lambda place: picks[place].ranked.product.price))
    if words & _DEAR:
        found.add(max(range(len(picks)), key=lambda place: picks[place].ranked.product.price))
    for place, pick in enumerate(picks):
        product = pick.ranked.product
        shared = {word for other in picks if other is not pick for word in _names(other.ranked.product)}
        name = _names(product) - shared
        others = [other.ranked.product for other in picks if other is not pick]
        own_material = {m for m in product.made_of if all(m not in (other.materials or ()) for other in others)}
        materials = {material.replace("_", " ") for material in own_material} if by_material else set()
        if words & name or words & materials or _misspelt(words, name):
            found.add(place)
    return [picks[place] for place in sorted(found)]


def pick_alone(text: str, picks: Sequence[Pick]) -> Pick | None:
    """The pick that a message names and says nothing else of: "2", "the second one", "the gel one"; else None."""
    words = re.findall(r"[\w'-]+", text.lower().replace("#", " number "))
    content = [word for word in words if word not in _ALONE]
    if len(content) != 1 or len(words) > MOST_ALONE or set(content) & (_CHEAP | _DEAR):
        return None
    if len(words) == 1 and content[0] not in _PLACES and content[0] not in _PLACE_OF:
        return None  # "gel" is a wish, "the gel one" a pick
    place = _PLACE_OF.get(content[0], content[0])
    named = named_picks(f"the {place} one", picks)
    return named[0] if len(named) == 1 else None


def _misspelt(words: set[str], name: frozenset[str]) -> bool:
    """Whether a word of the message is a long word of the name with one typing mistake."""
    return any(
        len(own) >= LONG_NAME and OSA.distance(own, word, score_cutoff=1) <= 1
        for own in name
        for word in words
        if len(word) >= LONG_NAME - 1
    )


def spoken_of(text: str, picks: Sequence[Pick], focus: str) -> list[Pick]:
    """The picks that a message is about: those it names, else the one spoken of last ("it"), else all of them."""
    named = named_picks(text, picks, by_material=False)
    if named:
        return named
    words = set(re.findall(r"[a-z]+", text.lower()))
    if words & _ONE and not words & _MANY:
        return [pick for pick in picks if pick.sku == focus] or list(picks[:1])
    return list(picks)


def sibling_named(adviser: Adviser, text: str, picks: Sequence[Pick]) -> Product | None:
    """The product that was not shown and is meant rather than a pick of a like name: the Walker Low, not the Medium."""
    words = set(re.findall(r"[^\W_]+", text.lower()))
    shown = frozenset[str]().union(*(_names(pick.ranked.product) for pick in picks))
    for sku in not_shown(adviser, text, [pick.sku for pick in picks])[:MOST_SIBLINGS]:
        product = adviser.catalogue.product(sku)
        if product is not None and words & shown & _names(product):
            return product
    return None


def _names(product: Product) -> frozenset[str]:
    """The words of a product's name that tell it from others, without those that say what it is like."""
    words = re.findall(r"[^\W_]+", f"{product.brand} {product.name}".lower())
    return frozenset(word for word in words if len(word) >= SHORTEST_NAME) - _COMMON - _qualities()


@lru_cache(maxsize=1)
def _qualities() -> frozenset[str]:
    """Words of the vocabulary: "low" in a message is an arch before it is part of a name."""
    values = (value for entity_type in vocabulary().values() for value in entity_type.values)
    return frozenset(word for value in values for word in value.split("_"))


def named_slot(text: str) -> str | None:
    """The answer that a message names by one of its everyday names ("change my budget")."""
    words = set(re.findall(r"[a-z']+", text.lower()))
    return next((slot for slot, names in wording.labels()["slots"].items() if words & set(names)), None)
