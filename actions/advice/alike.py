""" "Like the second, but for dress shoes": what sets a product apart becomes a wish, beside what the person needs."""

from __future__ import annotations

from dataclasses import replace

from actions.advice.facts import Fact
from actions.advice.profile import OPPOSITES, Profile
from actions.advice.specification import PERSON, WISH, Need, Specification
from catalog import Product

RULE = WISH + "alike"
"""The rule named for such a need."""

WEIGHT = 1.0
"""How much each likeness counts: less than any wish that the person put into words."""


def likened(specification: Specification, product: Product, profile: Profile, words: str) -> Specification:
    """The specification with the type and the features of a product as nice to have.

    ``words`` are the person's own that pointed at it. What they wish otherwise, or refuse, stays as they said.
    """
    refused = {fact.value for fact in profile.with_role("feature", "avoid")}
    refused |= {OPPOSITES[wish] for wish in profile.values("feature") if wish in OPPOSITES}
    known = {need.fit for need in specification.needs}
    needs = tuple(
        Need(feature, "nice", WEIGHT, (RULE,), (PERSON,), (Fact("feature", feature, words=words),))
        for feature, has in sorted(product.features.items())
        if has and feature not in known | refused
    )
    type_ = product.insole_type
    if type_ is None or type_ in specification.excluded_types or profile.plain("insole_type"):
        return replace(specification, needs=specification.needs + needs)
    return replace(
        specification,
        needs=specification.needs + needs,
        insole_type=type_,
        type_rules=(RULE,),
        discouraged_types=specification.discouraged_types - {type_},
    )
