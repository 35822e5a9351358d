"""Facts, profiles and products for the tests, in one line each."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import strategies as st

from actions.advice.adviser import Advice
from actions.advice.facts import Fact
from actions.advice.limits import budget_of
from actions.advice.profile import Profile
from actions.advice.vocabulary import vocabulary
from catalog import Product, Ranked
from catalog.attributes import ATTRIBUTES, Attribute, Kind


def fact(type_: str, value: str, role: str | None = None, words: str = "", turn: int = 1, **more: Any) -> Fact:
    """A fact; its words are the value's unless given."""
    if type_ == "budget" and role is None:
        role = "max"
    return Fact(type_, value, role, words or value.replace("_", " "), turn, **more)


def profile(**values: str | list[str]) -> Profile:
    """A profile of plain facts: ``profile(pain_site="heel", worse_when=["long_walk", "standing"])``."""
    facts = []
    for type_, value in values.items():
        for item in value if isinstance(value, list) else [value]:
            facts.append(fact(type_, item))
    return Profile().merge(facts)


def ranked(product: Product, score: float, **fits: float | None) -> Ranked:
    """A product as a search ranks it."""
    return Ranked(product, score, fits)


def priced(product: Product, sku: str, price: str, **changes: Any) -> Product:
    """A copy of a product with another number and price."""
    return replace(product, sku=sku, price=Decimal(price), **changes)


def breaks(product: Product, known: Profile, advice: Advice) -> list[str]:
    """The limits that a product is known to break, worked out from its row alone."""
    broken = []
    budget = budget_of(known, advice.currency)
    if budget.max is not None and product.price > budget.max:
        broken.append("budget")
    if budget.min is not None and product.price < budget.min:
        broken.append("minimum")
    if product.stock == 0:
        broken.append("stock")
    wearer, width, liner = known.latest("wearer"), known.latest("width"), known.latest("liner")
    if wearer and product.wearer is not None and wearer.value not in product.wearer:
        broken.append("wearer")
    if width and product.widths is not None and width.value not in product.widths:
        broken.append("width")
    if liner and liner.value == "fixed" and product.needs_removable_liner:
        broken.append("liner")
    shoes = set(known.values("footwear"))
    if product.footwear is not None and shoes - product.footwear:
        broken.append("footwear")
    refused = {f.value for f in known.with_role("material", "avoid")}
    if product.materials is not None and refused & product.materials:
        broken.append("material")
    for feature in (f.value for f in known.with_role("feature", "avoid")):
        if product.features[feature]:
            broken.append(feature)
    if product.insole_type in {f.value for f in known.with_role("insole_type", "avoid")}:
        broken.append("type")
    severe = {"moderate", "severe"} & set(known.values("severity"))
    backs = {"back", "lower_back", "upper_back"} & set(known.values("pain_site"))
    if severe and backs and product.insole_type == "cushioned":
        broken.append("guide")
    return broken


def facts_strategy() -> st.SearchStrategy[list[Fact]]:
    """Lists of up to nine random facts over the whole vocabulary, with every role that it allows."""
    return st.lists(_fact_strategy(), max_size=9)


def _fact_strategy() -> st.SearchStrategy[Fact]:
    kinds = []
    for name, entity_type in vocabulary().items():
        roles: list[str | None] = [None, None, *sorted(entity_type.roles)]
        if entity_type.kind == "word":
            values: st.SearchStrategy[str] = st.sampled_from(sorted(entity_type.values))
        elif name == "shoe_size":
            values = st.sampled_from(["US 9", "EU 42", "UK 8", "US 6.5", "EU 36", "9.5"])
        elif name == "budget":
            values, roles = st.integers(5, 250).map(str), ["max", "min", "about"]
        elif name == "age":
            values = st.integers(4, 95).map(str)
        else:
            values = st.integers(20, 180).map(str)
        kinds.append(st.builds(_make, st.just(name), values, st.sampled_from(roles), st.integers(1, 5)))
    return st.one_of(kinds)


def _make(type_: str, value: str, role: str | None, turn: int) -> Fact:
    return fact(type_, value, role, turn=turn)


def random_products(seed: int, count: int) -> list[dict[str, Any]]:
    """Products with random attributes, about a quarter of which their rows leave unsaid; the same for a seed."""
    random = Random(seed)
    found = []
    for number in range(count):
        product: dict[str, Any] = {
            "sku": f"R{seed}-{number:03d}",
            "brand": random.choice(["Alder", "Birch", "Cedar"]),
            "name": f"product {number}",
            "price": Decimal(random.randint(1200, 15000)).scaleb(-2),
        }
        for attribute in ATTRIBUTES:
            if not attribute.required and attribute.kind is not Kind.TEXT and random.random() > 0.25:
                product[attribute.name] = _random_value(attribute, random)
        found.append(product)
    return found


def _random_value(attribute: Attribute, random: Random) -> Any:
    if attribute.kind is Kind.WORD:
        return random.choice(attribute.word_list.words)
    if attribute.kind is Kind.WORDS:
        words = attribute.word_list.words
        return frozenset(random.sample(words, random.randint(1, min(4, len(words)))))
    if attribute.kind is Kind.FLAG:
        return random.random() < 0.5
    if attribute.kind is Kind.MONEY:
        return Decimal(random.randint(15000, 20000)).scaleb(-2)
    if attribute.kind is Kind.SIZES:
        return random.choice([[("EU", 42.0)], [("UK", 8.0), ("US M", 9.0)], [("US W", 9.0)], [("US K", 2.0)]])
    high = {"life_months": 24, "trial_days": 90, "stock": 5, "heel_cup_mm": 20, "thickness_mm": 10}
    return random.randint(int(attribute.low), int(high.get(attribute.name, min(attribute.high, 250))))
