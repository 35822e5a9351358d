"""A stand-in of WhatsApp's Cloud API.

Sources: https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages, .../webhooks/reference/messages
and .../support/error-codes
"""

from __future__ import annotations

import asyncio
import base64
import secrets
import time
from typing import Any

from aiohttp import web

from tests.platforms import whatsapp_checks, whatsapp_people
from tests.platforms.meta import DAY, VERSION, MetaApi
from tests.platforms.meta_checks import Refusal
from tests.platforms.standin import Took

ACCOUNT = "102290129340398"
DISPLAY_NUMBER = "15550783881"

OUTSIDE_WINDOW, UNDELIVERABLE = 131047, 131026
_TITLES = {OUTSIDE_WINDOW: "Re-engagement message", UNDELIVERABLE: "Message undeliverable"}
_DETAILS = {
    OUTSIDE_WINDOW: "Message failed to send because more than 24 hours have passed since the customer last replied",
    UNDELIVERABLE: "Message undeliverable.",
}

_FILE = {"sha256": "29ed500fa64eb55fc19dc4124acb300e5dcca0f822a301ae99944db", "id": "1003383421387256"}
_MEDIA: dict[str, tuple[str, dict[str, Any]]] = {
    "picture": ("image", {"mime_type": "image/jpeg", **_FILE}),
    "voice": ("audio", {"mime_type": "audio/ogg; codecs=opus", **_FILE, "voice": True}),
    "video": ("video", {"mime_type": "video/mp4", **_FILE}),
    "sticker": ("sticker", {"mime_type": "image/webp", **_FILE, "animated": False}),
    "file": ("document", {"mime_type": "application/pdf", "filename": "scan.pdf", **_FILE}),
    "location": (
        "location",
        {"latitude": 52.5163, "longitude": 13.3777, "name": "Brandenburg Gate", "address": "Pariser Platz, Berlin"},
    ),
}
_CAPTIONED = ("picture", "video", "file")


