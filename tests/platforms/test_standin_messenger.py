"""The stand-in of Messenger refuses what the platform refuses, and signs as it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.platforms import messenger_checks
from tests.platforms.hook import Hook, call, signed_by_meta, table
from tests.platforms.messenger_api import MessengerApi
from tests.platforms.standin import Fault
from tests.platforms.whatsapp_api import WhatsAppApi

TOKEN = "EAAB-token"


@pytest.fixture
def hook() -> Iterator[Hook]:
    found = Hook()
    yield found
    found.close()


PSID = "6912345678901234"


@pytest.fixture
def messenger(hook: Hook) -> Iterator[MessengerApi]:
    found = MessengerApi(TOKEN, "app-secret", "verify-token")
    found.start()
    found.webhook = hook.url
    yield found
    found.stop()


def response(**message: Any) -> dict[str, Any]:
    return {"recipient": {"id": PSID}, "messaging_type": "RESPONSE", "message": message}


def replies(*titles: str, **more: str) -> list[dict[str, str]]:
    return [{"content_type": "text", "title": title, "payload": f"0.{title}", **more} for title in titles]


def template(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    payload = {"template_type": "generic", "elements": list(elements)}
    return response(attachment={"type": "template", "payload": payload}, **more)


def element(**more: Any) -> dict[str, Any]:
    return {"title": "Arch insole", "subtitle": "39.90 EUR", **more}


def postback(title: str = "Why?", payload: str = "3.1") -> dict[str, str]:
    return {"type": "postback", "title": title, "payload": payload}


def page(url: str = "https://a.example/1", title: str = "Open") -> dict[str, str]:
    return {"type": "web_url", "title": title, "url": url}


def button_template(text: str = "Which?", *of: dict[str, str]) -> dict[str, Any]:
    payload = {"template_type": "button", "text": text, "buttons": list(of)}
    return response(attachment={"type": "template", "payload": payload})


def respond(api: MessengerApi, body: dict[str, Any], token: str = TOKEN) -> tuple[int, dict[str, Any]]:
    return call(f"{api.environment()['META_API_URL']}/me/messages", body, token=token)[:2]


def test_messenger_checks_what_our_table_says() -> None:
    ours, theirs = table("messenger"), messenger_checks
    assert (ours["text_characters"], ours["payload_characters"]) == (theirs.TEXT, theirs.PAYLOAD)
    assert (ours["quick_replies"], ours["quick_reply_characters"]) == (theirs.QUICK_REPLIES, theirs.QUICK_REPLY)
    assert (ours["elements"], ours["element_title_characters"], ours["element_subtitle_characters"]) == (
        theirs.ELEMENTS,
        theirs.ELEMENT_TITLE,
        theirs.ELEMENT_SUBTITLE,
    )
    assert (ours["element_buttons"], ours["button_characters"]) == (theirs.BUTTONS, theirs.BUTTON)


MESSENGER_TAKES = {
    "text of 2000": response(text="x" * 2000),
    "13 quick replies": response(text="Which?", quick_replies=replies(*map(str, range(13)))),
    "quick reply of 20": response(text="Which?", quick_replies=replies("x" * 20)),
    "payload of 1000": response(text="Which?", quick_replies=replies("Yes", payload="p" * 1000)),
    "ten elements": template(*[element()] * 10),
    "element of 80 and 80": template({"title": "t" * 80, "subtitle": "s" * 80}),
    "three buttons, picture, page": template(
        element(
            buttons=[page(), postback("x" * 20), postback("Else", "p" * 1000)],
            image_url="https://a.example/1.png",
            default_action={"type": "web_url", "url": "https://a.example/1"},
        )
    ),
    "elements and quick replies": template(element(), quick_replies=replies("Yes")),
    "buttons under a text of 640": button_template("x" * 640, postback()),
    "picture": response(attachment={"type": "image", "payload": {"url": "https://a.example/1.png"}}),
}

MESSENGER_REFUSES = {
    "text of 2001": response(text="x" * 2001),
    "text of 2001 units with emoji": response(text="👍" * 1000 + "x"),
    "empty text": response(text=" "),
    "text and attachment": {**template(element()), "message": {**template(element())["message"], "text": "a"}},
    "neither": response(),
    "unknown field": {**response(text="a"), "tone": "kind"},
    "unknown field of the message": response(text="a", bold=True),
    "no messaging type": {"recipient": {"id": PSID}, "message": {"text": "a"}},
    "unknown messaging type": {**response(text="a"), "messaging_type": "response"},
    "tag without its type": {**response(text="a"), "tag": "HUMAN_AGENT"},
    "recipient as number": {**response(text="a"), "recipient": {"id": 6912345678901234}},
    "recipient of letters": {**response(text="a"), "recipient": {"id": "kerry"}},
    "message with an action": {**response(text="a"), "sender_action": "typing_on"},
    "unknown action": {"recipient": {"id": PSID}, "sender_action": "typing"},
    "14 quick replies": response(text="Which?", quick_replies=replies(*map(str, range(14)))),
    "no quick replies": response(text="Which?", quick_replies=[]),
    "quick reply of 21": response(text="Which?", quick_replies=replies("x" * 21)),
    "empty quick reply": response(text="Which?", quick_replies=replies("")),
    "payload of 1001": response(text="Which?", quick_replies=replies("Yes", payload="p" * 1001)),
    "eleven elements": template(*[element()] * 11),
    "no elements": template(),
    "title of 81": template(element(title="t" * 81)),
    "subtitle of 81": template(element(subtitle="s" * 81)),
    "empty subtitle": template(element(subtitle="")),
    "title alone": template({"title": "Arch insole"}),
    "four buttons": template(element(buttons=[postback()] * 4)),
    "no buttons": template(element(buttons=[])),
    "button of 21": template(element(buttons=[postback("x" * 21)])),
    "button's payload of 1001": template(element(buttons=[postback(payload="p" * 1001)])),
    "button without payload": template(element(buttons=[{"type": "postback", "title": "Why?"}])),
    "link with a payload": template(element(buttons=[{**page(), "payload": "1"}])),
    "link that is none": template(element(buttons=[page("/products/1")])),
    "picture that is no link": template(element(image_url="1.png")),
    "page with a title": template(element(default_action=page())),
    "text of 641 over buttons": button_template("x" * 641, postback()),
}


@pytest.mark.parametrize("name", MESSENGER_TAKES)
def test_messenger_takes(messenger: MessengerApi, name: str) -> None:
    messenger.say(PSID, "Hi")
    status, answer = respond(messenger, MESSENGER_TAKES[name])
    assert (status, answer.get("recipient_id")) == (200, PSID), answer
    assert answer["message_id"] in messenger.names
    assert [took.body for took in messenger.of(PSID)] == [MESSENGER_TAKES[name]]
    assert not messenger.refused


@pytest.mark.parametrize("name", MESSENGER_REFUSES)
def test_messenger_refuses(messenger: MessengerApi, name: str) -> None:
    messenger.say(PSID, "Hi")
    status, answer = respond(messenger, MESSENGER_REFUSES[name])
    assert (status, answer["error"]["code"]) == (400, 100), answer
    assert answer["error"]["message"] == f"(#100) {messenger.refused[0]}"
    assert not messenger.taken


def test_messenger_keeps_what_people_read_and_press(messenger: MessengerApi) -> None:
    messenger.say(PSID, "Hi")
    respond(messenger, template(element(buttons=[page(), postback()]), quick_replies=replies("Yes")))
    (took,) = messenger.of(PSID)
    assert took.text == "Arch insole\n39.90 EUR"
    assert took.choices == [("Open", "https://a.example/1"), ("Why?", "3.1"), ("Yes", "0.Yes")]


def test_messenger_token_faults_and_people_who_are_gone(messenger: MessengerApi) -> None:
    status, answer = respond(messenger, response(text="a"), token="other")
    assert (status, answer["error"]["code"]) == (400, 190)
    status, answer = respond(messenger, response(text="a"))
    assert (answer["error"]["code"], answer["error"]["error_subcode"]) == (100, 2018001), "never wrote"
    messenger.say(PSID, "Hi")
    messenger.faults.extend([Fault(400), Fault(403), Fault(429, 1), Fault(500)])
    found = [respond(messenger, response(text="a")) for _ in range(5)]
    assert [(status, answer.get("error", {}).get("code")) for status, answer in found] == [
        (400, 613),
        (403, 4),
        (429, 613),
        (500, 2),
        (200, None),
    ]
    messenger.forget_window(PSID)
    status, answer = respond(messenger, response(text="a"))
    assert (status, answer["error"]["code"], answer["error"]["error_subcode"]) == (403, 10, 2018278)
    messenger.gone.add(PSID)
    status, answer = respond(messenger, response(text="a"))
    assert (status, answer["error"]["code"], answer["error"]["error_subcode"]) == (400, 551, 1545041)
    assert len(messenger.taken) == 1


def event(hook: Hook) -> dict[str, Any]:
    """The newest update's one event."""
    body = hook.got[-1].json
    assert body["object"] == "page"
    ((found,),) = [entry["messaging"] for entry in body["entry"]]
    return dict(found)


