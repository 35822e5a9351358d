"""Questions about one product, answered from its row: has it, suits it, what is its value, or does nobody say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from actions.advice.facts import Fact
from actions.advice.guide import Guide
from actions.advice.profile import Profile
from actions.advice.reasons import CLAIMS, Reasons, Stated, reasons_for
from actions.advice.specification import specify
from catalog import Catalogue, Limits, Product
from catalog.attributes import BY_NAME

Verdict = Literal["yes", "no", "unknown", "value"]

ATTRIBUTE_OF = {
    "width": "widths",
    "footwear": "footwear",
    "arch_type": "arch_types",
    "wearer": "wearer",
    "activity": "activities",
    "shoe_size": "sizes",
    "insole_type": "insole_type",
    "material": "materials",
    "budget": "price",
}
"""The attribute that answers whether a product suits a fact of a type."""

COVERED_BY = {
    "thick": ("thickness_mm",),
    "arch_support": ("support_structure", "arch_types"),
    "cushioning": ("cushioning_amount",),
    "deep_heel_cup": ("heel_cup_mm",),
    "heel_stability": ("heel_counter",),
    "firm": ("firmness",),
    "soft": ("firmness",),
    "thin": ("thickness_mm",),
    "full_length": ("length",),
    "three_quarter_length": ("length",),
    "lightweight": ("weight_g",),
}
"""Attributes that show whether a product has a feature, where they have another name."""

BY_GUIDE = ("pain_site", "condition", "worse_when", "terrain", "pronation")
"""Types of which no attribute tells: what the guide asks for them is held against the product."""

MOST = 3
"""Things of one question that are answered."""


@dataclass(frozen=True)
class Aspect:
    """One thing that was asked of a product: its answer, and the row's values behind it.

    ``fact`` is what was named ("wide"), None for a plain attribute ("how thick?"); ``reasons`` what the guide asks for
    a complaint and what the product has of it.
    """

    product: Product
    attribute: str
    verdict: Verdict
    stated: tuple[Stated, ...] = ()
    fact: Fact | None = None
    reasons: Reasons | None = None


def aspects(
    catalogue: Catalogue, guide: Guide, product: Product, asked: Iterable[Fact], attributes: Iterable[str]
) -> list[Aspect]:
    """The answers for one product, to at most :data:`MOST` of the things asked."""
    facts = [fact for fact in asked if fact.type in ATTRIBUTE_OF or fact.type in (*BY_GUIDE, "feature")]
    found = [_of_fact(catalogue, guide, product, fact) for fact in dict.fromkeys(facts)]
    if not found:
        # what a fact names is what was asked: "good for wide feet" asks for no list of widths beside it
        found = [_of_attribute(product, name) for name in attributes if name in BY_NAME]
    return found[:MOST]


def _of_attribute(product: Product, name: str) -> Aspect:
    value = getattr(product, name)
    stated: tuple[Stated, ...] = () if value is None else (Stated(name, value),)
    if not stated:
        # no measure, but words for what it would tell
        said = {feature for feature, names in COVERED_BY.items() if name in names} & (product.claims or frozenset())
        stated = (Stated(CLAIMS, frozenset(said)),) if said else ()
    return Aspect(product, name, "value" if stated else "unknown", stated)


def _of_fact(catalogue: Catalogue, guide: Guide, product: Product, fact: Fact) -> Aspect:
    if fact.type == "feature":
        return _feature(product, fact)
    if fact.type in BY_GUIDE:
        return _by_guide(catalogue, guide, product, fact)
    attribute = ATTRIBUTE_OF[fact.type]
    value = getattr(product, attribute)
    stated = () if value is None else (Stated(attribute, value),)
    if fact.type == "budget":
        return Aspect(product, attribute, "yes" if product.price <= fact.number() else "no", stated, fact)
    if fact.type == "shoe_size":
        return Aspect(
            product, attribute, _passes(catalogue, product, Limits(shoe_size=fact.value, in_stock=False)), stated, fact
        )
    if fact.type == "material":
        return Aspect(product, attribute, _made_of(product, fact.value), stated, fact)
    if value is None:
        return Aspect(product, attribute, "unknown", (), fact)
    suits = fact.value in value if isinstance(value, frozenset) else fact.value == value
    return Aspect(product, attribute, "yes" if suits else "no", stated, fact)


def _feature(product: Product, fact: Fact) -> Aspect:
    has = product.has(fact.value)
    names = COVERED_BY.get(fact.value, (fact.value,))
    stated = tuple(Stated(name, value) for name in names if (value := getattr(product, name, None)) is not None)
    if not stated and fact.value in (product.claims or ()):
        stated = (Stated(CLAIMS, frozenset({fact.value})),)
    verdict: Verdict = "unknown" if has is None else "yes" if has else "no"
    return Aspect(product, names[0], verdict, stated, fact)


def _made_of(product: Product, material: str) -> Verdict:
    if product.materials is None and product.cushioning_material is None:
        return "unknown"
    return "yes" if material in product.made_of else "no"


def _passes(catalogue: Catalogue, product: Product, limits: Limits) -> Verdict:
    """Whether it keeps to a limit, by the same test as a search."""
    judged = catalogue.judge(product.sku, [], limits)
    if judged is None or judged.ranked.unstated:
        return "unknown"
    return "no" if judged.broken else "yes"


def _by_guide(catalogue: Catalogue, guide: Guide, product: Product, fact: Fact) -> Aspect:
    """What the guide asks for a complaint alone, and how much of it the product has."""
    specification = specify(Profile((fact,)), guide)
    own = [need for need in specification.needs if fact in need.facts]
    judged = catalogue.judge(product.sku, specification.wants(), Limits(in_stock=False))
    if not own or judged is None:
        return Aspect(product, fact.type, "unknown", (), fact)
    reasons = reasons_for(judged.ranked, specification)
    met = tuple(reason for reason in reasons.reasons if fact in reason.need.facts)
    short = tuple(item for item in reasons.tradeoffs if fact in item.need.facts)
    musts = [need for need in own if need.must] or own
    fits = {reason.need.fit for reason in met}
    verdict: Verdict = "yes" if all(need.fit in fits for need in musts) else "no" if short or not met else "unknown"
    return Aspect(product, fact.type, verdict, (), fact, Reasons(met, short, reasons.unknown, reasons.unstated))
