"""The stand-in of WhatsApp's Cloud API refuses what the platform refuses, and signs as it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.platforms import whatsapp_checks
from tests.platforms.hook import Hook, call, signed_by_meta, table
from tests.platforms.standin import Fault
from tests.platforms.whatsapp_api import WhatsAppApi

TOKEN = "EAAB-token"
KERRY = "16505551234"


@pytest.fixture
def hook() -> Iterator[Hook]:
    found = Hook()
    yield found
    found.close()


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
    "nobody": ({"messaging_product": "whatsapp", "type": "text", "text": {"body": "a"}}, 131008),
    "number in place of an id": (
        {"messaging_product": "whatsapp", "recipient": KERRY, "type": "text", "text": {"body": "a"}},
        131009,
    ),
    "id in place of a number": ({**text(), "to": "US.13491208655302741918"}, 131009),
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


def test_whatsapp_texts_are_signed_and_come_again_alike(whatsapp: WhatsAppApi, hook: Hook) -> None:
    assert whatsapp.say(KERRY, "Schöne Füße / ok 👣") == (200, b"")
    assert signed_by_meta(hook, b"app-secret")
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
    assert signed_by_meta(hook, b"app-secret")


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


def test_whatsapp_people_may_keep_their_number_to_themselves(whatsapp: WhatsAppApi, hook: Hook) -> None:
    hidden = "US.13491208655302741918"
    whatsapp.say(hidden, "Hi")
    message, contact = value(hook)["messages"][0], value(hook)["contacts"][0]
    assert (message["from_user_id"], contact["user_id"]) == (hidden, hidden)
    assert "from" not in message
    assert "wa_id" not in contact
    to_hidden = {**buttons(("Yes", "1.0")), "recipient": hidden}
    del to_hidden["to"]
    status, answer = send(whatsapp, to_hidden)
    assert (status, answer["contacts"]) == (200, [{"input": hidden, "user_id": hidden}])
    whatsapp.press(hidden, "Yes")
    assert value(hook)["messages"][0]["interactive"]["button_reply"]["id"] == "1.0"
    whatsapp.report(hidden, "read")
    assert value(hook)["statuses"][0]["recipient_user_id"] == hidden
    assert "recipient_id" not in value(hook)["statuses"][0]


def test_whatsapp_people_have_an_id_beside_their_number(whatsapp: WhatsAppApi, hook: Hook) -> None:
    whatsapp.say(KERRY, "Hi")
    message = value(hook)["messages"][0]
    assert message["from"] == KERRY
    to_id = {**text("By id"), "recipient": message["from_user_id"]}
    del to_id["to"]
    assert send(whatsapp, to_id)[0] == 200
    assert send(whatsapp, text("By number", recipient=message["from_user_id"]))[0] == 200
    assert [took.text for took in whatsapp.of(KERRY)] == ["By id", "By number"]
