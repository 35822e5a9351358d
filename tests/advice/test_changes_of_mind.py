"""Likeness, undo, and what would change the advice, over the sample shop."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from actions.advice.adviser import Adviser
from actions.advice.alike import RULE
from actions.advice.facts import Fact
from actions.advice.history import keep, snapshot, take_back
from actions.advice.memory import ADVISED, HISTORY, Alike, Bound, Memory, Pending, memory_from_json
from actions.advice.profile import Profile
from actions.advice.sensitivity import tipping_answers
from tests.advice.factories import fact, facts_strategy, profile

few = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

HEEL = profile(pain_site="heel", worse_when="long_walk", arch_type="low", footwear="casual_shoes", budget="50")


def shown(adviser: Adviser, known: Profile) -> Memory:
    advice = adviser.advise(Memory(profile=known))
    return Memory(profile=known, stage=ADVISED, picks=[pick.sku for pick in advice.picks])


# --- likeness --------------------------------------------------------------------------------------------------


def test_likeness_wishes_for_the_type_and_the_features_of_the_pick(adviser: Adviser) -> None:
    memory = shown(adviser, HEEL)
    memory.alike = Alike(memory.picks[-1], "like the second")
    product = adviser.catalogue.product(memory.picks[-1])
    assert product is not None
    specification = adviser.specification(memory)
    assert specification.insole_type == product.insole_type
    likened = {need.fit: need for need in specification.needs if need.rules == (RULE,)}
    assert likened
    for fit, need in likened.items():
        assert product.has(fit) is True
        assert not need.must
        assert need.facts[0].words == "like the second"


def test_likeness_never_overrules_a_wish_or_a_refusal(adviser: Adviser) -> None:
    firm = adviser.catalogue.search([], adviser.advise(Memory()).limits, 200)
    model = next(item.product for item in firm if item.product.has("firm") and item.product.has("full_length"))
    known = HEEL.merge([fact("feature", "soft"), fact("feature", "full_length", "avoid")])
    needs = adviser.specification(Memory(profile=known, alike=Alike(model.sku))).needs
    assert {"firm", "full_length"} & {need.fit for need in needs} == set()


def test_likeness_to_a_product_that_is_gone_is_no_fault(adviser: Adviser) -> None:
    assert adviser.advise(Memory(profile=HEEL, alike=Alike("NO-SUCH-SKU"))).picks


def test_refused_makers_are_a_limit(adviser: Adviser) -> None:
    first = adviser.advise(Memory(profile=HEEL)).picks[0].ranked.product.brand
    advice = adviser.advise(Memory(profile=HEEL, avoid_brands=[first]))
    assert advice.picks
    assert first not in {pick.ranked.product.brand for pick in advice.picks}


# --- undo ------------------------------------------------------------------------------------------------------


def step(memory: Memory, **changes: object) -> Memory:
    """A turn that changes a memory, as the actions keep it."""
    before = snapshot(memory.as_json())
    for name, value in changes.items():
        setattr(memory, name, value)
    keep(before, memory)
    return memory


def test_what_was_changed_is_taken_back_step_by_step() -> None:
    memory = Memory(profile=HEEL, stage=ADVISED, picks=["A", "B"])
    step(memory, avoid_brands=["X"], picks=["C"])
    step(memory, bounds=[Bound("price", below=30.0)], picks=["D"])
    assert take_back(memory) is not None
    assert (memory.avoid_brands, memory.bounds, memory.picks) == (["X"], [], ["C"])
    assert take_back(memory) is not None
    assert (memory.avoid_brands, memory.picks) == ([], ["A", "B"])
    assert take_back(memory) is None


def test_a_turn_that_changes_nothing_is_no_step() -> None:
    memory = Memory(profile=HEEL, stage=ADVISED)
    step(memory, misses=1, said={"utter_x": 3}, focus="A")
    assert memory.history == []


def test_only_the_last_steps_are_kept() -> None:
    memory = Memory(profile=HEEL, stage=ADVISED)
    for number in range(HISTORY + 4):
        step(memory, hidden=[str(number)])
    assert len(memory.history) == HISTORY
    assert len(memory_from_json(memory.as_json()).history) == HISTORY


def test_an_answer_taken_back_makes_its_question_wait_again() -> None:
    memory = Memory(profile=profile(pain_site="arch"), pending=Pending("budget", ["30", "unsure"]), asked=["budget"])
    step(memory, profile=memory.profile.merge([fact("budget", "30")]), pending=None)
    take_back(memory)
    assert memory.pending is not None
    assert memory.pending.slot == "budget"
    assert not memory.profile.knows("budget")


def test_warning_signs_stay_told_after_an_undo() -> None:
    memory = Memory(profile=HEEL, stage=ADVISED)
    step(memory, profile=HEEL.merge([fact("footwear", "heels", turn=2), fact("red_flag", "open_wound", turn=2)]))
    take_back(memory)
    assert memory.profile.values("red_flag") == ["open_wound"]
    assert memory.profile.values("footwear") == ["casual_shoes"]


@few
@given(facts_strategy(), facts_strategy())
def test_taking_back_brings_back_the_advice_of_before(adviser: Adviser, first: list[Fact], then: list[Fact]) -> None:
    known = Profile().merge([item for item in first if item.type != "red_flag"])
    if not known.facts:
        return
    memory = Memory(profile=known, stage=ADVISED)
    before = [pick.sku for pick in adviser.advise(memory).picks]
    step(memory, profile=known.merge([item for item in then if item.type != "red_flag"]))
    take_back(memory)
    assert [pick.sku for pick in adviser.advise(memory).picks] == before


@pytest.mark.parametrize("broken", [None, 3, "x", [], {"history": "x"}, {"alike": {"sku": 3}}, {"avoid_brands": 4}])
def test_a_memory_that_is_not_of_its_form_is_read_as_far_as_it_goes(broken: object) -> None:
    memory = memory_from_json(broken)
    assert memory.history == []
    assert memory.alike is None
    assert memory.avoid_brands == []


# --- what would change -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "known",
    [
        HEEL,
        profile(pain_site="lower_back", worse_when="standing", severity="moderate"),
        profile(pain_site="ball_of_foot", footwear="dress_shoes"),
        profile(pain_site="knee", activity="hiking", budget="90"),
    ],
)
def test_what_would_change_the_advice_comes_true(adviser: Adviser, known: Profile) -> None:
    memory = shown(adviser, known)
    found = tipping_answers(adviser, memory)
    assert found, "something always matters"
    for tipping in found:
        tried = memory.copy()
        tried.profile = known.without([tipping.fact.type]).merge([tipping.fact])
        first = adviser.advise(tried).picks[0].sku
        assert first == tipping.first.product.sku != memory.picks[0]
        assert tipping.known == bool(known.plain(tipping.fact.type))


def test_each_question_is_told_once_at_most(adviser: Adviser) -> None:
    types = [tipping.fact.type for tipping in tipping_answers(adviser, shown(adviser, HEEL), most=10)]
    assert len(types) == len(set(types))
    assert "pain_site" not in types
