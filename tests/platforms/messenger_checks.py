"""What Messenger's Send API and its profile take.

Sources: https://developers.facebook.com/docs/messenger-platform/reference/send-api, .../templates/generic,
.../templates/button, .../buttons/quick-replies, .../buttons/postback, .../buttons/url and .../messenger-profile-api
"""

from __future__ import annotations

from typing import Any

from tests.platforms.meta_checks import INVALID, Checks

TEXT, METADATA, PAYLOAD = 2000, 1000, 1000
QUICK_REPLIES, QUICK_REPLY = 13, 20
ELEMENTS, ELEMENT_TITLE, ELEMENT_SUBTITLE, BUTTONS, BUTTON, BUTTON_TEXT = 10, 80, 80, 3, 20, 640
GREETING, ICE_BREAKERS, ICE_BREAKER = 160, 4, 80

CHECKS = Checks(INVALID, INVALID, INVALID)

Choices = list[tuple[str, str]]


def request(body: dict[str, Any]) -> tuple[str, str, Choices, str]:
    """To whom, what people read, title and data of what they can press, and the sender's action in place of a message
    (empty: there is none)."""
    more = ("messaging_type", "message", "sender_action", "notification_type", "tag")
    CHECKS.fields(body, "request", ("recipient",), more)
    to = CHECKS.name(CHECKS.fields(body["recipient"], "recipient", ("id",))["id"], "recipient[id]", 100)
    if not to.isdecimal():
        raise CHECKS.invalid("recipient[id] must be a valid ID string")
    if "sender_action" in body:
        CHECKS.fields(body, "request", ("recipient", "sender_action"))
        return to, "", [], CHECKS.one_of(body["sender_action"], "sender_action", "typing_on", "typing_off", "mark_seen")
    CHECKS.fields(body, "request", ("message", "messaging_type"), ("recipient", *more))
    kind = CHECKS.one_of(body["messaging_type"], "messaging_type", "RESPONSE", "UPDATE", "MESSAGE_TAG")
    if (kind == "MESSAGE_TAG") != ("tag" in body):
        raise CHECKS.invalid("tag goes with messaging_type MESSAGE_TAG and with no other")
    if "tag" in body:
        CHECKS.one_of(body["tag"], "tag", "HUMAN_AGENT")
    if "notification_type" in body:
        CHECKS.one_of(body["notification_type"], "notification_type", "REGULAR", "SILENT_PUSH", "NO_PUSH")
    return to, *_message(body["message"]), ""


def profile(body: dict[str, Any]) -> dict[str, Any]:
    """What is set of the page's profile."""
    CHECKS.fields(body, "profile", (), ("get_started", "greeting", "ice_breakers"))
    if not body:
        raise CHECKS.invalid("Requires one of the params: get_started, greeting, ice_breakers")
    if "get_started" in body:
        CHECKS.text(CHECKS.fields(body["get_started"], "get_started", ("payload",))["payload"], "payload", PAYLOAD)
    if "greeting" in body:
        greetings = CHECKS.some(body["greeting"], "greeting", 100)
        for greeting in greetings:
            CHECKS.fields(greeting, "greeting", ("locale", "text"))
            CHECKS.name(greeting["locale"], "greeting[locale]", 10)
            CHECKS.text(greeting["text"], "greeting[text]", GREETING)
        locales = [greeting["locale"] for greeting in greetings]
        CHECKS.different(locales, "locales of greetings")
        if "default" not in locales:
            raise CHECKS.invalid("greeting must have the locale default")
    if "ice_breakers" in body:
        _ice_breakers(body["ice_breakers"])
    return body


def _ice_breakers(value: object) -> None:
    for breaker in CHECKS.some(value, "ice_breakers", ICE_BREAKERS):
        CHECKS.fields(breaker, "ice_breakers", ("question", "payload"))
        CHECKS.text(breaker["question"], "question", ICE_BREAKER, line=True)
        CHECKS.text(breaker["payload"], "payload", PAYLOAD)


