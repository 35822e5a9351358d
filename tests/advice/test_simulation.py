"""The invented people: drawn alike at every run, truthful, and asked as the adviser and its rivals ask."""

from __future__ import annotations

from typing import Any

import pytest

import seeds
from actions.advice.adviser import Adviser
from actions.advice.profile import Profile
from actions.advice.questions import Question, questions
from actions.simulation.conversation import Chance, Planned, Quiz, answer, converse
from actions.simulation.experiment import ASKERS, QUIZ, talk, truth
from actions.simulation.population import Person, PopulationError, draw_person, population, read_population
from actions.simulation.report import questions_asked, table
from tests.advice.factories import profile


def person(hidden: Profile, *unsure: str, told: str = "pain_site") -> Person:
    """Somebody with these facts who says only one of them."""
    return Person(1, hidden, frozenset(unsure), hidden.plain(told))


def question(name: str) -> Question:
    found = questions().by_id(name)
    assert found is not None
    return found


def told(somebody: Person, name: str) -> list[tuple[str, str]]:
    """What somebody answers."""
    return [(fact.type, fact.value) for fact in answer(somebody, question(name))]


def test_who_only_taps_says_no_more_than_a_button() -> None:
    on_a_button = profile(pain_site="heel", footwear="running_shoes", activity="running")
    on_none = profile(pain_site="heel", footwear="cleats", activity="field_sports")
    for taps in (True, False):
        both = told(Person(1, on_a_button, frozenset(), (), taps), "shoes_and_use")
        assert both == [("footwear", "running_shoes"), ("activity", "running")]
    assert told(Person(1, on_none, frozenset(), (), taps=True), "shoes_and_use") == [("footwear", "cleats")]
    written = told(Person(1, on_none, frozenset(), (), taps=False), "shoes_and_use")
    assert written == [("footwear", "cleats"), ("activity", "field_sports")]
    assert told(Person(1, on_a_button, frozenset({"activity"}), (), taps=False), "shoes_and_use") == both[:1]


def test_a_checklist_is_answered_with_what_applies_or_with_none() -> None:
    glued, inward = ("liner", "fixed"), ("pronation", "overpronation")
    special = profile(pain_site="heel", liner="fixed", pronation="overpronation")
    assert told(Person(1, special, frozenset(), (), taps=True), "anything_special") == [glued]
    assert told(Person(1, special, frozenset(), (), taps=False), "anything_special") == [glued, inward]
    assert told(Person(1, special, frozenset({"liner"}), (), taps=True), "anything_special") == [inward]
    usual = profile(pain_site="heel", liner="removable", pronation="neutral")
    none = [("liner", "removable"), ("pronation", "neutral")]
    assert told(Person(1, usual, frozenset(), (), taps=True), "anything_special") == none
    # who isn't sure of one doesn't say that none applies
    assert told(Person(1, usual, frozenset({"pronation"}), (), taps=True), "anything_special") == none[:1]


def test_wishes_that_no_question_asks_for_are_always_said_first() -> None:
    people = [draw_person(population(), 5, number, 0.3) for number in range(200)]
    said = [fact for one in people for fact in one.hidden.facts if fact.type in ("material", "feature", "shoe_size")]
    assert len(said) > 20
    assert all(fact in one.opening for one in people for fact in one.hidden.facts if fact in said)


def test_who_answers_the_greeting_tells_more_than_who_names_the_complaint() -> None:
    data = seeds.read_yaml("population.yml")
    facts = {}
    for kind in data["opening"]["kinds"]:
        among = read_population({**data, "opening": {"kinds": {kind: data["opening"]["kinds"][kind]}}})
        people = [draw_person(among, 5, number, 0.1) for number in range(100)]
        facts[kind] = sum(fact.type == "footwear" for one in people for fact in one.opening)
    assert facts["greeting"] > 2 * facts["complaint"] > 0


def test_the_same_seed_draws_the_same_people_and_another_draws_others() -> None:
    people = [draw_person(population(), 5, number, 0.1) for number in range(20)]
    assert people == [draw_person(population(), 5, number, 0.1) for number in range(20)]
    assert people != [draw_person(population(), 6, number, 0.1) for number in range(20)]


def test_who_cannot_tell_more_is_the_same_person() -> None:
    for number in range(50):
        few, many = (draw_person(population(), 5, number, share) for share in (0.1, 0.3))
        assert few.hidden == many.hidden
        assert few.unsure <= many.unsure
        assert not {fact.type for fact in many.opening} & many.unsure
        assert set(many.opening) <= set(many.hidden.facts)
        assert many.opening


