"""What a message names: which of the picks shown (by place, price, name, material), which answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions import wording
from actions.advice.picks import Pick

_PLACES = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "1": 0, "2": 1, "3": 2,
    "one": None, "two": None, "three": None, "number": None,
}  # fmt: skip

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


def named_picks(text: str, picks: Sequence[Pick]) -> list[Pick]:
    """The picks that a message names, in the order shown; none where it names none."""
    words = set(re.findall(r"[\w'-]+", text.lower()))
    found = {place for word in words if (place := _PLACES.get(word)) is not None and place < len(picks)}
    if words & _CHEAP:
        found.add(min(range(len(picks)), key=lambda place: picks[place].ranked.product.price))
    if words & _DEAR:
        found.add(max(range(len(picks)), key=lambda place: picks[place].ranked.product.price))
    for place, pick in enumerate(picks):
        product = pick.ranked.product
        name = set(re.findall(r"[\w'-]+", f"{product.brand} {product.name}".lower())) - _COMMON
        made_of = set(product.materials or ()) | ({product.cushioning_material} - {None})
        others = [other.ranked.product for other in picks if other is not pick]
        own_material = {m for m in made_of if all(m not in (other.materials or ()) for other in others)}
        if words & name or words & {str(material).replace("_", " ") for material in own_material}:
            found.add(place)
    return [picks[place] for place in sorted(found)]


def named_slot(text: str) -> str | None:
    """The answer that a message names by one of its everyday names ("change my budget")."""
    words = set(re.findall(r"[a-z']+", text.lower()))
    return next((slot for slot, names in wording.labels()["slots"].items() if words & set(names)), None)


def slot_name(slot: str) -> str:
    """The first of a slot's everyday names."""
    return str(wording.labels()["slots"][slot][0])
