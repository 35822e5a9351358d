"""Stored messages as the protocol shows them; the calendar of a trial plan."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from icalendar import Calendar

from bot.channels.choices import Choice, words_of
from bot.channels.web import rendering
from bot.channels.web.plan_calendar import plan_calendar
from bot.server.spoken import Said

CUSTOM = {
    "type": "recommendations",
    "choices": [{"title": "All", "payload": "secret 2", "kind": "compare"}],
    "item": {"sku": "A", "choices": [{"title": "Why A", "payload": "secret 3", "kind": "why"}]},
    "items": [
        {"sku": "B", "choices": [{"title": "Why B", "payload": "secret 4"}, {"title": "Not B", "payload": "secret 5"}]},
        "no product",
        {"sku": "C"},
        {"sku": "D", "choices": [{"title": "Why D"}, 7, {"payload": "secret 7", "title": 8, "kind": ["odd"]}]},
    ],
}
DATA = {"buttons": [{"title": "Yes", "payload": "secret 0"}, {"title": "No", "payload": "secret 1"}], "custom": CUSTOM}


def bot(data: object, text: object = "Which shoes?") -> Said:
    return Said(14, {"event": "bot", "text": text, "timestamp": 5.0, "data": data})


def buttons(value: object) -> list[dict[str, Any]]:
    """Everything with an id, in the order of the text."""
    if isinstance(value, list):
        return [found for item in value for found in buttons(item)]
    if isinstance(value, dict):
        return ([value] if "id" in value else []) + [found for item in value.values() for found in buttons(item)]
    return []


def test_an_id_stands_for_words_that_are_not_shown() -> None:
    before = json.dumps(DATA)
    shown = rendering.shown(bot(DATA), {"B": "up"})
    assert json.dumps(DATA) == before
    assert (shown["position"], shown["from"], shown["time"], shown["text"]) == (14, "bot", 5.0, "Which shoes?")
    assert shown["ratings"] == {"B": "up"}
    assert "secret" not in json.dumps(shown)
    assert "payload" not in json.dumps(shown)
    found = buttons(shown)
    assert len({button["id"] for button in found}) == 8
    for button in found:
        assert button["id"].startswith("14.")
        words = words_of(bot(DATA), Choice(14, int(button["id"].partition(".")[2])))
        number = int(button["id"].partition(".")[2])
        assert words == ("Why D" if number == 6 else f"secret {number}")
    titles = {button["id"]: button.get("title") for button in found}
    assert titles["14.3"] == "Why A"
    assert titles["14.5"] == "Not B"
    assert titles["14.7"] is None


@pytest.mark.parametrize("index", [8, 9, 999])
def test_a_forged_index_stands_for_nothing(index: int) -> None:
    assert words_of(bot(DATA), Choice(14, index)) is None


def test_a_persons_own_message_has_no_buttons() -> None:
    said = Said(9, {"event": "user", "text": "hi", "data": DATA, "message_id": "m", "timestamp": 1.0, "metadata": None})
    assert words_of(said, Choice(9, 0)) is None
    assert rendering.trial_plan(said) is None
    assert rendering.shown(said) == {
        "position": 9,
        "from": "user",
        "time": 1.0,
        "text": "hi",
        "id": "m",
        "choice": None,
    }


def test_a_persons_message_is_shown_as_it_was_typed() -> None:
    event = {"event": "user", "text": "restart", "metadata": {"typed": "/restart", "choice": "7.2", "product": "X"}}
    shown = rendering.shown(Said(9, event))
    assert (shown["text"], shown["choice"]) == ("/restart", "7.2")
    assert "product" not in shown


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"buttons": "odd", "custom": "odd"},
        {"buttons": [None, 7], "custom": []},
        {"buttons": {"title": "x"}, "custom": {"items": 7, "item": 7, "choices": 7}},
        {"custom": {"items": [{"choices": "odd"}, [], None], "item": {"choices": {"a": 1}}, "choices": [[], None]}},
    ],
)
def test_odd_data_is_shown_without_buttons(data: object) -> None:
    shown = rendering.shown(bot(data, None))
    assert shown["text"] == ""
    assert buttons(shown) == []
    assert words_of(bot(data), Choice(14, 0)) is None
    assert not rendering.recommends(bot(data), "A")


def test_only_what_is_recommended_can_be_rated() -> None:
    assert [rendering.recommends(bot(DATA), sku) for sku in ("A", "B", "C", "D", "E", "")] == [True] * 4 + [False] * 2


PLAN = {
    "type": "trial_plan",
    "name": "Testwood; Plain, wide\nmodel",
    "lines": ["Wear them a little longer each day.", 7, "Stop if it hurts."],
    "days": [
        {"day": "1", "wear": "1 hour"},
        {"day": "2–3", "wear": "2 hours"},
        {"day": "4-6", "wear": "half a day"},
        {"day": "9 – 7", "wear": "backwards"},
        {"day": "0", "wear": "never"},
        {"day": "from 8 on", "wear": "odd"},
        {"day": "3 weeks", "wear": "odd"},
        {},
        "odd",
        None,
    ],
    "milestones": [
        {"day": 14, "title": "How is it?"},
        {"day": True, "title": "odd"},
        {"day": 0},
        {"day": 1000},
        {"day": "7"},
        7,
    ],
}
START = date(2026, 12, 1)


def events(content: bytes) -> list[dict[str, Any]]:
    found: list[Any] = list(Calendar.from_ical(content).walk("VEVENT"))
    return [
        {
            "uid": str(event["uid"]),
            "first": event["dtstart"].dt,
            "after": event["dtend"].dt,
            "title": str(event["summary"]),
            "about": str(event.get("description", "")),
        }
        for event in found
    ]


def test_a_plan_is_a_calendar_of_whole_days() -> None:
    content = plan_calendar(PLAN, START, "web-x 21")
    found = events(content)
    days = [((event["first"] - START).days + 1, (event["after"] - START).days) for event in found]
    assert days == [(1, 1), (2, 3), (4, 6), (9, 9), (14, 14)]
    assert found[0]["title"] == "Testwood; Plain, wide\nmodel: 1 hour"
    assert found[0]["about"] == "Wear them a little longer each day.\nStop if it hurts."
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"web-x" not in content


def test_adding_it_twice_changes_nothing_and_another_plan_is_another() -> None:
    now = datetime(2026, 11, 30, tzinfo=timezone.utc)
    once = plan_calendar(PLAN, START, "web-x 21", now)
    assert once == plan_calendar(PLAN, START, "web-x 21", now)
    uids = {event["uid"] for event in events(once)}
    assert len(uids) == 5
    assert uids == {event["uid"] for event in events(plan_calendar(PLAN, START, "web-x 21", now + timedelta(days=1)))}
    for name, start in (("web-x 22", START), ("web-y 21", START), ("web-x 21", START + timedelta(days=1))):
        assert not uids & {event["uid"] for event in events(plan_calendar(PLAN, start, name, now))}


def test_days_with_their_dates_are_counted_from_the_first() -> None:
    dated = {
        **PLAN,
        "days": [{"day": "1 (Mon 30 Nov)", "wear": "an hour"}, {"day": "5–6 (Fri 4 Dec–Sat 5 Dec)", "wear": "more"}],
    }
    starts = [event["first"] for event in events(plan_calendar(dated, START, "web-x 21"))]
    assert starts[:2] == [START, START + timedelta(days=4)]


@pytest.mark.parametrize(
    "plan", [{}, {"days": "odd", "milestones": {"day": 1}, "lines": "odd", "name": None}, {"days": 7}]
)
def test_an_odd_plan_is_an_empty_calendar(plan: dict[str, Any]) -> None:
    assert events(plan_calendar(plan, START, "x")) == []
