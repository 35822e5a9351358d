"""The checks that a conversation's steps may make of an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from actions import wording

Messages = list[dict[str, Any]]

_PLACEHOLDER = re.compile(r"\\\{\w+\\\}")


@lru_cache(maxsize=512)
def pattern(response: str) -> re.Pattern[str]:
    """A pattern for any variation of a response, with anything in its placeholders."""
    variations = wording.responses()[response]
    return re.compile("|".join(_PLACEHOLDER.sub(".*?", re.escape(text)) for text in variations), re.DOTALL)


def texts(messages: Messages) -> list[str]:
    """What was said."""
    return [message["text"] for message in messages if message.get("text")]


def customs(messages: Messages, type_: str) -> list[dict[str, Any]]:
    """The structured parts of a type."""
    return [message["custom"] for message in messages if (message.get("custom") or {}).get("type") == type_]


def failures(check: dict[str, Any], messages: Messages) -> list[str]:
    """What of one check doesn't hold, in words."""
    failed = []
    more = dict(check)
    if "before" in more:
        messages = _before(more.pop("before"), messages)
    heard = "\n".join(texts(messages))
    if "response" in more:
        name = more.pop("response")
        if not pattern(name).search(heard):
            failed.append(f"{name} was not said")
    if "not_response" in more:
        name = more.pop("not_response")
        if pattern(name).search(heard):
            failed.append(f"{name} was said")
    if "says" in more:
        words = more.pop("says")
        if words not in heard:
            failed.append(f"“{words}” was not said")
    if "not_says" in more:
        words = more.pop("not_says")
        if words in heard:
            failed.append(f"“{words}” was said")
    if "no_type" in more:
        type_ = more.pop("no_type")
        if customs(messages, type_):
            failed.append(f"there is a {type_}")
    if "buttons" in more:
        offered = [{button["title"] for button in message.get("buttons") or []} for message in messages]
        wanted = set(more.pop("buttons"))
        if not any(wanted <= titles for titles in offered):
            failed.append(f"the buttons {sorted(wanted)} are not offered")
    if "type" in more:
        type_ = more.pop("type")
        found = customs(messages, type_)
        if not found:
            failed.append(f"there is no {type_}")
        elif not any(all(_OF_CUSTOM[name](custom, value) for name, value in more.items()) for custom in found):
            failed.append(f"no {type_} with {more}")
        more = {}
    if more:
        failed.append(f"unknown check {sorted(more)}")
    return failed


def _before(type_: str, messages: Messages) -> Messages:
    """The messages ahead of the first that carries a structured part; none where there is no such part."""
    places = [place for place, message in enumerate(messages) if customs([message], type_)]
    return messages[: places[0]] if places else []


def _items(custom: dict[str, Any]) -> list[dict[str, Any]]:
    return list(custom.get("items", []))


_OF_CUSTOM: dict[str, Callable[[dict[str, Any], Any], bool]] = {
    "slot": lambda custom, value: custom.get("slot") == value,
    "about": lambda custom, value: custom.get("about") == value,
    "tier": lambda custom, value: custom.get("tier") == value,
    "signs": lambda custom, value: set(value) <= set(custom.get("signs", [])),
    "count": lambda custom, value: len(_items(custom)) == value,
    "verdict": lambda custom, value: custom.get("verdict") == value,
    "sku": lambda custom, value: custom.get("sku") == value,
    "broken": lambda custom, value: custom.get("broken") == value,
    "better": lambda custom, value: bool(custom.get("better")) is value,
    "choices": lambda custom, value: (
        [choice["kind"] for choice in custom.get("choices", custom.get("item", {}).get("choices", []))] == value
    ),
    "label": lambda custom, value: any(item["label"] == value for item in _items(custom)),
    "max_price": lambda custom, value: bool(_items(custom)) and all(i["price"] <= value for i in _items(custom)),
    "below_price": lambda custom, value: bool(_items(custom)) and all(i["price"] < value for i in _items(custom)),
    "brands": lambda custom, value: bool(_items(custom)) and {item["brand"] for item in _items(custom)} <= set(value),
    "no_brands": lambda custom, value: (
        bool(_items(custom)) and not {item["brand"] for item in _items(custom)} & set(value)
    ),
    "first": lambda custom, value: bool(_items(custom)) and _items(custom)[0]["name"] == value,
    "no_types": lambda custom, value: (
        bool(_items(custom)) and not {item["insole_type"] for item in _items(custom)} & set(value)
    ),
    "insole_type": lambda custom, value: custom.get("insole_type") == value,
    "needs": lambda custom, value: set(value) <= {need["feature"] for need in custom.get("needs", [])},
    "not_needs": lambda custom, value: not set(value) & {need["feature"] for need in custom.get("needs", [])},
    "reason": lambda custom, value: any(
        reason["said"] and value in reason["said"] for item in _items(custom) for reason in item["reasons"]
    ),
    "first_has": lambda custom, value: value in {reason["feature"] for reason in _items(custom)[0]["reasons"]},
    "relaxed": lambda custom, value: value in {move["limit"] for move in custom.get("relaxed", [])},
    "start": lambda custom, value: custom.get("start") == str(value),
    "judge_date": lambda custom, value: custom.get("judge_date") == str(value),
    "has_days": lambda custom, value: (len(custom.get("days", [])) > 3) is value,
}
