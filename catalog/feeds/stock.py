"""Whether a shop has something, as feeds say it."""

from __future__ import annotations

import re

_THERE = {"in stock", "instock", "available", "limited availability", "limitedavailability", "true", "yes", "1"}
#: Ordered before it is there: it cannot be had today.
_NOT_THERE = {
    "out of stock", "outofstock", "sold out", "soldout", "not available", "unavailable", "discontinued", "preorder",
    "pre order", "presale", "backorder", "back order", "on backorder", "onbackorder", "available for order", "false",
    "no", "0",
}  # fmt: skip
_BETWEEN = re.compile(r"[\s_-]+")
_QUANTITY = re.compile(r"[+-]?[0-9]{1,9}([.,]0{1,6})?")


def availability(text: str) -> bool | None:
    """Google's and schema.org's words for it, and yes and no; None where nothing or something else is said."""
    words = _BETWEEN.sub(" ", text.strip().lower().rsplit("/", 1)[-1])
    return True if words in _THERE else False if words in _NOT_THERE else None


def quantity(text: str) -> int | None:
    """A number of pairs; 0 where more were sold than are there; None where nothing is said. Raises ValueError."""
    text = text.strip()
    if not text:
        return None
    if not _QUANTITY.fullmatch(text):
        raise ValueError("a whole number")
    return max(0, int(re.split("[.,]", text)[0]))


def flag(text: str) -> bool | None:
    """Yes or no as programs write it; None for anything else."""
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(text.strip().lower())
