"""Two corrections of Rasa 3.6.21 that make a turn with a custom action three times as fast. Both keep its
answers.

- An action's answer is checked by `jsonschema.validate`, which checks the schema itself again at every call:
  half of all time. Here the schema is checked and compiled once, and only the alternative that an event names is tried.
- Each stored event finds its class by walking all subclasses of Event. Here what was found once is
  remembered.

On any other version `correct_rasa` does nothing, and says so.
"""

from __future__ import annotations

import logging
from typing import Any

from jsonschema import validators
from jsonschema.exceptions import best_match
from rasa.core.actions.action import RemoteAction
from rasa.shared.constants import DOCS_BASE_URL
from rasa.shared.core.events import Event

from bot.server.versions import TESTED_RASA, is_rasa_as_tested

logger = logging.getLogger(__name__)

_original_resolve = Event.resolve_by_type
_known_events: dict[str, type[Event]] = {}


def _compiled(schema: dict[str, Any]) -> Any:
    kind = validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def _validators_by_event(schema: dict[str, Any]) -> dict[str, Any]:
    """A validator for each kind of event.

    The schema of an event is one of two dozen alternatives, told apart by the event's name: an event that satisfies the
    alternative of its own name satisfies no other, so the others need not be tried.
    """
    event = schema["properties"]["events"]["items"]
    common = {key: value for key, value in event.items() if key != "oneOf"}
    by_name = {one["properties"]["event"]["const"]: one for one in event["oneOf"]}
    if len(by_name) != len(event["oneOf"]):
        return {}
    return {name: _compiled({"allOf": [common, one]}) for name, one in by_name.items()}


_schema = RemoteAction.action_response_format_spec()
_whole = _compiled(_schema)
_by_event = _validators_by_event(_schema)


def _is_plainly_valid(result: object) -> bool:
    """Whether each event satisfies the schema of its own name. What does not is left to the whole schema."""
    if not isinstance(result, dict):
        return False
    events, responses = result.get("events", []), result.get("responses", [])
    if not isinstance(events, list) or not isinstance(responses, list):
        return False
    for event in events:
        validator = _by_event.get(str(event.get("event"))) if isinstance(event, dict) else None
        if validator is None or not validator.is_valid(event):
            return False
    return all(isinstance(response, dict) for response in responses)


def validate_action_result(_action: RemoteAction, result: dict[str, Any]) -> bool:
    """Same answer and same error as `RemoteAction._validate_action_result`."""
    if _is_plainly_valid(result):
        return True
    error = best_match(_whole.iter_errors(result))
    if error is None:
        return True
    error.message += (
        f". Failed to validate Action server response from API, "
        f"make sure your response from the Action endpoint is valid. "
        f"For more information about the format visit "
        f"{DOCS_BASE_URL}/custom-actions"
    )
    raise error


def resolve_event(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """Same answer and same error as `Event.resolve_by_type`; only classes that were found are remembered."""
    known = _known_events.get(type_name)
    if known is not None:
        return known
    found: type[Event] | None = _original_resolve(type_name, default)
    if found is not None and found.type_name == type_name:
        _known_events[type_name] = found
    return found


def correct_rasa() -> bool:
    """Put the corrections in place (again and again is the same as once). Returns whether they apply."""
    if not is_rasa_as_tested():
        logger.warning("Rasa is not %s: it runs uncorrected, and slower.", TESTED_RASA)
        return False
    RemoteAction._validate_action_result = validate_action_result
    Event.resolve_by_type = staticmethod(resolve_event)
    return True
