"""What a shell offers while somebody types: skus, and attributes with their values."""

from __future__ import annotations

import sqlalchemy as sa

from catalog.attributes import ATTRIBUTES, BY_NAME, Kind
from catalog.engine import CatalogueUnavailable, create_engine, reading
from catalog.models import ProductRow
from catalog.owned import FIXED

_MOST = 50


def skus_like(incomplete: str) -> list[str]:
    """Skus that begin so; none where the catalogue cannot be reached."""
    query = sa.select(ProductRow.sku).where(ProductRow.sku.startswith(incomplete, autoescape=True))
    try:
        with reading(create_engine()) as connection:
            return list(connection.execute(query.order_by(ProductRow.sku).limit(_MOST)).scalars())
    except CatalogueUnavailable:
        return []


def attribute_values(incomplete: str) -> list[str]:
    """`attribute=`, and after it the words that the attribute may take."""
    name, equals, begun = incomplete.partition("=")
    if not equals:
        return [f"{a.name}=" for a in ATTRIBUTES if a.name.startswith(name) and a.name not in FIXED]
    attribute = BY_NAME.get(name)
    if attribute is None:
        return []
    words = ("yes", "no") if attribute.kind is Kind.FLAG else attribute.words.words if attribute.words else ()
    return [f"{name}={word}" for word in (*words, "unknown") if word.startswith(begun)]
