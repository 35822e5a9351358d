"""A product as the rest of Solewise sees it: a plain, unchanging view of its row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from catalog import money
from catalog.attributes import ATTRIBUTES, Kind
from catalog.models import IndexRow, ProductRow
from catalog.sizes import COLUMNS, labels
from catalog.words import vocabulary_list

Words = frozenset[str]


@dataclass(frozen=True)
class Product:
    """One product. None means that the shop does not say; an empty set means that it says "none".

    Words are those of catalog.attributes. `price` is an amount of `currency`; lengths are in millimetres,
    weight in grams of the pair.
    """

    sku: str
    brand: str
    name: str
    insole_type: str | None
    arch_types: Words | None
    support_structure: str | None
    cushioning_amount: str | None
    cushioning_place: str | None
    cushioning_material: str | None
    cushioning_density: str | None
    heel_counter: str | None
    heel_cup_mm: float | None
    breathability: str | None
    durability: str | None
    life_months: int | None
    metatarsal_pad: bool | None
    posting: str | None
    length: str | None
    thickness_mm: float | None
    firmness: str | None
    volume: str | None
    widths: Words | None
    top_cover: str | None
    materials: Words | None
    trim_to_fit: bool | None
    heat_mouldable: bool | None
    needs_removable_liner: bool | None
    footwear: Words | None
    activities: Words | None
    weight_g: float | None
    claims: Words | None
    warm: bool | None
    sizes: tuple[str, ...] | None
    wearer: Words | None
    price: Decimal
    price_high: Decimal | None
    stock: int | None
    trial_days: int | None
    return_terms: str | None
    url: str | None
    image: str | None
    description: str | None
    currency: str
    features: Mapping[str, bool | None]  # each feature of the vocabulary: has it, has it not, or unknown
    _provenance: Any = field(default=None, repr=False, compare=False)

    @cached_property
    def provenance(self) -> Mapping[str, Mapping[str, Any]]:
        """Where each attribute comes from: attribute -> source (column, text, owner) and the words that said it;
        see catalog.owned for what the owner has set."""
        # Read on demand: a search has no use for it, and reading it takes as long as all the rest.
        read = json.loads(self._provenance) if isinstance(self._provenance, str) else self._provenance
        return read or {}

    @property
    def made_of(self) -> Words:
        """Every material that its row names, that of the cushioning among them."""
        cushioning = {self.cushioning_material} if self.cushioning_material else set()
        return frozenset({*(self.materials or ()), *cushioning})

    def has(self, feature: str) -> bool | None:
        """Whether it has a feature of the vocabulary (by the rules of seeds/fit.yml); None if its row does
        not tell."""
        return self.features[feature]


#: What a query must select for `from_row`, in that order: plain numbers and texts, without the column
#: types' conversions.
COLUMNS_READ: tuple[Any, ...] = (
    *(
        sa.type_coerce(getattr(ProductRow, a.name), sa.BigInteger if a.kind is Kind.WORDS else sa.String).label(a.name)
        if a.words is not None
        else getattr(ProductRow, f"{a.name}_minor" if a.kind is Kind.MONEY else a.name)
        for a in ATTRIBUTES
        if a.kind is not Kind.SIZES
    ),
    sa.type_coerce(ProductRow.provenance, sa.Text).label("provenance"),
    IndexRow.features_present,
    IndexRow.features_absent,
    IndexRow.size_systems,
    *(getattr(IndexRow, column.name) for column in COLUMNS),
)
_PLAIN = [a for a in ATTRIBUTES if a.kind is not Kind.SIZES]
_SETS = [(n, a.words.set) for n, a in enumerate(_PLAIN) if a.kind is Kind.WORDS and a.words is not None]
_FLAGS = [n for n, a in enumerate(_PLAIN) if a.kind is Kind.FLAG]
_PRICES = [n for n, a in enumerate(_PLAIN) if a.kind is Kind.MONEY]
_NAMES = tuple(a.name for a in _PLAIN)
_FEATURES = vocabulary_list("feature")
_FEATURE_BITS = [(word, _FEATURES.bit(word)) for word in _FEATURES.words]
_features_seen: dict[tuple[int, int], dict[str, bool | None]] = {}


def from_row(row: Any, currency: str) -> Product:
    """The product of a row that begins with COLUMNS_READ."""
    count = len(_NAMES)
    values = list(row[:count])
    for n, words in _SETS:
        if values[n] is not None:
            values[n] = words(values[n])
    for n in _FLAGS:
        if values[n] is not None:
            values[n] = bool(values[n])
    for n in _PRICES:
        if values[n] is not None:
            values[n] = money.from_minor(values[n], currency)
    provenance, present, absent, systems = row[count : count + 4]
    product: Product = object.__new__(Product)
    # The class is frozen; this fills a new one at once, which is several times faster than its __init__.
    product.__dict__.update(
        zip(_NAMES, values, strict=True),
        sizes=labels(systems, tuple(row[count + 4 : count + 4 + len(COLUMNS)])),
        currency=currency,
        _provenance=provenance,
        features=_features(present, absent),
    )
    return product


def _features(present: int, absent: int) -> Mapping[str, bool | None]:
    known = _features_seen.get((present, absent))
    if known is None:
        known = {word: True if present & bit else False if absent & bit else None for word, bit in _FEATURE_BITS}
        if len(_features_seen) < 4096:
            _features_seen[present, absent] = known
    return known


def as_json(product: Product) -> dict[str, Any]:
    """The product in the form that others rely on: lists of words, numbers, null for unknown, [] for none."""
    out: dict[str, Any] = {}
    for field_ in fields(Product):
        value = getattr(product, field_.name)
        if field_.name == "features":
            has = [word for word, told in value.items() if told]
            out["features"] = has if any(told is not None for told in value.values()) else None
            out["features_unknown"] = [word for word, told in value.items() if told is None]
        elif isinstance(value, frozenset):
            out[field_.name] = _in_order(field_.name, value)
        elif isinstance(value, Decimal):
            out[field_.name] = float(value)
        elif isinstance(value, tuple):
            out[field_.name] = list(value)
        elif field_.name != "_provenance":
            out[field_.name] = value
    out["provenance"] = {name: dict(entry) for name, entry in product.provenance.items()}
    return out


def _in_order(name: str, words: Words) -> list[str]:
    known = next(a.words for a in ATTRIBUTES if a.name == name)
    return [word for word in known.words if word in words] if known else sorted(words)
