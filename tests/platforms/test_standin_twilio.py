"""The stand-in of Twilio refuses what the platform refuses, and signs as it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from twilio.request_validator import RequestValidator

from tests.platforms import twilio_checks
from tests.platforms.hook import Hook, submit, table
from tests.platforms.standin import Fault
from tests.platforms.twilio_api import TwilioApi

TOKEN = "auth-token"


@pytest.fixture
def hook() -> Iterator[Hook]:
    found = Hook()
    yield found
    found.close()


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
