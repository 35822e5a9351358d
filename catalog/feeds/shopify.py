"""What Shopify's product CSV and its JSON have in common."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable

from catalog.feeds import stock
from catalog.feeds.build import Draft

#: What Shopify writes where a product has no options.
_NO_OPTION = {"title", "default title"}
_LONGEST_ID = 255


def variant_id(handle: str, options: Iterable[tuple[str, str]]) -> str:
    """A number for a variant that the shop gave none: its product's handle and its options, always the same."""
    parts = [handle, *(re.sub(r"\W+", "-", value.lower()).strip("-") for _, value in options)]
    name = "-".join(part for part in parts if part)
    if len(name) <= _LONGEST_ID:
        return name
    return f"{name[:200]}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def options(names: Iterable[str], values: Iterable[str]) -> list[tuple[str, str]]:
    """Options by name, without the one that stands for none."""
    return [
        (name.strip() or f"option {number}", value.strip())
        for number, (name, value) in enumerate(zip(names, values, strict=False), 1)
        if value.strip() and not (name.strip().lower() in _NO_OPTION and value.strip().lower() in _NO_OPTION)
    ]


def set_stock(draft: Draft, quantity: str, *, tracked: bool, goes_on: bool) -> None:
    """How many there are. Where the shop does not count, or sells on when none is left, it can be had.

    What is no number is left in `draft.quantity`, so that it is reported.
    """
    draft.quantity = quantity
    try:
        count = stock.quantity(quantity)
    except ValueError:
        return
    if not tracked or (goes_on and count == 0):
        draft.in_stock, draft.quantity = True, ""
    elif count is not None:
        draft.in_stock = count > 0


def metafield(value: str) -> str:
    """A metafield's value as a person would write it: lists joined, measures as number and unit.

    Shopify writes lists as ["a","b"] and measures as {"value": 16.0, "unit": "mm"}.
    """
    text = value.strip()
    if text[:1] not in ("[", "{") or len(text) > 5000:
        return text
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if isinstance(read, list) and all(isinstance(part, str | int | float) for part in read):
        return ", ".join(str(part) for part in read)
    if (
        isinstance(read, dict)
        and isinstance(read.get("value"), str | int | float)
        and isinstance(read.get("unit"), str)
    ):
        number = read["value"]
        shown = f"{number:g}" if isinstance(number, float) else str(number)
        return f"{shown} {_UNITS.get(read['unit'].lower(), read['unit'])}"
    return text


_UNITS = {"millimeters": "mm", "centimeters": "cm", "meters": "m", "inches": "in", "grams": "g", "kilograms": "kg"}


def weight(value: str, unit: str) -> list[tuple[str, str]]:
    """What a variant weighs when it is sent, which is not what the pair weighs."""
    value = value.strip()
    if not value or not re.fullmatch(r"[0-9]{1,9}([.,][0-9]{1,6})?", value) or not value.strip("0.,"):
        return []
    return [("shipping weight", f"{value} {unit}")]
