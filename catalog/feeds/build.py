"""From what a format says of an entry to an Item, or to the Problem that keeps it from being one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from catalog.feeds import limits, stock
from catalog.feeds.item import Item, Pairs
from catalog.feeds.price import read_price
from catalog.feeds.text import cleaned
from catalog.problem import Problem

_LONGEST_ID = 255


@dataclass(frozen=True)
class Fields:
    """What the fields of a format are called, for messages, and what `place` counts."""

    sku: str
    title: str
    price: str
    quantity: str = "quantity"
    counted: str = "line"


@dataclass
class Draft:
    """An entry as texts. `price` is what it costs today."""

    place: int
    sku: str = ""
    title: str = ""
    price: str | Decimal = ""
    group: str = ""
    description: str = ""
    brand: str = ""
    currency: str = ""
    in_stock: bool | None = None
    quantity: str = ""
    url: str = ""
    image: str = ""
    categories: list[str] = field(default_factory=list)
    taxonomy: str = ""
    tags: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)
    details: list[tuple[str, str]] = field(default_factory=list)


def build(draft: Draft, fields: Fields) -> Item | Problem:
    """The entry, or what is wrong with the first of its fields that it cannot be without."""

    def wrong(name: str, value: str, expected: str) -> Problem:
        said = cleaned(value, limits.MAX_NAME)
        # What cannot be read now stays in the catalogue as it was: it is not gone from the feed.
        sku = cleaned(draft.group or draft.sku, limits.MAX_NAME)
        return Problem(draft.place, name, said, expected, fields.counted, sku=sku)

    sku = cleaned(draft.sku, limits.MAX_NAME)
    if not sku:
        return wrong(fields.sku, "", "given: every entry needs its number")
    if len(sku) > _LONGEST_ID or "\n" in sku:
        return wrong(fields.sku, sku, f"a number of at most {_LONGEST_ID} characters on one line")
    title = _line(draft.title)
    if not title:
        return wrong(fields.title, "", "given: every entry needs a name")
    try:
        price, currency = read_price(draft.price, draft.currency) if isinstance(draft.price, str) else (
            draft.price, draft.currency)  # fmt: skip
    except ValueError as error:
        if not draft.price:
            return wrong(fields.price, "", "given: every entry needs a price")
        return wrong(fields.price, str(draft.price), str(error))
    try:
        quantity = stock.quantity(draft.quantity)
    except ValueError as error:
        return wrong(fields.quantity, draft.quantity, str(error))
    in_stock = draft.in_stock
    if in_stock is None and quantity is not None:
        in_stock = quantity > 0
    return Item(
        place=draft.place,
        sku=sku,
        title=title,
        group=_line(draft.group),
        description=cleaned(draft.description, limits.MAX_TEXT),
        brand=_line(draft.brand),
        price=price,
        currency=currency,
        in_stock=in_stock,
        # Sold although none is left: how many there are is not known then.
        quantity=None if in_stock and quantity == 0 else quantity,
        url=_address(draft.url),
        image=_address(draft.image),
        categories=_texts(draft.categories),
        taxonomy=_line(draft.taxonomy),
        tags=_texts(draft.tags),
        options=_pairs(draft.options),
        details=_pairs(draft.details),
    )


def on_sale(begins: str, ends: str, today: date) -> bool:
    """Whether a sale is on. Days are written as ISO 8601, hours do not count; "" is no limit. What is no day is not
    on: then the ordinary price is the safe one."""
    try:
        return (not begins or date.fromisoformat(begins.strip()[:10]) <= today) and (
            not ends or today <= date.fromisoformat(ends.strip()[:10])
        )
    except ValueError:
        return False


def _line(text: str) -> str:
    text = cleaned(text, limits.MAX_NAME)
    return text if text.isprintable() and "  " not in text else " ".join(text.split())


def _address(text: str) -> str:
    """An address as it stands; too long a one would lead somewhere else when cut, and is left out."""
    text = cleaned(text, limits.MAX_ADDRESS + 1)
    return "" if len(text) > limits.MAX_ADDRESS or len(text.split()) > 1 else text


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    found = dict.fromkeys(line for text in texts if text and (line := _line(text)))
    return tuple(found)[: limits.MAX_VALUES]


def _pairs(pairs: Iterable[tuple[str, str]]) -> Pairs:
    found: dict[tuple[str, str], None] = {}
    for name, value in pairs:
        if value and (said := cleaned(value, limits.MAX_TEXT)) and (name := _line(name)):
            found[name, said] = None
    return tuple(found)[: limits.MAX_VALUES]
