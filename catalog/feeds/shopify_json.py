"""Shopify's products.json, as the shop's own pages give it and as its administration does. Names after
shopify.dev/docs/api/admin-rest/latest/resources/product."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import ijson

from catalog.feeds import limits, shopify
from catalog.feeds.build import Draft, Fields, build
from catalog.feeds.depth import Shallow
from catalog.feeds.errors import FeedError
from catalog.feeds.item import Item
from catalog.feeds.unpack import Clean
from catalog.problem import Problem

MARKS = b",[{"
_FIELDS = Fields("variants.sku", "title", "variants.price", "variants.inventory_quantity", "entry")


_SINGLE = re.compile(rb'\{\s*"product"\s*:')
_NO_LIST = 'has no "products": it is no products.json of Shopify'


def read(stream: Clean, where: str, left_out: Counter[str]) -> Iterator[Item | Problem]:
    """Each variant of each product, of one JSON document or of several one after the other: the pages of a shop.

    Raises FeedError where it is no JSON, or no list of products.
    """
    head = b""
    while len(head) < limits.HEAD_BYTES and (piece := stream.read()):
        head += piece
    start = head.lstrip()
    path = "item" if start[:1] == b"[" else "product" if _SINGLE.match(start) else "products.item"
    if path == "products.item" and b'"products"' not in head:
        raise FeedError(where, _NO_LIST)
    try:
        for place, product in enumerate(ijson.items(Shallow(head, stream, where), path, multiple_values=True), 1):
            stream.entry()
            yield from _variants(product, place, left_out)
    except (ijson.JSONError, ValueError, ArithmeticError) as error:
        if isinstance(error, FeedError):
            raise
        reason = (str(error).strip().splitlines() or ["unreadable"])[0][:100]
        raise FeedError(where, f"is broken JSON: {reason}. Is it complete?") from None


def _variants(product: Any, place: int, left_out: Counter[str]) -> Iterator[Item | Problem]:
    if not isinstance(product, dict):
        yield Problem(place, "products", _text(product)[:60], "an object with title and variants", "entry")
        return
    status = _text(product.get("status")).lower()
    if status in ("draft", "archived", "unlisted"):
        left_out[status] += 1
        return
    if "published_at" in product and product["published_at"] is None:
        left_out["unpublished"] += 1
        yield Problem(place, "published_at", "null", "a day, so it is left out: the shop does not show it", "entry")
        return
    variants = _list(product.get("variants"))
    if not variants:
        yield Problem(place, "variants", "", "given: a product without variants has no price", "entry")
    names = [
        _text(option.get("name") if isinstance(option, dict) else option) for option in _list(product.get("options"))
    ]
    for variant in variants:
        if isinstance(variant, dict):
            yield _variant(product, variant, names, place)
        else:
            yield Problem(place, "variants", _text(variant)[:60], "an object with price and options", "entry")


def _variant(product: dict[str, Any], variant: dict[str, Any], names: list[str], place: int) -> Item | Problem:
    handle = _text(product.get("handle")) or _text(product.get("id"))
    values = [_text(variant.get(f"option{number}")) for number in (1, 2, 3)]
    options = shopify.options([*names, "", "", ""], values)
    images = _list(product.get("images")) or [product.get("image")]
    price = variant.get("price")
    draft = Draft(
        place,
        sku=_text(variant.get("sku")) or _text(variant.get("id")) or shopify.variant_id(handle, options),
        title=_text(product.get("title")),
        price=_price(price),
        group=handle,
        description=_text(product.get("body_html")),
        brand=_text(product.get("vendor")),
        image=_image(variant.get("featured_image")) or next((_image(image) for image in images), ""),
        categories=[_text(product.get("product_type"))],
        tags=_tags(product.get("tags")),
        options=options,
        details=[("gtin", _text(variant.get("barcode")))],
    )
    draft.details += shopify.weight(_text(variant.get("grams")), "g")
    draft.details += [pair for owner in (product, variant) for pair in _metafields(owner.get("metafields"))]
    if "inventory_quantity" in variant:
        shopify.set_stock(
            draft,
            _text(variant["inventory_quantity"]),
            tracked=variant.get("inventory_management", "shopify") is not None,
            goes_on=variant.get("inventory_policy") == "continue",
        )
    if isinstance(variant.get("available"), bool):
        draft.in_stock = variant["available"]
    return build(draft, _FIELDS)


def _price(price: Any) -> str | Decimal:
    """A price as JSON's number or text; numbers are exact and need no guessing."""
    if isinstance(price, int | Decimal) and not isinstance(price, bool) and 0 <= price < 10**12:
        return round(Decimal(price), 3).normalize() + 0 if price else Decimal(0)
    return _text(price)


def _text(value: Any) -> str:
    """Texts and numbers as they stand; nothing for what is neither."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    return str(value)[:100] if isinstance(value, int | Decimal | float) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _image(image: Any) -> str:
    return _text(image.get("src")) if isinstance(image, dict) else _text(image)


def _tags(tags: Any) -> list[str]:
    return tags.split(",") if isinstance(tags, str) else [_text(tag) for tag in _list(tags)]


def _metafields(fields: Any) -> Iterator[tuple[str, str]]:
    for entry in _list(fields):
        if isinstance(entry, dict):
            name = _text(entry.get("name")) or _text(entry.get("key")).replace("_", " ")
            yield name, shopify.metafield(_text(entry.get("value")))
