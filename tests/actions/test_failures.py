"""Whatever fails in a turn: the person gets an answer, what was said is kept, and warning signs are still heeded."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions import base
from actions.action_advise import ActionAdvise
from actions.advice.adviser import Adviser
from actions.advice.memory import memory_from_json
from catalog import Catalogue, CatalogueUnavailable
from tests.conversations.checks import customs, pattern, texts

Reply = tuple[list[dict[str, Any]], Any]


class FakeTracker:
    """The part of a tracker that actions read."""

    def __init__(self, text: str, entities: list[dict[str, Any]], memory: Any = None) -> None:
        self.latest_message = {"text": text, "intent": {"name": "inform"}, "entities": entities}
        self._memory = memory

    def get_slot(self, key: str) -> Any:
        return self._memory if key == "memory" else None


def entity(type_: str, value: str) -> dict[str, Any]:
    return {"entity": type_, "value": value, "start": 0, "end": 2}


def run(text: str, *entities: dict[str, Any], memory: Any = None) -> Reply:
    dispatcher = CollectingDispatcher()
    events = ActionAdvise().run(dispatcher, FakeTracker(text, list(entities), memory), {})
    return dispatcher.messages, events[0]["value"]


@pytest.fixture
def no_shop(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue that isn't there."""
    missing = Adviser(Catalogue(f"sqlite:///{tmp_path}/missing.db"))
    monkeypatch.setattr(base, "default_adviser", lambda: missing)


@pytest.fixture
def broken(catalogue_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An adviser with a defect whose error quotes what the person wrote."""
    adviser = Adviser(Catalogue(catalogue_url))

    def fail(memory: Any) -> Any:
        raise KeyError("my secret heel")

    monkeypatch.setattr(adviser, "plan", fail)
    monkeypatch.setattr(base, "default_adviser", lambda: adviser)


def test_without_the_shop_facts_are_kept_and_the_person_is_told(no_shop: None) -> None:
    messages, memory = run("my heel hurts", entity("pain_site", "heel"))
    assert pattern("utter_catalogue_trouble").search(texts(messages)[0])
    assert memory_from_json(memory).profile.values("pain_site") == ["heel"]


def test_without_the_shop_an_emergency_is_still_an_emergency(no_shop: None) -> None:
    messages, memory = run("numb between my legs", entity("red_flag", "saddle_numbness"))
    assert customs(messages, "safety")[0]["tier"] == "emergency"
    assert memory_from_json(memory).stage == "stopped"


def test_without_the_shop_an_urgent_sign_is_still_told_with_its_question(no_shop: None) -> None:
    messages, _ = run("I have a fever", entity("red_flag", "fever"))
    assert customs(messages, "safety")[0]["tier"] == "urgent"
    assert customs(messages, "question")


def test_without_the_shop_a_routine_sign_is_told_and_not_told_twice(no_shop: None) -> None:
    messages, memory = run("getting worse", entity("red_flag", "getting_worse"), entity("pain_site", "heel"))
    assert customs(messages, "safety")[0]["tier"] == "routine"
    assert pattern("utter_catalogue_trouble").search(texts(messages)[-1])
    again, _ = run("well?", memory=memory)
    assert not customs(again, "safety")


def test_a_defect_gives_an_apology_and_logs_no_words(broken: None, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        messages, memory = run("my secret heel hurts", entity("pain_site", "heel"))
    assert pattern("utter_technical_trouble").search(texts(messages)[0])
    assert memory_from_json(memory).profile.values("pain_site") == ["heel"]
    assert "KeyError at" in caplog.text
    assert "secret" not in caplog.text


def test_a_waiting_question_still_waits_after_a_failure(broken: None) -> None:
    waiting = {"pending": {"slot": "arch_type", "values": ["low", "neutral", "high", "unsure"]}}
    _, memory = run("Normal", memory=waiting)
    pending = memory_from_json(memory).pending
    assert pending is not None
    assert pending.slot == "arch_type"


def test_a_missing_catalogue_says_the_mend(tmp_path: Any) -> None:
    with pytest.raises(CatalogueUnavailable, match="python -m catalog setup"):
        Catalogue(f"sqlite:///{tmp_path}/missing.db").version()
