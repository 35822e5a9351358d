"""What is asked next: only what tells, never twice, and not once the first pick is settled."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import seeds
from actions.advice.adviser import Adviser
from actions.advice.facts import Fact
from actions.advice.limits import limits_of
from actions.advice.memory import Memory
from actions.advice.planner import CASES, NO_PRODUCT, POOL, first_picks, make_plan
from actions.advice.profile import Profile
from actions.advice.questions import QuestionsError, answer_fact, read_questions
from actions.advice.scenarios import Scenarios
from actions.advice.specification import specify, weigh
from actions.advice.wearers import for_a_child
from tests.advice.factories import fact, facts_strategy, profile, random_products

many = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def answered(scenarios: Scenarios, answers: Any) -> Profile:
    """The profile with a case's answers, merged as a conversation merges them."""
    known = scenarios.profile
    for question, option in zip(scenarios.questions, answers, strict=True):
        if option:
            said = answer_fact(question.slot, question.options[option - 1].value, turn=9)
            assert said is not None
            known = known.merge([said])
    return known


@many
@given(facts=facts_strategy(), seed=st.integers(0, 999))
def test_imagined_cases_are_what_the_adviser_would_do(adviser: Adviser, facts: list[Fact], seed: int) -> None:
    # given some people's answers to everything that is open
    known = Profile().merge(facts)
    scenarios = Scenarios(known, adviser.guide, [q for q in adviser.questions.all if not q.known(known)])
    random = np.random.default_rng(seed)
    answers = np.array([[random.integers(len(facts)) for facts in scenarios.facts] for _ in range(4)])
    table = adviser.catalogue.fit_table()

    # when they are imagined
    demands = scenarios.demands(answers, table.column)
    allowed = scenarios.allowed(answers, demands, table)
    picks = first_picks(scenarios, table, answers)

    # then weights, limits and the first pick are those of the profile with the answers in it
    for case, row in enumerate(answers):
        after = answered(scenarios, row)
        weighed = weigh(after, adviser.guide, adviser.guide.fired(after))
        wants = table.weights(list(weighed.weights.items()))
        assert demands.weights[case].tolist() == wants.tolist()
        advice = adviser.advise(Memory(profile=after))
        limits = limits_of(after, specify(after, adviser.guide).excluded_types, table.currency)
        passing = {
            item.product.sku
            for item in adviser.catalogue.search([], limits, 1000)
            if for_a_child(after) or item.product.wearer != frozenset({"kids"})
        }
        assert {sku for sku, good in zip(table.skus, allowed[case], strict=True) if good} == passing
        first = None if picks[case] == NO_PRODUCT else table.skus[picks[case]]
        assert first == (advice.picks[0].sku if advice.picks else None)


def test_the_imagined_cases_keep_to_the_shares(adviser: Adviser) -> None:
    scenarios = Scenarios(profile(pain_site="heel"), adviser.guide, adviser.questions.all)
    cases = scenarios.sample(CASES)
    paired = {slot for question in adviser.questions.together if not question.checklist for slot in question.slots}
    for column, question in enumerate(adviser.questions.all):
        if question.slot not in paired or question.slot in ("wearer", "width"):
            for number, option in enumerate(question.options, start=1):
                assert abs(np.mean(cases[:, column] == number) - option.likelihood) <= 1 / CASES


def test_what_goes_together_is_imagined_together(adviser: Adviser) -> None:
    def share_of_running(known: Profile) -> float:
        open_ = [question for question in adviser.questions.all if not question.known(known)]
        scenarios = Scenarios(known, adviser.guide, open_, adviser.questions.together)
        column = next(n for n, question in enumerate(open_) if question.slot == "activity")
        number = [option.value for option in open_[column].options].index("running") + 1
        return float(np.mean(scenarios.sample(CASES)[:, column] == number))

    anybody = share_of_running(profile(pain_site="heel"))
    assert share_of_running(profile(pain_site="heel", footwear="running_shoes")) > 0.6 > 2 * anybody > 0.2
    assert share_of_running(profile(pain_site="heel", footwear="dress_shoes")) < 0.1


