"""Trying the advice on what somebody only supposes ("what if my arches were high?")."""

from __future__ import annotations

from collections.abc import Sequence

from actions.advice.facts import Fact
from actions.advice.memory import Memory

PLACE = "pain_site"


def supposed(memory: Memory, asked: Sequence[Fact]) -> tuple[list[Fact], Memory]:
    """The facts that are supposed, and a memory in which they hold; the one given stays as it is.

    A part of the body beside another fact only says whose it is ("my feet" in "if my feet were wide") and is no
    complaint. A supposed budget counts instead of a wish for a cheaper one.
    """
    facts = [fact for fact in asked if fact.type not in (PLACE, "side")] or list(asked)
    tried = memory.copy()
    tried.profile = memory.profile.merge(facts)
    if any(fact.type in ("budget", "price_level") for fact in facts):
        tried.unbind("price")
    return facts, tried
