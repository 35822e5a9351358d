"""The stand-ins of WhatsApp, Messenger and Twilio refuse what the platforms refuse, and sign as they do."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from tests.platforms import twilio_checks, whatsapp_checks
from tests.platforms.hook import Hook, call, submit
from tests.platforms.standin import Fault
from tests.platforms.twilio_api import TwilioApi
from tests.platforms.whatsapp_api import WhatsAppApi

LIMITS = Path(__file__).resolve().parents[2] / "bot" / "channels" / "limits"
TOKEN = "EAAB-token"
KERRY = "16505551234"


def table(platform: str) -> dict[str, int]:
    """Our table of a platform's limits."""
    rows = yaml.safe_load((LIMITS / f"{platform}.yml").read_text(encoding="utf-8"))
    return {name: row["is"] for name, row in rows.items()}


@pytest.fixture
def hook() -> Iterator[Hook]:
    found = Hook()
    yield found
    found.close()


# --- WhatsApp


@pytest.fixture
def whatsapp(hook: Hook) -> Iterator[WhatsAppApi]:
    found = WhatsAppApi(TOKEN, "app-secret", "verify-token")
    found.start()
    found.webhook = hook.url
    yield found
    found.stop()


def to_kerry(**content: Any) -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "recipient_type": "individual", "to": KERRY, **content}


def text(body: object = "Hello", **more: Any) -> dict[str, Any]:
    return to_kerry(type="text", text={"body": body}, **more)


def interactive(kind: str, action: dict[str, Any], body: str = "Which one?", **more: Any) -> dict[str, Any]:
    return to_kerry(type="interactive", interactive={"type": kind, "body": {"text": body}, "action": action, **more})


def buttons(*of: tuple[str, str], body: str = "Which one?", **more: Any) -> dict[str, Any]:
    replies = [{"type": "reply", "reply": {"id": name, "title": title}} for title, name in of]
    return interactive("button", {"buttons": replies}, body, **more)


def rows(*of: dict[str, str], button: str = "Choose", sections: int = 1, title: str = "") -> dict[str, Any]:
    titled = {"title": title} if title else {}
    parts = [{"rows": list(of[number::sections]), **titled} for number in range(sections)]
    return interactive("list", {"button": button, "sections": parts})


def row(number: int = 1, **more: str) -> dict[str, str]:
    return {"id": f"row {number}", "title": f"Row {number}", **more}


def send(api: WhatsAppApi, body: dict[str, Any], token: str = TOKEN) -> tuple[int, dict[str, Any]]:
    return call(f"{api.environment()['META_API_URL']}/{api.number_id}/messages", body, token=token)[:2]


def test_whatsapp_checks_what_our_table_says() -> None:
    ours, theirs = table("whatsapp"), whatsapp_checks
    assert (ours["text_characters"], ours["body_characters"]) == (theirs.TEXT, theirs.BODY)
    assert (ours["buttons"], ours["button_characters"], ours["button_id_characters"]) == (
        theirs.BUTTONS,
        theirs.BUTTON,
        theirs.BUTTON_ID,
    )
    assert (ours["rows"], ours["row_characters"], ours["row_description_characters"], ours["row_id_characters"]) == (
        theirs.ROWS,
        theirs.ROW,
        theirs.ROW_DESCRIPTION,
        theirs.ROW_ID,
    )
    assert ours["list_button_characters"] == theirs.LIST_BUTTON