def test_a_question_for_several_things_is_worth_what_all_of_them_decide(adviser: Adviser) -> None:
    plan = adviser.plan(Memory(profile=profile(pain_site="heel")))
    changes = {worth.question.id: worth.change for worth in plan.worths}
    assert "shoes_and_use" in changes
    for question in adviser.questions.together:
        if question.id in changes:
            assert changes[question.id] >= max(changes[slot] for slot in question.slots)
    assert plan.ask is not None
    assert plan.ask.id == "shoes_and_use"


def test_what_is_half_known_is_not_asked_for_again(adviser: Adviser) -> None:
    known = profile(pain_site="heel", footwear="running_shoes")
    names = {question.id for question in adviser.questions.open(known, ["width"])}
    assert not names & {"footwear", "shoes_and_use", "width", "wearer_and_width"}
    assert {"activity", "wearer", "arches_and_rolling", "anything_special"} <= names


def test_questions_are_counted_and_not_the_things_that_they_ask_for(adviser: Adviser) -> None:
    asked = ["budget", "footwear", "activity", "shoes_and_use", "liner", "diabetes_foot"]
    assert adviser.questions.put(asked) == 3


def test_after_some_questions_more_is_left_open_rather_than_asked(adviser: Adviser) -> None:
    limits = adviser.questions
    assert limits.enough(limits.gladly - 1) == limits.settled < limits.settled_later == limits.enough(limits.gladly)
    known = profile(pain_site="heel", footwear="running_shoes", activity="running", wearer="women", width="standard")
    plan = make_plan(known, adviser.guide, limits, adviser.catalogue.fit_table())
    assert plan.unsettled > limits.settled
    patient = replace(limits, gladly=0, settled_later=plan.unsettled)
    assert plan.ask is not None
    assert make_plan(known, adviser.guide, patient, adviser.catalogue.fit_table()).ask is None


def test_a_question_counts_only_where_it_would_be_put(adviser: Adviser) -> None:
    scenarios = Scenarios(profile(activity="running"), adviser.guide, adviser.questions.all)
    slots = [question.slot for question in adviser.questions.all]
    cases = scenarios.sample(CASES)
    nowhere = cases[:, slots.index("pain_site")] == 0
    assert nowhere.any()
    assert (cases[nowhere][:, slots.index("severity")] == 0).all()
    assert (cases[~nowhere][:, slots.index("severity")] != 0).any()


def test_nothing_is_asked_where_the_shop_has_a_single_product(refill: Any) -> None:
    adviser: Adviser = refill([{"sku": "1", "brand": "Alder", "name": "Only", "price": Decimal(30)}])
    plan = adviser.plan(Memory(profile=profile(pain_site="foot")))
    # only a budget could rule it out: whatever else is said, it stays the first pick
    assert {worth.question.slot for worth in plan.worths if worth.change} <= {"budget"}
    assert plan.ask is None or plan.ask.slot == "budget"


def test_only_the_question_that_tells_products_apart_is_asked(refill: Any) -> None:
    same = {
        "brand": "Alder",
        "price": Decimal(10),
        "support_structure": "semi_rigid",
        "insole_type": "stability",
        "cushioning_amount": "medium",
        "cushioning_place": "full",
        "heel_counter": "firm",
        "heel_cup_mm": 16,
    }
    shapes = ("low", "neutral", "high")
    adviser: Adviser = refill(
        [{**same, "sku": shape, "name": shape, "arch_types": frozenset({shape})} for shape in shapes]
    )
    plan = adviser.plan(Memory(profile=profile(pain_site="heel")))
    # what asks for more beside it tells no more, and is not put
    assert [worth.question.id for worth in plan.worths if worth.change] == ["arch_type"]
    assert plan.ask is not None
    assert plan.left == 1
    # when it is answered, the first pick is settled and nothing is asked any more
    after = adviser.plan(Memory(profile=profile(pain_site="heel", arch_type="low")))
    assert (after.ask, after.left, after.unsettled) == (None, 0, 0.0)


