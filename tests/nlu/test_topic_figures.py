"""What becomes of a held-out message is called by its name."""

from __future__ import annotations

from typing import Any

import pytest

from bot.evaluation.topics import verdict

RANKING = [{"name": f"ask_general/{name}"} for name in ("gel", "foam", "washing", "smell")]


def parsed(intent: str, sure: bool) -> dict[str, Any]:
    return {"intent": {"name": intent}, "topic": {"name": "ask_general/gel", "sure": sure, "ranking": RANKING}}


@pytest.mark.parametrize(
    ("topic", "given", "expected"),
    [
        ("gel", parsed("ask_general", True), "answered right"),
        ("foam", parsed("ask_general", True), "answered wrong"),
        ("washing", parsed("ask_general", False), "offered among three"),
        ("smell", parsed("ask_general", False), "offered others"),
        ("gel", {"intent": {"name": "inform"}}, "not seen as a question"),
    ],
)
def test_a_question(topic: str, given: dict[str, Any], expected: str) -> None:
    assert verdict({"text": "?", "topic": f"ask_general/{topic}"}, given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"intent": {"name": "inform"}}, "left alone"),
        (parsed("inform", True), "left alone"),
        (parsed("ask_general", True), "taken for a question"),
        (parsed("ask_general", False), "offered topics"),
    ],
)
def test_what_only_sounds_like_one(given: dict[str, Any], expected: str) -> None:
    assert verdict({"text": "no question"}, given) == expected
