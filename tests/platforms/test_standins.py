"""The stand-ins refuse what Telegram and Slack refuse, fail as they fail, and speak to a webhook as they do."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from tests.platforms.slack_api import SlackApi
from tests.platforms.standin import Body, Fault, StandIn
from tests.platforms.telegram_api import TelegramApi


class Webhook(StandIn):
    """A webhook that takes whatever comes, and keeps it."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[bytes, dict[str, str]]] = []

    def routes(self) -> list[web.RouteDef]:
        """Every path."""
        return [web.post("/{path:.*}", self._keep)]

    async def _keep(self, request: web.Request) -> web.Response:
        self.calls.append((await request.read(), dict(request.headers)))
        return web.Response(text="kept")

    @property
    def updates(self) -> list[Body]:
        """The bodies, read."""
        return [json.loads(body) for body, _headers in self.calls]


@dataclass
class Reply:
    """What a stand-in answered."""

    status: int
    body: Body
    headers: dict[str, str] = field(default_factory=dict)


def call(url: str, body: Any, headers: dict[str, str] | None = None) -> Reply:
    """One call with a JSON body, as the bot makes it."""

    async def post() -> Reply:
        async with aiohttp.ClientSession() as session, session.post(url, json=body, headers=headers) as answer:
            return Reply(answer.status, await answer.json(), dict(answer.headers))

    return asyncio.run(post())


@pytest.fixture(scope="module")
def webhook() -> Iterator[Webhook]:
    """Our server's part."""
    found = Webhook()
    found.start()
    yield found
    found.stop()


@pytest.fixture
def telegram(webhook: Webhook) -> Iterator[TelegramApi]:
    """Telegram, where person 501 has begun a chat."""
    api = TelegramApi()
    api.start()
    api.webhook = f"{webhook.base}/webhooks/telegram/webhook"
    api.meet("501")
    webhook.calls.clear()
    yield api
    api.stop()


def tell(api: TelegramApi, **body: Any) -> Reply:
    """sendMessage to person 501."""
    return call(f"{api.base}/bot{api.token}/sendMessage", {"chat_id": 501, "text": "Hello", **body})


def keyboard(*buttons: Body) -> Body:
    """A keyboard of one row."""
    return {"inline_keyboard": [list(buttons)]}


SHOE = "👟"
BOLD = {"type": "bold", "offset": 0, "length": 2}
LINK = {"text": "See it", "url": "https://shop.example/p/1"}


@pytest.mark.parametrize(
    "body",
    [
        {"text": "x" * 4096},
        {"text": SHOE * 2048},
        {"text": SHOE, "entities": [BOLD]},
        {"text": "1234", "entities": [BOLD, {"type": "italic", "offset": 1, "length": 1}]},
        {"reply_markup": keyboard({"text": "A" * 64, "callback_data": "é" * 32}, LINK)},
        {"reply_markup": keyboard(*[LINK] * 24)},
        {"link_preview_options": {"is_disabled": True}},
        {"reply_parameters": {"message_id": 7, "allow_sending_without_reply": True}},
        {"chat_id": "501"},
    ],
)
def test_telegram_takes(telegram: TelegramApi, body: Body) -> None:
    reply = tell(telegram, **body)
    assert (reply.status, telegram.refused) == (200, [])
    assert reply.body["result"]["message_id"] == int(telegram.of("501")[0].id)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": SHOE * 2048 + "x"}, "message is too long"),
        ({"text": " \n"}, "message text is empty"),
        ({"text": 5}, "wrong type"),
        ({"chat_id": True}, "wrong type"),
        ({"parse_mode": "HTML"}, "unknown field"),
        ({"text": SHOE, "entities": [{**BOLD, "length": 3}]}, "outside"),
        ({"text": SHOE, "entities": [{**BOLD, "length": 1}]}, "middle of a UTF-16 symbol"),
        ({"entities": [{**BOLD, "length": 0}]}, "outside"),
        ({"entities": [{**BOLD, "type": "loud"}]}, "unsupported entity type"),
        ({"entities": [BOLD, {"type": "italic", "offset": 1, "length": 2}]}, "overlap"),
        ({"reply_markup": keyboard({"text": "A", "callback_data": "é" * 32 + "x"})}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": keyboard({"text": "A", "callback_data": ""})}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": keyboard({"text": "A" * 65, "callback_data": "a"})}, "longer than we allow"),
        ({"reply_markup": keyboard(*[LINK] * 25)}, "too long"),
        ({"reply_markup": keyboard({"text": " ", "callback_data": "a"})}, "non-empty"),
        ({"reply_markup": keyboard({"text": "A"})}, "unallowed"),
        ({"reply_markup": keyboard({**LINK, "callback_data": "a"})}, "unallowed"),
        ({"reply_markup": keyboard({**LINK, "url": "javascript:alert(1)"})}, "Wrong HTTP URL"),
        ({"reply_markup": keyboard({**LINK, "url": "https://localhost/1"})}, "Wrong HTTP URL"),
        ({"reply_markup": {"inline_keyboard": [[]]}}, "a row has buttons"),
        ({"reply_parameters": {"message_id": 7}}, "replied not found"),
    ],
)
def test_telegram_refuses(telegram: TelegramApi, body: Body, why: str) -> None:
    reply = tell(telegram, **body)
    assert (reply.status, reply.body["ok"], reply.body["error_code"]) == (400, False, 400)
    assert reply.body["description"].startswith("Bad Request: ")
    assert why in reply.body["description"]
    assert len(telegram.refused) == 1
    assert telegram.taken == []


