"""Products that were not shown and that somebody asks about: "what about the gel one?", "why not the Daywalker?"."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from actions.advice.adviser import Adviser, limits_for
from actions.advice.facts import Fact
from actions.advice.memory import Memory
from catalog import Limits, Product, Ranked

LOOKED_AT = 400
"""How many of the best products are looked through for one that has what was asked about."""

Has = Callable[[Product], bool]


def named_in(adviser: Adviser, memory: Memory, text: str) -> Ranked | None:
    """The best of the products that a text names by name or maker, whether it passes the limits or not."""
    wants = adviser.specification(memory).wants()
    skus = adviser.catalogue.skus_named(text)
    brands = adviser.catalogue.brands_in(text)
    ranked = [found for sku in skus if (found := adviser.catalogue.rank(sku, wants, Limits())) is not None]
    of_brand = [item for item in ranked if item.product.brand in brands] or ([] if brands else ranked)
    if of_brand:
        return max(of_brand, key=lambda item: (item.score, -item.product.price, item.product.sku))
    for brand in brands:
        best = adviser.catalogue.search(wants, Limits(), 1, brand=brand)
        if best:
            return best[0]
    return None


def not_shown(adviser: Adviser, text: str, shown: Collection[str]) -> list[str]:
    """The products that a text names when none of those shown is among them: the Low where the Medium was shown."""
    named = adviser.catalogue.skus_named(text)
    return [] if set(named) & set(shown) else named


def best_that(adviser: Adviser, memory: Memory, has: Has, shown: Sequence[str]) -> Ranked | None:
    """The best product with some property, under the limits where one passes, else whatever the limits."""
    specification = adviser.specification(memory)
    limits = limits_for(memory, specification, adviser.catalogue.currency())
    for each in (limits, Limits()):
        for item in adviser.catalogue.search(specification.wants(), each, LOOKED_AT, shown):
            if has(item.product):
                return item
    return None


def property_of(fact: Fact) -> Has | None:
    """What a fact that a question names asks of a product; None where it is no property of one."""
    if fact.type == "material":
        return lambda product: fact.value in product.made_of
    if fact.type == "insole_type":
        return lambda product: product.insole_type == fact.value
    if fact.type == "feature":
        return lambda product: product.has(fact.value) is True
    return None
