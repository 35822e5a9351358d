"""A stand-in of Twilio's messaging API, for SMS and for WhatsApp.

Sources: https://www.twilio.com/docs/messaging/api/message-resource, .../guides/webhook-request,
https://www.twilio.com/docs/usage/webhooks/webhooks-security and https://www.twilio.com/docs/whatsapp/api
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import aiohttp
from aiohttp import web

from tests.platforms.standin import Fault, StandIn, Took
from tests.platforms.twilio_checks import WHATSAPP, Outgoing, Refusal, message, segments

DAY = 24 * 3600.0
OPTED_OUT, OUTSIDE_WINDOW = 21610, 63016

_STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "REVOKE"})
_START = frozenset({"START", "YES", "UNSTOP"})
_HELP = frozenset({"HELP", "INFO"})

_MEDIA = {
    "picture": ("image", "image/jpeg"),
    "voice": ("audio", "audio/ogg"),
    "video": ("video", "video/mp4"),
    "sticker": ("sticker", "image/webp"),
    "contact": ("contacts", "text/vcard"),
    "file": ("document", "application/pdf"),
}


class TwilioApi(StandIn):
    """An account. People are as the bot writes to them: ``+16505551234`` by SMS, ``whatsapp:+16505551234``."""

    def __init__(
        self,
        sid: str,
        token: str,
        sms_from: str = "+15017122661",
        whatsapp_from: str = "+14155238886",
        public: str = "https://bot.example",
    ) -> None:
        super().__init__()
        self.sid, self.token, self.public = sid, token, public
        self.sms_from, self.whatsapp_from = sms_from, whatsapp_from
        self.late = False
        """Whether WhatsApp's window is looked at only after the message was taken, as Twilio does: it isn't delivered
        then, and who gave a ``StatusCallback`` is told."""
        self.advanced_opt_out = True
        """Whether webhooks say ``OptOutType``."""
        self.names: dict[str, Took] = {}
        """The messages that were taken, by their ids."""
        self.number_settings: dict[str, str] = {}
        """What was set of our number."""
        self.last: tuple[bytes, dict[str, str]] | None = None
        self._wrote: dict[str, float] = {}
        self._running: set[asyncio.Task[None]] = set()

    def environment(self) -> dict[str, str]:
        """What points a server at this stand-in."""
        return {
            "TWILIO_ACCOUNT_SID": self.sid,
            "TWILIO_AUTH_TOKEN": self.token,
            "TWILIO_SMS_FROM": self.sms_from,
            "TWILIO_WHATSAPP_FROM": self.whatsapp_from,
            "TWILIO_API_URL": self.base,
            "SOLEWISE_PUBLIC_URL": self.public,
        }

    # --- the API's side

    def routes(self) -> list[web.RouteDef]:
        """Messages, the account and its numbers."""
        account = "/2010-04-01/Accounts/{sid}"
        return [
            web.post(f"{account}/Messages.json", self._guarded(self._messages, sends=True)),
            web.get(f"{account}.json", self._guarded(self._account)),
            web.get(f"{account}/IncomingPhoneNumbers.json", self._guarded(self._numbers)),
            web.post(f"{account}/IncomingPhoneNumbers/{{number}}.json", self._guarded(self._set_number)),
            web.route("*", "/{path:.*}", self._unknown),
        ]

    async def _unknown(self, request: web.Request) -> web.Response:
        self.refuse(f"{request.method} {request.path} is no method")
        return self._error(f"The requested resource {request.path} was not found", 20404, 404)

    def forget_window(self, person: str) -> None:
        """More than 24 hours pass since a person last wrote by WhatsApp."""
        self._wrote[person] = time.time() - DAY - 1

    def _guarded(
        self, handler: Callable[[web.Request], Awaitable[web.Response]], *, sends: bool = False
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        wanted = aiohttp.BasicAuth(self.sid, self.token).encode()

        async def guarded(request: web.Request) -> web.StreamResponse:
            if sends and self.faults:
                return self._fail(self.faults.popleft())
            if request.headers.get("Authorization") != wanted:
                self.refuse("Authorization is not our account's")
                return self._error("Authenticate", 20003, 401)
            if request.match_info["sid"] != self.sid:
                self.refuse("not our account")
                return self._error(f"The requested resource {request.path} was not found", 20404, 404)
            try:
                return await handler(request)
            except Refusal as refusal:
                return self._error(refusal.why, refusal.code, refusal.status)

        return guarded

    def _fail(self, fault: Fault) -> web.Response:
        if fault.status == 429:
            return self._error("Too Many Requests", 20429, 429, fault.retry_after)
        return self._error("An internal server error has occurred", 20500, fault.status, fault.retry_after)

    @staticmethod
    def _error(why: str, code: int, status: int, wait: int | None = None) -> web.Response:
        more = f"https://www.twilio.com/docs/errors/{code}"
        body = {"code": code, "message": why, "more_info": more, "status": status}
        headers = {"Retry-After": str(wait)} if wait is not None else {}
        return web.json_response(body, status=status, headers=headers)

    async def _account(self, _: web.Request) -> web.Response:
        body = {"sid": self.sid, "friendly_name": "Solewise", "status": "active", "type": "Full"}
        return web.json_response(body)

    async def _numbers(self, request: web.Request) -> web.Response:
        ours = [] if request.query.get("PhoneNumber", self.sms_from) != self.sms_from else [self._number()]
        return web.json_response({"incoming_phone_numbers": ours, "page": 0, "page_size": 50})

    async def _set_number(self, request: web.Request) -> web.Response:
        fields = await self._form(request)
        for name, value in fields:
            if name not in ("SmsUrl", "SmsMethod", "SmsFallbackUrl", "SmsFallbackMethod"):
                raise self._badly(Refusal(f"Unknown parameter {name}", 20001))
            if name.endswith("Url") and not value.startswith("https://"):
                raise self._badly(Refusal(f"{name} is not a valid URL", 21502))
        self.number_settings.update(fields)
        return web.json_response(self._number())

    def _number(self) -> dict[str, Any]:
        return {
            "sid": "PN" + "2" * 32,
            "account_sid": self.sid,
            "phone_number": self.sms_from,
            "sms_url": self.number_settings.get("SmsUrl", ""),
            "sms_method": self.number_settings.get("SmsMethod", "POST"),
            "capabilities": {"mms": True, "sms": True, "voice": True, "fax": False},
        }

    async def _form(self, request: web.Request) -> list[tuple[str, str]]:
        if request.content_type != "application/x-www-form-urlencoded":
            raise self._badly(Refusal("The body must be a form", 20001))
        return parse_qsl((await request.read()).decode(), keep_blank_values=True)

    def _badly(self, refusal: Refusal) -> Refusal:
        self.refuse(refusal.why)
        return refusal

    async def _messages(self, request: web.Request) -> web.Response:
        fields = await self._form(request)
        try:
            out = message(fields, self.sms_from, self.whatsapp_from)
        except Refusal as refusal:
            raise self._badly(refusal) from refusal
        if out.to in self.gone:
            raise Refusal("Attempt to send to unsubscribed recipient", OPTED_OUT)
        name = "SM" + secrets.token_hex(16)
        if out.whatsapp and time.time() - self._wrote.get(out.to, 0.0) > DAY:
            why = "Failed to send freeform message because you are outside the allowed window"
            if not self.late:
                raise Refusal(why, OUTSIDE_WINDOW)
            if out.callback:
                self._later(out.callback, self._status(out.to, name, "undelivered", str(OUTSIDE_WINDOW)))
        else:
            self.names[name] = took = Took(out.to, out.body, {**dict(fields), "MediaUrl": list(out.media)})
            self.taken.append(took)
        return web.json_response(self._resource(out, name), status=201)

    def _resource(self, out: Outgoing, name: str) -> dict[str, Any]:
        service = out.sender if out.sender.startswith("MG") else None
        return {
            "sid": name,
            "account_sid": self.sid,
            "messaging_service_sid": service,
            "api_version": "2010-04-01",
            "body": out.body,
            "from": None if service else out.sender,
            "to": out.to,
            "direction": "outbound-api",
            "status": "accepted" if service else "queued",
            "num_segments": "0" if service else str(1 if out.whatsapp else segments(out.body)),
            "num_media": str(len(out.media)),
            "error_code": None,
            "error_message": None,
            "uri": f"/2010-04-01/Accounts/{self.sid}/Messages/{name}.json",
        }

    # --- the webhook's side

    def sign(self, fields: dict[str, str], address: str = "") -> str:
        """The signature over the webhook's public address, or another, and its fields, sorted by name."""
        signed = address or self.public + urlsplit(self.webhook).path
        signed += "".join(f"{name}{fields[name]}" for name in sorted(fields))
        return base64.b64encode(hmac.new(self.token.encode(), signed.encode(), hashlib.sha1).digest()).decode()

    def signed(self, fields: dict[str, str], address: str = "") -> tuple[bytes, dict[str, str]]:
        """A webhook's data and headers."""
        return urlencode(fields).encode(), {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "User-Agent": "TwilioProxy/1.1",
            "I-Twilio-Idempotency-Token": secrets.token_hex(16),
            "X-Twilio-Signature": self.sign(fields, address),
        }

    def deliver(self, fields: dict[str, str]) -> tuple[int, bytes]:
        """Call our webhook; status and body."""
        self.last = self.signed(fields)
        return self.post(*self.last)

    def again(self) -> tuple[int, bytes]:
        """The newest message once more, byte for byte."""
        assert self.last is not None, "nothing was delivered yet"
        return self.post(*self.last)

    def prepare(self, person: str, text: str, **more: str) -> tuple[bytes, dict[str, str]]:
        """A text as a webhook, not sent: data and headers for `post`."""
        return self.signed(self._incoming(person, text, **more))

    def say(self, person: str, text: str, **more: str) -> tuple[int, bytes]:
        """A person writes. STOP and START by SMS are heard by Twilio too."""
        word = text.strip().upper()
        kind = "STOP" if word in _STOP else "START" if word in _START else "HELP" if word in _HELP else ""
        if person.startswith(WHATSAPP) or not kind:
            return self.deliver(self._incoming(person, text, **more))
        if kind == "STOP":
            self.gone.add(person)
        elif kind == "START":
            self.gone.discard(person)
        heard = {"OptOutType": kind} if self.advanced_opt_out else {}
        return self.deliver(self._incoming(person, text, **heard, **more))

    def press(self, person: str, title: str, payload: str = "") -> tuple[int, bytes]:
        """A person presses a button by WhatsApp. The API's plain messages have none: they are of templates."""
        assert person.startswith(WHATSAPP), "an SMS has no buttons"
        fields = {"MessageType": "button", "ButtonText": title, "ButtonPayload": payload or title}
        for name, took in reversed(list(self.names.items())):
            if took.to == person:
                fields |= {"OriginalRepliedMessageSid": name, "OriginalRepliedMessageSender": self._to(person)}
                break
        return self.deliver(self._incoming(person, title, **fields))

    def send_media(self, person: str, kind: str, caption: str = "") -> tuple[int, bytes]:
        """A person sends a picture, voice, video, sticker, contact or file; a location by WhatsApp alone."""
        if kind == "location":
            assert person.startswith(WHATSAPP), "an SMS has no location"
            place = {"Latitude": "52.5163", "Longitude": "13.3777", "Address": "Pariser Platz, Berlin"}
            return self.deliver(self._incoming(person, "", MessageType="location", Label="Brandenburg Gate", **place))
        type_, mime = _MEDIA[kind]
        name = "ME" + secrets.token_hex(16)
        url = f"https://api.twilio.com/2010-04-01/Accounts/{self.sid}/Messages/{name}/Media/{name}"
        fields = {"NumMedia": "1", "MediaContentType0": mime, "MediaUrl0": url}
        if person.startswith(WHATSAPP):
            fields["MessageType"] = type_
        return self.deliver(self._incoming(person, caption, **fields))

    def report(self, person: str, status: str, error: str = "") -> tuple[int, bytes]:
        """What became of the newest message to a person, told to the address that the message gave for it."""
        name, took = next((name, took) for name, took in reversed(list(self.names.items())) if took.to == person)
        callback = took.body.get("StatusCallback")
        assert callback, "the message gave no StatusCallback"
        self.last = self.signed(self._status(person, name, status, error), callback)
        return self.post(*self.last, self._local(callback))

    def _status(self, person: str, name: str, status: str, error: str) -> dict[str, str]:
        fields = {"MessageSid": name, "SmsSid": name, "MessageStatus": status, "SmsStatus": status, "To": person}
        fields |= {"From": self._to(person), "AccountSid": self.sid, "ApiVersion": "2010-04-01"}
        return fields | ({"ErrorCode": error} if error else {})

    def _later(self, callback: str, fields: dict[str, str]) -> None:
        async def tell() -> None:
            await asyncio.sleep(0.1)  # the answer to the call goes first
            await self._post(self._local(callback), *self.signed(fields, callback))

        task = asyncio.get_running_loop().create_task(tell())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def _local(self, address: str) -> str:
        """Where a public address of ours is served in a test."""
        return address.replace(self.public, self.webhook.removesuffix(urlsplit(self.webhook).path), 1)

    def _incoming(self, person: str, text: str, **more: str) -> dict[str, str]:
        name = "SM" + secrets.token_hex(16)
        fields = {
            "MessageSid": name,
            "SmsMessageSid": name,
            "SmsSid": name,
            "SmsStatus": "received",
            "AccountSid": self.sid,
            "ApiVersion": "2010-04-01",
            "From": person,
            "To": self._to(person),
            "Body": text,
            "NumMedia": "0",
            "NumSegments": str(segments(text)),
        }
        if person.startswith(WHATSAPP):
            self._wrote[person] = time.time()
            fields |= {"ProfileName": "Kerry", "WaId": person.removeprefix(f"{WHATSAPP}+"), "MessageType": "text"}
            fields |= {"NumSegments": "1", "ReferralNumMedia": "0"}
        else:
            fields |= {"FromCity": "SAN FRANCISCO", "FromState": "CA", "FromZip": "94103", "FromCountry": "US"}
            fields |= {"ToCity": "", "ToState": "", "ToZip": "", "ToCountry": "US"}
            if self.sms_from.startswith("MG"):
                fields["MessagingServiceSid"] = self.sms_from
        return fields | more

    def _to(self, person: str) -> str:
        if person.startswith(WHATSAPP):
            return WHATSAPP + self.whatsapp_from
        return "+15017122661" if self.sms_from.startswith("MG") else self.sms_from