def test_telegram_photos(telegram: TelegramApi) -> None:
    url = f"{telegram.base}/bot{telegram.token}/sendPhoto"
    photo = {"chat_id": 501, "photo": "https://shop.example/1.jpg", "caption": "c" * 1024}
    assert call(url, photo).status == 200
    assert telegram.of("501")[0].text == "c" * 1024
    assert "caption is too long" in call(url, {**photo, "caption": "c" * 1025}).body["description"]
    assert "HTTP URL" in call(url, {**photo, "photo": "ftp://shop.example/1.jpg"}).body["description"]
    telegram.missing.add("https://shop.example/1.jpg")
    assert "failed to get HTTP URL content" in call(url, photo).body["description"]


def test_telegram_knows_its_bot(telegram: TelegramApi) -> None:
    def ask(token: str, method: str) -> tuple[int, Any]:
        reply = call(f"{telegram.base}/bot{token}/{method}", {})
        return reply.status, reply.body.get("description")

    assert ask(telegram.token, "getMe") == (200, None)
    assert ask("700100200:wrong", "getMe") == (401, "Unauthorized")
    assert ask("no-token", "getMe") == (404, "Not Found")
    assert ask(telegram.token, "sendMesage") == (404, "Not Found")


def test_telegram_fails_as_it_does(telegram: TelegramApi) -> None:
    telegram.faults.extend([Fault(429, 3), Fault(502)])
    busy = tell(telegram)
    assert (busy.status, busy.body["parameters"]) == (429, {"retry_after": 3})
    assert busy.body["description"] == "Too Many Requests: retry after 3"
    assert tell(telegram).status == 502
    assert tell(telegram).status == 200
    telegram.gone.add("501")
    blocked = tell(telegram)
    assert (blocked.status, blocked.body["description"]) == (403, "Forbidden: bot was blocked by the user")
    assert tell(telegram, chat_id=502).body["description"] == "Bad Request: chat not found"
    assert len(telegram.taken) == 1
    assert telegram.refused == []


@pytest.mark.parametrize(
    ("method", "body", "status"),
    [
        ("setWebhook", {"url": "https://a.example/w", "secret_token": "x" * 256, "allowed_updates": ["message"]}, 200),
        ("setWebhook", {"url": "https://a.example/w", "secret_token": "x" * 257}, 400),
        ("setWebhook", {"url": "https://a.example/w", "secret_token": "a secret"}, 400),
        ("setWebhook", {"url": "https://a.example/w", "allowed_updates": ["mesage"]}, 400),
        ("setWebhook", {"url": "https://a.example/w", "max_connections": 101}, 400),
        ("setWebhook", {"url": "https://a.example:8443/w", "max_connections": 100}, 200),
        ("setWebhook", {"url": "https://a.example:5005/w"}, 400),
        ("setWebhook", {"url": "http://a.example/w"}, 400),
        ("setMyCommands", {"commands": [{"command": "start", "description": "Begin"}]}, 200),
        ("setMyCommands", {"commands": [{"command": "c" * 33, "description": "Begin"}]}, 400),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "Begin"}]}, 400),
        ("setMyCommands", {"commands": [{"command": "start", "description": "d" * 257}]}, 400),
        ("answerCallbackQuery", {"callback_query_id": "1"}, 400),
    ],
)
def test_telegram_settings(telegram: TelegramApi, method: str, body: Body, status: int) -> None:
    assert call(f"{telegram.base}/bot{telegram.token}/{method}", body).status == status


