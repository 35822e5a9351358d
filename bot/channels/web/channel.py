"""The web channel's routes. The protocol is docs/web-channel.md."""

from __future__ import annotations

import asyncio
import json as plain_json
import logging
import re
import time
from collections.abc import Callable, Coroutine
from datetime import date, datetime, timezone
from functools import wraps
from typing import Any, cast

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, empty, json, raw

from bot.channels.choices import words_of
from bot.channels.web import bodies, rendering
from bot.channels.web.addresses import Addresses
from bot.channels.web.errors import NO_STORE, RefusedError
from bot.channels.web.origins import Origins
from bot.channels.web.plan_calendar import plan_calendar
from bot.channels.web.rates import Rates
from bot.channels.web.sessions import Session, Sessions, machine_key
from bot.channels.web.turns import Answer, OnMessage, Turns
from bot.server.logs import describe_failure
from bot.server.messages import clean_text
from bot.server.once import Outcome
from bot.server.settings import Settings
from bot.server.spoken import Said, Spoken

logger = logging.getLogger(__name__)

AWAKE_SECONDS = 10.0
"""How long a stream is silent before a comment keeps the connection awake."""

LONGEST_TURN = 100
"""Messages of one turn that are read back; a turn has a handful."""

_SLASHES = re.compile(r"/[\s/]*")  # what clean_text takes away in front, and people wrote

_STREAM = {"X-Accel-Buffering": "no"}  # nginx: pass on what comes as it comes

Handler = Callable[[Request], Coroutine[Any, Any, HTTPResponse | None]]


class WebChannel(InputChannel):  # type: ignore[misc]
    """The chat of web pages, below /chat/."""

    def __init__(self, settings: Settings | None = None, rates: Rates | None = None) -> None:
        settings = settings or Settings.from_environment()
        settings.ensure_secret()
        self._sessions = Sessions(settings.secrets or (machine_key(),), settings.session_days)
        self._origins = Origins(settings.origins)
        self._rates = rates or Rates.of()
        self._addresses = Addresses(settings.proxies)

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "web"

    def url_prefix(self) -> str:
        """The channel stands beside the webhooks, not below them."""
        return "/chat"

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """The routes of this channel."""
        turns = Turns(on_new_message, self.name())
        blueprint = Blueprint("web_channel")

        async def preflight(request: Request) -> HTTPResponse:
            try:
                return empty(headers=self._origins.preflight(request))
            except RefusedError as refused:
                return refused.response({})

        for path in ("/session", "/messages", "/history", "/ratings", "/calendar"):
            blueprint.add_route(preflight, path, methods=["OPTIONS"], name=f"preflight_{path[1:]}")

        @blueprint.post("/session")
        @self._guarded
        async def start(request: Request) -> HTTPResponse:
            await self._rates.count("sessions_of_address", self._addresses.key(request))
            token, expires = self._sessions.new()
            until = datetime.fromtimestamp(expires, timezone.utc).isoformat()
            return self._json(request, {"token": token, "expires": until}, status=201)

        @blueprint.delete("/session", ignore_body=False)
        @self._guarded
        async def end(request: Request) -> HTTPResponse:
            session = await self._session(request, "reading")
            await request.app.ctx.agent.end_conversation(session.conversation, self._sessions.last_expiry(session))
            return empty(headers=self._headers(request))

        @blueprint.post("/messages")
        @self._guarded
        async def receive(request: Request) -> None:
            session = await self._session(request, "messages")
            await self._rates.count("messages_a_day", session.conversation)
            await self._rates.count("messages_of_address", self._addresses.key(request))
            spoken = bodies.read_spoken(request)
            text, metadata = await _words(request, session, spoken)
            running = turns.begin(session.conversation, spoken.name, text, metadata)
            await self._stream(request, session, spoken.name, running)

        @blueprint.get("/history", ignore_body=False)
        @self._guarded
        async def history(request: Request) -> HTTPResponse:
            session = await self._session(request, "reading")
            page = bodies.read_page(request)
            log = _log(request)
            found = await log.messages(session.conversation, after=page.after, before=page.before, limit=page.limit + 1)
            more = len(found) > page.limit
            kept = found[: page.limit] if page.after is not None else found[-page.limit :]
            ratings = await log.ratings(session.conversation, [said.position for said in kept])
            messages = [rendering.shown(said, ratings.get(said.position)) for said in kept]
            return self._json(request, {"messages": messages, "more": more, **_fresh(session)})

        @blueprint.post("/ratings")
        @self._guarded
        async def rate(request: Request) -> HTTPResponse:
            session = await self._session(request, "reading")
            rating = bodies.read_rating(request)
            said = await _message(request, session, rating.position)
            if said is None or not rendering.recommends(said, rating.sku):
                raise RefusedError(404, "unknown", "This conversation has no such recommendation.", field="message")
            await _log(request).rate(session.conversation, rating.position, rating.sku, rating.value)
            return empty(headers=self._headers(request))

        @blueprint.get("/calendar", ignore_body=False)
        @self._guarded
        async def calendar(request: Request) -> HTTPResponse:
            session = await self._session(request, "reading")
            position, start = bodies.read_plan(request, date.today())
            said = await _message(request, session, position)
            plan = rendering.trial_plan(said) if said is not None else None
            if plan is None:
                raise RefusedError(404, "unknown", "This conversation has no such trial plan.", field="message")
            content = plan_calendar(plan, start, f"{session.conversation} {position}")
            name = {"Content-Disposition": 'attachment; filename="solewise-trial.ics"'}
            headers = {**self._headers(request), **name}
            return raw(content, content_type="text/calendar; charset=utf-8", headers=headers)

        return blueprint

    # Before and after every request
    # ------------------------------------------------------------------------------------------

    def _guarded(self, handler: Handler) -> Handler:
        """Checks the origin and counts the address first; tells refusals and failures as the protocol does."""

        @wraps(handler)
        async def guarded(request: Request) -> HTTPResponse | None:
            headers: dict[str, str] = {}
            try:
                headers = self._origins.headers(request)
                await self._rates.count("requests_of_address", self._addresses.key(request))
                return await handler(request)
            except RefusedError as refused:
                return refused.response(headers)
            except Exception as error:
                logger.error("a request failed: %s", describe_failure(error))
                if request.responded:
                    # Too late for a status; a stream that is cut tells the client to send the message again.
                    cast(asyncio.Transport, request.transport).abort()
                    return None
                trouble = RefusedError(503, "busy", "That did not work. Please try again.", retry_after=2)
                return trouble.response(headers)

        return guarded

    async def _session(self, request: Request, what: str) -> Session:
        """The session of a request, counted. Raises RefusedError (401, 429)."""
        session = self._sessions.read(request.headers.get("authorization"))
        await self._rates.count(what, session.conversation)
        if await _log(request).is_ended(session.conversation):
            raise RefusedError(401, "ended", "This conversation was deleted. Start a new session.")
        return session

    def _headers(self, request: Request) -> dict[str, str]:
        return {**NO_STORE, **self._origins.headers(request)}

    def _json(self, request: Request, body: dict[str, Any], status: int = 200) -> HTTPResponse:
        return json(body, status=status, headers=self._headers(request))

    # A turn as a stream
    # ------------------------------------------------------------------------------------------

    async def _stream(self, request: Request, session: Session, name: str, running: asyncio.Task[Answer]) -> None:
        """Tell that a message is taken, wait for its turn, send what it said."""
        response = await request.respond(
            content_type="text/event-stream; charset=utf-8", headers={**self._headers(request), **_STREAM}
        )
        await response.send(_event("accepted", {"id": name, **_fresh(session)}))
        while not (await asyncio.wait({running}, timeout=AWAKE_SECONDS))[0]:
            await response.send(": one moment\n\n")
        for event in await self._answer(request, session, name, running.result()):
            await response.send(event)
        await response.eof()

    async def _answer(self, request: Request, session: Session, name: str, answer: Answer) -> list[str]:
        """The events that tell a turn, from the log, which is what a later reader will see too."""
        if answer.outcome is Outcome.ENDED:
            return [_event("done", {"id": name, "position": None})]
        if answer.outcome is not Outcome.ANSWERED:
            trouble = RefusedError(503, "failed", "That could not be answered. Please try again.")
            return [_event("failed", {**trouble.body, "retry": True})]
        turn = await _log(request).turn(session.conversation, name, LONGEST_TURN)
        if turn is None:
            told = [rendering.shown_unkept(message, time.time()) for message in answer.messages]
            return [*(_event("message", one) for one in told), _event("done", {"id": name, "position": None})]
        last = {"id": name, "position": turn[-1].position}
        return [*(_event("message", rendering.shown(said)) for said in turn), _event("done", last)]


