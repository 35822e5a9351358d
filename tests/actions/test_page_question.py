"""Whether a message asks if the page's product suits, and what a channel may hand over as that product."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions import base
from actions.action_advise import ActionAdvise
from actions.advice.adviser import Adviser
from actions.advice.memory import Memory, memory_from_json
from actions.page_question import asks_whether_it_suits
from catalog import Catalogue
from catalog.engine import create_engine
from catalog.owner import retire

SKU = "SAMPLE-SL-01"


@pytest.mark.parametrize(
    "text",
    [
        "Is this one right for me?", "is it right for me", "right for me?", "is this any good for me",
        "would this help my heel?", "is this good for flat feet?", "will it help with my back pain",
        "does this suit me",
        "should I buy this", "would these work for plantar fasciitis", "is this ok for running",
        "my heel hurts, would this one help", "what do you think of this one?", "Is this one for me?",
        "does this help with heel pain", "is this insole suitable for someone with flat feet", "what about this one?",
        "are these right for me?", "would you recommend this for my knees", "so is it good for my bunions",
        "I have flat feet. Is this one right for me? I walk a lot",
    ],
)  # fmt: skip
def test_it_is_asked_in_many_ways(text: str) -> None:
    assert asks_whether_it_suits(text, of_another=False)


@pytest.mark.parametrize(
    "text",
    [
        "", "???", "how would this help?", "my heel hurts", "is it ok to run with pain", "compare them",
        "how thick is it?", "under 40", "is it worth seeing a doctor", "what is a heel cup", "why this one?",
        "it hurts",
        "does it have gel", "is this the right size", "the right foot", "how do I try it",
        "my right heel hurts when I walk for long", "this is a story about how it was " * 20 + "is this right for me",
    ],
)  # fmt: skip
def test_other_messages_ask_for_something_else(text: str) -> None:
    assert not asks_whether_it_suits(text, of_another=False)


def test_it_may_be_another_product_and_this_is_not() -> None:
    assert not asks_whether_it_suits("is it good for running", of_another=True)
    assert asks_whether_it_suits("is this good for running", of_another=True)


class Tracker:
    """A message with whatever metadata a channel may hand over."""

    def __init__(self, metadata: Any, memory: Any = None) -> None:
        self.latest_message = {"text": "is this right for me?", "intent": {"name": "inform"}, "metadata": metadata}
        self.memory = memory

    def get_slot(self, key: str) -> Any:
        return self.memory if key == "memory" else None


def run(metadata: Any, memory: Any = None) -> dict[str, Any]:
    """What is remembered after the message."""
    dispatcher = CollectingDispatcher()
    events = ActionAdvise().run(dispatcher, Tracker(metadata, memory), {})
    assert dispatcher.messages
    return dict(events[0]["value"])


@pytest.mark.parametrize(
    "metadata",
    [None, [], "x", {}, {"product": None}, {"product": 7}, {"product": [SKU]}, {"product": ""}, {"product": "x" * 101},
     {"product": "'; DROP TABLE products"}, {"product": "\0"}, {"product": {"sku": SKU}}, {"product": "NOPE"}],
)  # fmt: skip
def test_what_is_no_product_of_the_shop_is_as_no_page(
    metadata: Any, catalogue_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "default_adviser", lambda: Adviser(Catalogue(catalogue_url)))
    remembered = run(metadata)
    assert not {"product", "judging"} & set(remembered)
    assert "product" not in run(metadata, {"product": "x" * 101, "judging": ["y"]})


def test_the_page_is_remembered(catalogue_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "default_adviser", lambda: Adviser(Catalogue(catalogue_url)))
    remembered = run({"product": SKU})
    assert (remembered["product"], remembered["judging"]) == (SKU, SKU)
    memory = memory_from_json(remembered)
    assert (memory.product, memory.judging) == (SKU, SKU)
    assert memory.as_json() == remembered
    assert not re.search("product|judging", str(sorted(Memory().as_json())))


def test_without_the_catalogue_a_sign_is_heeded_all_the_same(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = Adviser(Catalogue(f"sqlite:///{tmp_path}/missing.db"))
    monkeypatch.setattr(base, "default_adviser", lambda: missing)
    tracker = Tracker({"product": SKU})
    sign = {"entity": "red_flag", "value": "bladder_bowel", "start": 0, "end": 2}
    tracker.latest_message["entities"] = [sign]
    dispatcher = CollectingDispatcher()
    ActionAdvise().run(dispatcher, tracker, {})
    assert [(message["custom"] or {}).get("type") for message in dispatcher.messages] == ["safety"]


def test_a_retired_product_is_as_no_page(catalogue_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(catalogue_url.removeprefix("sqlite:///"), tmp_path / "shop.db")
    url = f"sqlite:///{tmp_path}/shop.db"
    engine = create_engine(url)
    monkeypatch.setattr(base, "default_adviser", lambda: Adviser(Catalogue(url)))
    assert run({"product": SKU})["product"] == SKU
    retire(engine, [SKU], date(2026, 11, 23))
    assert not {"product", "judging"} & set(run({"product": SKU}))
    engine.dispose()
