"""What Slack refuses, with its own codes, and what people read of a message.

Sources: https://api.slack.com/methods/chat.postMessage, https://api.slack.com/reference/block-kit/blocks and
https://api.slack.com/reference/surfaces/formatting. Stricter in what would be shown wrongly: text that is not escaped,
calls to everybody (<!channel>), blocks without a text beside them for notifications, an action's name used twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.channels.messaging.limits import limits
from tests.platforms.fields import Kinds, WrongError, is_web, read, utf16

LIMITS = limits("slack")

BLOCK_ID = 255
HEADER = 150
FIELDS = (10, 2000)
CONTEXT = 10
"""Source of these: https://api.slack.com/reference/block-kit/blocks"""

_ESCAPED = re.compile(r"&(?:amp|lt|gt);")
_LINK = re.compile(r"<((?:https?://|mailto:|tel:)[^<>|\s]+|@[UW][A-Z0-9]+|#[CG][A-Z0-9]+)(?:\|([^<>]+))?>")
_STYLES = [re.compile(rf"(?<![\w{mark}])[{mark}](?=\S)([^{mark}\n]+)(?<=\S)[{mark}](?![\w{mark}])") for mark in "*_~`"]


class NotTakenError(Exception):
    """A call that Slack refuses for its form: its code, and more about it where Slack tells more."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(f"{code} {message}".strip())
        self.code = code
        self.messages = [f"[ERROR] {message}"] if message else []


def check_post(body: object) -> dict[str, Any]:
    """A call of chat.postMessage. Raises NotTakenError."""
    may: Kinds = {
        "text": str, "blocks": list, "thread_ts": str, "reply_broadcast": bool, "unfurl_links": bool,
        "unfurl_media": bool, "mrkdwn": bool, "metadata": dict,
    }  # fmt: skip
    try:
        sent = read(body, "", {"channel": str}, may)
        text = sent.get("text", "")
        if not text.strip():
            raise NotTakenError("no_text")
        if utf16(text) > LIMITS["text_characters"]:
            raise NotTakenError("msg_too_long")
        if sent.get("mrkdwn", True):
            _check_formatting(text, "/text")
        if not re.fullmatch(r"(?:[0-9]{10}\.[0-9]{6})?", sent.get("thread_ts", "")):
            raise WrongError("invalid timestamp", "/thread_ts")
    except WrongError as error:
        raise NotTakenError("invalid_arguments", _told(error)) from None
    if "blocks" in sent:
        try:
            _check_blocks(sent["blocks"])
        except WrongError as error:
            raise NotTakenError("invalid_blocks", _told(error)) from None
        if sum(utf16(text) for text in _texts(sent["blocks"])) > LIMITS["blocks_characters"]:
            raise NotTakenError("msg_blocks_too_long")
    return sent


def images(sent: Mapping[str, Any]) -> list[str]:
    """The addresses of a message's pictures: Slack fetches each before it takes the message."""
    found = []
    for block in sent.get("blocks", []):
        parts = [block, block.get("accessory", {}), *block.get("elements", [])]
        found += [part["image_url"] for part in parts if "image_url" in part]
    return found