WHATSAPP_TAKES = {
    "text of 4096": text("x" * 4096),
    "link preview": to_kerry(type="text", text={"body": "https://a.example/", "preview_url": False}),
    "reply": text(context={"message_id": "wamid.abc"}),
    "body of 1024": buttons(("Yes", "1"), body="x" * 1024),
    "three buttons": buttons(("One", "1"), ("Two", "2"), ("Three", "3")),
    "button of 20, id of 256": buttons(("x" * 20, "i" * 256)),
    "header and footer": buttons(("Yes", "1"), header={"type": "text", "text": "h" * 60}, footer={"text": "f" * 60}),
    "ten rows": rows(*map(row, range(10))),
    "row of 24, description of 72, id of 200": rows({"id": "i" * 200, "title": "x" * 24, "description": "d" * 72}),
    "two sections": rows(row(1), row(2), sections=2, title="s" * 24),
    "list's button of 20": rows(row(), button="x" * 20),
    "link": interactive(
        "cta_url", {"name": "cta_url", "parameters": {"display_text": "Open", "url": "https://a.example/"}}
    ),
    "image": to_kerry(type="image", image={"link": "https://a.example/a.png", "caption": "c" * 1024}),
}

WHATSAPP_REFUSES: dict[str, tuple[dict[str, Any], int]] = {
    "text of 4097": (text("x" * 4097), 131009),
    "text of 4097 units with emoji": (text("👍" * 2048 + "x"), 131009),
    "empty text": (text(" \n"), 131009),
    "number as text": (text(5), 131009),
    "no text": (to_kerry(type="text"), 131008),
    "unknown field": (text(tone="kind"), 100),
    "unknown field in text": (to_kerry(type="text", text={"body": "a", "bold": True}), 100),
    "other product": ({**text(), "messaging_product": "messenger"}, 131009),
    "no product": ({"to": KERRY, "type": "text", "text": {"body": "a"}}, 131008),
    "unknown type": (to_kerry(type="poll", poll={}), 131009),
    "no phone number": ({**text(), "to": "kerry"}, 131009),
    "preview as text": (to_kerry(type="text", text={"body": "a", "preview_url": "false"}), 131009),
    "body of 1025": (buttons(("Yes", "1"), body="x" * 1025), 131009),
    "empty body": (buttons(("Yes", "1"), body=""), 131009),
    "no buttons": (buttons(), 131009),
    "four buttons": (buttons(("A", "1"), ("B", "2"), ("C", "3"), ("D", "4")), 131009),
    "button of 21": (buttons(("x" * 21, "1")), 131009),
    "empty button": (buttons(("", "1")), 131009),
    "button of two lines": (buttons(("a\nb", "1")), 131009),
    "id of 257": (buttons(("Yes", "i" * 257)), 131009),
    "id with space at its end": (buttons(("Yes", "1 ")), 131009),
    "same title twice": (buttons(("Yes", "1"), ("Yes", "2")), 131009),
    "same id twice": (buttons(("Yes", "1"), ("No", "1")), 131009),
    "header of 61": (buttons(("Yes", "1"), header={"type": "text", "text": "h" * 61}), 131009),
    "footer of 61": (buttons(("Yes", "1"), footer={"text": "f" * 61}), 131009),
    "eleven rows": (rows(*map(row, range(11))), 131009),
    "eleven rows in two sections": (rows(*map(row, range(11)), sections=2, title="s"), 131009),
    "two sections without titles": (rows(row(1), row(2), sections=2), 131008),
    "section of 25": (rows(row(), title="s" * 25), 131009),
    "row of 25": (rows(row(title="x" * 25)), 131009),
    "empty row": (rows(row(title="")), 131009),
    "description of 73": (rows(row(description="x" * 73)), 131009),
    "empty description": (rows(row(description="")), 131009),
    "row's id of 201": (rows(row(id="i" * 201)), 131009),
    "same row's id twice": (rows(row(1), row(1)), 131009),
    "list's button of 21": (rows(row(), button="x" * 21), 131009),
    "picture in a list's header": (
        interactive("list", {}, header={"type": "image", "image": {"link": "https://a.example/a.png"}}),
        131009,
    ),
    "ftp": (to_kerry(type="image", image={"link": "ftp://a.example/a.png"}), 131009),
    "caption of 1025": (to_kerry(type="image", image={"link": "https://a.example/a", "caption": "c" * 1025}), 131009),
}


