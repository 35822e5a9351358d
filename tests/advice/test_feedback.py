"""Feedback: in what respect a pair doesn't suit, and the pick that differs in just that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import seeds
from actions.advice.adviser import Adviser
from actions.advice.feedback import (
    Difference,
    FeedbackError,
    another_pick,
    read_respects,
    respect_of,
    respect_said,
    respects,
)
from actions.advice.memory import Memory
from catalog import Product
from tests.advice.factories import profile


@pytest.mark.parametrize(
    ("text", "respect"),
    [
        ("day 4, the arch presses", "arch_presses"),
        ("it presses up under my arch", "arch_presses"),
        ("the arch is too high", "arch_presses"),
        ("it feels like a golf ball under my foot", "arch_presses"),
        ("they are too hard", "too_hard"),
        ("too soft, I sink in", "too_soft"),
        ("rubs at the heel", "rubs_heel"),
        ("I’ve got a blister on my heel", "rubs_heel"),
        ("it's rubbing under my arch", "rubs_arch"),
        ("they rub my toes", "rubs_toe"),
        ("they rub", "rubs"),
        ("too thick for my shoe", "too_tight"),
        ("they're too short", "too_short"),
        ("it is too long, the front curls over", "too_long"),
        ("my heel slips in them", "slips"),
        ("my feet get hot and sweaty", "hot"),
        ("they smell", "hot"),
        ("it squeaks when I walk", "squeaks"),
        ("no better after three weeks", "no_help"),
        ("it made it worse", "worse"),
        ("my toes go numb", "numb"),
        ("they're great", "good"),
        ("great, but they rub at the heel", "rubs_heel"),
    ],
)
def test_a_respect_by_its_words(text: str, respect: str) -> None:
    found = respect_said(text)
    assert found is not None
    assert found.id == respect


@pytest.mark.parametrize("text", ["they don't rub at the heel", "not too hard", "no blisters", "it no longer squeaks"])
def test_what_is_denied_doesnt_count(text: str) -> None:
    assert respect_said(text) is None


@pytest.mark.parametrize(
    ("text", "intent", "respect"),
    [
        ("hmm, not for me", "feedback_too_hard", "too_hard"),
        ("my arch hurts since I wear them", "feedback_worse", "worse"),
        ("my toes tingle in them", "feedback_worse", "numb"),
        ("so comfortable, my heel used to rub in the old ones", "feedback_good", "good"),
        ("comfortable, but my heel rubs", "feedback_good", "rubs_heel"),
    ],
)
def test_harm_is_never_a_mere_misfit_and_praise_no_complaint(text: str, intent: str, respect: str) -> None:
    found = respect_of(text, intent)
    assert found is not None
    assert found.id == respect


@pytest.mark.parametrize("respect", respects(), ids=lambda respect: respect.id)
def test_a_clinician_comes_without_another_pick(respect: Any) -> None:
    assert not (respect.clinician and respect.another)
    assert respect.sources


def test_every_general_case_is_there() -> None:
    intents = seeds.read_yaml(seeds.path("../bot/domain/understanding.yml").resolve())["intents"]
    assert {item.intent for item in respects() if item.intent} == {i for i in intents if i.startswith("feedback_")}


def test_a_difference_goes_by_what_is_stated(some_product: Product) -> None:
    old = replace(some_product, thickness_mm=6.0, firmness="firm", length="full_length", insole_type="orthotic")
    thinner = Difference("thickness_mm", "lower", 1.0)
    assert thinner.holds(replace(old, thickness_mm=4.0), old)
    assert not thinner.holds(replace(old, thickness_mm=5.5), old)  # nobody feels half a millimetre
    assert not thinner.holds(replace(old, thickness_mm=None), old)
    assert not thinner.holds(replace(old, thickness_mm=4.0), replace(old, thickness_mm=None))
    assert Difference("firmness", "lower").holds(replace(old, firmness="soft"), old)
    assert not Difference("firmness", "lower").holds(old, old)
    assert Difference("insole_type", "other").holds(replace(old, insole_type="cushioned"), old)
    assert Difference("length", "three_quarter_length").holds(replace(old, length="three_quarter_length"), old)
    assert not Difference("length", "full_length").holds(old, old)


def test_the_other_pick_differs_in_that_and_is_worth_it(adviser: Adviser) -> None:
    memory = Memory(profile=profile(pain_site="heel", worse_when="long_walk"))
    old = adviser.advise(memory).picks[0].ranked.product
    shown = 0
    for respect in respects():
        found = another_pick(adviser, memory, old, respect) if respect.differs else None
        if found is None:
            continue
        shown += 1
        assert found.product.sku != old.sku
        assert found.difference in respect.differs
        assert found.difference.holds(found.product, old)
        assert found.difference.attribute not in found.besides
        assert found.product.insole_type != "custom_orthotic"
        for name in found.besides:
            assert getattr(found.product, name) != getattr(old, name)
    assert shown >= 5
    assert memory.hidden == []


def entry(**changes: Any) -> dict[str, Any]:
    """The file with one respect."""
    respect = {
        "id": "x",
        "said": ["rub*"],
        "another": 7,
        "differs": [{"thickness_mm": "lower"}],
        "sources": ["rei_insoles"],
    }
    return {"denied": ["not"], "least": {}, "respects": [{**respect, **changes}]}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"differs": [{"thicknes": "lower"}]}, "'thicknes' is no attribute"),
        ({"differs": [{"top_cover": "softer"}]}, "'softer' is neither lower, higher, other nor a value of top_cover"),
        ({"differs": [{"materials": "lower"}]}, "materials has no order"),
        ({"another": 0}, "another is the day"),
        ({"another": None}, "go together"),
        ({"said": []}, "at least one way"),
        ({"anoter": 3}, "'anoter' is nothing that a respect has"),
    ],
)
def test_mistakes_are_named(changes: dict[str, Any], message: str) -> None:
    assert read_respects(entry())[0].id == "x"
    with pytest.raises(FeedbackError, match=message):
        read_respects(entry(**changes))


def test_a_respect_stands_once() -> None:
    data = entry()
    with pytest.raises(FeedbackError, match="id 'x' stands at two"):
        read_respects({**data, "respects": data["respects"] * 2})
