"""Who will wear the insoles: a child or a grown-up."""

from __future__ import annotations

from actions.advice.profile import Profile

CHILD = 14
"""Below this age (years) children's products are looked at."""

ADULTS = ("men", "women")
"""The wearers that are no children."""


def for_a_child(profile: Profile) -> bool:
    """Whether a child will wear them; an adult is meant unless somebody says otherwise."""
    age = profile.latest("age")
    return "kids" in profile.values("wearer") or (age is not None and age.number() < CHILD)