@pytest.mark.parametrize("name", WHATSAPP_TAKES)
def test_whatsapp_takes(whatsapp: WhatsAppApi, name: str) -> None:
    whatsapp.say(KERRY, "Hi")
    status, answer = send(whatsapp, WHATSAPP_TAKES[name])
    assert status == 200, answer
    assert answer["contacts"] == [{"input": KERRY, "wa_id": KERRY}]
    assert answer["messages"][0]["id"].startswith("wamid.")
    assert [took.body for took in whatsapp.of(KERRY)] == [WHATSAPP_TAKES[name]]
    assert not whatsapp.refused


@pytest.mark.parametrize("name", WHATSAPP_REFUSES)
def test_whatsapp_refuses(whatsapp: WhatsAppApi, name: str) -> None:
    whatsapp.say(KERRY, "Hi")
    body, code = WHATSAPP_REFUSES[name]
    status, answer = send(whatsapp, body)
    assert (status, answer["error"]["code"]) == (400, code), answer
    assert answer["error"]["error_data"]["details"] == whatsapp.refused[0]
    assert not whatsapp.taken


def test_whatsapp_needs_the_token_and_the_number(whatsapp: WhatsAppApi) -> None:
    status, answer = send(whatsapp, text(), token="other")
    assert (status, answer["error"]["code"], answer["error"]["type"]) == (401, 190, "OAuthException")
    status, answer, _ = call(f"{whatsapp.api}/5/messages", text(), token=TOKEN)
    assert (status, answer["error"]["error_subcode"]) == (400, 33)
    assert call(f"{whatsapp.api}/{whatsapp.number_id}?fields=verified_name", token=TOKEN)[1]["id"]


def test_whatsapp_faults_come_once_each(whatsapp: WhatsAppApi) -> None:
    whatsapp.say(KERRY, "Hi")
    whatsapp.faults.extend([Fault(429, 3), Fault(400), Fault(503)])
    url = f"{whatsapp.api}/{whatsapp.number_id}/messages"
    status, answer, headers = call(url, text(), token=TOKEN)
    assert (status, answer["error"]["code"], headers["Retry-After"]) == (429, 130429, "3")
    status, answer, headers = call(url, text(), token=TOKEN)
    assert (status, answer["error"]["code"], headers["Retry-After"]) == (400, 130429, None)
    status, answer, _ = call(url, text(), token=TOKEN)
    assert (status, answer["error"]["is_transient"]) == (503, True)
    assert send(whatsapp, text())[0] == 200
    assert len(whatsapp.taken) == 1


def test_whatsapp_window_and_people_who_are_gone(whatsapp: WhatsAppApi) -> None:
    assert send(whatsapp, text())[1]["error"]["code"] == 131047
    whatsapp.say(KERRY, "Hi")
    assert send(whatsapp, text())[0] == 200
    whatsapp.forget_window(KERRY)
    assert send(whatsapp, text())[1]["error"]["code"] == 131047
    whatsapp.say(KERRY, "Hi")
    whatsapp.gone.add(KERRY)
    assert send(whatsapp, text())[1]["error"]["code"] == 131026
    assert not whatsapp.refused, "these are not faults of form"


def test_whatsapp_may_tell_later(whatsapp: WhatsAppApi, hook: Hook) -> None:
    whatsapp.late = True
    status, answer = send(whatsapp, text())
    assert status == 200
    whatsapp.until(lambda: bool(hook.got))
    (told,) = hook.got[0].json["entry"][0]["changes"][0]["value"]["statuses"]
    assert (told["id"], told["status"], told["recipient_id"]) == (answer["messages"][0]["id"], "failed", KERRY)
    assert told["errors"][0]["code"] == 131047
    assert not whatsapp.taken


def value(hook: Hook, number: int = -1) -> dict[str, Any]:
    """The newest update's part that tells something."""
    body = hook.got[number].json
    assert body["object"] == "whatsapp_business_account"
    change = body["entry"][0]["changes"][0]
    assert change["field"] == "messages"
    return dict(change["value"])


def signed(hook: Hook, secret: bytes) -> bool:
    got = hook.got[-1]
    return got.headers["X-Hub-Signature-256"] == "sha256=" + hmac.new(secret, got.data, hashlib.sha256).hexdigest()