def test_telegram_buttons(telegram: TelegramApi, webhook: Webhook) -> None:
    for data in ("old", "new"):
        tell(telegram, text=data, reply_markup=keyboard({"text": "Heel", "callback_data": data}, LINK))
    assert telegram.press("501", "Heel") == (200, b"kept")
    query = webhook.updates[0]["callback_query"]
    assert (query["data"], query["message"]["text"], query["from"]["id"]) == ("new", "new", 501)
    url = f"{telegram.base}/bot{telegram.token}/answerCallbackQuery"
    assert call(url, {"callback_query_id": query["id"]}).status == 200
    assert telegram.answered == [query["id"]]
    with pytest.raises(ValueError, match="is a link"):
        telegram.press("501", "See it")
    with pytest.raises(ValueError, match="no button"):
        telegram.press("501", "Toe")


def test_telegram_updates(telegram: TelegramApi, webhook: Webhook) -> None:
    late = telegram.prepare("501", "first")
    telegram.say("501", "/start SKU-1")
    telegram.again()
    telegram.post(*late)
    telegram.edit("501", "my heel")
    bodies = [body for body, _headers in webhook.calls]
    started, same, first, edited = webhook.updates
    assert bodies[0] == bodies[1]
    assert first["update_id"] < same["update_id"] < edited["update_id"]
    assert first["message"]["message_id"] < started["message"]["message_id"]
    assert started["message"]["entities"] == [{"offset": 0, "length": 6, "type": "bot_command"}]
    assert started["message"]["chat"]["type"] == "private"
    assert edited["edited_message"]["message_id"] == started["message"]["message_id"]
    assert edited["edited_message"]["text"] == "my heel"
    assert {headers["X-Telegram-Bot-Api-Secret-Token"] for _body, headers in webhook.calls} == {telegram.secret}


def test_telegram_groups(telegram: TelegramApi, webhook: Webhook) -> None:
    telegram.say("501", "hi all", group=-100123)
    telegram.say("501", "hi", group=-100123, mention=True)
    assert tell(telegram, chat_id=-100123).status == 200
    telegram.say("501", "yes", group=-100123, reply_to_bot=True)
    telegram.join("502", group=-100123)
    plain, named, reply, joined = (update["message"] for update in webhook.updates)
    assert plain["chat"]["type"] == "supergroup"
    assert "entities" not in plain
    assert named["entities"] == [{"offset": 0, "length": 13, "type": "mention"}]
    assert reply["reply_to_message"]["from"]["id"] == telegram.me["id"]
    assert "text" not in joined
    telegram.gone.add("-100123")
    assert tell(telegram, chat_id=-100123).body["description"] == "Forbidden: bot was kicked from the supergroup chat"


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("picture", "photo"), ("voice", "voice"), ("audio", "audio"), ("video", "video"), ("sticker", "sticker"),
        ("location", "location"), ("venue", "venue"), ("contact", "contact"), ("file", "document"),
        ("animation", "animation"), ("video_note", "video_note"), ("dice", "dice"), ("poll", "poll"),
    ],
)  # fmt: skip
def test_telegram_media(telegram: TelegramApi, webhook: Webhook, kind: str, key: str) -> None:
    telegram.send_media("501", kind)
    message = webhook.updates[0]["message"]
    assert key in message
    assert "text" not in message


def test_telegram_captions(telegram: TelegramApi, webhook: Webhook) -> None:
    telegram.send_media("501", "picture", "is this good?")
    assert webhook.updates[0]["message"]["caption"] == "is this good?"
    with pytest.raises(ValueError, match="no text under"):
        telegram.send_media("501", "sticker", "hm")


