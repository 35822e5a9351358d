"""Invented people: what each has said so far, drawn by chance over the whole vocabulary, the same for a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator

from actions.advice.facts import Fact, valid_fact
from actions.advice.profile import Profile
from actions.advice.vocabulary import vocabulary

SHARES = {
    "pain_site": 0.9,
    "worse_when": 0.6,
    "footwear": 0.6,
    "arch_type": 0.5,
    "budget": 0.45,
    "wearer": 0.4,
    "shoe_size": 0.35,
    "severity": 0.35,
    "activity": 0.3,
    "condition": 0.25,
    "terrain": 0.25,
    "feature": 0.25,
    "pronation": 0.2,
    "material": 0.15,
    "width": 0.15,
    "liner": 0.15,
    "insole_type": 0.1,
}
"""How many people have said something of a type (a share of one). Estimates, to vary what is measured."""

REFUSED = {"material": "avoid", "feature": "avoid", "insole_type": "avoid"}
"""Types that are also refused, and the role that says so."""

SIZES = ("EU 36", "EU 39", "EU 42", "EU 45", "UK 6", "UK 8.5", "US 7", "US 9", "US 11", "9.5")
BUDGETS = ("5", "20", "30", "40", "50", "60", "80", "100")
"""The first buys nothing: what to give up is worked out for these people, which takes the longest."""


def people(count: int, seed: int) -> Iterator[Profile]:
    """`count` profiles of people who have said at least one thing that advice can be based on."""
    chance = random.Random(seed)  # noqa: S311 (the same people every time is what is wanted)
    for _ in range(count):
        facts = [fact for type_, share in SHARES.items() if chance.random() < share for fact in _said(chance, type_)]
        yield Profile().merge(facts or _said(chance, "pain_site"))


def _said(chance: random.Random, type_: str) -> list[Fact]:
    if type_ == "shoe_size":
        value = chance.choice(SIZES)
    elif type_ == "budget":
        value = chance.choice(BUDGETS)
    else:
        value = chance.choice(sorted(vocabulary()[type_].values))
    role = REFUSED.get(type_) if chance.random() < 0.5 else None
    fact = valid_fact(type_=type_, value=value, role=role, words=value, turn=1)
    return [fact] if fact is not None else []
