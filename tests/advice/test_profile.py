"""A later word overrules an earlier one, and nothing else is lost."""

from __future__ import annotations

import pytest
from hypothesis import given

from actions.advice.facts import Fact, facts_from_entities, own_words
from actions.advice.memory import ADVISED, Bound, Memory, Pending, memory_from_json
from actions.advice.profile import MAX_FACTS, Profile, profile_from_json
from tests.advice.factories import fact, facts_strategy, profile


def test_two_messages_add_up() -> None:
    known = profile(pain_site="heel").merge([fact("worse_when", "long_walk", turn=2)])
    assert known.values("pain_site") == ["heel"]
    assert known.values("worse_when") == ["long_walk"]


def test_a_denied_site_goes_and_stays_denied() -> None:
    known = profile(pain_site="heel").merge(
        [fact("pain_site", "heel", "absent", turn=2), fact("pain_site", "arch", turn=2)]
    )
    assert known.values("pain_site") == ["arch"]
    assert [f.value for f in known.with_role("pain_site", "absent")] == ["heel"]


def test_a_denial_can_be_taken_back() -> None:
    known = Profile().merge([fact("red_flag", "fever", "absent")]).merge([fact("red_flag", "fever", turn=2)])
    assert known.values("red_flag") == ["fever"]
    assert not known.with_role("red_flag", "absent")


@pytest.mark.parametrize(
    ("type_", "first", "second"),
    [
        ("arch_type", "low", "high"),
        ("severity", "mild", "severe"),
        ("width", "wide", "narrow"),
        ("age", "30", "31"),
        ("budget", "40", "60"),
        ("shoe_size", "US 9", "US 10"),
        ("footwear", "running_shoes", "dress_shoes"),
        ("feature", "soft", "firm"),
        ("feature", "full_length", "three_quarter_length"),
    ],
)
def test_of_some_types_the_last_word_counts(type_: str, first: str, second: str) -> None:
    known = Profile().merge([fact(type_, first)]).merge([fact(type_, second, turn=2)])
    assert known.values(type_) == [second]


@pytest.mark.parametrize(
    ("type_", "first", "second"),
    [("pain_site", "heel", "knee"), ("condition", "bunion", "arthritis"), ("activity", "walking", "golf")],
)
def test_of_other_types_all_words_count(type_: str, first: str, second: str) -> None:
    known = Profile().merge([fact(type_, first)]).merge([fact(type_, second, turn=2)])
    assert known.values(type_) == [first, second]


def test_two_kinds_of_shoes_in_one_message_both_count() -> None:
    known = Profile().merge([fact("footwear", "work_boots"), fact("footwear", "casual_shoes")])
    assert known.values("footwear") == ["work_boots", "casual_shoes"]


def test_a_range_keeps_both_bounds_and_a_new_upper_bound_replaces_an_estimate() -> None:
    known = Profile().merge([fact("budget", "25", "min"), fact("budget", "40", "max")])
    assert {(f.role, f.value) for f in known.plain("budget")} == {("min", "25"), ("max", "40")}
    known = known.merge([fact("budget", "60", "about", turn=2)])
    assert {(f.role, f.value) for f in known.plain("budget")} == {("min", "25"), ("about", "60")}


def test_money_is_no_object_lifts_a_budget() -> None:
    known = Profile().merge([fact("budget", "40")]).merge([fact("price_level", "any", turn=2)])
    assert not known.plain("budget")


def test_refusing_a_material_removes_the_wish_for_it() -> None:
    known = Profile().merge([fact("material", "gel")]).merge([fact("material", "gel", "avoid", turn=2)])
    assert not known.plain("material")
    assert [f.value for f in known.with_role("material", "avoid")] == ["gel"]


def test_repeating_a_fact_keeps_its_first_words() -> None:
    known = Profile().merge([fact("pain_site", "heel", words="my heel is killing me")])
    known = known.merge([fact("pain_site", "heel", words="heel", turn=2)])
    assert [f.words for f in known.plain("pain_site")] == ["my heel is killing me"]


@given(facts_strategy())
def test_what_is_remembered_comes_back_the_same(facts: list[Fact]) -> None:
    known = Profile().merge(facts)
    assert profile_from_json(known.as_json()).facts == known.facts


@given(facts_strategy(), facts_strategy())
def test_no_value_ever_holds_and_is_denied_at_once(before: list[Fact], after: list[Fact]) -> None:
    known = Profile().merge(before).merge(after)
    holds = {(f.type, f.value) for f in known.facts if f.plain and f.type != "budget"}
    denied = {(f.type, f.value) for f in known.facts if not f.plain}
    assert not holds & denied


def test_a_conversation_cannot_make_us_remember_without_end() -> None:
    known = Profile()
    for age in range(3 * MAX_FACTS):
        known = known.merge([fact("red_flag", "fever"), Fact("activity", "walking", "absent", str(age), age)])
    assert len(known.facts) <= MAX_FACTS


@pytest.mark.parametrize(
    "entity",
    [
        {"entity": "no_such_type", "value": "heel"},
        {"entity": "pain_site", "value": "elbow"},
        {"entity": "pain_site", "value": "heel", "role": "max"},
        {"entity": "pain_site"},
        {"entity": None, "value": "heel"},
        {"entity": "budget", "value": "plenty"},
        {"entity": "budget", "value": "nan"},
        {"entity": "budget", "value": "-5"},
        {"entity": "age", "value": "999"},
        {"entity": "shoe_size", "value": "x" * 50},
        {"entity": "shoe_size", "value": "purple"},
    ],
)
def test_an_entity_that_the_vocabulary_does_not_have_is_left_out(entity: dict[str, object]) -> None:
    assert facts_from_entities([entity], "my heel", 1) == []


def test_the_person_is_quoted_by_the_clause() -> None:
    text = "my heel hurts after long walks and I have flat feet, nothing over $50"
    assert own_words(text, 3, 7) == "my heel hurts after long walks"
    assert own_words(text, text.index("flat"), text.index("flat") + 9) == "I have flat feet"


def test_a_clause_too_long_to_quote_is_not_quoted_whole() -> None:
    text = "the thing that bothers me most of all these days on every single walk is my heel"
    assert own_words(text, len(text) - 4, len(text)) == "heel"


def test_a_memory_comes_back_the_same() -> None:
    memory = Memory(
        profile=profile(pain_site="heel"),
        turn=3,
        stage=ADVISED,
        pending=Pending("arch_type", ["low", "unsure"], misses=1),
        asked=["footwear"],
        picks=["A", "B"],
        labels=["best_match", "best_value"],
        hidden=["C"],
        bounds=[Bound("price", below=49.0)],
        told=["fever"],
        confirmed={"saddle_numbness": "saddle"},
        misses=1,
        said={"utter_greet": 1},
    )
    assert memory_from_json(memory.as_json()) == memory


@pytest.mark.parametrize(
    "data",
    [None, [], "text", {"turn": "x"}, {"pending": {"slot": 3}}, {"profile": [{"type": "x"}, 3]}, {"bounds": [{}]},
     {"said": [1]}, {"stage": "root"}, {"confirmed": {"a": 1}}],
)  # fmt: skip
def test_a_damaged_memory_never_fails(data: object) -> None:
    memory = memory_from_json(data)
    assert memory.stage == "asking"
    assert memory.pending is None
