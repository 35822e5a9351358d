"""A stand-in of Messenger: the Send API, the page's profile, and webhooks.

Sources: https://developers.facebook.com/docs/messenger-platform/reference/send-api, .../reference/webhook-events,
.../reference/messenger-profile-api and .../error-codes
"""

from __future__ import annotations

import secrets
import time
from typing import Any

from aiohttp import web

from tests.platforms import messenger_checks
from tests.platforms.meta import DAY, VERSION, MetaApi
from tests.platforms.meta_checks import Refusal, web_address
from tests.platforms.standin import Took

_ATTACHMENTS = {"picture": "image", "voice": "audio", "video": "video", "sticker": "image", "file": "file"}
_THUMB = 369239263222822


class MessengerApi(MetaApi):
    """Messenger with one page. People are their ids for this page (PSIDs), strings of digits."""

    def __init__(self, token: str, app_secret: str, verify_token: str, page: str = "106120581892337") -> None:
        super().__init__(token, app_secret, verify_token)
        self.page = page
        self.names: dict[str, Took] = {}
        """The messages that were taken, by their ids."""
        self.actions: list[tuple[str, str]] = []
        """To whom which signs were sent that we type, or have seen."""
        self.profile: dict[str, Any] = {}
        """What was set of the page: Get started, the greeting."""
        self.fields: set[str] = set()
        """The webhook's fields that the page is subscribed to."""
        self._wrote: dict[str, float] = {}
        self._last_name: dict[str, tuple[str, int]] = {}

    def environment(self) -> dict[str, str]:
        """What points a server at this stand-in."""
        return {
            "MESSENGER_TOKEN": self.token,
            "MESSENGER_APP_SECRET": self.app_secret,
            "MESSENGER_VERIFY_TOKEN": self.verify_token,
            "META_API_URL": self.api,
        }

    # --- the API's side

    def methods(self) -> list[web.RouteDef]:
        """Messages, the profile, subscriptions, and who we are. The page may be called by its id or ``me``."""
        found = []
        for page in ("me", self.page):
            base = f"/{VERSION}/{page}"
            found += [
                web.post(f"{base}/messages", self.guarded(self._messages, sends=True)),
                web.post(f"{base}/messenger_profile", self.guarded(self._set_profile)),
                web.get(f"{base}/messenger_profile", self.guarded(self._get_profile)),
                web.post(f"{base}/subscribed_apps", self.guarded(self._subscribe)),
                web.get(base, self.guarded(self._me)),
            ]
        return found

    def forget_window(self, person: str) -> None:
        """More than 24 hours pass since a person last wrote."""
        self._wrote[person] = time.time() - DAY - 1

    async def _me(self, _: web.Request) -> dict[str, Any]:
        return {"name": "Solewise", "id": self.page}

    async def _set_profile(self, request: web.Request) -> dict[str, Any]:
        body = await self.json(request)
        try:
            self.profile |= messenger_checks.profile(body)
        except Refusal as refusal:
            self.refuse(refusal.why)
            raise
        return {"result": "success"}

    async def _get_profile(self, request: web.Request) -> dict[str, Any]:
        wanted = request.query.get("fields", "").split(",")
        found = {name: self.profile[name] for name in wanted if name in self.profile}
        return {"data": [found] if found else []}

    async def _subscribe(self, request: web.Request) -> dict[str, Any]:
        fields = request.query.get("subscribed_fields") or (await self.json(request)).get("subscribed_fields", "")
        wanted = set(fields.split(",") if isinstance(fields, str) else fields)
        if not wanted or not wanted <= _FIELDS:
            raise self.badly(f"Param subscribed_fields must be of {sorted(_FIELDS)}")
        self.fields = wanted
        return {"success": True}

    async def _messages(self, request: web.Request) -> dict[str, Any]:
        body = await self.json(request)
        try:
            to, text, choices, action = messenger_checks.request(body)
        except Refusal as refusal:
            self.refuse(refusal.why)
            raise
        if to not in self._wrote:
            raise Refusal("No matching user found", 100, 400, 2018001)
        if to in self.gone:
            raise Refusal("This person isn't available right now.", 551, 400, 1545041)
        if action:
            self.actions.append((to, action))
            return {"recipient_id": to}
        if time.time() - self._wrote[to] > DAY:
            why = "This message is sent outside of allowed window."
            raise Refusal(why, 10, 403, 2018278)
        name = self._name()
        self.names[name] = took = Took(to, text, body, choices)
        self.taken.append(took)
        return {"recipient_id": to, "message_id": name}

    # --- the webhook's side

    def prepare(self, person: str, text: str, **more: Any) -> tuple[bytes, dict[str, str]]:
        """A text as an update, not sent: data and headers for `post`."""
        return self.signed(self._update(self.written(person, text, **more)))

    def written(self, person: str, text: str, **more: Any) -> dict[str, Any]:
        """A person's text, as part of an update. ``more``: further fields of the message, as ``reply_to``."""
        return self._message(person, {"text": text, **more})

    def say(self, person: str, text: str, **more: Any) -> tuple[int, bytes]:
        """A person writes."""
        return self.deliver(self._update(self.written(person, text, **more)))

    def batch(self, *events: dict[str, Any], entries: bool = True) -> tuple[int, bytes]:
        """Several events (`written`) in one update: each an entry of its own, or all in one."""
        if not entries:
            return self.deliver(self._update(*events))
        parts = [entry for event in events for entry in self._update(event)["entry"]]
        return self.deliver({"object": "page", "entry": parts})

    def press(self, person: str, title: str) -> tuple[int, bytes]:
        """A person presses a quick reply of the newest message, or a button of the newest message that has it: quick
        replies go away when something follows."""
        for number, took in enumerate(reversed(self.of(person))):
            replies = took.body["message"].get("quick_replies", []) if number == 0 else []
            for reply in replies:
                if reply["title"] == title:
                    return self.say(person, title, quick_reply={"payload": reply["payload"]})
            # Quick replies come last among the choices.
            own = took.choices[: len(took.choices) - len(took.body["message"].get("quick_replies", []))]
            for shown, data in own:
                if shown == title:
                    assert not web_address(data), "a link opens a page and tells nobody"
                    return self.postback(person, title, data)
        raise AssertionError(f"no message has {title!r}: {[took.choices for took in self.of(person)]}")

    def postback(self, person: str, title: str, payload: str, **more: Any) -> tuple[int, bytes]:
        """A person presses a button."""
        content = {"mid": self._name(), "title": title, "payload": payload, **more}
        return self.deliver(self._update(self._event(person, {"postback": content})))

    def get_started(self, person: str, ref: str = "") -> tuple[int, bytes]:
        """A person's first press, maybe from a link ``m.me/page?ref=...``. The button must have been set."""
        payload = self.profile["get_started"]["payload"]
        return self.postback(person, "Get Started", payload, **({"referral": _referral(ref)} if ref else {}))

    def refer(self, person: str, ref: str) -> tuple[int, bytes]:
        """A person who wrote before comes from a link ``m.me/page?ref=...``."""
        return self.deliver(self._update(self._event(person, {"referral": _referral(ref)})))

    def send_media(self, person: str, kind: str, caption: str = "") -> tuple[int, bytes]:
        """A person sends a picture, voice, video, sticker, file or location. Messenger sends no contacts."""
        attachment: dict[str, Any]
        if kind == "location":
            place = {"coordinates": {"lat": 52.5163, "long": 13.3777}}
            attachment = {
                "type": "location",
                "title": "Kerry's location",
                "url": "https://l.example/",
                "payload": place,
            }
        else:
            payload: dict[str, Any] = {"url": f"https://cdn.example/{kind}"}
            attachment = {"type": _ATTACHMENTS[kind], "payload": payload}
            if kind == "sticker":
                payload["sticker_id"] = _THUMB
        content: dict[str, Any] = {"attachments": [attachment], **({"text": caption} if caption else {})}
        if kind == "sticker":
            content["sticker_id"] = _THUMB
        return self.deliver(self._update(self._message(person, content)))

    def edit(self, person: str, text: str) -> tuple[int, bytes]:
        """A person changes their newest message."""
        name, edits = self._last_name[person]
        self._last_name[person] = (name, edits + 1)
        content = {"mid": name, "text": text, "num_edit": edits + 1}
        return self.deliver(self._update(self._event(person, {"message_edit": content})))

    def react(self, person: str, emoji: str = "❤") -> tuple[int, bytes]:
        """A person reacts to the newest message."""
        content = {"reaction": "love", "emoji": emoji, "action": "react", "mid": self._newest(person)}
        return self.deliver(self._update(self._event(person, {"reaction": content})))

    def report(self, person: str, kind: str) -> tuple[int, bytes]:
        """That a person got (``delivery``) or read (``read``) all up to now."""
        content: dict[str, Any] = {"watermark": _now()}
        if kind == "delivery":
            content["mids"] = [self._newest(person)]
        return self.deliver(self._update(self._event(person, {kind: content}, wrote=False)))

    def echo(self, person: str, text: str = "", app: int = 1517776481860111) -> tuple[int, bytes]:
        """Our own newest message (or somebody's of the page), as the webhook is told of it."""
        message = {"mid": self._name() if text else self._newest(person), "is_echo": True, "app_id": app}
        message["text"] = text or self.of(person)[-1].text
        event = {"sender": {"id": self.page}, "recipient": {"id": person}, "timestamp": _now(), "message": message}
        return self.deliver(self._update(event))

    def standby(self, person: str, text: str) -> tuple[int, bytes]:
        """A person writes while another app has the conversation (Conversation routing): told, not to be answered."""
        event = self.written(person, text)
        entry = {"id": self.page, "time": _now(), "standby": [event]}
        return self.deliver({"object": "page", "entry": [entry]})

    def _newest(self, person: str) -> str:
        return next(name for name, took in reversed(list(self.names.items())) if took.to == person)

    def _message(self, person: str, content: dict[str, Any]) -> dict[str, Any]:
        name = self._name()
        self._last_name[person] = (name, 0)
        return self._event(person, {"message": {"mid": name, **content}})

    def _event(self, person: str, content: dict[str, Any], *, wrote: bool = True) -> dict[str, Any]:
        if wrote:
            self._wrote[person] = time.time()
        return {"sender": {"id": person}, "recipient": {"id": self.page}, "timestamp": _now(), **content}

    def _update(self, *events: dict[str, Any]) -> dict[str, Any]:
        return {"object": "page", "entry": [{"id": self.page, "time": _now(), "messaging": list(events)}]}

    def _name(self) -> str:
        return f"m_{self.next():08d}{secrets.token_urlsafe(48)}"


_FIELDS = frozenset(
    {
        "messages",
        "messaging_postbacks",
        "messaging_referrals",
        "messaging_optins",
        "message_deliveries",
        "message_reads",
        "message_echoes",
        "message_edits",
        "message_reactions",
        "standby",
        "messaging_handovers",
    }
)


def _referral(ref: str) -> dict[str, str]:
    return {"ref": ref, "source": "SHORTLINK", "type": "OPEN_THREAD"}


def _now() -> int:
    """Milliseconds, as Messenger counts."""
    return int(time.time() * 1000)