def test_whatsapp_texts_are_signed_and_come_again_alike(whatsapp: WhatsAppApi, hook: Hook) -> None:
    assert whatsapp.say(KERRY, "Schöne Füße / ok 👣") == (200, b"")
    assert signed(hook, b"app-secret")
    assert b"\\u00f6" in hook.got[0].data
    assert b"\\/" in hook.got[0].data
    (message,) = value(hook)["messages"]
    assert message["text"] == {"body": "Schöne Füße / ok 👣"}
    assert value(hook)["contacts"][0]["wa_id"] == message["from"] == KERRY
    whatsapp.again()
    assert hook.got[1].data == hook.got[0].data
    data, headers = whatsapp.prepare(KERRY, "Later")
    assert len(hook.got) == 2
    whatsapp.post(data, headers)
    assert value(hook)["messages"][0]["id"] != message["id"]


def test_whatsapp_presses_what_was_sent_last(whatsapp: WhatsAppApi, hook: Hook) -> None:
    whatsapp.say(KERRY, "Hi")
    send(whatsapp, buttons(("Yes", "1.0"), ("No", "1.1")))
    _, answer = send(whatsapp, buttons(("Yes", "2.0"), ("Maybe", "2.1")))
    whatsapp.press(KERRY, "Yes")
    message = value(hook)["messages"][0]
    assert message["interactive"] == {"type": "button_reply", "button_reply": {"id": "2.0", "title": "Yes"}}
    assert message["context"]["id"] == answer["messages"][0]["id"]
    send(whatsapp, rows(row(1), row(2, description="Soft")))
    whatsapp.press(KERRY, "Row 2")
    assert value(hook)["messages"][0]["interactive"]["list_reply"] == {
        "id": "row 2",
        "title": "Row 2",
        "description": "Soft",
    }
    with pytest.raises(AssertionError, match="no message has"):
        whatsapp.press(KERRY, "Never sent")


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("picture", "image"),
        ("voice", "audio"),
        ("video", "video"),
        ("sticker", "sticker"),
        ("location", "location"),
        ("contact", "contacts"),
        ("file", "document"),
    ],
)
def test_whatsapp_media(whatsapp: WhatsAppApi, hook: Hook, kind: str, type_: str) -> None:
    whatsapp.send_media(KERRY, kind)
    message = value(hook)["messages"][0]
    assert message["type"] == type_
    assert message[type_]
    assert signed(hook, b"app-secret")


def test_whatsapp_other_events(whatsapp: WhatsAppApi, hook: Hook) -> None:
    whatsapp.send_media(KERRY, "picture", caption="My foot")
    assert value(hook)["messages"][0]["image"]["caption"] == "My foot"
    first = value(hook)["messages"][0]["id"]
    whatsapp.edit(KERRY, "My left foot")
    assert value(hook)["messages"][0]["edit"]["original_message_id"] == first
    whatsapp.unsupported(KERRY)
    assert value(hook)["messages"][0]["errors"][0]["code"] == 131051
    send(whatsapp, text())
    whatsapp.react(KERRY)
    assert value(hook)["messages"][0]["reaction"]["message_id"] in whatsapp.names
    for status in ("sent", "delivered", "read"):
        whatsapp.report(KERRY, status)
        assert value(hook)["statuses"][0]["status"] == status
    whatsapp.batch(whatsapp.written(KERRY, "One"), whatsapp.written("447700900123", "Two"))
    entries = hook.got[-1].json["entry"]
    assert [entry["changes"][0]["value"]["messages"][0]["from"] for entry in entries] == [KERRY, "447700900123"]


def test_whatsapp_marks_as_read(whatsapp: WhatsAppApi, hook: Hook) -> None:
    whatsapp.say(KERRY, "Hi")
    name = value(hook)["messages"][0]["id"]
    read = {"messaging_product": "whatsapp", "status": "read", "message_id": name, "typing_indicator": {"type": "text"}}
    assert send(whatsapp, read) == (200, {"success": True})
    assert whatsapp.read == [name]
    assert send(whatsapp, {**read, "message_id": "wamid.none"})[0] == 400
    assert not whatsapp.taken


