"""Values of attributes as people write them in a cell, and back: for CSV, the command line and the owner's file.

"" is unknown, `none` is known to be none, several values are separated by |.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from catalog import sizes
from catalog.attributes import Attribute, Kind

_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,4})?")
#: "39,95"; with three digits behind it, a comma may as well part thousands: that is refused.
_DECIMAL_COMMA = re.compile(r"(?<=^[0-9])[,](?=[0-9]{1,2}$)|(?<=[0-9]{2})[,](?=[0-9]{1,2}$)")
#: What no text of a shop has: control characters, and halves of characters, which no database can keep.
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def read_cell(attribute: Attribute, cell: str) -> Any:
    """The value that a cell stands for. Raises ValueError if it is not as `attribute.expected` says."""
    if attribute.kind is Kind.TEXT:
        if len(cell) > attribute.high or _UNFIT.search(cell):
            raise ValueError(cell)
        return cell
    if attribute.kind is Kind.FLAG:
        return {"yes": True, "no": False}[cell.lower()] if cell.lower() in ("yes", "no") else _fail(cell)
    if attribute.kind is Kind.SIZES:
        if cell.lower() == sizes.ONE_SIZE:
            return [(sizes.ONE_SIZE, 0.0)]
        return sorted({size for entry in cell.split("|") for size in sizes.read_sizes(entry)})
    if attribute.kind in (Kind.WORD, Kind.WORDS):
        words = attribute.words
        if words is None:
            raise ValueError(cell)
        if attribute.kind is Kind.WORD:
            words.bit(cell)
            return cell
        chosen = frozenset() if cell == "none" else frozenset(word.strip() for word in cell.split("|"))
        words.mask(chosen)
        return chosen
    cell = _DECIMAL_COMMA.sub(".", cell)
    if not _NUMBER.fullmatch(cell):
        raise ValueError(cell)
    try:
        number = Decimal(cell)
    except InvalidOperation:
        raise ValueError(cell) from None
    if not attribute.low <= number <= attribute.high:
        raise ValueError(cell)
    if attribute.kind is Kind.MONEY:
        return number
    if attribute.kind is Kind.COUNT:
        return int(number) if number == number.to_integral_value() else _fail(cell)
    return float(number)


def _fail(cell: str) -> Any:
    raise ValueError(cell)


def contradictions(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Statements about one product that cannot both be true: (attribute, what was expected of it)."""
    found = []
    materials, cushioning = values.get("materials"), values.get("cushioning_material")
    if materials is not None and cushioning is not None and cushioning not in materials:
        found.append(("cushioning_material", "among the materials of the same line"))
    if values.get("trial_days") == 0 and values.get("return_terms") not in (None, "none", "unused_only"):
        found.append(("return_terms", "possible with trial_days 0: use none or unused_only, or give the days"))
    price, high = values.get("price"), values.get("price_high")
    if price is not None and high is not None and high < price:
        found.append(("price_high", "at least the price"))
    return found


def write_cell(attribute: Attribute, value: Any) -> str:
    """The cell that `read_cell` reads `value` from; "" for an unknown one (None)."""
    if value is None:
        return ""
    if attribute.kind is Kind.FLAG:
        return "yes" if value else "no"
    if attribute.kind is Kind.WORDS:
        return "|".join(word for word in attribute.word_list.words if word in value) or "none"
    if attribute.kind is Kind.SIZES:
        return "|".join(sizes.in_ranges(_labels(value)))
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _labels(value: Any) -> list[str]:
    """Sizes in words, in their order: from words already, or from (system, size) pairs."""
    pairs = []
    for size in value:
        if isinstance(size, str):
            pairs += [(sizes.ONE_SIZE, 0.0)] if size == sizes.ONE_SIZE else sizes.read_sizes(size)
        else:
            pairs.append(tuple(size))
    if any(system == sizes.ONE_SIZE for system, _ in pairs):
        return [sizes.ONE_SIZE]
    order = {system: place for place, system in enumerate(sizes.SYSTEMS)}
    return [f"{system} {size:g}" for system, size in sorted(set(pairs), key=lambda pair: (order[pair[0]], pair[1]))]
