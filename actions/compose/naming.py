"""What a product is called."""

from __future__ import annotations

from actions import wording
from catalog import Product


def product_name(product: Product) -> str:
    """Maker and name of a product."""
    return wording.say("utter_pick_name", brand=product.brand, name=product.name)