def test_meta_asks_whether_the_webhook_is_ours(whatsapp: WhatsAppApi, hook: Hook) -> None:
    assert whatsapp.handshake(challenge="42") == (200, b"42")
    assert hook.got[-1].query == {"hub.mode": "subscribe", "hub.challenge": "42", "hub.verify_token": "verify-token"}
    whatsapp.handshake("wrong")
    assert hook.got[-1].query["hub.verify_token"] == "wrong"


# --- Twilio

SID = "AC" + "1" * 32
SMS, WHATSAPP = "+16505551234", "whatsapp:+16505551234"
OUR_SMS, OUR_WHATSAPP = "+15017122661", "whatsapp:+14155238886"
SERVICE = "MG" + "3" * 32


@pytest.fixture
def twilio(hook: Hook) -> Iterator[TwilioApi]:
    found = TwilioApi(SID, TOKEN)
    found.start()
    found.webhook = hook.url
    yield found
    found.stop()


def sms(body: str = "Hello", **more: str) -> dict[str, str]:
    return {"To": SMS, "From": OUR_SMS, "Body": body, **more}


def by_whatsapp(body: str = "Hello", **more: str) -> dict[str, str]:
    return {"To": WHATSAPP, "From": OUR_WHATSAPP, "Body": body, **more}


def submitted(
    api: TwilioApi, fields: dict[str, str], *more: tuple[str, str], sid: str = SID, password: str = TOKEN
) -> tuple[int, dict[str, Any]]:
    url = f"{api.environment()['TWILIO_API_URL']}/2010-04-01/Accounts/{sid}/Messages.json"
    return submit(url, [*fields.items(), *more], user=SID, password=password)[:2]


def without(fields: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in fields.items() if key != name}


def test_twilio_checks_what_our_table_says() -> None:
    assert table("twilio")["body_characters"] == twilio_checks.BODY


TWILIO_TAKES = {
    "body of 1600": sms("x" * 1600),
    "callback": sms(StatusCallback="https://bot.example/status"),
    "picture alone": {**without(sms(), "Body"), "MediaUrl": "https://a.example/a.png"},
    "whatsapp": by_whatsapp("x" * 1600),
}

TWILIO_REFUSES = {
    "body of 1601": (sms("x" * 1601), 21617),
    "body of 1602 units with emoji": (sms("👍" * 801), 21617),
    "empty body": (sms(" "), 21602),
    "no body": (without(sms(), "Body"), 21602),
    "no to": (without(sms(), "To"), 21604),
    "no from": (without(sms(), "From"), 21603),
    "to without plus": (sms(To="16505551234"), 21211),
    "to ourselves": (sms(To=OUR_SMS), 21266),
    "from another number": (sms(From="+15550001111"), 21606),
    "from another number by whatsapp": (by_whatsapp(From="whatsapp:+15550001111"), 63007),
    "from sms to whatsapp": (by_whatsapp(From=OUR_SMS), 21910),
    "from whatsapp to sms": (sms(From=OUR_WHATSAPP), 21910),
    "unknown service": ({**without(sms(), "From"), "MessagingServiceSid": SERVICE}, 21701),
    "service and number": (sms(MessagingServiceSid=SERVICE), 20001),
    "unknown field": (sms(Text="a"), 20001),
    "media without http": (sms(MediaUrl="a.png"), 21620),
    "callback without http": (sms(StatusCallback="/status"), 21609),
}


@pytest.mark.parametrize("name", TWILIO_TAKES)
def test_twilio_takes(twilio: TwilioApi, name: str) -> None:
    twilio.say(WHATSAPP, "Hi")
    fields = TWILIO_TAKES[name]
    status, answer = submitted(twilio, fields)
    assert status == 201, answer
    assert answer["sid"].startswith("SM")
    (took,) = twilio.of(fields["To"])
    assert took.text == answer["body"] == fields.get("Body", "")
    assert not twilio.refused


