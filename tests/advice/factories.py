"""Facts, profiles and products for the tests, in one line each."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from actions.advice.facts import Fact
from actions.advice.profile import Profile
from actions.advice.vocabulary import vocabulary
from catalog import Product, Ranked


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