def test_shares_come_out_as_they_are_written() -> None:
    people = [draw_person(population(), 5, number, 0.3) for number in range(600)]
    kids = sum("kids" in one.hidden.values("wearer") for one in people) / len(people)
    assert 0.02 < kids < 0.07
    askable = [type_ for one in people for type_ in ("liner", "footwear") if type_ in one.unsure]
    assert 0.25 < len(askable) / (2 * len(people)) < 0.35


def test_an_answer_is_the_truth_or_not_sure() -> None:
    hidden = profile(pain_site="shin", footwear=["cleats", "flats"], price_level="any")
    somebody = person(hidden, "footwear")
    assert [fact.value for fact in answer(somebody, question("pain_site"))] == ["shin"]
    assert answer(somebody, question("footwear")) == []
    assert [fact.type for fact in answer(somebody, question("budget"))] == ["price_level"]
    assert somebody.tellable.values("footwear") == []


def test_a_quiz_asks_everything_that_applies_and_nobody_twice(adviser: Adviser) -> None:
    somebody = person(profile(pain_site="heel", arch_type="low", budget="40"), "arch_type")
    outcome = converse(adviser, somebody, Quiz())
    assert len(outcome.asked) == len(set(outcome.asked)) == len(adviser.questions.all) - 1
    assert not any(adviser.questions.by_slot(name) is None for name in outcome.asked)
    assert outcome.known.values("budget") == ["40"]
    assert not outcome.known.knows("arch_type")
    assert not outcome.dead_end
    assert len(converse(adviser, somebody, Chance("any", 3)).asked) == 3


def test_with_all_told_the_adviser_picks_what_full_information_picks(adviser: Adviser) -> None:
    hidden = profile(pain_site="heel", arch_type="low", budget="60", footwear="running_shoes", activity="running")
    told = Person(1, hidden, frozenset(), hidden.facts)
    assert converse(adviser, told, Planned()).first is not None
    assert converse(adviser, told, Chance("any", 0)).first == truth(adviser, hidden).first


def test_the_adviser_does_better_than_chance_with_as_many_questions(adviser: Adviser) -> None:
    rows = list(talk(adviser, population(), range(40), 5, 0.1, ASKERS))
    same = {asker: sum(row.same_tellable for row in rows if row.asker == asker) for asker in ASKERS}
    count = {asker: sum(len(row.asked) for row in rows if row.asker == asker) for asker in ASKERS}
    assert same["adviser"] > same["chance"] + 5
    assert count["adviser"] == count["chance"] < 0.7 * count[QUIZ]
    assert not any(row.dead_end for row in rows)
    assert table(rows, "title").row_count == len(ASKERS)
    assert "footwear" in questions_asked(rows)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"share": 2}, "complaint: 'share' is a share from 0 to 1, not 2"),
        ({"tells": {"mood": 0.5}}, "complaint: 'mood' is no entity type"),
        ({"tells": {"budget": -1}}, "complaint: 'budget' is a share from 0 to 1"),
        ({"others": {-1: 1}}, "'others' gives a share to each number of facts"),
    ],
)
def test_a_mistake_in_the_first_messages_is_named(changes: dict[str, Any], message: str) -> None:
    data = seeds.read_yaml("population.yml")
    kind = {**data["opening"]["kinds"]["complaint"], **changes}
    with pytest.raises(PopulationError, match=message):
        read_population({**data, "opening": {"kinds": {"complaint": kind}}})


def broken(**changes: Any) -> dict[str, Any]:
    """The population's file with one draw replaced."""
    data = dict(seeds.read_yaml("population.yml"))
    entry: dict[str, Any] = {"type": "severity", "told": 1, "cases": [{"shares": {"mild": 1}}]}
    data["draws"] = [*data["draws"], {**entry, **changes}]
    return data


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"type": "mood"}, "draw of 'mood': no such entity type"),
        ({"cases": [{"shares": {"awful": 1}}]}, "draw of 'severity': 'awful' is no severity"),
        ({"cases": [{"shares": {"mild": 0}}]}, "give at least one value a share above 0"),
        ({"cases": [{"when": {"wearer": "kids"}, "shares": {"mild": 1}}]}, "the last case must be without 'when'"),
        ({"cases": [{"when": {"wearer": "cats"}, "shares": {"mild": 1}}]}, "'cats' is no wearer"),
        ({"told": -1}, "'told' is 0 or more"),
        ({"tolled": 1}, "unknown key 'tolled'"),
    ],
)
def test_a_mistake_in_the_population_is_named(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(PopulationError, match=message):
        read_population(broken(**changes))