def buttons(sent: Mapping[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """A message's buttons, each with its block."""
    found = []
    for block in sent.get("blocks", []):
        inside = block.get("elements", []) if block["type"] == "actions" else [block.get("accessory", {})]
        found += [(part, block) for part in inside if part.get("type") == "button"]
    return found


def as_read(sent: Mapping[str, Any]) -> str:
    """What people read: the blocks' texts, or the text where there are none; a link as its label."""
    if not sent.get("blocks"):
        return shown(sent["text"]) if sent.get("mrkdwn", True) else str(sent["text"])
    found = []
    for block in sent["blocks"]:
        objects = [block.get("text"), *block.get("fields", [])]
        objects += block["elements"] if block["type"] == "context" else []
        for one in objects:
            if one and "text" in one:
                found.append(shown(one["text"]) if one["type"] == "mrkdwn" else one["text"])
    return "\n".join(found)


def shown(text: str) -> str:
    """Formatted text (mrkdwn) as it is read."""
    text = _LINK.sub(lambda link: link[2] or link[1].removeprefix("mailto:"), text)
    for style in _STYLES:
        text = style.sub(r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _told(error: WrongError) -> str:
    return f"{error.why} [json-pointer:{error.where or '/'}]"


def _check_formatting(text: str, where: str) -> None:
    left = _ESCAPED.sub("", _LINK.sub("", text))
    if set(left) & set("<>&"):
        raise WrongError(f"must be escaped, or is no link: {left[:80]!r}", where)


def _check_blocks(blocks: list[Any]) -> None:
    if not 1 <= len(blocks) <= LIMITS["blocks"]:
        raise WrongError(f"no more than {LIMITS['blocks']} items allowed", "/blocks")
    for number, block in enumerate(blocks):
        where = f"/blocks/{number}"
        kind = block.get("type") if isinstance(block, dict) else None
        if not isinstance(kind, str) or kind not in _BLOCKS:
            raise WrongError(f"unsupported type: {kind}", f"{where}/type")
        must, may = _BLOCKS[kind]
        found = read(block, where, {"type": str, **must}, {"block_id": str, **may})
        _length(found.get("block_id", "x"), BLOCK_ID, f"{where}/block_id")
        _check_block(kind, found, where)
    _check_names([part for part, _block in buttons({"blocks": blocks})], "action_id")
    _check_names(blocks, "block_id")


_BLOCKS: dict[str, tuple[Kinds, Kinds]] = {
    "section": ({}, {"text": dict, "fields": list, "accessory": dict, "expand": bool}),
    "actions": ({"elements": list}, {}),
    "context": ({"elements": list}, {}),
    "header": ({"text": dict}, {}),
    "image": ({"image_url": str, "alt_text": str}, {"title": dict}),
    "divider": ({}, {}),
}
"""Fields of each block: needed, possible."""


def _check_block(kind: str, block: Mapping[str, Any], where: str) -> None:
    if kind == "section":
        _check_section(block, where)
    elif kind == "header":
        _check_text(block["text"], f"{where}/text", HEADER, ("plain_text",))
    elif kind == "image":
        _check_image(block, where)
        if "title" in block:
            _check_text(block["title"], f"{where}/title", LIMITS["alt_text_characters"], ("plain_text",))
    elif kind in ("actions", "context"):
        most = LIMITS["elements"] if kind == "actions" else CONTEXT
        if not 1 <= len(block["elements"]) <= most:
            raise WrongError(f"no more than {most} items allowed", f"{where}/elements")
        for number, element in enumerate(block["elements"]):
            inside = f"{where}/elements/{number}"
            if kind == "actions":
                _check_button(element, inside)
            elif isinstance(element, dict) and element.get("type") == "image":
                _check_image(read(element, inside, {"type": str, "image_url": str, "alt_text": str}), inside)
            else:
                _check_text(element, inside, LIMITS["section_characters"])


def _check_section(block: Mapping[str, Any], where: str) -> None:
    if "text" not in block and not block.get("fields"):
        raise WrongError("missing required field: text", where)
    if "text" in block:
        _check_text(block["text"], f"{where}/text", LIMITS["section_characters"])
    if len(block.get("fields", [])) > FIELDS[0]:
        raise WrongError(f"no more than {FIELDS[0]} items allowed", f"{where}/fields")
    for number, one in enumerate(block.get("fields", [])):
        _check_text(one, f"{where}/fields/{number}", FIELDS[1])
    beside = block.get("accessory")
    if beside is not None and beside.get("type") == "image":
        inside = f"{where}/accessory"
        _check_image(read(beside, inside, {"type": str, "image_url": str, "alt_text": str}), inside)
    elif beside is not None:
        _check_button(beside, f"{where}/accessory")


def _check_text(value: object, where: str, most: int, kinds: Iterable[str] = ("plain_text", "mrkdwn")) -> None:
    found = read(value, where, {"type": str, "text": str}, {"emoji": bool, "verbatim": bool})
    if found["type"] not in kinds:
        raise WrongError(f"must be one of {', '.join(kinds)}", f"{where}/type")
    if ("emoji" if found["type"] == "mrkdwn" else "verbatim") in found:
        raise WrongError("emoji is for plain_text, verbatim for mrkdwn", where)
    _length(found["text"], most, f"{where}/text")
    if found["type"] == "mrkdwn":
        _check_formatting(found["text"], f"{where}/text")


def _check_button(value: object, where: str) -> None:
    may: Kinds = {"value": str, "url": str, "style": str, "accessibility_label": str}
    button = read(value, where, {"type": str, "text": dict, "action_id": str}, may)
    if button["type"] != "button":
        raise WrongError(f"unsupported type: {button['type']}", f"{where}/type")
    _check_text(button["text"], f"{where}/text", LIMITS["button_characters"], ("plain_text",))
    _length(button["action_id"], LIMITS["action_id_characters"], f"{where}/action_id")
    _length(button.get("value", "x"), LIMITS["button_value_characters"], f"{where}/value")
    _length(button.get("accessibility_label", "x"), LIMITS["button_characters"], f"{where}/accessibility_label")
    if "url" in button:
        _check_address(button["url"], f"{where}/url")
    if button.get("style", "primary") not in ("primary", "danger"):
        raise WrongError("must be one of primary, danger", f"{where}/style")


def _check_image(image: Mapping[str, Any], where: str) -> None:
    _check_address(image["image_url"], f"{where}/image_url")
    _length(image["alt_text"], LIMITS["alt_text_characters"], f"{where}/alt_text")


def _check_address(url: str, where: str) -> None:
    _length(url, LIMITS["image_url_characters"], where)
    if not is_web(url):
        raise WrongError("must be a valid URL", where)


def _length(text: str, most: int, where: str) -> None:
    if not text.strip():
        raise WrongError("must be more than 0 characters", where)
    if utf16(text) > most:
        raise WrongError(f"must be less than {most + 1} characters", where)


def _check_names(parts: Iterable[Mapping[str, Any]], key: str) -> None:
    seen: set[str] = set()
    for part in parts:
        name = part.get(key)
        if name is not None and name in seen:
            raise WrongError(f"`{key}` {name!r} already exists", "/blocks")
        seen.add(str(name))


def _texts(value: object) -> Iterable[str]:
    """Every text of the blocks."""
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if isinstance(one, str) and key in ("text", "alt_text"):
                yield one
            else:
                yield from _texts(one)