@pytest.mark.parametrize("name", TWILIO_REFUSES)
def test_twilio_refuses(twilio: TwilioApi, name: str) -> None:
    twilio.say(WHATSAPP, "Hi")
    fields, code = TWILIO_REFUSES[name]
    status, answer = submitted(twilio, fields)
    assert (status, answer["status"], answer["code"]) == (400, 400, code), answer
    assert twilio.refused == [answer["message"]]
    assert not twilio.taken


def test_twilio_refuses_eleven_pictures_and_a_field_given_twice(twilio: TwilioApi) -> None:
    pictures = [("MediaUrl", f"https://a.example/{number}.png") for number in range(11)]
    assert submitted(twilio, sms(), *pictures)[1]["code"] == 21623
    assert submitted(twilio, sms(), *pictures[:10])[0] == 201
    assert submitted(twilio, sms(), ("Body", "Once more"))[1]["code"] == 20001


def test_twilio_takes_for_a_messaging_service(hook: Hook) -> None:
    api = TwilioApi(SID, TOKEN, sms_from=SERVICE)
    api.start()
    api.webhook = hook.url
    try:
        fields = {"To": SMS, "MessagingServiceSid": SERVICE, "Body": "Hello"}
        status, answer = submitted(api, fields)
        assert (status, answer["messaging_service_sid"], answer["from"]) == (201, SERVICE, None)
        assert submitted(api, {**fields, "To": WHATSAPP})[1]["code"] == 21703
        api.say(SMS, "Hi")
        assert hook.got[-1].form["MessagingServiceSid"] == SERVICE
    finally:
        api.stop()


def test_twilio_needs_the_account_and_its_token(twilio: TwilioApi) -> None:
    status, answer = submitted(twilio, sms(), password="other")
    assert (status, answer["code"]) == (401, 20003)
    status, answer = submitted(twilio, sms(), sid="AC" + "9" * 32)
    assert (status, answer["code"]) == (404, 20404)


def test_twilio_tells_of_the_account_and_its_number(twilio: TwilioApi) -> None:
    account = f"{twilio.base}/2010-04-01/Accounts/{SID}"
    assert submit(f"{account}.json", user=SID, password=TOKEN)[1]["status"] == "active"
    found = submit(f"{account}/IncomingPhoneNumbers.json?PhoneNumber=%2B15017122661", user=SID, password=TOKEN)[1]
    (number,) = found["incoming_phone_numbers"]
    one = f"{account}/IncomingPhoneNumbers/{number['sid']}.json"
    set_ = [("SmsUrl", "https://bot.example/webhooks/twilio/webhook")]
    assert submit(one, set_, user=SID, password=TOKEN)[1]["sms_url"] == set_[0][1]
    assert submit(one, [("SmsUrl", "http://bot.example")], user=SID, password=TOKEN)[1]["code"] == 21502
    assert twilio.number_settings == dict(set_)


def test_twilio_faults_come_once_each(twilio: TwilioApi) -> None:
    twilio.faults.extend([Fault(429, 2), Fault(500)])
    url = f"{twilio.base}/2010-04-01/Accounts/{SID}/Messages.json"
    status, answer, headers = submit(url, list(sms().items()), user=SID, password=TOKEN)
    assert (status, answer["code"], headers["Retry-After"]) == (429, 20429, "2")
    assert submitted(twilio, sms())[0] == 500
    assert submitted(twilio, sms())[0] == 201
    assert len(twilio.taken) == 1