def test_messenger_presses_what_is_still_there(messenger: MessengerApi, hook: Hook) -> None:
    messenger.say(PSID, "Hi")
    respond(messenger, template(element(buttons=[page(), postback()])))
    respond(messenger, response(text="Which?", quick_replies=replies("Yes", "No")))
    messenger.press(PSID, "No")
    assert event(hook)["message"]["quick_reply"] == {"payload": "0.No"}
    assert event(hook)["message"]["text"] == "No"
    messenger.press(PSID, "Why?")
    pressed = event(hook)["postback"]
    assert (pressed["title"], pressed["payload"]) == ("Why?", "3.1")
    respond(messenger, response(text="Thanks"))
    with pytest.raises(AssertionError, match="no message has"):
        messenger.press(PSID, "No")
    with pytest.raises(AssertionError, match="a link"):
        messenger.press(PSID, "Open")


def test_messenger_signs_and_delivers_again(messenger: MessengerApi, hook: Hook) -> None:
    messenger.say(PSID, "Füße 👣")
    assert signed_by_meta(hook, b"app-secret")
    assert not signed_by_meta(hook, b"other")
    assert event(hook)["message"]["text"] == "Füße 👣"
    messenger.again()
    assert hook.got[0].data == hook.got[1].data
    messenger.batch(messenger.written(PSID, "One"), messenger.written(PSID, "Two"))
    assert [entry["messaging"][0]["message"]["text"] for entry in hook.got[-1].json["entry"]] == ["One", "Two"]
    messenger.batch(messenger.written(PSID, "One"), messenger.written(PSID, "Two"), entries=False)
    assert [event["message"]["text"] for event in hook.got[-1].json["entry"][0]["messaging"]] == ["One", "Two"]
    data, headers = messenger.prepare(PSID, "Later")
    assert messenger.post(data, headers)[0] == 200
    assert messenger.handshake() == (200, b"1158201444")


