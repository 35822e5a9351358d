"""What a product costs and how many there are, from its variants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog import money
from catalog.attributes import BY_NAME
from catalog.feeds.item import Item
from catalog.problem import Problem

_HIGHEST = Decimal(int(BY_NAME["price"].high))
_MOST = int(BY_NAME["stock"].high)


@dataclass(frozen=True)
class Offer:
    """Price of the cheapest and of the dearest variant (None where they are equal), and the pairs in stock."""

    price: Decimal | None
    price_high: Decimal | None
    currency: str
    stock: int | None


def can_be_bought(item: Item) -> bool:
    """Whether a variant may be bought as far as the feed says; where it says nothing, it may."""
    if item.in_stock is None:
        return item.quantity is None or item.quantity > 0
    return item.in_stock


def pairs_of(item: Item) -> int | None:
    """How many of a variant are in stock; None is unknown. What is sold out counts 0, whatever its number says."""
    if not can_be_bought(item):
        return 0
    return item.quantity if item.quantity is not None and item.quantity > 0 else None


def offer(items: Sequence[Item], currency: str, problems: list[Problem]) -> Offer:
    """The offer of a product's variants. `currency` is for those that name none (ISO 4217; "" is unknown).

    Variants in two currencies have no price together; that, and a price or quantity that cannot be, is a Problem.
    """
    found = {item.currency or currency: item for item in reversed(items)}
    named = sorted(code for code in found if code)
    if len(named) > 1:
        other = next(item for item in items if (item.currency or currency) != (items[0].currency or currency))
        expected = f"the currency of the product's other variants, {items[0].currency or currency or 'which name none'}"
        problems.append(Problem(other.place, "currency", other.currency, expected))
        return Offer(None, None, "", _stock(items, problems))
    code = named[0] if named else ""
    if not code:
        expected = "given; write `currency: GBP`, or whatever your prices are in, into the mapping file"
        problems.append(Problem(items[0].place, "currency", "", expected))
    priced = [item for item in items if _is_priced(item, code, problems)]
    prices = sorted(item.price for item in [i for i in priced if can_be_bought(i)] or priced if item.price is not None)
    if not prices:
        return Offer(None, None, code, _stock(items, problems))
    return Offer(prices[0], prices[-1] if prices[-1] > prices[0] else None, code, _stock(items, problems))


def _is_priced(item: Item, currency: str, problems: list[Problem]) -> bool:
    expected = f"an amount from 0 to {_HIGHEST} with at most {money.digits(currency)} decimals"
    if item.price is not None:
        try:
            if 0 <= item.price <= _HIGHEST:
                money.to_minor(item.price, currency)
                return True
        except ValueError:
            pass
    problems.append(Problem(item.place, "price", "" if item.price is None else str(item.price)[:40], expected))
    return False


def _stock(items: Sequence[Item], problems: list[Problem]) -> int | None:
    for item in items:
        if item.quantity is not None and item.quantity < 0:
            problems.append(
                Problem(item.place, "quantity", str(item.quantity), "0 or more; it counts as none in stock")
            )
    pairs = [pairs_of(item) for item in items]
    known = sum(count for count in pairs if count is not None)
    return min(known, _MOST) if known or None not in pairs else None
