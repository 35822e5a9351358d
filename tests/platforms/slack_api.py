"""A stand-in of Slack: its Web API, and people who write to the bot.

Sources: https://api.slack.com/methods/chat.postMessage, https://api.slack.com/apis/events-api and
https://api.slack.com/authentication/verifying-requests-from-slack

People are users (U0KIM) with a direct channel each (D0KIM). ``of`` takes either; ``Took.to`` is the channel.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import threading
import time
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from tests.platforms import slack_checks as checks
from tests.platforms import slack_events as parts
from tests.platforms.standin import Body, StandIn, Took

TOKEN = "xoxb-100200300-400500600-SolewiseStandInToken"
SECRET = "0123456789abcdef0123456789abcdef"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

Packed = tuple[bytes, dict[str, str]]
"""A call of the webhook: body and headers."""


class NotReachedError(Exception):
    """Nothing can be sent there, however it looks; Slack's code."""


class SlackApi(StandIn):
    """Slack for one workspace with the app installed."""

    def __init__(self, token: str = TOKEN, secret: str = SECRET) -> None:
        super().__init__()
        self.token = token
        self.secret = secret
        self.team, self.bot, self.bot_id, self.app = "T0SOLE", "U0SOLEBOT", "B0SOLE", "A0SOLE"
        self.uninstalled = ""
        """Slack's code for every call once the app is gone: account_inactive, token_revoked."""
        self.missing: set[str] = set()
        """Pictures that Slack can't fetch."""
        self.channel_events = True
        """Whether the app hears all of a channel (message.channels), and not only its name."""
        self.challenge = ""
        """What `handshake` asked to be told."""
        self._channels: set[str] = set()
        self._said: dict[tuple[str, str], Body] = {}
        self._known: set[tuple[str, str]] = set()
        self._last: Packed = (b"", {})
        self._event_ids = itertools.count(1)
        self._lock = threading.Lock()
        self._micros = 0

    def environment(self) -> dict[str, str]:
        """The settings of a server that talks with this stand-in."""
        return {"SLACK_TOKEN": self.token, "SLACK_SIGNING_SECRET": self.secret, "SLACK_API_URL": f"{self.base}/api"}

    def of(self, person: str) -> list[Took]:
        """What a person, or a channel, was sent."""
        return super().of(self.direct(person) if person[0] in "UW" else person)

    @staticmethod
    def direct(person: str) -> str:
        """The channel between a person and the bot."""
        return f"D{person[1:]}"

    # What the bot calls

    def routes(self) -> list[web.RouteDef]:
        """One path for every method."""
        return [web.post("/api/{method}", self._call)]

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if method == "chat.postMessage" and self.faults:
            fault = self.faults.popleft()
            wait = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            codes = {429: "ratelimited", 503: "service_unavailable"}
            return _no(codes.get(fault.status, "internal_error"), status=fault.status, headers=wait)
        given = request.headers.get("Authorization", "")
        if self.uninstalled or given != f"Bearer {self.token}":
            code = self.uninstalled or ("invalid_auth" if given.startswith("Bearer ") else "not_authed")
            if not self.uninstalled:
                self.refuse(code)
            return _no(code)
        try:
            body = await self._json(request)
            if method == "auth.test":
                return _yes(self._who(), {"X-OAuth-Scopes": "app_mentions:read,chat:write,files:read,im:history"})
            if method == "chat.postMessage":
                return _yes(self._take(checks.check_post(body)))
            raise checks.NotTakenError("unknown_method", method)
        except checks.NotTakenError as error:
            self.refuse(f"{method}: {error}")
            return _no(error.code, error.messages)
        except NotReachedError as error:
            return _no(str(error))

    async def _json(self, request: web.Request) -> object:
        raw = await request.read()
        if not raw:
            return {}
        if request.content_type != JSON:
            raise checks.NotTakenError("invalid_post_type", request.content_type)
        try:
            return json.loads(raw)
        except ValueError:
            raise checks.NotTakenError("invalid_json") from None

    def _who(self) -> Body:
        who = {"url": "https://sole.slack.com/", "team": "Sole", "user": "solewise", "is_enterprise_install": False}
        return {**who, "team_id": self.team, "user_id": self.bot, "bot_id": self.bot_id}

    def _take(self, sent: Body) -> Body:
        channel = self._reach(sent["channel"])
        for url in checks.images(sent):
            if url in self.missing:
                raise checks.NotTakenError("invalid_blocks", f"downloading image failed [json-pointer:{url}]")
        thread = sent.get("thread_ts", "")
        if thread and (channel, thread) not in self._known:
            raise checks.NotTakenError("cannot_reply_to_message", thread)
        ts = self._ts()
        self._known.add((channel, ts))
        choices = [(part["text"]["text"], part.get("value") or part["url"]) for part, _ in checks.buttons(sent)]
        self.taken.append(Took(channel, checks.as_read(sent), sent, choices, id=ts))
        return {"channel": channel, "ts": ts, "message": self._own(sent, ts)}

    def _reach(self, channel: str) -> str:
        if channel[:1] in ("U", "W"):
            channel = self.direct(channel)
        if channel in self.gone or f"U{channel[1:]}" in self.gone:
            raise NotReachedError("channel_not_found" if channel.startswith("D") else "is_archived")
        if channel not in self._channels:
            raise NotReachedError("channel_not_found")
        return channel

    def _own(self, sent: Body, ts: str) -> Body:
        """The bot's own message, as Slack shows it."""
        profile = {"id": self.bot_id, "app_id": self.app, "name": "Solewise", "deleted": False, "team_id": self.team}
        more: Body = {key: sent[key] for key in ("thread_ts", "blocks") if key in sent}
        return {
            "user": self.bot, "type": "message", "ts": ts, "bot_id": self.bot_id, "app_id": self.app,
            "text": sent["text"], "team": self.team, "bot_profile": profile, **more,
        }  # fmt: skip

    # What people do

    def say(self, person: str, text: str, **more: Any) -> tuple[int, bytes]:
        """Write; the arguments are those of `wrote`. In a channel that is one event for all of it, and one more
        (app_mention) where the bot is named; the answer is the last one's."""
        answers = [self.deliver(event) for event in self.wrote(person, text, **more)]
        return answers[-1] if answers else (0, b"")

    def prepare(self, person: str, text: str, *, at: float | None = None, **more: Any) -> Packed:
        """Write, and keep the (last) event back, signed at that time; ``post(*packed)`` delivers it."""
        return self.pack(self.wrote(person, text, **more)[-1], at)

    def wrote(
        self, person: str, text: str, *, channel: str = "", mention: bool = False, thread: str = ""
    ) -> list[Body]:
        """The events of a text: in the direct channel, or in another one, maybe naming the bot, maybe in a thread."""
        where = self._where(person, channel)
        ts = self._ts()
        said = parts.message(person, text, ts, self.team, self.bot if mention else "")
        return self._heard(where, said, thread, mention=mention and bool(channel))

    def send_media(self, person: str, kind: str, caption: str = "", channel: str = "") -> tuple[int, bytes]:
        """Send a picture, voice, video or file. Slack has no stickers, locations or contacts."""
        ts = self._ts()
        said = parts.message(person, caption, ts, self.team)
        if not caption:
            del said["blocks"]
        said.update(subtype="file_share", files=[parts.file(kind, person, ts)], upload=False, display_as_bot=False)
        return [self.deliver(one) for one in self._heard(self._where(person, channel), said)][-1]

    def edit(self, person: str, text: str, channel: str = "") -> tuple[int, bytes]:
        """Write the last message anew."""
        before = self._said[self._where(person, channel), person]
        return self._changed(person, channel, before, parts.edited(before, text, self._ts()))

    def unfurl(self, person: str, channel: str = "") -> tuple[int, bytes]:
        """Slack adds a link's preview to the last message, which is a change that nobody made."""
        before = self._said[self._where(person, channel), person]
        preview = {"id": 1, "title": "Shop", "title_link": "https://shop.example/", "fallback": "Shop"}
        return self._changed(person, channel, before, {**before, "attachments": [preview]})

    def delete(self, person: str, channel: str = "") -> tuple[int, bytes]:
        """Take the last message back."""
        where = self._where(person, channel)
        before = self._said[where, person]
        change = {"type": "message", "subtype": "message_deleted", "previous_message": before, "hidden": True}
        return self.deliver(self._event({**change, "deleted_ts": before["ts"], **self._place(where)}))

    def join(self, person: str, channel: str) -> tuple[int, bytes]:
        """Come into a channel."""
        where = self._where(person, channel)
        told = {"type": "message", "subtype": "channel_join", "user": person, "text": f"<@{person}> has joined"}
        return self.deliver(self._event({**told, **self._place(where)}))

    def open_home(self, person: str) -> tuple[int, bytes]:
        """Look at the app without a word."""
        where = self._where(person, "")
        opened = {"type": "app_home_opened", "user": person, "channel": where, "tab": "messages"}
        return self.deliver(self._event({**opened, "event_ts": self._ts()}))

    def echo(self, person: str, classic: bool = False) -> tuple[int, bytes]:
        """Slack tells the bot of its own newest message, as it does; ``classic``: in the way of older apps."""
        took = self.of(person)[-1]
        own = self._own(took.body, took.id)
        if classic:
            own = {**own, "subtype": "bot_message", "username": "Solewise"}
            del own["user"]
        return self.deliver(self._event({**own, **self._place(took.to), "ts": took.id, "event_ts": took.id}))

    def press(self, person: str, title: str, channel: str = "") -> tuple[int, bytes]:
        """Press the newest button with that title. Slack tells of links, too."""
        self._last = self.pressed(person, title, channel)
        return self.post(*self._last)

    def pressed(self, person: str, title: str, channel: str = "", at: float | None = None) -> Packed:
        """The call of a pressed button, signed at that time."""
        took = next((one for one in reversed(self.of(channel or person)) if title in dict(one.choices)), None)
        if took is None:
            raise ValueError(f"no button {title!r} among {[one.choices for one in self.of(channel or person)]}")
        found = next(pair for pair in checks.buttons(took.body) if pair[0]["text"]["text"] == title)
        ts, thread = self._ts(), took.body.get("thread_ts")
        container = {"type": "message", "message_ts": took.id, "channel_id": took.to, "is_ephemeral": False}
        payload: Body = {
            "type": "block_actions", "user": {"id": person, "username": "kim", "name": "kim", "team_id": self.team},
            "api_app_id": self.app, "token": "deprecated", "trigger_id": f"{ts}.{self.team}",
            "container": {**container, **({"thread_ts": thread} if thread else {})},
            "team": {"id": self.team, "domain": "sole"}, "enterprise": None, "is_enterprise_install": False,
            "channel": {"id": took.to, "name": "feet" if channel else "directmessage"},
            "message": self._own(took.body, took.id), "state": {"values": {}},
            "response_url": f"https://hooks.slack.com/actions/{self.team}/{ts}", "actions": [parts.press(*found, ts)],
        }  # fmt: skip
        data = urlencode({"payload": json.dumps(payload, separators=(",", ":"))}).encode()
        return data, self.sign(data, at, FORM)

    def again(self, number: int = 1, reason: str = "http_timeout") -> tuple[int, bytes]:
        """Slack delivers its last call once more, signed anew, and says how often it did and why."""
        data, headers = self._last
        retry = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        return self.post(data, {**self.sign(data, kind=headers["Content-Type"]), **retry})

    def handshake(self) -> tuple[int, bytes]:
        """Ask whether the address is ours: a right answer is ``challenge``."""
        self.challenge = hashlib.sha256(self._ts().encode()).hexdigest()[:52]
        asked = {"token": "deprecated", "challenge": self.challenge, "type": "url_verification"}
        return self.post(*self.pack(asked))

    def deliver(self, event: Body) -> tuple[int, bytes]:
        """Call the webhook with an event."""
        self._last = self.pack(event)
        return self.post(*self._last)

    def pack(self, event: Body, at: float | None = None) -> Packed:
        """An event as it travels, signed at that time."""
        data = json.dumps(event, separators=(",", ":")).encode()
        return data, self.sign(data, at)

    def sign(self, data: bytes, at: float | None = None, kind: str = JSON) -> dict[str, str]:
        """The headers of a call, signed at a time (now)."""
        stamp = str(int(time.time() if at is None else at))
        signature = hmac.new(self.secret.encode(), f"v0:{stamp}:".encode() + data, hashlib.sha256).hexdigest()
        agent = {"Content-Type": kind, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        return {**agent, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signature}"}

    def _where(self, person: str, channel: str) -> str:
        where = channel or self.direct(person)
        self._channels.add(where)
        return where

    def _heard(self, where: str, said: Body, thread: str = "", *, mention: bool = False) -> list[Body]:
        """The events that tell of a message."""
        if thread:
            said = {**said, "thread_ts": thread}
        self._said[where, said["user"]] = said
        self._known.add((where, said["ts"]))
        events = []
        if self.channel_events or where.startswith("D"):
            events.append(self._event({**said, **self._place(where), "ts": said["ts"], "event_ts": said["ts"]}))
        if mention:
            named = {**said, "type": "app_mention", "channel": where, "event_ts": said["ts"]}
            events.append(self._event(named))
        return events

    def _changed(self, person: str, channel: str, before: Body, after: Body) -> tuple[int, bytes]:
        where = self._where(person, channel)
        self._said[where, person] = after
        change = {"type": "message", "subtype": "message_changed", "message": after, "previous_message": before}
        return self.deliver(self._event({**change, "hidden": True, **self._place(where)}))

    def _place(self, where: str) -> Body:
        ts = self._ts()
        kind = {"D": "im", "G": "group"}.get(where[0], "channel")
        return {"channel": where, "channel_type": kind, "ts": ts, "event_ts": ts}

    def _event(self, event: Body) -> Body:
        number = next(self._event_ids)
        us = {"enterprise_id": None, "team_id": self.team, "user_id": self.bot, "is_bot": True}
        return {
            "token": "deprecated", "team_id": self.team, "context_team_id": self.team, "context_enterprise_id": None,
            "api_app_id": self.app, "event": event, "type": "event_callback", "event_id": f"Ev0{number:08}",
            "event_time": int(time.time()), "authorizations": [{**us, "is_enterprise_install": False}],
            "is_ext_shared_channel": False, "event_context": f"4-{number:08}",
        }  # fmt: skip

    def _ts(self) -> str:
        """A time that is no other message's."""
        with self._lock:
            self._micros = max(self._micros + 1, int(time.time() * 1_000_000))
            return f"{self._micros // 1_000_000}.{self._micros % 1_000_000:06}"


def _yes(body: Body, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"ok": True, **body}, headers=headers)


def _no(
    code: str, messages: list[str] | None = None, *, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    told = {"response_metadata": {"messages": messages}} if messages else {}
    return web.json_response({"ok": False, "error": code, **told}, status=status, headers=headers)