def test_messenger_what_people_do(messenger: MessengerApi, hook: Hook) -> None:
    for kind, type_ in (("picture", "image"), ("voice", "audio"), ("video", "video"), ("file", "file")):
        messenger.send_media(PSID, kind)
        assert event(hook)["message"]["attachments"][0]["type"] == type_
    messenger.send_media(PSID, "picture", caption="My foot")
    assert event(hook)["message"]["text"] == "My foot"
    messenger.send_media(PSID, "sticker")
    assert event(hook)["message"]["attachments"][0]["payload"]["sticker_id"]
    messenger.send_media(PSID, "location")
    assert event(hook)["message"]["attachments"][0]["payload"]["coordinates"] == {"lat": 52.5163, "long": 13.3777}
    messenger.say(PSID, "Hi")
    name = event(hook)["message"]["mid"]
    messenger.edit(PSID, "Hello")
    messenger.edit(PSID, "Hello!")
    assert event(hook)["message_edit"] == {"mid": name, "text": "Hello!", "num_edit": 2}
    respond(messenger, response(text="Welcome"))
    (sent,) = messenger.names
    messenger.echo(PSID)
    assert event(hook)["sender"] == {"id": messenger.page}
    assert (event(hook)["message"]["is_echo"], event(hook)["message"]["mid"]) == (True, sent)
    messenger.report(PSID, "delivery")
    assert event(hook)["delivery"]["mids"] == [sent]
    messenger.report(PSID, "read")
    assert set(event(hook)["read"]) == {"watermark"}
    messenger.react(PSID)
    assert event(hook)["reaction"]["mid"] == sent
    messenger.refer(PSID, "sku-7")
    assert event(hook)["referral"]["ref"] == "sku-7"
    messenger.standby(PSID, "Hi")
    assert "messaging" not in hook.got[-1].json["entry"][0]