def test_twilio_window_of_whatsapp(twilio: TwilioApi, hook: Hook) -> None:
    assert submitted(twilio, by_whatsapp())[1]["code"] == 63016
    assert submitted(twilio, sms())[0] == 201, "SMS has no window"
    twilio.say(WHATSAPP, "Hi")
    assert submitted(twilio, by_whatsapp())[0] == 201
    twilio.forget_window(WHATSAPP)
    assert submitted(twilio, by_whatsapp())[1]["code"] == 63016
    twilio.late = True
    before = len(twilio.taken)
    callback = f"{twilio.public}/webhooks/twilio/webhook?about=status"
    status, answer = submitted(twilio, by_whatsapp(StatusCallback=callback))
    twilio.until(lambda: len(hook.got) == 2)
    told = hook.got[1].form
    assert (status, told["MessageSid"], told["ErrorCode"]) == (201, answer["sid"], "63016")
    assert RequestValidator(TOKEN).validate(callback, told, hook.got[1].headers["X-Twilio-Signature"])
    assert len(twilio.taken) == before


def test_twilio_opting_out_by_sms(twilio: TwilioApi, hook: Hook) -> None:
    twilio.say(SMS, "Stop")
    assert hook.got[-1].form["OptOutType"] == "STOP"
    assert submitted(twilio, sms())[1]["code"] == 21610
    twilio.say(SMS, "START")
    assert hook.got[-1].form["OptOutType"] == "START"
    assert submitted(twilio, sms())[0] == 201
    twilio.say(WHATSAPP, "STOP")
    assert "OptOutType" not in hook.got[-1].form
    assert submitted(twilio, by_whatsapp())[0] == 201
    assert not twilio.refused


def test_twilio_signs_as_its_library_checks(twilio: TwilioApi, hook: Hook) -> None:
    twilio.say(SMS, "Füße & mehr = 100 %")
    twilio.say(WHATSAPP, "Hi", ProfileName="Zoë")
    twilio.send_media(WHATSAPP, "location")
    twilio.send_media(SMS, "picture", caption="")
    for got in hook.got:
        url = f"{twilio.public}/webhooks/it/webhook"
        assert RequestValidator(TOKEN).validate(url, got.form, got.headers["X-Twilio-Signature"])
        assert not RequestValidator("other").validate(url, got.form, got.headers["X-Twilio-Signature"])
    assert hook.got[0].form["Body"] == "Füße & mehr = 100 %"
    twilio.again()
    assert hook.got[-1].data == hook.got[-2].data
    assert hook.got[-1].headers["I-Twilio-Idempotency-Token"] == hook.got[-2].headers["I-Twilio-Idempotency-Token"]


def test_twilio_what_people_do(twilio: TwilioApi, hook: Hook) -> None:
    twilio.say(WHATSAPP, "Hi")
    form = hook.got[-1].form
    assert (form["From"], form["To"], form["WaId"]) == (WHATSAPP, OUR_WHATSAPP, "16505551234")
    for kind in ("picture", "voice", "video", "sticker", "contact", "file"):
        twilio.send_media(WHATSAPP, kind, caption="Look")
        form = hook.got[-1].form
        assert (form["NumMedia"], form["Body"]) == ("1", "Look")
        assert form["MediaUrl0"].startswith("https://")
        assert "/" in form["MediaContentType0"]
    twilio.send_media(WHATSAPP, "location")
    assert (hook.got[-1].form["Latitude"], hook.got[-1].form["MessageType"]) == ("52.5163", "location")
    submitted(twilio, by_whatsapp(StatusCallback=f"{twilio.public}/webhooks/twilio/status"))
    twilio.press(WHATSAPP, "Yes", "1.0")
    form = hook.got[-1].form
    assert (form["ButtonText"], form["ButtonPayload"]) == ("Yes", "1.0")
    assert form["OriginalRepliedMessageSid"] in twilio.names
    twilio.report(WHATSAPP, "failed", "63024")
    assert hook.got[-1].form["MessageStatus"] == "failed"


@pytest.mark.parametrize(
    ("text", "count"),
    [("x" * 160, 1), ("x" * 161, 2), ("x" * 306, 2), ("x" * 307, 3), ("€" * 81, 2), ("ł" * 70, 1), ("ł" * 71, 2)],
)
def test_twilio_counts_segments(text: str, count: int) -> None:
    assert twilio_checks.segments(text) == count
