"""What WhatsApp's Cloud API takes in a message to a person.

Source: https://developers.facebook.com/docs/whatsapp/cloud-api/messages (text, interactive buttons, lists, call to
action, image, replies) and https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
"""

from __future__ import annotations

import re
from typing import Any

from tests.platforms.meta_checks import Checks
from tests.platforms.whatsapp_people import is_user_id

TEXT, BODY, HEADER, FOOTER, CAPTION = 4096, 1024, 60, 60, 1024
BUTTONS, BUTTON, BUTTON_ID = 3, 20, 256
SECTIONS, SECTION, ROWS, ROW, ROW_DESCRIPTION, ROW_ID, LIST_BUTTON = 10, 24, 10, 24, 72, 200, 20

CHECKS = Checks(missing=131008, invalid=131009, unknown=100)

Choices = list[tuple[str, str]]

_NUMBER = re.compile(r"\+?[1-9][0-9]{6,14}")


def message(body: dict[str, Any]) -> tuple[str, str, Choices]:
    """To whom a message goes, what people read of it, and title and data of what they can press."""
    kind = CHECKS.one_of(body.get("type", "text"), "type", "text", "interactive", "image")
    whom = "to" if "to" in body or "recipient" not in body else "recipient"
    more = ("to", "recipient", "recipient_type", "type", "context")
    CHECKS.fields(body, "message", ("messaging_product", whom, kind), more)
    CHECKS.one_of(body["messaging_product"], "messaging_product", "whatsapp")
    CHECKS.one_of(body.get("recipient_type", "individual"), "recipient_type", "individual")
    to = _recipients(body)
    if "context" in body:
        CHECKS.name(CHECKS.fields(body["context"], "context", ("message_id",))["message_id"], "message_id", 500)
    if kind == "text":
        return to, _text(body["text"]), []
    if kind == "image":
        image = CHECKS.fields(body["image"], "image", ("link",), ("caption",))
        CHECKS.address(image["link"], "image[link]")
        return to, CHECKS.text(image["caption"], "caption", CAPTION) if "caption" in image else "", []
    return to, *_interactive(body["interactive"])


def _recipients(body: dict[str, Any]) -> str:
    """To whom: a number (``to``), else somebody's id (``recipient``). Both must be right, the number counts."""
    if "recipient" in body and not is_user_id(CHECKS.text(body["recipient"], "recipient", 200)):
        raise CHECKS.invalid("recipient must be a user id")
    if "to" in body and not _NUMBER.fullmatch(CHECKS.text(body["to"], "to", 20)):
        raise CHECKS.invalid("to must be a phone number")
    return str(body["to"] if "to" in body else body["recipient"])


def receipt(body: dict[str, Any]) -> str:
    """The id of a message that is marked as read, maybe with the sign that an answer is being typed."""
    CHECKS.fields(body, "message", ("messaging_product", "status", "message_id"), ("typing_indicator",))
    CHECKS.one_of(body["messaging_product"], "messaging_product", "whatsapp")
    CHECKS.one_of(body["status"], "status", "read")
    if "typing_indicator" in body:
        typing = CHECKS.fields(body["typing_indicator"], "typing_indicator", ("type",))
        CHECKS.one_of(typing["type"], "typing_indicator[type]", "text")
    return CHECKS.name(body["message_id"], "message_id", 500)


def _text(value: object) -> str:
    text = CHECKS.fields(value, "text", ("body",), ("preview_url",))
    if "preview_url" in text:
        CHECKS.flag(text["preview_url"], "text[preview_url]")
    return CHECKS.text(text["body"], "text[body]", TEXT)


def _interactive(value: object) -> tuple[str, Choices]:
    interactive = CHECKS.fields(value, "interactive", ("type", "body", "action"), ("header", "footer"))
    kind = CHECKS.one_of(interactive["type"], "interactive[type]", "button", "list", "cta_url")
    read = []
    if "header" in interactive:
        read.append(_header(interactive["header"], pictures=kind != "list"))
    body = CHECKS.fields(interactive["body"], "interactive[body]", ("text",))
    read.append(CHECKS.text(body["text"], "interactive[body][text]", BODY))
    if "footer" in interactive:
        footer = CHECKS.fields(interactive["footer"], "interactive[footer]", ("text",))
        read.append(CHECKS.text(footer["text"], "interactive[footer][text]", FOOTER))
    choices = {"button": _buttons, "list": _list, "cta_url": _link}[kind](interactive["action"])
    return "\n".join(text for text in read if text), choices


def _header(value: object, *, pictures: bool) -> str:
    kinds = ("text", "image") if pictures else ("text",)
    kind = CHECKS.one_of(value.get("type") if isinstance(value, dict) else None, "header[type]", *kinds)
    header = CHECKS.fields(value, "header", ("type", kind))
    if kind == "text":
        return CHECKS.text(header["text"], "header[text]", HEADER, line=True)
    CHECKS.address(CHECKS.fields(header["image"], "header[image]", ("link",))["link"], "header[image][link]")
    return ""


def _buttons(value: object) -> Choices:
    action = CHECKS.fields(value, "action", ("buttons",))
    choices = []
    for button in CHECKS.some(action["buttons"], "action[buttons]", BUTTONS):
        CHECKS.one_of(CHECKS.fields(button, "button", ("type", "reply"))["type"], "button[type]", "reply")
        reply = CHECKS.fields(button["reply"], "reply", ("id", "title"))
        title = CHECKS.text(reply["title"], "reply[title]", BUTTON, line=True)
        choices.append((title, CHECKS.name(reply["id"], "reply[id]", BUTTON_ID)))
    CHECKS.different([title for title, _ in choices], "titles of buttons")
    CHECKS.different([name for _, name in choices], "ids of buttons")
    return choices


def _list(value: object) -> Choices:
    action = CHECKS.fields(value, "action", ("button", "sections"))
    CHECKS.text(action["button"], "action[button]", LIST_BUTTON, line=True)
    sections = CHECKS.some(action["sections"], "action[sections]", SECTIONS)
    choices = []
    for section in sections:
        CHECKS.fields(section, "section", ("rows", "title") if len(sections) > 1 else ("rows",), ("title",))
        if "title" in section:
            CHECKS.text(section["title"], "section[title]", SECTION, line=True)
        for row in CHECKS.some(section["rows"], "section[rows]", ROWS):
            CHECKS.fields(row, "row", ("id", "title"), ("description",))
            if "description" in row:
                CHECKS.text(row["description"], "row[description]", ROW_DESCRIPTION, line=True)
            title = CHECKS.text(row["title"], "row[title]", ROW, line=True)
            choices.append((title, CHECKS.name(row["id"], "row[id]", ROW_ID)))
    if len(choices) > ROWS:
        raise CHECKS.invalid(f"Total row count exceeds {ROWS}")
    CHECKS.different([name for _, name in choices], "ids of rows")
    return choices


def _link(value: object) -> Choices:
    action = CHECKS.fields(value, "action", ("name", "parameters"))
    CHECKS.one_of(action["name"], "action[name]", "cta_url")
    link = CHECKS.fields(action["parameters"], "parameters", ("display_text", "url"))
    title = CHECKS.text(link["display_text"], "parameters[display_text]", BUTTON, line=True)
    return [(title, CHECKS.address(link["url"], "parameters[url]"))]
