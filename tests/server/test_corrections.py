"""The corrections give Rasa's own answers, and stay away from a Rasa that they were not tested with."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import ValidationError, validate
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

from bot.server import corrections, versions

ANSWERS: list[Any] = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "timestamp": None, "name": "memory", "value": {"a": 1}}], "responses": []},
    {"events": [{"event": "followup", "timestamp": None, "name": "action_listen"}]},
    {"responses": [{"text": "hello", "buttons": []}]},
    {},
    {"events": [{"name": "no type"}]},
    {"events": [{"event": "slot"}]},
    {"events": [{"event": "nonsense"}]},
    {"events": "none"},
    {"responses": ["text"]},
    [],
    None,
]


@pytest.fixture
def original_validation() -> Any:
    def validated(answer: Any) -> str | None:
        try:
            validate(answer, RemoteAction.action_response_format_spec())
        except ValidationError as error:
            return str(error.message)
        return None

    return validated


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_actions_answer_is_judged_as_rasa_judges_it(answer: Any, original_validation: Any) -> None:
    action = RemoteAction("action_say", None)
    expected = original_validation(answer)
    if expected is None:
        assert corrections.validate_action_result(action, answer)
    else:
        with pytest.raises(ValidationError) as caught:
            corrections.validate_action_result(action, answer)
        assert caught.value.message.startswith(expected)
        assert "Failed to validate Action server response" in caught.value.message


def test_some_of_those_answers_are_good_and_some_bad(original_validation: Any) -> None:
    verdicts = {original_validation(answer) is None for answer in ANSWERS}
    assert verdicts == {True, False}


def test_events_find_their_class_as_in_rasa() -> None:
    names = [kind.type_name for kind in all_subclasses(Event)]
    assert len(names) > 15
    for name in names:
        expected = corrections._original_resolve(name)
        assert corrections.resolve_event(name) is expected
        assert corrections.resolve_event(name) is expected  # now from memory


def test_an_unknown_event_is_refused_as_in_rasa() -> None:
    assert corrections.resolve_event("topic") is None
    with pytest.raises(ValueError, match="Unknown event name 'nonsense'"):
        corrections.resolve_event("nonsense")
    known = corrections.resolve_event("slot")
    assert corrections.resolve_event("nonsense", known) is known
    with pytest.raises(ValueError, match="Unknown event name 'nonsense'"):
        corrections.resolve_event("nonsense")


def test_on_this_rasa_the_corrections_are_in_place() -> None:
    assert corrections.correct_rasa()
    assert RemoteAction._validate_action_result is corrections.validate_action_result
    assert Event.resolve_by_type is corrections.resolve_event


def test_on_another_rasa_nothing_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "version", lambda _: "3.7.0")
    monkeypatch.setattr(Event, "resolve_by_type", staticmethod(corrections._original_resolve))
    assert not corrections.correct_rasa()
    assert Event.resolve_by_type is corrections._original_resolve