@many
@given(facts=facts_strategy())
def test_what_is_asked_tells_and_the_rest_of_the_plan_is_of_one_piece(adviser: Adviser, facts: list[Fact]) -> None:
    memory = Memory(profile=Profile().merge([*facts, fact("pain_site", "heel")]))
    plan = adviser.plan(memory)
    assert plan == adviser.plan(memory)
    assert [worth.change for worth in plan.worths] == sorted((worth.change for worth in plan.worths), reverse=True)
    assert 0 <= plan.left <= adviser.questions.most
    if plan.ask is not None:
        assert plan.worths[0].change >= adviser.questions.smallest_change
        assert plan.unsettled > adviser.questions.settled
        assert plan.ask in adviser.questions.open(memory.profile)
    elif plan.worths:
        assert plan.unsettled <= adviser.questions.settled or plan.worths[0].change < adviser.questions.smallest_change


def test_somebody_unsure_of_everything_is_asked_each_thing_once_and_then_advised(adviser: Adviser) -> None:
    memory = Memory(profile=profile(pain_site="arch"))
    while (question := adviser.plan(memory).ask) is not None:
        assert not set(question.slots) & set(memory.asked)
        memory.asked += question.names
    assert 0 < adviser.questions.put(memory.asked) <= adviser.questions.most
    assert adviser.advise(memory).picks


def test_fewer_are_left_as_answers_come_in(adviser: Adviser) -> None:
    little = adviser.plan(Memory(profile=profile(pain_site="heel")))
    more = adviser.plan(Memory(profile=profile(pain_site="heel", footwear="running_shoes", budget="40")))
    assert 0 < more.left < little.left
    assert more.unsettled < little.unsettled


def test_a_large_shop_is_planned_for_as_a_whole_one(refill: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    adviser: Adviser = refill(random_products(7, POOL + 200))
    memory = Memory(profile=profile(pain_site="heel"))
    pooled = adviser.plan(memory)
    monkeypatch.setattr("actions.advice.planner.POOL", POOL + 200)
    whole = adviser.plan(memory)
    assert pooled.ask == whole.ask
    assert abs(pooled.unsettled - whole.unsettled) <= 0.1


def test_a_share_that_is_none_is_refused() -> None:
    limits = {"settled": 18, "gladly": 4, "settled_later": 0.2, "smallest_change": 0.1, "most": 4}
    with pytest.raises(QuestionsError, match="'settled' is a share from 0 to 1"):
        read_questions({"questions": [], "limits": limits})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"asks": ["footwear", "mood"]}, "asks for 'mood', about which there is no question"),
        ({"asks": ["footwear"]}, "'asks' names two slots or more"),
        ({"options": {"a": {"liner": "fixed"}}}, "option 'a' states 'liner', which is not among 'asks'"),
        ({"options": {"a": {"activity": "flying"}}}, "the question about 'activity' doesn't offer 'flying'"),
        ({"shares": {"b": 0.5}}, "shares: there is no option 'b'"),
        ({"shares": {"a": 1.5}}, "the shares add up to more than one"),
        ({"checklist": True}, "the last option of a checklist says that none applies"),
        ({"id": "footwear"}, "an entity type is called so"),
        ({"id": "anything_special"}, "there are two questions 'anything_special'"),
        ({"labels": {}}, "unknown key 'labels'"),
    ],
)
def test_a_mistake_in_a_question_for_several_things_is_named(changes: dict[str, Any], message: str) -> None:
    data = seeds.read_yaml("questions.yml")
    entry = {"id": "both", "asks": ["footwear", "activity"], "options": {"a": {"activity": "running"}}}
    with pytest.raises(QuestionsError, match=message):
        read_questions({**data, "together": [*data["together"], {**entry, **changes}]})


def test_a_self_test_needs_its_sources() -> None:
    data = seeds.read_yaml("questions.yml")
    arch = {**next(entry for entry in data["questions"] if entry["slot"] == "arch_type")}
    del arch["sources"]
    with pytest.raises(QuestionsError, match=r"'arch_type'.*name their 'sources'"):
        read_questions({**data, "questions": [arch], "together": []})