def test_telegram_blocks(telegram: TelegramApi, webhook: Webhook) -> None:
    telegram.block("501")
    change = webhook.updates[0]["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    assert tell(telegram).status == 403
    telegram.unblock("501")
    assert tell(telegram).status == 200


@pytest.fixture
def slack(webhook: Webhook) -> Iterator[SlackApi]:
    """Slack, where U0KIM has written to the bot."""
    api = SlackApi()
    api.start()
    api.webhook = f"{webhook.base}/webhooks/slack/webhook"
    api.wrote("U0KIM", "hello")
    webhook.calls.clear()
    yield api
    api.stop()


def post(api: SlackApi, **body: Any) -> Reply:
    """chat.postMessage to U0KIM."""
    headers = {"Authorization": f"Bearer {api.token}"}
    return call(f"{api.base}/api/chat.postMessage", {"channel": "D0KIM", "text": "Hello", **body}, headers)


def section(text: str = "Hello", **more: Any) -> Body:
    """A section of formatted text."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(name: str = "a", title: str = "Heel", **more: Any) -> Body:
    """A button."""
    return {"type": "button", "text": {"type": "plain_text", "text": title}, "action_id": name, **more}


def actions(*elements: Body) -> Body:
    """A block of buttons."""
    return {"type": "actions", "elements": list(elements)}


IMAGE = {"type": "image", "image_url": "https://shop.example/1.jpg", "alt_text": "A shoe"}
DIVIDER = {"type": "divider"}


@pytest.mark.parametrize(
    "body",
    [
        {"text": "x" * 4000},
        {"text": "a &amp; b, <https://shop.example/1|the shop>, <@U0KIM>"},
        {"blocks": [section("x" * 3000)] * 3},
        {"blocks": [DIVIDER] * 50},
        {"blocks": [section(accessory={**IMAGE, "alt_text": "x" * 2000})]},
        {"blocks": [actions(*[button(f"a{number}", value="v") for number in range(25)])]},
        {"blocks": [actions(button("a" * 255, "t" * 75, value="v" * 2000, style="primary"))]},
        {"blocks": [actions(button(url="https://shop.example/" + "x" * (3000 - 21)))]},
        {"blocks": [{"type": "header", "text": {"type": "plain_text", "text": "h" * 150}}, IMAGE]},
        {"blocks": [{"type": "context", "elements": [IMAGE, {"type": "mrkdwn", "text": "_small_"}]}]},
        {"channel": "U0KIM"},
    ],
)
def test_slack_takes(slack: SlackApi, body: Body) -> None:
    reply = post(slack, **body)
    assert (reply.body["ok"], slack.refused) == (True, [])
    assert reply.body["ts"] == slack.of("U0KIM")[0].id
    assert reply.body["channel"] == slack.of("D0KIM")[0].to == "D0KIM"


@pytest.mark.parametrize(
    ("body", "code", "where"),
    [
        ({"text": "x" * 4001}, "msg_too_long", ""),
        ({"text": " "}, "no_text", ""),
        ({"text": "", "blocks": [section()]}, "no_text", ""),
        ({"text": "a < b"}, "invalid_arguments", "/text"),
        ({"text": "a & b"}, "invalid_arguments", "/text"),
        ({"text": "<!channel>"}, "invalid_arguments", "/text"),
        ({"text": "<javascript:x|y>"}, "invalid_arguments", "/text"),
        ({"text": 5}, "invalid_arguments", ""),
        ({"as_user": True}, "invalid_arguments", "as_user"),
        ({"thread_ts": "12.5"}, "invalid_arguments", "/thread_ts"),
        ({"thread_ts": "1700000000.000001"}, "cannot_reply_to_message", ""),
        ({"blocks": []}, "invalid_blocks", "/blocks"),
        ({"blocks": [DIVIDER] * 51}, "invalid_blocks", "no more than 50"),
        ({"blocks": [section("x" * 3001)]}, "invalid_blocks", "/blocks/0/text/text"),
        ({"blocks": [section("x" * 2501)] * 4}, "msg_blocks_too_long", ""),
        ({"blocks": [section("")]}, "invalid_blocks", "more than 0"),
        ({"blocks": [section("<b>")]}, "invalid_blocks", "escaped"),
        ({"blocks": [{"type": "section"}]}, "invalid_blocks", "/blocks/0"),
        ({"blocks": [{"type": "marquee"}]}, "invalid_blocks", "/blocks/0/type"),
        ({"blocks": [section(color="red")]}, "invalid_blocks", "color"),
        ({"blocks": [section(block_id="b"), section(block_id="b")]}, "invalid_blocks", "already exists"),
        ({"blocks": [section(accessory={**IMAGE, "alt_text": "x" * 2001})]}, "invalid_blocks", "alt_text"),
        ({"blocks": [section(accessory={**IMAGE, "alt_text": ""})]}, "invalid_blocks", "alt_text"),
        ({"blocks": [{**IMAGE, "image_url": "/1.jpg"}]}, "invalid_blocks", "valid URL"),
        ({"blocks": [{**IMAGE, "image_url": "https://shop.example/" + "x" * (3001 - 21)}]}, "invalid_blocks", "3001"),
        ({"blocks": [actions(*[button(f"a{n}", value="v") for n in range(26)])]}, "invalid_blocks", "no more than 25"),
        ({"blocks": [actions()]}, "invalid_blocks", "/elements"),
        ({"blocks": [actions(button("a" * 256))]}, "invalid_blocks", "action_id"),
        ({"blocks": [actions(button(title="t" * 76))]}, "invalid_blocks", "/text/text"),
        ({"blocks": [actions(button(value="v" * 2001))]}, "invalid_blocks", "/value"),
        ({"blocks": [actions(button(style="loud"))]}, "invalid_blocks", "/style"),
        ({"blocks": [actions(button(url="ftp://shop.example/"))]}, "invalid_blocks", "/url"),
        ({"blocks": [actions(button()), actions(button())]}, "invalid_blocks", "already exists"),
        ({"blocks": [actions({**button(), "text": {"type": "mrkdwn", "text": "x"}})]}, "invalid_blocks", "plain_text"),
        ({"blocks": [{"type": "header", "text": {"type": "plain_text", "text": "h" * 151}}]}, "invalid_blocks", "151"),
    ],
)
def test_slack_refuses(slack: SlackApi, body: Body, code: str, where: str) -> None:
    reply = post(slack, **body)
    assert (reply.status, reply.body["ok"], reply.body["error"]) == (200, False, code)
    assert where in str(reply.body.get("response_metadata", ""))
    assert len(slack.refused) == 1
    assert slack.taken == []


def test_slack_shows(slack: SlackApi) -> None:
    link = button("link", "See it", url="https://shop.example/1")
    blocks = [section("*Best overall:* 2 * 3 &lt; <https://shop.example/|our shop>"), actions(button(value="x"), link)]
    assert post(slack, blocks=blocks).body["ok"]
    took = slack.of("U0KIM")[0]
    assert took.text == "Best overall: 2 * 3 < our shop"
    assert took.choices == [("Heel", "x"), ("See it", "https://shop.example/1")]


def test_slack_fails_as_it_does(slack: SlackApi) -> None:
    slack.faults.extend([Fault(429, 7), Fault(503), Fault(200)])
    busy = post(slack)
    assert (busy.status, busy.headers["Retry-After"], busy.body["error"]) == (429, "7", "ratelimited")
    assert post(slack).status == 503
    assert post(slack).body["error"] == "internal_error"
    assert post(slack).body["ok"]
    slack.missing.add(IMAGE["image_url"])
    assert post(slack, blocks=[IMAGE]).body["error"] == "invalid_blocks"
    assert post(slack, channel="D0ALEX").body["error"] == "channel_not_found"
    slack.wrote("U0KIM", "hi", channel="C0FEET")
    slack.gone.update({"U0KIM", "C0FEET"})
    assert post(slack).body["error"] == "channel_not_found"
    assert post(slack, channel="C0FEET").body["error"] == "is_archived"
    slack.uninstalled = "account_inactive"
    assert post(slack).body["error"] == "account_inactive"
    assert len(slack.taken) == 1


def test_slack_knows_its_bot(slack: SlackApi) -> None:
    url = f"{slack.base}/api/auth.test"
    assert call(url, {}, {"Authorization": f"Bearer {slack.token}"}).body["user_id"] == slack.bot
    assert call(url, {}, {"Authorization": "Bearer xoxb-other"}).body["error"] == "invalid_auth"
    assert call(url, {}).body["error"] == "not_authed"
    wrong = call(f"{slack.base}/api/chat.postMesage", {}, {"Authorization": f"Bearer {slack.token}"})
    assert wrong.body["error"] == "unknown_method"


def test_slack_signs(slack: SlackApi, webhook: Webhook) -> None:
    slack.say("U0KIM", "my heel hurts")
    slack.again(2)
    post(slack, blocks=[actions(button(value="x"))])
    slack.press("U0KIM", "Heel")
    verifier = SignatureVerifier(slack.secret)
    assert all(verifier.is_valid_request(body, headers) for body, headers in webhook.calls)
    (first, _), (second, retried), _pressed = webhook.calls
    assert first == second
    assert (retried["X-Slack-Retry-Num"], retried["X-Slack-Retry-Reason"]) == ("2", "http_timeout")
    stale, headers = slack.prepare("U0KIM", "late", at=time.time() - 301)
    assert not verifier.is_valid_request(stale, headers)
    fresh, headers = slack.prepare("U0KIM", "not so late", at=time.time() - 290)
    assert verifier.is_valid_request(fresh, headers)


def test_slack_events(slack: SlackApi, webhook: Webhook) -> None:
    slack.say("U0KIM", "5 < 6 & https://shop.example/1")
    slack.say("U0KIM", "hi", channel="C0FEET", mention=True)
    slack.send_media("U0KIM", "voice", "listen")
    slack.edit("U0KIM", "my toe")
    slack.unfurl("U0KIM")
    direct, heard, named, voice, edited, unfurled = (update["event"] for update in webhook.updates)
    assert (direct["text"], direct["channel_type"]) == ("5 &lt; 6 &amp; <https://shop.example/1>", "im")
    assert (heard["type"], named["type"], named["text"]) == ("message", "app_mention", f"<@{slack.bot}> hi")
    assert heard["ts"] == named["ts"]
    assert len({update["event_id"] for update in webhook.updates}) == 6
    assert (voice["subtype"], voice["files"][0]["mimetype"]) == ("file_share", "audio/mp4")
    assert edited["message"]["text"] == "my toe"
    assert edited["message"]["ts"] == edited["previous_message"]["ts"] == voice["ts"]
    assert unfurled["message"]["text"] == unfurled["previous_message"]["text"]
    with pytest.raises(ValueError, match="no sticker"):
        slack.send_media("U0KIM", "sticker")


def test_slack_echoes_and_buttons(slack: SlackApi, webhook: Webhook) -> None:
    link = button("b", "See it", url="https://shop.example/1")
    post(slack, blocks=[actions(button(value="old"), link)])
    post(slack, blocks=[actions(button(value="new"))])
    slack.echo("U0KIM")
    slack.echo("U0KIM", classic=True)
    ours, classic = (update["event"] for update in webhook.updates)
    assert (ours["bot_id"], ours["user"], classic["subtype"]) == (slack.bot_id, slack.bot, "bot_message")
    slack.press("U0KIM", "Heel")
    slack.press("U0KIM", "See it")
    pressed, opened = (json.loads(parse_qs(body.decode())["payload"][0]) for body, _headers in webhook.calls[2:])
    assert (pressed["type"], pressed["actions"][0]["value"]) == ("block_actions", "new")
    assert pressed["container"]["message_ts"] == slack.of("U0KIM")[1].id
    assert "value" not in opened["actions"][0]


def test_slack_threads(slack: SlackApi, webhook: Webhook) -> None:
    slack.say("U0KIM", "hi", channel="C0FEET", mention=True)
    root = webhook.updates[-1]["event"]["ts"]
    assert post(slack, channel="C0FEET", thread_ts=root).body["message"]["thread_ts"] == root
    slack.channel_events = False
    assert slack.say("U0KIM", "more", channel="C0FEET", thread=root) == (0, b"")
    slack.say("U0KIM", "and you?", channel="C0FEET", thread=root, mention=True)
    assert (webhook.updates[-1]["event"]["thread_ts"], len(webhook.calls)) == (root, 3)


def test_slack_greets(slack: SlackApi, webhook: Webhook) -> None:
    slack.handshake()
    assert webhook.updates == [{"token": "deprecated", "challenge": slack.challenge, "type": "url_verification"}]