class WhatsAppApi(MetaApi):
    """WhatsApp with one business number. People are their numbers, in digits, as in webhooks; or, if they keep these to
    themselves, ids as ``US.13491208655302741918``."""

    token_status = 401
    throttled = 130429
    more_told = "whatsapp"

    def __init__(self, token: str, app_secret: str, verify_token: str, number_id: str = "106540352242922") -> None:
        super().__init__(token, app_secret, verify_token)
        self.number_id = number_id
        self.late = False
        """Whether who is gone, or outside the window, is told after the message was taken, by a webhook that says
        ``failed``. WhatsApp does both."""
        self.names: dict[str, Took] = {}
        """The messages that were taken, by their ids."""
        self.read: list[str] = []
        """Ids of people's messages that were marked as read."""
        self._wrote: dict[str, float] = {}
        self._last_name: dict[str, str] = {}
        self._received: set[str] = set()
        self._running: set[asyncio.Task[None]] = set()

    def environment(self) -> dict[str, str]:
        """What points a server at this stand-in."""
        return {
            "WHATSAPP_TOKEN": self.token,
            "WHATSAPP_APP_SECRET": self.app_secret,
            "WHATSAPP_VERIFY_TOKEN": self.verify_token,
            "WHATSAPP_PHONE_NUMBER_ID": self.number_id,
            "META_API_URL": self.api,
        }

    # --- the API's side

    def methods(self) -> list[web.RouteDef]:
        """Messages, and who we are."""
        return [
            web.post(f"/{VERSION}/{{number}}/messages", self.guarded(self._messages, sends=True)),
            web.get(f"/{VERSION}/{{number}}", self.guarded(self._number)),
        ]

    def forget_window(self, person: str) -> None:
        """More than 24 hours pass since a person last wrote."""
        self._wrote[person] = time.time() - DAY - 1

    def _ours(self, request: web.Request) -> None:
        if request.match_info["number"] != self.number_id:
            why = f"Unsupported request. Object with ID '{request.match_info['number']}' does not exist"
            raise Refusal(self.badly(why).why, 100, 400, 33)

    async def _number(self, request: web.Request) -> dict[str, Any]:
        self._ours(request)
        return {
            "verified_name": "Solewise",
            "code_verification_status": "VERIFIED",
            "display_phone_number": "+1 555-078-3881",
            "quality_rating": "GREEN",
            "id": self.number_id,
        }

    async def _messages(self, request: web.Request) -> dict[str, Any]:
        self._ours(request)
        body = await self.json(request)
        try:
            if "status" in body:
                self._mark(whatsapp_checks.receipt(body))
                return {"success": True}
            to, text, choices = whatsapp_checks.message(body)
        except Refusal as refusal:
            self.refuse(refusal.why)
            raise
        person, name = whatsapp_people.person(to), self._name()
        trouble = self._trouble(person)
        if trouble and not self.late:
            raise Refusal(_DETAILS[trouble], trouble)
        if trouble:
            update = self._statuses(person, name, "failed", trouble)
            self._later(update)
        else:
            self.names[name] = took = Took(person, text, body, choices)
            self.taken.append(took)
        return {
            "messaging_product": "whatsapp",
            "contacts": [{"input": to, "user_id" if whatsapp_people.is_user_id(to) else "wa_id": to.lstrip("+")}],
            "messages": [{"id": name}],
        }

    def _mark(self, name: str) -> None:
        if name not in self._received:
            raise whatsapp_checks.CHECKS.invalid("message_id is not of a message that was received")
        self.read.append(name)

    def _trouble(self, person: str) -> int | None:
        if person in self.gone:
            return UNDELIVERABLE
        return OUTSIDE_WINDOW if time.time() - self._wrote.get(person, 0.0) > DAY else None

    def _later(self, update: dict[str, Any]) -> None:
        async def tell() -> None:
            await asyncio.sleep(0.1)  # the answer to the call goes first
            await self._post(self.webhook, *self.signed(update))

        task = asyncio.get_running_loop().create_task(tell())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    # --- the webhook's side

    def prepare(self, person: str, text: str, **more: Any) -> tuple[bytes, dict[str, str]]:
        """A text as an update, not sent: data and headers for `post`."""
        return self.signed(self._update(self.written(person, text, **more)))

    def written(self, person: str, text: str, **more: Any) -> dict[str, Any]:
        """A person's text, as part of an update. ``more``: further fields, as ``context`` or ``referral``."""
        return self._message(person, "text", {"body": text}, **more)

    def say(self, person: str, text: str, **more: Any) -> tuple[int, bytes]:
        """A person writes."""
        return self.deliver(self._update(self.written(person, text, **more)))

    def batch(self, *messages: dict[str, Any]) -> tuple[int, bytes]:
        """Several messages (`written`) in one update, each in an entry of its own."""
        entries = [entry for message in messages for entry in self._update(message)["entry"]]
        return self.deliver({"object": "whatsapp_business_account", "entry": entries})

    def press(self, person: str, title: str) -> tuple[int, bytes]:
        """A person presses a button, or a row of a list, of the newest message that has it."""
        name, took, data = self._found(person, title)
        kind = took.body["interactive"]["type"]
        reply = {"id": data, "title": title}
        if kind == "list":
            rows = (row for section in took.body["interactive"]["action"]["sections"] for row in section["rows"])
            row = next(row for row in rows if row["id"] == data)
            reply |= {key: str(row[key]) for key in ("description",) if key in row}
        answer = {"type": f"{kind}_reply", f"{kind}_reply": reply}
        context = {"from": DISPLAY_NUMBER, "id": name}
        return self.deliver(self._update(self._message(person, "interactive", answer, context=context)))

    def send_media(self, person: str, kind: str, caption: str = "") -> tuple[int, bytes]:
        """A person sends a picture, voice, video, sticker, location, contact or file."""
        if kind == "contact":
            phones = [{"phone": "+1 650 555 9999", "wa_id": "16505559999", "type": "HOME"}]
            name = {"formatted_name": "Barbara Johnson", "first_name": "Barbara", "last_name": "Johnson"}
            return self.deliver(self._update(self._message(person, "contacts", [{"name": name, "phones": phones}])))
        type_, content = _MEDIA[kind]
        if caption:
            assert kind in _CAPTIONED, f"WhatsApp has no caption under a {kind}"
            content = {"caption": caption, **content}
        return self.deliver(self._update(self._message(person, type_, content)))

    def react(self, person: str, emoji: str = "👍") -> tuple[int, bytes]:
        """A person reacts to the newest message."""
        name = next(name for name, took in reversed(list(self.names.items())) if took.to == person)
        content = {"message_id": name, "emoji": emoji}
        return self.deliver(self._update(self._message(person, "reaction", content)))

    def unsupported(self, person: str) -> tuple[int, bytes]:
        """A person sends what the API can't tell of, as a poll."""
        error: dict[str, Any] = {"code": 131051, "title": "Message type unknown", "message": "Message type unknown"}
        error["error_data"] = {"details": "Message type is currently not supported."}
        message = self._message(person, "unsupported", {"type": "poll_creation"}, errors=[error])
        return self.deliver(self._update(message))

    def edit(self, person: str, text: str) -> tuple[int, bytes]:
        """A person changes their newest message. Only numbers that are used with WhatsApp's app too are told."""
        changed = {"type": "text", "text": {"body": text}}
        content = {"original_message_id": self._last_name[person], "message": changed}
        return self.deliver(self._update(self._message(person, "edit", content)))

    def report(self, person: str, status: str, code: int = UNDELIVERABLE) -> tuple[int, bytes]:
        """What became of the newest message to a person: sent, delivered, read or failed."""
        name = next(name for name, took in reversed(list(self.names.items())) if took.to == person)
        return self.deliver(self._statuses(person, name, status, code))

    def _found(self, person: str, title: str) -> tuple[str, Took, str]:
        for name, took in reversed(list(self.names.items())):
            for shown, data in took.choices if took.to == person else ():
                if shown == title:
                    assert took.body["interactive"]["type"] != "cta_url", "a link opens a page and tells nobody"
                    return name, took, data
        raise AssertionError(f"no message has {title!r}: {[took.choices for took in self.of(person)]}")

    def _message(self, person: str, type_: str, content: Any, **more: Any) -> dict[str, Any]:
        name = self._name()
        self._received.add(name)
        self._wrote[person] = time.time()
        if type_ != "edit":
            self._last_name[person] = name
        stamp = str(int(time.time()))
        return {**more, **whatsapp_people.sender(person), "id": name, "timestamp": stamp, "type": type_, type_: content}

    def _update(self, message: dict[str, Any]) -> dict[str, Any]:
        contact = whatsapp_people.contact(message.get("from") or message["from_user_id"])
        return self._change({"contacts": [contact], "messages": [message]})

    def _statuses(self, person: str, name: str, status: str, code: int) -> dict[str, Any]:
        found: dict[str, Any] = {
            "id": name,
            "status": status,
            "timestamp": str(int(time.time())),
            **whatsapp_people.recipient(person),
        }
        if status == "failed":
            error = {"code": code, "title": _TITLES[code], "message": _TITLES[code]}
            found["errors"] = [{**error, "error_data": {"details": _DETAILS[code]}}]
        else:
            expires = str(int(time.time() + DAY))
            found["conversation"] = {
                "id": "6ceb9d929c9bdc4f90f967a32f8639b4",
                "expiration_timestamp": expires,
                "origin": {"type": "service"},
            }
            found["pricing"] = {"billable": False, "pricing_model": "PMP", "category": "service", "type": "regular"}
        return self._change({"statuses": [found]})

    def _change(self, value: dict[str, Any]) -> dict[str, Any]:
        metadata = {"display_phone_number": DISPLAY_NUMBER, "phone_number_id": self.number_id}
        value = {"messaging_product": "whatsapp", "metadata": metadata, **value}
        change = {"value": value, "field": "messages"}
        return {"object": "whatsapp_business_account", "entry": [{"id": ACCOUNT, "changes": [change]}]}

    def _name(self) -> str:
        return "wamid." + base64.b64encode(f"{self.next():08d}".encode() + secrets.token_bytes(16)).decode()
