"""What platforms are sent: as kept in golden files, within what each platform takes, and with nothing lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.messaging.delivery import Payload
from bot.channels.messaging.parts import Button, Card, Part, part_of
from bot.channels.twilio.gsm import measure, plainer
from bot.server.spoken import Said
from tests.platforms import golden, messenger_checks, slack_checks, telegram_checks, twilio_checks, whatsapp_checks
from tests.platforms.messages import parts, short

CASES = [(platform, name) for platform in golden.RENDERERS for name in golden.turns()]

TURNS = golden.turns()


def check_twilio(body: dict[str, Any]) -> None:
    twilio_checks.message(list(body.items()), "+15550002222", "+15550002222")


CHECKS: dict[str, Callable[[Any], object]] = {
    "telegram": telegram_checks.check_message,
    "whatsapp": whatsapp_checks.message,
    "messenger": messenger_checks.request,
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


def drawn(platform: str, *some: Part) -> list[Payload]:
    """What a platform is sent, in words that it takes."""
    render, to = golden.RENDERERS[platform]
    payloads = render(some, to)
    for payload in payloads:
        CHECKS[platform](payload.body)
        if payload.plain is not None:
            CHECKS[platform](payload.plain)
    return payloads


OFFERS = tuple(Button(f"Why is number {number} the one that fits my feet best?", f"3.{number}") for number in range(3))


@pytest.mark.parametrize("platform", golden.RENDERERS)
def test_a_message_without_words_stops_nothing(platform: str) -> None:
    for part in (Part(""), Part("", "question", (), OFFERS[:1])):
        sent = json.dumps([one.body for one in drawn(platform, part)]) if platform != "telegram" else ""
        assert platform == "telegram" or not part.buttons or OFFERS[0].title in sent or OFFERS[0].id in sent


@pytest.mark.parametrize(("platform", "type_", "mark"), [
    (platform, *kind) for platform in ("messenger", "whatsapp") for kind in (("question", "2"), ("", "B"))
])  # fmt: skip
def test_what_stands_for_a_long_title_means_the_same_when_it_is_written(platform: str, type_: str, mark: str) -> None:
    """A number is a question's answer or a product shown; other offers have letters, buttons or not."""
    (payload,) = drawn(platform, Part("Well.", type_, (), OFFERS))
    sent = json.dumps(payload.body)
    assert f'"title": "{mark}"' in sent or f"\\n{mark} {OFFERS[1].title}" in sent


def test_slack_s_buttons_with_long_titles_have_the_marks_of_the_text() -> None:
    long = tuple(Button(f"{button.title} {'Or not? ' * 8}", button.id) for button in OFFERS)
    (payload,) = drawn("slack", Part("Well.", "", (), long))
    assert [button["text"]["text"] for button in payload.body["blocks"][-1]["elements"]] == ["A", "B", "C"]
    assert "\nB Why is number 1" in payload.body["blocks"][0]["text"]["text"]


def test_more_offers_than_letters_are_all_written_out() -> None:
    many = tuple(Button(f"Offer {number}", f"3.{number}") for number in range(30))
    (payload,) = drawn("sms", Part("Well.", "", (), many))
    assert "\nZ Offer 25\nAA Offer 26\n" in payload.body["Body"]
    assert "Offer 29" in payload.body["Body"]


def test_slack_s_plain_messages_say_all_that_its_blocks_say() -> None:
    text = "\n\n".join(f"{number}. {'word ' * 150}" for number in range(12))
    payloads = drawn("slack", Part(text, "", ((0, 2),), OFFERS))
    said = "".join(str((one.plain or {})["text"]) for one in payloads)
    assert "".join(text.split()) in "".join(said.split())
    assert sum("actions" in json.dumps(one.body) for one in payloads) == 1


def test_messenger_s_cards_that_are_refused_lose_no_quick_replies() -> None:
    card = Card(0, "Arch insole", "", "https://shop.example/?" + "q" * 3000, "https://shop.example/a.jpg", ())
    text, cards = drawn("messenger", Part("One.", "", (), (Button("Compare", "3.1"),), (card,)))
    assert text.plain is None
    assert "shop.example/?" not in json.dumps(cards.body)  # too long for a card; it stands in the text
    assert cards.plain is not None
    assert cards.plain["message"]["quick_replies"] == cards.body["message"]["quick_replies"]


def test_telegram_s_products_that_are_refused_lose_no_other_offer() -> None:
    card = Card(0, "Arch insole", "", "https://shop.example/1", "", (Button("Why?", "3.0"),))
    (payload,) = drawn("telegram", Part("One.", "", (), (Button("Compare", "3.1"),), (card,)))
    assert payload.plain is not None
    assert "A Compare" in payload.plain["text"]


@pytest.mark.parametrize("word", ["heel ", "Ωμέγα ", "😀", "中", "€ "])
def test_an_sms_is_never_longer_than_ours_in_any_alphabet(word: str) -> None:
    payloads = drawn("sms", Part(word * 600))
    assert len(payloads) > 1
    assert max(measure(one.body["Body"]) for one in payloads) <= 612


def test_products_without_buttons_keep_their_links_when_more_is_said() -> None:
    card = Card(0, "Arch insole", "", "https://shop.example/1", "https://shop.example/1.jpg", ())
    sent = json.dumps([one.body for one in drawn("telegram", Part("One.", cards=(card,)), Part("And more."))])
    assert '"url": "https://shop.example/1"' in sent
