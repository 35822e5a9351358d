"""What platforms are sent: as kept in golden files, within what each platform takes, and with nothing lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.messaging.parts import part_of
from bot.channels.twilio.gsm import plainer
from bot.server.spoken import Said
from tests.platforms import golden, slack_checks, telegram_checks, twilio_checks, whatsapp_checks
from tests.platforms.messages import parts, short

CASES = [(platform, name) for platform in golden.RENDERERS for name in golden.turns()]

TURNS = golden.turns()


def check_twilio(body: dict[str, Any]) -> None:
    twilio_checks.message(list(body.items()), "+15550002222", "+15550002222")


CHECKS: dict[str, Callable[[Any], object]] = {
    "telegram": telegram_checks.check_message,
    "whatsapp": whatsapp_checks.message,
    "slack": slack_checks.check_post,
    "sms": check_twilio,
    "whatsapp-twilio": check_twilio,
}


def plain(text: str) -> str:
    """The words of a text, without what shows them off."""
    text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    return re.sub(r"\(\d+ of \d+\)|[\s*]+", " ", text)


def texts(platform: str, body: dict[str, Any]) -> str:
    """What people read of a call."""
    if platform == "telegram":
        return str(body["text"])
    if platform == "whatsapp":
        return str(body["text"]["body"] if "text" in body else body["interactive"]["body"]["text"])
    if platform == "messenger":
        return str(body["message"].get("text") or "")
    if platform == "slack":
        return "\n".join(block["text"]["text"] for block in body["blocks"] if block["type"] == "section")
    return str(body["Body"])


def words_of(platform: str, name: str) -> str:
    """All words of a turn, without spaces."""
    shown = "\n".join(texts(platform, one.body) for one in golden.rendered(platform, TURNS[name]))
    return "".join(plain(shown).split())


@pytest.mark.parametrize(("platform", "name"), CASES)
def test_as_it_was(platform: str, name: str) -> None:
    kept = json.loads((golden.FOLDER / f"{platform}.json").read_text(encoding="utf-8"))
    assert golden.as_json(golden.rendered(platform, TURNS[name])) == kept[name], (
        "if that is meant: python -m tests.platforms.golden"
    )


@pytest.mark.parametrize(("platform", "name"), [case for case in CASES if case[0] in CHECKS])
def test_each_platform_takes_it(platform: str, name: str) -> None:
    for payload in golden.rendered(platform, TURNS[name]):
        CHECKS[platform](payload.body)
        if payload.plain is not None:
            CHECKS[platform](payload.plain)


@pytest.mark.parametrize(("platform", "name"), CASES)
def test_all_of_the_text_is_there(platform: str, name: str) -> None:
    shown = words_of(platform, name)
    for message in TURNS[name]:
        text = message["text"]
        if platform == "sms":
            text = plainer(text)
        for line in text.split("\n"):
            wanted = "".join(plain(line).split())
            assert wanted in shown, line


@pytest.mark.parametrize(("platform", "name"), CASES)
def test_every_button_is_there_or_written_out(platform: str, name: str) -> None:
    sent = json.dumps([one.body for one in golden.rendered(platform, TURNS[name])], ensure_ascii=False)
    for part in parts(TURNS[name]):
        for button in part.buttons:
            assert f'"{button.id}"' in sent or button.title in sent
        if platform in ("telegram", "slack", "whatsapp"):
            assert all(f'"{button.id}"' in sent for card in part.cards for button in card.buttons)


def test_nothing_is_said_in_a_card_alone() -> None:
    for turn in short().values():
        for message in turn:
            part = part_of(Said(1, {"event": "bot", "text": message["text"], "data": message}))
            for card in part.cards:
                assert card.title in part.text
                assert card.url in part.text
                assert "payload" not in part.text


def test_no_words_of_buttons_leak() -> None:
    """What a button says for a person stays here, except where it is its title."""
    for platform in golden.RENDERERS:
        for name, turn in short().items():
            sent = json.dumps([one.body for one in golden.rendered(platform, turn)], ensure_ascii=False)
            for part in parts(turn):
                for card in part.cards:
                    assert not [button.words for button in card.buttons if button.words in sent], name
