"""Days: how they are read in a message, what they make of the plan, and how they are remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from actions.advice.dates import DatesError, asks_for_today, dates_in, days_worn, of_trouble, read_words, without_days
from actions.advice.memory import Memory, memory_from_json
from actions.advice.pair import Pair, pair_from_json
from actions.advice.trial import calendar_for, plan_for, row_of
from catalog import Product
from tests.advice.factories import profile

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("text", "event", "day"),
    [
        ("I start on Monday", "started", "2026-11-23"),
        ("I'll begin tomorrow", "started", "2026-11-23"),
        ("they arrive on 3 December", "arrived", "2026-12-03"),
        ("They come on the 3rd of Dec", "arrived", "2026-12-03"),
        ("arriving Dec 3rd", "arrived", "2026-12-03"),
        ("they arrived today", "arrived", "2026-11-22"),
        ("they came on Monday", "arrived", "2026-11-16"),
        ("I bought them last Saturday", "bought", "2026-11-21"),
        ("ordered on 12 November", "bought", "2026-11-12"),
        ("I started two weeks ago", "started", "2026-11-08"),
        ("I started them a couple of weeks ago", "started", "2026-11-08"),
        ("been wearing them since Tuesday", "started", "2026-11-17"),
        ("I'll start in a week", "started", "2026-11-29"),
        ("they are due in 3 days", "arrived", "2026-11-25"),
        ("I start on Sunday", "started", "2026-11-29"),
        ("I’m starting on the 5th", "started", "2026-12-05"),
        ("starting 2026-12-01", "started", "2026-12-01"),
        ("starting on 5 January", "started", "2027-01-05"),
        ("I began on 20 December", "started", "2025-12-20"),
    ],
)
def test_a_day_and_what_happens_on_it(text: str, event: str, day: str) -> None:
    (said,) = dates_in(text, TODAY)
    assert (said.event, said.day.isoformat(), said.far) == (event, day, False)


def test_several_days_in_one_message() -> None:
    said = dates_in("I bought them last Saturday and I start on Monday", TODAY)
    assert [(item.event, item.day.day) for item in said] == [("bought", 21), ("started", 23)]


def test_figures_that_may_be_two_days_are_read_by_the_country_and_the_other_is_kept() -> None:
    (british,) = dates_in("I started on 3/4", TODAY)
    (american,) = dates_in("I started on 3/4", TODAY, day_first=False)
    assert (british.day, british.other) == (date(2026, 4, 3), date(2026, 3, 4))
    assert (american.day, american.other) == (british.other, british.day)
    (sure,) = dates_in("they arrived on 21/11", TODAY)
    assert (sure.day, sure.other) == (date(2026, 11, 21), None)


@pytest.mark.parametrize(
    "text",
    ["a 3/4 length pair", "10/10 would buy again", "it started years back", "on 31 February I start", "size 9",
     "I walk 5 miles", "the third one"],
)  # fmt: skip
def test_what_is_no_day(text: str) -> None:
    assert [said for said in dates_in(text, TODAY) if said.event] == []


@pytest.mark.parametrize("text", ["I started on 1 May 1999", "they arrive on 3 December 2031"])
def test_a_day_too_far_off_is_marked(text: str) -> None:
    assert [said.far for said in dates_in(text, TODAY)] == [True]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("day 4, the arch presses", 4),
        ("day four and it rubs", 4),
        ("on the fourth day", 4),
        ("no better after three weeks", 21),
        ("I wore them for ten days", 10),
        ("week 3 now", 15),
        ("worn a month", 30),
        ("a fortnight in", 14),
        ("they rub", None),
        ("for 9000 days", None),
    ],
)
def test_days_of_wear(text: str, days: int | None) -> None:
    assert days_worn(text) == days


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("the pain started on Monday", True),
        ("it all began two weeks ago", True),
        ("the ache in my heel started last Friday", True),
        ("I started on Monday", False),
        ("they arrived on Monday and I start tomorrow", False),
    ],
)
def test_what_starts_is_the_pair_or_the_trouble(text: str, trouble: bool) -> None:
    assert of_trouble(text) is trouble


def test_figures_of_a_day_name_nothing_else() -> None:
    assert without_days("they arrive on 3/12/2026").split() == ["they", "arrive", "on"]


def test_a_question_for_today() -> None:
    assert asks_for_today("which day am I on?")
    assert not asks_for_today("how do I break them in?")


@given(st.text(max_size=200), st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_no_text_breaks_the_reading(text: str, today: date) -> None:
    for said in dates_in(text, today):
        assert said.far is (abs(said.day - today) > timedelta(days=400)) or said.day > today
    assert days_worn(text) is None or days_worn(text) > 0  # type: ignore[operator]


def test_the_last_day_to_return_goes_by_the_earliest_day_known() -> None:
    pair = Pair("a", arrived=date(2026, 12, 3), started=date(2026, 12, 5))
    assert pair.last_return(30) == (date(2027, 1, 1), "arrived", date(2026, 12, 3))
    pair.bought = date(2026, 11, 30)
    assert pair.last_return(30) == (date(2026, 12, 29), "bought", date(2026, 11, 30))
    assert pair.last_return(None) is None
    assert pair.last_return(0) is None


def test_the_day_of_the_plan() -> None:
    pair = Pair(started=TODAY)
    assert pair.day(TODAY) == 1
    assert pair.day(TODAY + timedelta(days=3)) == 4
    assert pair.day(TODAY - timedelta(days=1)) is None
    assert Pair(bought=TODAY).day(TODAY) is None


def test_the_plan_gets_its_dates(some_product: Product) -> None:
    product = replace(some_product, trial_days=30, firmness="medium", support_structure="semi_rigid")
    plan = plan_for(profile(pain_site="heel"), product)
    calendar = calendar_for(plan, Pair(product.sku, started=TODAY))
    assert calendar is not None
    assert calendar.judge_by == TODAY + timedelta(days=49)
    assert calendar.last_return == TODAY + timedelta(days=29)
    assert calendar.returns_first  # seven weeks are more than thirty days: that has to be said
    assert calendar_for(plan, Pair(product.sku, bought=TODAY)) is None


def test_a_row_for_every_day(some_product: Product) -> None:
    plan = plan_for(profile(), some_product)
    assert row_of(plan, 1).minutes in (30, 60)
    assert row_of(plan, 400).minutes is None


def test_the_pair_is_remembered_and_nonsense_is_left_out() -> None:
    memory = Memory(pair=Pair("a", bought=TODAY, started=TODAY + timedelta(days=2)))
    assert memory_from_json(memory.as_json()).pair == memory.pair
    assert pair_from_json({"sku": 3, "started": "soon", "bought": 5, "arrived": None}) == Pair()
    assert pair_from_json([1]) == Pair()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("weekdays", [["monday"]], "takes 7 lists"),
        ("units", {"day": "dayz"}, "'day' is days, weeks"),
        ("relative", {"today": "now"}, "'today' stands for a whole number"),
        ("events", {"begun": {}}, "events: are bought, arrived, started"),
    ],
)
def test_mistakes_in_the_words_are_named(name: str, value: Any, message: str) -> None:
    with pytest.raises(DatesError, match=message):
        read_words({**seeds.read_yaml("dates.yml"), name: value})
