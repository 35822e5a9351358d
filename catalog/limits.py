"""Hard limits: what a product must keep to in order to be shown at all.

Every limit becomes conditions on the columns of product_index, which hold plain integers. The same
conditions are put into SQL (search.py) and into numpy (fit_table.py). What a product does not say passes
every limit; only an article that is known to be sold out is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from catalog import money, sizes
from catalog.fit import FitRules
from catalog.product import Product
from catalog.words import vocabulary_list

Words = frozenset[str]
_NONE: Words = frozenset()


@dataclass(frozen=True)
class Limits:
    """What must be kept to. Words are those of the vocabulary; money is in the catalogue's currency.

    footwear: all of these shoes must be served. liner: whether the shoe's own insole can be taken out.
    shoe_size: as somebody says it ("US 9", "UK 8", "EU 42", "9.5"), see sizes.wanted.
    """

    budget_max: Decimal | None = None
    budget_min: Decimal | None = None
    shoe_size: str | None = None
    width: str | None = None
    wearer: str | None = None
    footwear: Words = _NONE
    liner: str | None = None
    avoid_materials: Words = _NONE
    avoid_features: Words = _NONE
    avoid_types: Words = _NONE
    avoid_brands: Words = _NONE
    in_stock: bool = True

    def __post_init__(self) -> None:
        for name in ("footwear", "avoid_materials", "avoid_features", "avoid_types", "avoid_brands"):
            object.__setattr__(self, name, frozenset(getattr(self, name)))

    def given(self) -> tuple[str, ...]:
        """The names of the limits that are set."""
        return tuple(f.name for f in fields(self) if f.name != "in_stock" and getattr(self, f.name))


@dataclass(frozen=True)
class Condition:
    """One demand on one column of product_index.

    test: at_most, at_least, equals; any_bit, all_bits, no_bits of a mask; not_equal; size (see `size`);
    is_sku of an id.
    """

    limit: str
    test: str
    column: str = ""
    value: int | str = 0
    size: sizes.WantedSize | None = None

    @property
    def shape(self) -> tuple[Any, ...]:
        """All of the condition but its value: what decides how the SQL is written."""
        return self.test, self.column, tuple(self.size.bits) if self.size else ()


def conditions(limits: Limits, currency: str, rules: FitRules) -> list[Condition]:
    """The conditions that stand for these limits.

    Raises ValueError, naming the word, if a limit is not of the vocabulary or a size cannot be read.
    """
    found: list[Condition] = []
    digits = money.digits(currency)
    if limits.budget_max is not None:
        most = int(limits.budget_max.scaleb(digits).to_integral_value(ROUND_FLOOR))
        found.append(Condition("budget_max", "at_most", "price_minor", most))
    if limits.budget_min is not None:
        least = int(limits.budget_min.scaleb(digits).to_integral_value(ROUND_CEILING))
        found.append(Condition("budget_min", "at_least", "price_minor", least))
    if limits.in_stock:
        found.append(Condition("in_stock", "not_equal", "stock", 0))
    if limits.shoe_size is not None:
        found.append(Condition("shoe_size", "size", size=sizes.wanted(limits.shoe_size, limits.wearer)))
    if limits.width is not None:
        found.append(Condition("width", "any_bit", "widths", vocabulary_list("width").bit(limits.width)))
    if limits.wearer is not None:
        found.append(Condition("wearer", "any_bit", "wearer", vocabulary_list("wearer").bit(limits.wearer)))
    if limits.footwear:
        found.append(Condition("footwear", "all_bits", "footwear", vocabulary_list("footwear").mask(limits.footwear)))
    if limits.liner is not None:
        vocabulary_list("liner").bit(limits.liner)
        if limits.liner == "fixed":
            found.append(Condition("liner", "not_equal", "needs_removable_liner", 1))
    if limits.avoid_materials:
        refused = refused_materials(limits.avoid_materials, rules)
        found.append(
            Condition("avoid_materials", "no_bits", "material_words", vocabulary_list("material").mask(refused))
        )
    if limits.avoid_features:
        mask = vocabulary_list("feature").mask(limits.avoid_features)
        found.append(Condition("avoid_features", "no_bits", "features_present", mask))
    if limits.avoid_types:
        mask = vocabulary_list("insole_type").mask(limits.avoid_types)
        found.append(Condition("avoid_types", "no_bits", "insole_type", mask))
    for brand in sorted({brand_key(name) for name in limits.avoid_brands}):
        found.append(Condition("avoid_brands", "not_equal", "brand_key", brand))
    return found


def refused_materials(materials: Words, rules: FitRules) -> Words:
    """The materials that somebody refuses who refuses these (foam takes memory foam with it, by
    seeds/fit.yml)."""
    return materials.union(*(rules.materials_within.get(material, _NONE) for material in materials))


def brand_key(brand: str) -> str:
    """A brand's name without regard to capitals and spaces."""
    return " ".join(brand.casefold().split())[:160]


_READ_BY = {
    "width": "widths",
    "wearer": "wearer",
    "footwear": "footwear",
    "avoid_types": "insole_type",
    "avoid_materials": "materials",
}
_ONE_SIZE = sizes.SYSTEM_BITS[sizes.ONE_SIZE]


def unstated(product: Product, limits: Limits, given: Sequence[str] | None = None) -> tuple[str, ...]:
    """The limits that the product passes only because its row does not say; names of fields of Limits.

    `given` is limits.given(), for whoever asks about many products.
    """
    found = []
    for name in limits.given() if given is None else given:
        if name == "shoe_size" and limits.shoe_size is not None:
            systems = sizes.systems_of(product.sizes)
            if not systems & (sizes.wanted(limits.shoe_size, limits.wearer).systems | _ONE_SIZE):
                found.append(name)
        elif name == "liner":
            if limits.liner == "fixed" and product.needs_removable_liner is None:
                found.append(name)
        elif name == "avoid_features":
            if any(product.features[feature] is None for feature in limits.avoid_features):
                found.append(name)
        elif name in _READ_BY and getattr(product, _READ_BY[name]) is None:
            found.append(name)
    if limits.in_stock and product.stock is None:
        found.append("in_stock")
    return tuple(found)