def _message(value: object) -> tuple[str, Choices]:
    message = CHECKS.fields(value, "message", (), ("text", "attachment", "quick_replies", "metadata"))
    choices: Choices = []
    if ("text" in message) == ("attachment" in message):
        raise CHECKS.invalid("message must have either text or attachment")
    if "metadata" in message:
        CHECKS.text(message["metadata"], "message[metadata]", METADATA)
    if "text" in message:
        text = CHECKS.text(message["text"], "message[text]", TEXT)
    else:
        text, choices = _attachment(message["attachment"])
    if "quick_replies" in message:
        replies = CHECKS.some(message["quick_replies"], "message[quick_replies]", QUICK_REPLIES)
        choices = [*choices, *map(_quick_reply, replies)]
    return text, choices


def _quick_reply(value: object) -> tuple[str, str]:
    reply = CHECKS.fields(value, "quick_reply", ("content_type", "title", "payload"), ("image_url",))
    CHECKS.one_of(reply["content_type"], "quick_reply[content_type]", "text")
    if "image_url" in reply:
        CHECKS.address(reply["image_url"], "quick_reply[image_url]")
    title = CHECKS.text(reply["title"], "quick_reply[title]", QUICK_REPLY, line=True)
    return title, CHECKS.text(reply["payload"], "quick_reply[payload]", PAYLOAD)


def _attachment(value: object) -> tuple[str, Choices]:
    attachment = CHECKS.fields(value, "attachment", ("type", "payload"))
    if CHECKS.one_of(attachment["type"], "attachment[type]", "template", "image") == "image":
        image = CHECKS.fields(attachment["payload"], "payload", ("url",), ("is_reusable",))
        CHECKS.address(image["url"], "payload[url]")
        return "", []
    payload = attachment["payload"]
    kind = payload.get("template_type") if isinstance(payload, dict) else None
    if CHECKS.one_of(kind, "payload[template_type]", "generic", "button") == "button":
        CHECKS.fields(payload, "payload", ("template_type", "text", "buttons"))
        return CHECKS.text(payload["text"], "payload[text]", BUTTON_TEXT), _buttons(payload["buttons"])
    CHECKS.fields(payload, "payload", ("template_type", "elements"), ("image_aspect_ratio",))
    if "image_aspect_ratio" in payload:
        CHECKS.one_of(payload["image_aspect_ratio"], "payload[image_aspect_ratio]", "horizontal", "square")
    read, choices = [], []
    for element in CHECKS.some(payload["elements"], "payload[elements]", ELEMENTS):
        texts, buttons = _element(element)
        read += texts
        choices += buttons
    return "\n".join(read), choices


def _element(value: object) -> tuple[list[str], Choices]:
    more = ("subtitle", "image_url", "default_action", "buttons")
    element = CHECKS.fields(value, "element", ("title",), more)
    if len(element) < 2:
        raise CHECKS.invalid(f"An element must have one of {', '.join(more)} besides its title")
    texts = [CHECKS.text(element["title"], "element[title]", ELEMENT_TITLE)]
    if "subtitle" in element:
        texts.append(CHECKS.text(element["subtitle"], "element[subtitle]", ELEMENT_SUBTITLE))
    if "image_url" in element:
        CHECKS.address(element["image_url"], "element[image_url]")
    if "default_action" in element:
        action = CHECKS.fields(element["default_action"], "default_action", ("type", "url"), ("webview_height_ratio",))
        CHECKS.one_of(action["type"], "default_action[type]", "web_url")
        _page(action)
    return texts, _buttons(element["buttons"]) if "buttons" in element else []


def _buttons(value: object) -> Choices:
    return [_button(button) for button in CHECKS.some(value, "buttons", BUTTONS)]


def _button(value: object) -> tuple[str, str]:
    kind = CHECKS.one_of(value.get("type") if isinstance(value, dict) else None, "button[type]", "web_url", "postback")
    if kind == "web_url":
        button = CHECKS.fields(value, "button", ("type", "title", "url"), ("webview_height_ratio",))
        return CHECKS.text(button["title"], "button[title]", BUTTON, line=True), _page(button)
    button = CHECKS.fields(value, "button", ("type", "title", "payload"))
    title = CHECKS.text(button["title"], "button[title]", BUTTON, line=True)
    return title, CHECKS.text(button["payload"], "button[payload]", PAYLOAD)


def _page(action: dict[str, Any]) -> str:
    if "webview_height_ratio" in action:
        CHECKS.one_of(action["webview_height_ratio"], "webview_height_ratio", "compact", "tall", "full")
    return CHECKS.address(action["url"], "url")
