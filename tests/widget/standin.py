"""A small server of the web channel's protocol (docs/web-channel.md) that can be told to misbehave.

It answers each text with two messages, runs each id once, and can be stopped and started on the same port; a turn that
runs when it stops is lost, as with the real one. It also serves a blank page at / and the widget's modules.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web

WIDGET = Path(__file__).parents[2] / "bot/widget"
STEP = 3  # positions have gaps
T = TypeVar("T")


@dataclass
class Fault:
    """What goes wrong with one request to /chat/messages.

    ``status``: answer this instead, with the error's ``code`` and ``Retry-After``. ``events``, ``bytes``: cut the
    stream after so many. ``silent``: seconds of nothing before the answer. ``failed``: end in the event failed.
    ``page``: a proxy's HTML instead.
    """

    status: int = 0
    code: str | None = None
    retry_after: int | None = None
    events: int | None = None
    bytes: int | None = None
    silent: float = 0.0
    failed: bool = False
    page: bool = False


@dataclass
class Kept:
    """A conversation."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    turns: dict[str, tuple[int, int]] = field(default_factory=dict)
    ended: str = ""  # the 401 code, once it is over


class Standin:
    """``faults`` are used up one a request; ``said``: texts of the turns that ran; ``posts``: the bodies that came."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}
        self.token_of: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.said: list[str] = []
        self.posts: list[dict[str, Any]] = []
        self.requests: list[str] = []
        self.at: list[float] = []
        self.turn_seconds = 0.0
        self.twice = False
        self.fresh_token = ""
        self.deny = ""
        self.deny_history = 0
        self.port = 0
        self._turns: dict[str, asyncio.Task[list[dict[str, Any]]]] = {}
        self._runner: web.AppRunner | None = None
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    @property
    def url(self) -> str:
        """Its address, with a slash at the end."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Listen, on the same port as before."""
        self._call(self._start())

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_get("/", self._blank)
        app.router.add_get("/other", self._blank)
        app.router.add_static("/widget", WIDGET)
        app.router.add_post("/chat/session", self._begin)
        app.router.add_delete("/chat/session", self._end)
        app.router.add_post("/chat/messages", self._receive)
        app.router.add_get("/chat/history", self._history)
        app.router.add_post("/chat/ratings", self._rate)
        app.router.add_get("/chat/calendar", self._calendar)
        self._runner = web.AppRunner(app, shutdown_timeout=0.01)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        if not self.port:
            self.port = self._runner.addresses[0][1]

    def stop(self) -> None:
        """Go away in the middle of everything."""
        self._call(self._stop())

    async def _stop(self) -> None:
        for task in self._turns.values():
            task.cancel()
        self._turns.clear()
        if self._runner:
            for connection in self._runner.server.connections if self._runner.server else []:
                if connection.transport:
                    connection.transport.abort()
            await self._runner.cleanup()
            self._runner = None

    def close(self) -> None:
        """For good."""
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _blank(self, _: web.Request) -> web.Response:
        return web.Response(text="<!doctype html><title>blank</title>", content_type="text/html")

    # Sessions
    # ------------------------------------------------------------------------------------------

    @staticmethod
    def _error(status: int, code: str | None, retry_after: int | None = None) -> web.Response:
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        body = {"error": {"code": code, "message": "no"}} if code else {}
        return web.json_response(body, status=status, headers=headers)

    def _session(self, request: web.Request) -> Kept | web.Response:
        self.requests.append(f"{request.method} {request.path_qs}")
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        kept = self.kept.get(self.token_of.get(token, ""))
        if self.deny or kept is None:
            return self._error(401, self.deny or "bad_token")
        return self._error(401, kept.ended) if kept.ended else kept

    async def _begin(self, _: web.Request) -> web.Response:
        self.requests.append("POST /chat/session")
        name = f"token-{len(self.token_of)}"
        self.kept[name] = Kept()
        self.token_of[name] = name
        return web.json_response({"token": name, "expires": "2030-01-01T00:00:00+00:00"}, status=201)

    async def _end(self, request: web.Request) -> web.Response:
        kept = self._session(request)
        if isinstance(kept, web.Response):
            return kept
        kept.ended = "ended"
        kept.messages.clear()
        return web.Response(status=204)

    # Turns
    # ------------------------------------------------------------------------------------------

    async def _turn(self, kept: Kept, body: dict[str, Any]) -> list[dict[str, Any]]:
        await asyncio.sleep(self.turn_seconds)
        text = body.get("text") or f"words of {body['choice']}"
        self.said.append(text)
        own = {"from": "user", "text": text, "id": body["id"], "choice": body.get("choice")}
        said = [own, {"from": "bot", "text": f"{text}: one"}, {"from": "bot", "text": f"{text}: two", "choices": []}]
        forgotten = text == "delete my data"
        if forgotten:
            kept.messages.clear()
            kept.turns.clear()
        place = kept.messages[-1]["position"] if kept.messages else 0
        for message in said:
            place += STEP
            message |= {"position": None if forgotten else place, "time": time.time()}
        if not forgotten:
            kept.turns[body["id"]] = (len(kept.messages), len(kept.messages) + len(said))
            kept.messages += said
        return said

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.posts.append(body)
        self.at.append(time.monotonic())
        kept = self._session(request)
        fault = replace(self.faults.pop(0)) if self.faults else Fault()
        if isinstance(kept, web.Response):
            return kept
        if fault.page:
            return web.Response(text="<p>Sign in to our network</p>", content_type="text/html")
        if fault.status:
            return self._error(fault.status, fault.code, fault.retry_after)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
        await response.prepare(request)
        accepted = {"id": body["id"], **({"token": self.fresh_token} if self.fresh_token else {})}
        sent = await self._send(request, response, fault, 0, self._event("accepted", accepted))
        if fault.silent:
            await asyncio.sleep(fault.silent)
        if fault.failed:
            await response.write(self._event("failed", {"error": {"code": "failed", "message": "no"}, "retry": True}))
            return response
        if body["id"] in kept.turns:
            first, end = kept.turns[body["id"]]
            said = kept.messages[first:end]
        else:
            if body["id"] not in self._turns:
                self._turns[body["id"]] = asyncio.ensure_future(self._turn(kept, body))
            said = await asyncio.shield(self._turns[body["id"]])
            self._turns.pop(body["id"], None)
        for message in said:
            for _ in range(1 + self.twice):
                sent = await self._send(request, response, fault, sent, self._event("message", message))
        done = {"id": body["id"], "position": said[-1]["position"]}
        await self._send(request, response, fault, sent, self._event("done", done))
        return response

    @staticmethod
    def _event(name: str, data: dict[str, Any]) -> bytes:
        return f": awake\nevent: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()

    @staticmethod
    async def _send(request: web.Request, response: web.StreamResponse, fault: Fault, sent: int, event: bytes) -> int:
        """Write an event, or cut the connection where the fault says so. Gives the bytes sent so far."""
        if fault.events is not None:
            fault.events -= 1
        cut = fault.bytes is not None and sent + len(event) > fault.bytes
        if cut:
            await response.write(event[: (fault.bytes or 0) - sent])
        if cut or (fault.events is not None and fault.events < 0):
            await asyncio.sleep(0.02)  # what was written arrives first
            if request.transport:
                request.transport.abort()
            raise ConnectionResetError
        await response.write(event)
        return sent + len(event)

    # The rest
    # ------------------------------------------------------------------------------------------

    async def _history(self, request: web.Request) -> web.Response:
        kept = self._session(request)
        if isinstance(kept, web.Response):
            return kept
        if self.deny_history:
            return self._error(self.deny_history, "origin" if self.deny_history == 403 else None)
        limit = int(request.query.get("limit", "50"))
        after, before = request.query.get("after"), request.query.get("before")
        found = [
            it
            for it in kept.messages
            if (after is None or it["position"] > int(after)) and (before is None or it["position"] < int(before))
        ]
        page = found[:limit] if after is not None else found[-limit:]
        return web.json_response({"messages": page, "more": len(found) > len(page)})

    async def _rate(self, request: web.Request) -> web.Response:
        kept = self._session(request)
        if isinstance(kept, web.Response):
            return kept
        self.posts.append(await request.json())
        return web.Response(status=204)

    async def _calendar(self, request: web.Request) -> web.Response:
        kept = self._session(request)
        if isinstance(kept, web.Response):
            return kept
        return web.Response(text=f"BEGIN:VCALENDAR {request.query_string}", content_type="text/calendar")
