"""Speaks the web channel's protocol (docs/web-channel.md) with a real server, as a page or an attacker would."""

from __future__ import annotations

import http.client
import json
import random
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

Event = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Answer:
    """A whole response."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of the error that it tells."""
        return str(self.json["error"]["code"])

    @property
    def events(self) -> list[Event]:
        """The events of a stream."""
        found = []
        for block in self.body.decode().split("\n\n"):
            fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
            if fields:
                found.append((fields["event"], json.loads(fields["data"])))
        return found


def some_address() -> str:
    """An address that nobody else in the tests has (SOLEWISE_PROXIES is 1 there)."""
    return ".".join(str(random.randrange(1, 255)) for _ in range(4))


def send(base: str, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
    """One request on a connection of its own; underscores in headers' names are hyphens."""
    parts = urlsplit(base)
    with closing(http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)) as connection:
        connection.request(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
        response = connection.getresponse()
        answer = Answer(response.status, {key.lower(): text for key, text in response.getheaders()}, response.read())
    assert b"Traceback" not in answer.body
    assert b"payload" not in answer.body
    return answer


def send_bytes(base: str, data: bytes, seconds: float = 20) -> bytes:
    """What comes back for some bytes until the connection is closed."""
    found = b""
    parts = urlsplit(base)
    with closing(socket.create_connection((str(parts.hostname), parts.port or 80), timeout=seconds)) as connection:
        try:
            connection.sendall(data)
            while part := connection.recv(65_536):
                found += part
        except ConnectionError:
            pass
    assert b"Traceback" not in found
    return found


@dataclass
class Person:
    """Somebody with a session, at an address of their own."""

    base: str
    address: str = field(default_factory=some_address)
    token: str = ""

    def __post_init__(self) -> None:
        if not self.token:
            answer = send(self.base, "POST", "/chat/session", X_Forwarded_For=self.address)
            assert answer.status == 201, answer.body
            self.token = answer.json["token"]

    @property
    def headers(self) -> dict[str, str]:
        """What goes with each request."""
        own = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        return {**own, "X-Forwarded-For": self.address}

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """One request of this session; a body that is no bytes goes as JSON."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        return send(self.base, method, path, data, **{**self.headers, **headers})

    def message(self, base: str | None = None, /, *, name: str | None = None, **parts: object) -> Answer:
        """Say something, to another process where one is given."""
        own = self.headers
        return send(base or self.base, "POST", "/chat/messages", said(name, **parts), **own)

    def say(self, base: str | None = None, /, *, name: str | None = None, **parts: object) -> list[dict[str, Any]]:
        """Say something that must be answered; the messages, the person's own first."""
        answer = self.message(base, name=name, **parts)
        assert answer.status == 200, answer.body
        kinds = [kind for kind, _ in answer.events]
        assert kinds[0] == "accepted"
        assert kinds[-1] == "done", answer.events
        return [data for kind, data in answer.events if kind == "message"]

    def history(self, query: str = "limit=200") -> list[dict[str, Any]]:
        """A page of what was said."""
        answer = self.ask("GET", f"/chat/history?{query}")
        assert answer.status == 200, answer.body
        messages: list[dict[str, Any]] = answer.json["messages"]
        return messages

    @contextmanager
    def started(self, name: str, text: str) -> Iterator[socket.socket]:
        """A message whose stream was read up to `accepted`; then the connection is cut."""
        parts = urlsplit(self.base)
        body = said(name, text=text)
        lines = ["POST /chat/messages HTTP/1.1", "Host: x", f"Content-Length: {len(body)}"]
        lines += [f"{key}: {value}" for key, value in self.headers.items()]
        head = "\r\n".join([*lines, "", ""]).encode()
        with closing(socket.create_connection((str(parts.hostname), parts.port or 80), timeout=20)) as connection:
            connection.sendall(head + body)
            found = b""
            deadline = time.monotonic() + 20
            while b"event: accepted" not in found:
                assert time.monotonic() < deadline
                found += connection.recv(100)
            yield connection


def new_name() -> str:
    """A client's name for a message."""
    return uuid.uuid4().hex


def said(name: str | None, **parts: object) -> bytes:
    """The body of a message."""
    return json.dumps({"id": name or new_name(), **parts}).encode()