def test_messenger_profile_of_the_page(messenger: MessengerApi, hook: Hook) -> None:
    url = f"{messenger.api}/me/messenger_profile"
    started = {"get_started": {"payload": "START"}, "greeting": [{"locale": "default", "text": "g" * 160}]}
    assert call(url, started, token=TOKEN)[1] == {"result": "success"}
    assert call(f"{url}?fields=get_started", token=TOKEN)[1] == {"data": [{"get_started": {"payload": "START"}}]}
    assert call(f"{messenger.api}/me?fields=id,name", token=TOKEN)[1] == {"name": "Solewise", "id": messenger.page}
    messenger.get_started(PSID, ref="sku-7")
    assert event(hook)["postback"]["payload"] == "START"
    assert event(hook)["postback"]["referral"]["ref"] == "sku-7"
    badly: tuple[dict[str, Any], ...] = (
        {},
        {"get_started": {"payload": ""}},
        {"greeting": [{"locale": "default", "text": "g" * 161}]},
        {"greeting": [{"locale": "de_DE", "text": "Hallo"}]},
        {"menu": []},
        {"ice_breakers": [{"question": "How?", "payload": "1"}] * 5},
    )
    for wrong in badly:
        assert call(url, wrong, token=TOKEN)[0] == 400, wrong
    assert len(messenger.refused) == 6
    subscribed = f"{messenger.api}/me/subscribed_apps"
    assert call(subscribed, {"subscribed_fields": "messages,messaging_postbacks"}, token=TOKEN)[1] == {"success": True}
    assert messenger.fields == {"messages", "messaging_postbacks"}
    assert call(subscribed, {"subscribed_fields": "messages,post"}, token=TOKEN)[0] == 400


def test_messenger_signs_of_typing(messenger: MessengerApi) -> None:
    messenger.say(PSID, "Hi")
    typing = {"recipient": {"id": PSID}, "sender_action": "typing_on"}
    messenger.faults.append(Fault(500))
    assert respond(messenger, typing) == (200, {"recipient_id": PSID})
    assert messenger.faults, "these are for messages"
    assert messenger.actions == [(PSID, "typing_on")]
    assert not messenger.taken


def test_one_server_may_call_both_of_metas_platforms(messenger: MessengerApi) -> None:
    whatsapp = WhatsAppApi("EAAC-token", "app-secret", "verify-token")
    guest = MessengerApi(TOKEN, "app-secret", "verify-token")
    whatsapp.serve_also(guest)
    whatsapp.start()
    guest.start()
    whatsapp.webhook = guest.webhook = messenger.webhook
    try:
        assert whatsapp.environment()["META_API_URL"] == guest.environment()["META_API_URL"]
        guest.say(PSID, "Hi")
        assert respond(guest, response(text="a"))[0] == 200
        whatsapp.say("16505551234", "Hi")
        text = {"messaging_product": "whatsapp", "to": "16505551234", "type": "text", "text": {"body": "a"}}
        assert call(f"{whatsapp.api}/{whatsapp.number_id}/messages", text, token="EAAC-token")[0] == 200
        assert (len(guest.taken), len(whatsapp.taken)) == (1, 1)
    finally:
        whatsapp.stop()
        guest.stop()


def test_messenger_says_what_is_no_method(messenger: MessengerApi) -> None:
    status, answer, _ = call(f"{messenger.base}/v1.0/me/messages", response(text="a"), token=TOKEN)
    assert (status, answer["error"]["code"]) == (400, 2500)
    assert messenger.refused == ["POST /v1.0/me/messages is no method"]