async def _words(request: Request, session: Session, spoken: bodies.Spoken) -> tuple[str, dict[str, Any]]:
    """What a message says, and what is kept beside it. Raises RefusedError (404) for a button nobody offered."""
    metadata: dict[str, Any] = {}
    if spoken.product is not None:
        metadata[rendering.PRODUCT] = spoken.product
    if spoken.choice is None:
        slashes = _SLASHES.match(spoken.text.strip())
        if slashes:
            metadata[rendering.TYPED] = slashes[0] + clean_text(spoken.text)
        return spoken.text, metadata
    said = await _message(request, session, spoken.choice.position)
    words = words_of(said, spoken.choice) if said is not None else None
    if words is None:
        raise RefusedError(404, "unknown", "This conversation has no such button.", field="choice")
    metadata[rendering.CHOICE] = str(spoken.choice)
    return words, metadata


async def _message(request: Request, session: Session, position: int) -> Said | None:
    """The message at a place of the session's conversation; None where none is."""
    found = await _log(request).messages(session.conversation, after=position - 1, limit=1)
    return found[0] if found and found[0].position == position else None


def _log(request: Request) -> Spoken:
    spoken: Spoken = request.app.ctx.agent.tracker_store.spoken
    return spoken


def _fresh(session: Session) -> dict[str, str]:
    return {"token": session.fresh} if session.fresh else {}


def _event(name: str, data: dict[str, Any]) -> str:
    """One server-sent event; JSON has no line breaks of its own."""
    return f"event: {name}\ndata: {plain_json.dumps(data)}\n\n"
