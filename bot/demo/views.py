"""What a page shows of products: prices, pictures, what they are like, in the words of bot/domain/."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeGuard
from urllib.parse import quote, urlsplit

import yaml

DOMAIN = Path(__file__).resolve().parents[1] / "domain"

A_PAGE = 24
"""Products on a page of the list."""

SHOWN = (
    "support_structure", "arch_types", "cushioning_amount", "cushioning_place", "heel_counter", "heel_cup_mm",
    "firmness", "thickness_mm", "length", "metatarsal_pad", "breathability", "top_cover", "materials", "footwear",
    "wearer", "widths", "needs_removable_liner", "trim_to_fit", "weight_g", "life_months",
)  # fmt: skip
"""Attributes of a product's page, in order."""

_WORD_TYPES = {
    "footwear": "footwear", "materials": "material", "wearer": "wearer", "widths": "width", "top_cover": "material",
    "arch_types": "arch_type",
}  # fmt: skip


@dataclass(frozen=True)
class Card:
    """A product as the list shows it. ``picture`` is an address or None, ``href`` that of its page."""

    sku: str
    brand: str
    name: str
    type: str
    price: str
    picture: str | None
    href: str


@dataclass(frozen=True)
class Sheet:
    """A product's page: its card, description, attributes with their values, sizes by system, terms, stock."""

    card: Card
    description: str
    rows: Sequence[tuple[str, str]]
    sizes: Sequence[tuple[str, str]]
    terms: str
    in_stock: bool


@lru_cache(maxsize=1)
def words() -> Mapping[str, Any]:
    """What the pages say."""
    return dict(yaml.safe_load((DOMAIN / "demo" / "shop.yml").read_text(encoding="utf-8"))["shop"])


@lru_cache(maxsize=1)
def _labels() -> Mapping[str, Any]:
    return dict(yaml.safe_load((DOMAIN / "labels.yml").read_text(encoding="utf-8"))["labels"])


def card(product: Mapping[str, Any]) -> Card:
    """A product in the list."""
    sku = str(product["sku"])
    return Card(
        sku,
        _text(product.get("brand")),
        _text(product.get("name")) or sku,
        words()["types"].get(_text(product.get("insole_type")), ""),
        _price(product),
        picture(product.get("image")),
        "/products/" + quote(sku, safe=""),
    )


def sheet(product: Mapping[str, Any]) -> Sheet:
    """A product's page."""
    rows = [(_labels()["attributes"][name], _value(name, product[name])) for name in SHOWN if _states(product, name)]
    return Sheet(
        card(product),
        _text(product.get("description")),
        rows,
        _sizes(product.get("sizes")),
        _terms(product),
        product.get("stock") != 0,
    )


def picture(address: object) -> str | None:
    """Where a picture is: one of ours, or an https address, which is what the pages' policy lets in; else None."""
    if not isinstance(address, str) or len(address) > 2_000:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme == "https" and parts.netloc:
        return address
    name = address.removeprefix("/").removeprefix("images/")
    if parts.scheme or parts.netloc or name == address.removeprefix("/") or "/" in name:
        return None
    return "/images/" + quote(name)


def _states(product: Mapping[str, Any], name: str) -> bool:
    """Whether an attribute has a value of a kind that can be shown: the command's output is another program's."""
    value = product.get(name)
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, str) for item in value)
    if isinstance(value, bool):
        return isinstance(_labels()["values"].get(name), dict)
    return isinstance(value, str | int | float) and value != ""


def _value(name: str, value: Any) -> str:
    """A value as the table shows it: alone where the row's name says what it is of."""
    labels = _labels()
    own = labels["values"].get(name)
    if isinstance(value, bool):
        return str(own["yes" if value else "no"])
    if isinstance(value, list):
        listed = labels["lists"].get(name, {})
        return ", ".join(str(listed.get(item) or _word(name, item)) for item in value)
    if isinstance(own, dict) and value in own:
        return str(own[value])
    if isinstance(value, int | float) and isinstance(own, str):
        return own.replace("{value}", f"{value:g}")
    return _word(name, value)


def _word(name: str, value: Any) -> str:
    known = _labels()["words"].get(_WORD_TYPES.get(name, ""), {})
    return str(known.get(value) or str(value).replace("_", " "))


def _price(product: Mapping[str, Any]) -> str:
    low, high = product.get("price"), product.get("price_high")
    currency = _text(product.get("currency"))
    if not _is_amount(low):
        return ""
    if _is_amount(high) and high > low:
        return str(words()["price_range"]).format(low=_money(low, currency), high=_money(high, currency))
    return _money(low, currency)


def _is_amount(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 10**9


def _money(amount: float, currency: str) -> str:
    figure = f"{amount:.2f}".removesuffix(".00")
    symbol = _labels()["currencies"].get(currency)
    return f"{symbol}{figure}" if symbol else f"{figure} {currency}"


def _sizes(sizes: object) -> list[tuple[str, str]]:
    """Sizes by system, from the smallest to the largest: ("EU", "36 to 47")."""
    found: dict[str, list[str]] = {}
    for size in sizes if isinstance(sizes, list) else []:
        system, _, number = str(size).rpartition(" ")
        found.setdefault(system, []).append(number)
    return [(system, all_[0] if len(all_) == 1 else f"{all_[0]}–{all_[-1]}") for system, all_ in found.items()]


def _terms(product: Mapping[str, Any]) -> str:
    days, terms = product.get("trial_days"), product.get("return_terms")
    if not isinstance(days, int) or days < 1:
        return ""
    said = _labels()["values"]["return_terms"].get(_text(terms))
    return str(words()["trial" if said else "trial_days"]).format(days=days, terms=said)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
