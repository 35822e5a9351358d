"""What somebody only supposes is tried on a copy of what is known."""

from __future__ import annotations

from actions.advice.memory import Bound, Memory
from actions.advice.suppose import supposed
from tests.advice.factories import fact, profile


def test_the_memory_stays_as_it_was() -> None:
    memory = Memory(profile=profile(pain_site="heel", arch_type="low"))
    _, tried = supposed(memory, [fact("arch_type", "high", turn=2)])
    assert tried.profile.values("arch_type") == ["high"]
    assert memory.profile.values("arch_type") == ["low"]


def test_a_place_beside_another_fact_is_no_complaint() -> None:
    facts, tried = supposed(
        Memory(profile=profile(pain_site="heel")), [fact("pain_site", "foot"), fact("width", "wide")]
    )
    assert [item.type for item in facts] == ["width"]
    assert tried.profile.values("pain_site") == ["heel"]


def test_a_place_alone_is_what_is_supposed() -> None:
    facts, _ = supposed(Memory(), [fact("pain_site", "toe")])
    assert [item.value for item in facts] == ["toe"]


def test_a_supposed_budget_counts_before_a_wish_for_cheaper_ones() -> None:
    memory = Memory(bounds=[Bound("price", below=38.0), Bound("firmness", below=2.0)])
    _, tried = supposed(memory, [fact("budget", "90")])
    assert [bound.attribute for bound in tried.bounds] == ["firmness"]
    assert len(memory.bounds) == 2
