"""Google's product data: what its attributes mean for us, the same in XML and in tables.

Names after Google's product data specification (support.google.com/merchants/answer/7052112).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from catalog.feeds.build import Draft, Fields, build, on_sale
from catalog.feeds.item import Item
from catalog.feeds.price import read_price
from catalog.feeds.stock import availability
from catalog.problem import Problem

#: Names of sections that say nothing of what lies under them.
_ANY_SECTION = {
    "", "general", "details", "product details", "product detail", "technical details", "technical data",
    "specifications", "specification", "specs", "features", "main features", "attributes", "other", "information",
    "product information",
}  # fmt: skip
#: Attributes that are told under their own names. The weight with packing is not the product's: Google's
#: `product_weight` is.
_DETAILS = (
    "material", "pattern", "gender", "age_group", "size_system", "size_type", "shipping_weight", "product_weight",
    "product_length", "product_width", "product_height", "gtin", "mpn", "condition", "custom_label_0",
    "custom_label_1", "custom_label_2", "custom_label_3", "custom_label_4",
)  # fmt: skip
_OPTIONS = ("size", "color")
#: What Google knows besides: not told, as it says nothing of what the product is like.
_SILENT = {
    "id", "title", "description", "link", "mobile_link", "image_link", "additional_image_link", "lifestyle_image_link",
    "price", "sale_price", "sale_price_effective_date", "availability", "availability_date", "item_group_id", "brand",
    "google_product_category", "product_type", "product_detail", "product_highlight", "quantity", "inventory",
    "sell_on_google_quantity", "shipping", "tax", "summary", "content", "canonical_link", "ads_redirect",
    "shipping_label", "shipping_length", "shipping_width", "shipping_height", "identifier_exists", "updated",
    "structured_title", "structured_description",
}  # fmt: skip

#: What XML and tables must have for an entry.
REQUIRED = ("id", "title", "price")
KNOWN = _SILENT | {*_DETAILS, *_OPTIONS}

Values = Mapping[str, Sequence[str]]


def google_item(
    place: int, values: Values, details: Sequence[tuple[str, str, str]], today: date, counted: str
) -> Item | Problem:
    """An entry from Google's attributes: each name with its values as they stand, the first being the one that
    counts where only one can. `details` are product details: section, name, value."""

    def first(*names: str) -> str:
        for name in names:
            for value in values.get(name, ()):
                if value:
                    return value
        return ""

    price = first("price")
    sale = first("sale_price")
    if sale and _sale_is_on(first("sale_price_effective_date"), today) and _lower(sale, price):
        price = sale
    draft = Draft(
        place,
        sku=first("id"),
        title=first("title", "structured_title"),
        price=price,
        group=first("item_group_id"),
        description=first("description", "content", "summary", "structured_description"),
        brand=first("brand"),
        in_stock=availability(first("availability")),
        quantity=first("quantity", "sell_on_google_quantity", "inventory"),
        url=first("link", "canonical_link"),
        image=first("image_link", "additional_image_link"),
        categories=list(values.get("product_type", ())),
        taxonomy=first("google_product_category"),
        options=[(name, first(name)) for name in _OPTIONS],
        details=[(name.replace("_", " "), first(name)) for name in _DETAILS if name in values],
    )
    draft.details += [(detail_name(section, name), value) for section, name, value in details]
    draft.details += [("product highlight", text) for text in values.get("product_highlight", ())]
    draft.details += [
        (name.replace("_", " "), text) for name, texts in values.items() if name not in KNOWN for text in texts
    ]
    return build(draft, Fields("id", "title", "price", counted=counted))


def detail_name(section: str, name: str) -> str:
    """A name of one word is told with its section: "Heel cup", "Depth" is the depth of the heel cup."""
    section, name = section.strip(), name.strip()
    if section.lower() in _ANY_SECTION or " " in name or not name:
        return name
    return f"{section} {name}"


def _sale_is_on(span: str, today: date) -> bool:
    begins, _, ends = span.partition("/")
    return not span.strip() or on_sale(begins, ends, today)


def _lower(sale: str, price: str) -> bool:
    """A sale price that cannot be read does not count, nor one above the ordinary price."""
    try:
        amount, _ = read_price(sale)
    except ValueError:
        return False
    try:
        return amount <= read_price(price)[0]
    except ValueError:
        return not price
