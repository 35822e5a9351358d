"""What each platform's updates become: who wrote, what, and what nobody waits for an answer to."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

import pytest
from sanic import Request

from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.parts import Button, Part
from bot.channels.messaging.webhook import NotNowError
from bot.channels.messenger import reading as messenger
from bot.channels.slack import reading as slack
from bot.channels.slack import rendering as slack_rendering
from bot.channels.telegram import reading as telegram
from bot.channels.telegram import rendering as telegram_rendering
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.twilio import reading as twilio
from bot.channels.whatsapp import reading as whatsapp
from tests.running import free_port

ASKED = Part("Where does it hurt?", "question", (), (Button("Heel", "12.3", "Heel"),))

BOT = {"id": 99, "username": "SoleBot"}

# Telegram
# ----------------------------------------------------------------------------------------------


def telegram_message(text: str | None = "hi", chat: str = "private", key: str = "message", **more: Any) -> Any:
    message: dict[str, Any] = {
        "message_id": 5,
        "date": 1_700_000_000,
        "chat": {"id": 7 if chat == "private" else -100, "type": chat},
        "from": {"id": 7, "is_bot": False},
        **more,
    }
    if text is not None:
        message["text"] = text
    return {"update_id": 12, key: message}


def read_telegram(update: Any, bot: Any = BOT) -> Incoming | None:
    return telegram.read_update(update, bot)


def test_telegram_a_message() -> None:
    found = read_telegram(telegram_message("flat feet"))
    assert found == Incoming("7.5", "telegram:7", 12.0, "text", "flat feet", to={"chat": 7})


@pytest.mark.parametrize(
    ("more", "kind", "text"),
    [
        ({"photo": [{}], "caption": "my arch"}, "picture", "my arch"),
        ({"voice": {}}, "voice", ""),
        ({"video_note": {}}, "video", ""),
        ({"sticker": {}}, "sticker", ""),
        ({"venue": {}, "location": {}}, "location", ""),
        ({"contact": {}}, "contact", ""),
        ({"document": {}, "caption": "x-ray"}, "file", "x-ray"),
        ({"poll": {}}, "other", ""),
    ],
)
def test_telegram_what_cannot_be_read(more: dict[str, Any], kind: str, text: str) -> None:
    found = read_telegram(telegram_message(None, **more))
    assert found is not None
    assert (found.kind, found.text) == (kind, text)


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("/start", ""),
        ("/start SAMPLE-FH-09", "SAMPLE-FH-09"),
        ("/start@SoleBot AB_1", "AB_1"),
        ("/start b64-" + base64.urlsafe_b64encode(b"A 1/2").decode().rstrip("="), "A 1/2"),
        ("/start b64-_-_-", ""),
    ],
)
def test_telegram_a_start(text: str, product: str) -> None:
    found = read_telegram(telegram_message(text))
    assert found is not None
    assert (found.kind, found.product) == ("start", product)


@pytest.mark.parametrize(
    ("text", "more", "wanted"),
    [
        ("my heel hurts", {}, None),
        ("@solebot my heel hurts", {}, "my heel hurts"),
        ("my heel hurts, @SoleBot", {}, "my heel hurts,"),
        ("@solebotany is a field", {}, None),
        ("me@solebot.example", {}, None),
        ("mine too", {"reply_to_message": {"from": {"id": 99}}}, "mine too"),
        ("mine too", {"reply_to_message": {"from": {"id": 98}}}, None),
        ("/help@SoleBot", {}, "/help"),
        ("/help@OtherBot", {}, None),
    ],
)
def test_telegram_groups_are_left_alone_unless_named(text: str, more: dict[str, Any], wanted: str | None) -> None:
    found = read_telegram(telegram_message(text, "supergroup", **more))
    assert (found.text if found else None) == wanted
    if found:
        assert found.conversation == "telegram:-100:7"
        assert found.to == {"chat": -100, "message": 5, "owner": 7}
    assert read_telegram(telegram_message(text, "supergroup", **more), None) is None


def test_telegram_a_group_s_message_comes_again_until_we_know_our_name() -> None:
    async def read(chat: str) -> list[Incoming]:
        away = f"http://127.0.0.1:{free_port()}"
        settings = {"TELEGRAM_TOKEN": "12345:" + "t" * 35, "TELEGRAM_SECRET": "s" * 16, "TELEGRAM_API_URL": away}
        channel = TelegramChannel(settings)
        try:
            body = json.dumps(telegram_message("@solebot my heel hurts", chat)).encode()
            return list(await channel.read(Request(b"/", {}, "1.1", "POST", None, None), body))  # type: ignore[arg-type]
        finally:
            await channel.client.close()

    (found,) = asyncio.run(read("private"))
    assert found.name == "12345.7.5", "another bot's messages have other names"
    with pytest.raises(NotNowError):
        asyncio.run(read("supergroup"))


def test_telegram_what_nobody_waits_for() -> None:
    assert read_telegram({"update_id": 1, "my_chat_member": {}}) is None
    assert read_telegram({"update_id": 1, "channel_post": {}}) is None
    assert read_telegram(telegram_message(None, new_chat_title="x")) is None
    assert read_telegram(telegram_message("hi", "channel")) is None
    of_a_bot = telegram_message()
    of_a_bot["message"]["from"]["is_bot"] = True
    assert read_telegram(of_a_bot) is None


def test_telegram_a_button_and_an_edit() -> None:
    query = {
        "id": "900",
        "from": {"id": 7},
        "data": "12.3",
        "message": {"message_id": 5, "chat": {"id": 7, "type": "private"}},
    }
    found = read_telegram({"update_id": 13, "callback_query": query})
    assert found is not None
    assert (found.name, found.kind, found.choice, found.to["query"]) == ("query.900", "choice", "12.3", "900")
    edited = read_telegram(telegram_message("high arches", key="edited_message", edit_date=17))
    assert edited is not None
    assert (edited.name, edited.kind, edited.edits) == ("7.5.12", "edit", "7.5")


def test_telegram_a_place_shared_live_is_no_message_written_anew() -> None:
    moved = telegram_message(None, key="edited_message", edit_date=17, location={}, live_period=900)
    assert read_telegram(moved) is None
    captioned = read_telegram(telegram_message(None, key="edited_message", edit_date=17, photo=[{}], caption="flat"))
    assert captioned is not None
    assert captioned.text == "flat"


def test_telegram_a_group_s_button_is_its_owner_s_alone() -> None:
    (payload,) = telegram_rendering.render([ASKED], {"chat": -100, "message": 5, "owner": 7})
    ((button,),) = payload.body["reply_markup"]["inline_keyboard"]
    for person, choice in ((7, "12.3"), (8, "")):
        query = {
            "id": "900",
            "from": {"id": person},
            "data": button["callback_data"],
            "message": {"message_id": 6, "chat": {"id": -100, "type": "supergroup"}},
        }
        found = read_telegram({"update_id": 13, "callback_query": query})
        assert found is not None
        assert (found.conversation, found.choice) == (f"telegram:-100:{person}", choice)
        # the answer stays with the message in its topic, and its buttons are the person's own
        assert found.to == {"chat": -100, "query": "900", "message": 6, "owner": person}


# WhatsApp
# ----------------------------------------------------------------------------------------------


def whatsapp_call(*messages: dict[str, Any], number: str = "111", **value: Any) -> Any:
    head = {"from": "15550001111", "id": "wamid.1", "timestamp": "1700000000"}
    shown = [{**head, **message} for message in messages]
    change = {"field": "messages", "value": {"metadata": {"phone_number_id": number}, "messages": shown, **value}}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}


def read_whatsapp(body: Any) -> list[Incoming]:
    return list(whatsapp.read_updates(body, "111"))


def test_whatsapp_messages_of_one_call_keep_their_order() -> None:
    texts = [{"id": f"wamid.{n}", "type": "text", "text": {"body": str(n)}} for n in range(3)]
    found = read_whatsapp(whatsapp_call(*texts))
    assert [(one.text, one.conversation) for one in sorted(found, key=lambda one: one.sent_at)] == [
        (str(n), "whatsapp:15550001111") for n in range(3)
    ]


def test_whatsapp_buttons_media_and_the_rest() -> None:
    for kind in ("button_reply", "list_reply"):
        (found,) = read_whatsapp(whatsapp_call({"type": "interactive", "interactive": {kind: {"id": "3.1"}}}))
        assert (found.kind, found.choice) == ("choice", "3.1")
    (picture,) = read_whatsapp(whatsapp_call({"type": "image", "image": {"caption": "flat"}}))
    assert (picture.kind, picture.text) == ("picture", "flat")
    kinds = {"contacts": "contact", "location": "location", "order": "other", "unsupported": "other"}
    for type_, kind in kinds.items():
        (found,) = read_whatsapp(whatsapp_call({"type": type_, type_: [{}]}))
        assert found.kind == kind
    assert read_whatsapp(whatsapp_call({"type": "reaction", "reaction": {}})) == []
    assert read_whatsapp(whatsapp_call({"type": "text", "text": {"body": "hi"}}, number="222")) == []


def test_whatsapp_what_failed_after_all() -> None:
    status = {"id": "wamid.9", "status": "failed", "timestamp": "1700000000", "recipient_id": "15550001111"}
    codes = {"errors": [{"code": 131047, "title": "Re-engagement message"}]}
    (found,) = read_whatsapp(whatsapp_call(statuses=[{**status, **codes}, {**status, "status": "read"}]))
    assert (found.kind, found.text) == ("failed", "code 131047")


def test_whatsapp_what_was_changed_and_taken_back() -> None:
    edit = {"original_message_id": "wamid.0", "message": {"type": "image", "image": {"caption": "high arches"}}}
    (found,) = read_whatsapp(whatsapp_call({"type": "edit", "edit": edit}))
    assert (found.kind, found.text, found.edits) == ("edit", "high arches", "wamid.0")
    bare = {**edit, "message": {"type": "image", "image": {}}}
    assert read_whatsapp(whatsapp_call({"type": "edit", "edit": bare})) == []
    assert read_whatsapp(whatsapp_call({"type": "revoke", "revoke": {"original_message_id": "wamid.0"}})) == []


def test_whatsapp_groups_are_left_alone() -> None:
    assert read_whatsapp(whatsapp_call({"type": "text", "text": {"body": "hi all"}, "group_id": "G1"})) == []


WRONG: list[dict[str, Any]] = [
    {"text": "no object"},
    {"timestamp": "NaN"},
    {"timestamp": "soon"},
    {"from": ""},
    {"from": "1" * 300},
    {"from": "\ud83d"},
    {"from": "1\x00"},
    {"id": "\ud83d"},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_whatsapp_what_is_wrong_with_one_message_loses_no_other(wrong: dict[str, Any]) -> None:
    right = {"type": "text", "text": {"body": "hi"}}
    found = read_whatsapp(whatsapp_call(right, {**right, **wrong}, {**right, "id": "wamid.2"}))
    assert [one.name for one in found] == ["wamid.1", "wamid.2"]


# Messenger
# ----------------------------------------------------------------------------------------------


def read_messenger(**event: Any) -> Incoming | None:
    head = {"sender": {"id": "42"}, "recipient": {"id": "page"}, "timestamp": 1_700_000_000_000}
    body = {"object": "page", "entry": [{"id": "page", "time": 1, "messaging": [{**head, **event}]}]}
    found = list(messenger.read_updates(body))
    return found[0] if found else None


@pytest.mark.parametrize(
    ("event", "wanted"),
    [
        ({"message": {"mid": "m", "text": "hi"}}, ("text", "hi", "", "")),
        ({"message": {"mid": "m", "text": "Low", "quick_reply": {"payload": "3.0"}}}, ("choice", "", "3.0", "")),
        ({"message": {"mid": "m", "attachments": [{"type": "image", "payload": {}}]}}, ("picture", "", "", "")),
        ({"message": {"mid": "m", "attachments": [{"type": "image", "payload": {"sticker_id": 3}}]}},
         ("sticker", "", "", "")),
        ({"message": {"mid": "m", "attachments": [{"type": "audio"}]}}, ("voice", "", "", "")),
        ({"message": {"mid": "m", "text": "see https://x", "attachments": [{"type": "fallback"}]}},
         ("text", "see https://x", "", "")),
        ({"postback": {"payload": "start", "title": "Get started"}}, ("start", "", "", "")),
        ({"postback": {"payload": "start", "referral": {"ref": "FH-09"}}}, ("start", "", "", "FH-09")),
        ({"postback": {"mid": "m", "payload": "3.4", "title": "Why?"}}, ("choice", "", "3.4", "")),
        ({"referral": {"ref": "FH-09", "source": "SHORTLINK"}}, ("start", "", "", "FH-09")),
        ({"message_edit": {"mid": "m", "text": "high", "num_edit": 2}}, ("edit", "high", "", "")),
        ({"message": {"mid": "m", "text": "ours", "is_echo": True}}, None),
        ({"read": {"watermark": 1}}, None),
        ({"delivery": {"mids": ["m"], "watermark": 1}}, None),
        ({"reaction": {"mid": "m"}}, None),
    ],
)  # fmt: skip
def test_messenger(event: dict[str, Any], wanted: tuple[str, ...] | None) -> None:
    found = read_messenger(**event)
    assert ((found.kind, found.text, found.choice, found.product) if found else None) == wanted
    if found:
        assert found.conversation == "messenger:page:42"


def test_messenger_what_is_wrong_with_one_event_loses_no_other() -> None:
    head = {"sender": {"id": "42"}, "timestamp": 1_700_000_000_000}
    events = [{**head, "message": {"mid": mid, "text": "hi"}} for mid in ("m1", "m2")]
    optin = {"recipient": {"id": "page"}, "timestamp": 1, "optin": {"user_ref": "x"}}  # from nobody yet
    body = {"object": "page", "entry": [{"id": "page", "messaging": [events[0], optin, [], events[1]]}]}
    assert [one.name for one in messenger.read_updates(body)] == ["m1", "m2"]


# Slack
# ----------------------------------------------------------------------------------------------


def read_slack(**event: Any) -> Incoming | None:
    head = {"type": "message", "channel": "D1", "channel_type": "im", "user": "U1", "text": "hi", "ts": "1700.5"}
    body = {"team_id": "T1", "event_id": "Ev1", "event": {**head, **event}, "authorizations": [{"user_id": "UBOT"}]}
    return slack.read_event(body)


@pytest.mark.parametrize(
    ("event", "wanted"),
    [
        ({"text": "flat &amp; sore &lt;3 <https://x.example|here> <@U2>"}, "flat & sore <3 here U2"),
        ({"subtype": "file_share", "files": [{"mimetype": "image/png"}], "text": "look"}, "look"),
        ({"subtype": "channel_join"}, None),
        ({"bot_id": "B1"}, None),
        ({"user": "UBOT"}, None),
        ({"channel_type": "channel", "channel": "C1", "text": "<@UBOT> hi"}, None),  # comes as app_mention too
        ({"type": "app_mention", "channel_type": None, "channel": "C1", "text": "<@UBOT> my heel"}, "my heel"),
        ({"type": "reaction_added"}, None),
    ],
)
def test_slack_messages(event: dict[str, Any], wanted: str | None) -> None:
    found = read_slack(**event)
    assert (found.text if found else None) == wanted


def test_slack_threads_edits_and_buttons() -> None:
    direct, named = read_slack(), read_slack(type="app_mention", channel="C1", channel_type="")
    assert direct is not None
    assert named is not None
    assert (direct.conversation, direct.to) == ("slack:T1:D1:U1", {"channel": "D1"})
    assert (named.conversation, named.to) == (
        "slack:T1:C1:U1",
        {"channel": "C1", "thread": "1700.5", "owner": "U1"},
    )
    message = {"user": "U1", "text": "high", "ts": "1700.5", "edited": {"ts": "1701.0"}}
    edit = read_slack(subtype="message_changed", message=message, previous_message={"text": "flat"})
    assert edit is not None
    assert (edit.kind, edit.text, edit.edits) == ("edit", "high", direct.name)
    assert read_slack(subtype="message_changed", message=message, previous_message={"text": "high"}) is None
    action = {"action_ts": "1702.1", "value": "3.2", "action_id": "choice-3.2"}
    payload = {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "channel": {"id": "C1"},
        "container": {"thread_ts": "1700.5"},
        "actions": [action],
    }
    pressed = slack.read_action(payload)
    assert pressed is not None
    assert (pressed.conversation, pressed.choice, pressed.to["thread"]) == (named.conversation, "3.2", "1700.5")
    assert slack.read_action({**payload, "actions": [{"action_ts": "1", "action_id": "link-1"}]}) is None


def test_slack_a_channel_s_button_is_its_owner_s_alone() -> None:
    (payload,) = slack_rendering.render([ASKED], {"channel": "C1", "thread": "1700.5", "owner": "U1"})
    (button,) = payload.body["blocks"][-1]["elements"]
    for person, choice in (("U1", "12.3"), ("U2", "")):
        pressed = slack.read_action(
            {
                "type": "block_actions",
                "team": {"id": "T1"},
                "user": {"id": person},
                "channel": {"id": "C1"},
                "container": {"thread_ts": "1700.5"},
                "actions": [{"action_ts": "1702.1", "value": button["value"], "action_id": button["action_id"]}],
            }
        )
        assert pressed is not None
        assert (pressed.choice, pressed.to["owner"]) == (choice, person)


# Twilio
# ----------------------------------------------------------------------------------------------

SENDERS = {"sms": "+15550002222", "whatsapp": "whatsapp:+15550003333"}


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ({"Body": "flat feet"}, ("text", "flat feet", "sms:+15550001111")),
        ({"Body": "flat", "From": "whatsapp:+15550001111"}, ("text", "flat", "whatsapp-twilio:+15550001111")),
        ({"Body": "", "NumMedia": "1", "MediaContentType0": "image/jpeg"}, ("picture", "", "sms:+15550001111")),
        ({"Body": "", "NumMedia": "1", "MediaContentType0": "text/vcard"}, ("contact", "", "sms:+15550001111")),
        ({"Body": "", "Latitude": "1.0", "Longitude": "2.0"}, ("location", "", "sms:+15550001111")),
        ({}, ("other", "", "sms:+15550001111")),
        ({"Body": " Stop "}, None),
        ({"Body": "leave me", "OptOutType": "STOP"}, None),
        ({"Body": "stop", "From": "whatsapp:+15550001111"}, ("text", "stop", "whatsapp-twilio:+15550001111")),
    ],
)
def test_twilio(form: dict[str, str], wanted: tuple[str, ...] | None) -> None:
    found = twilio.read_call({"MessageSid": "SM1", "From": "+15550001111", "NumMedia": "0", **form}, SENDERS)
    assert ((found.kind, found.text, found.conversation) if found else None) == wanted


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ({"MessageStatus": "undelivered", "ErrorCode": "30007"}, ("sms:+15550001111", "code 30007")),
        ({"MessageStatus": "failed"}, ("sms:+15550001111", "failed")),
        ({"MessageStatus": "failed", "To": "whatsapp:+15550001111"}, ("whatsapp-twilio:+15550001111", "failed")),
        ({"MessageStatus": "delivered"}, None),
        ({"MessageStatus": "read", "To": "whatsapp:+15550001111"}, None),
    ],
)
def test_twilio_what_did_not_arrive_after_all(form: dict[str, str], wanted: tuple[str, str] | None) -> None:
    status = {"MessageSid": "SM2", "From": "+15550002222", "To": "+15550001111", "Body": "not read", **form}
    found = twilio.read_call(status, SENDERS)
    assert ((found.conversation, found.text) if found else None) == wanted
    assert found is None or found.kind == "failed"


def test_twilio_a_code_that_is_none() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        twilio.read_call({"MessageSid": "SM2", "To": "+1", "MessageStatus": "failed", "ErrorCode": "<b>"}, SENDERS)


def test_twilio_answers_only_from_what_is_configured() -> None:
    form = {"MessageSid": "SM1", "From": "whatsapp:+15550001111", "Body": "hi"}
    assert twilio.read_call(form, {"sms": "+15550002222"}) is None
    service = twilio.read_call({**form, "From": "+15550001111"}, {"sms": "MG" + "0" * 32})
    assert service is not None
    assert service.to["from"] == {"MessagingServiceSid": "MG" + "0" * 32}
