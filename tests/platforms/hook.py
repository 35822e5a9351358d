"""What the stand-ins' own tests need: a webhook that only keeps what it is sent, calls of a stand-in's API, our tables
of limits."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import yaml

_LIMITS = Path(__file__).resolve().parents[2] / "bot" / "channels" / "limits"


@dataclass
class Got:
    """One request to the webhook."""

    data: bytes
    headers: Message
    query: dict[str, str]

    @property
    def json(self) -> Any:
        """Its JSON."""
        return json.loads(self.data)

    @property
    def form(self) -> dict[str, str]:
        """Its form fields."""
        return dict(parse_qsl(self.data.decode(), keep_blank_values=True))


class Hook:
    """Takes everything; a GET gets the challenge back."""

    def __init__(self) -> None:
        got: list[Got] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                data = self.rfile.read(int(self.headers["Content-Length"]))
                got.append(Got(data, self.headers, dict(parse_qsl(urlsplit(self.path).query))))
                self._answer(b"")

            def do_GET(self) -> None:
                got.append(Got(b"", self.headers, dict(parse_qsl(urlsplit(self.path).query))))
                self._answer(got[-1].query["hub.challenge"].encode())

            def _answer(self, body: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.got = got
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/webhooks/it/webhook"

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


def signed_by_meta(hook: Hook, secret: bytes) -> bool:
    """Whether the newest request has the signature that Meta's documentation describes."""
    got = hook.got[-1]
    return got.headers["X-Hub-Signature-256"] == "sha256=" + hmac.new(secret, got.data, hashlib.sha256).hexdigest()


def table(platform: str) -> dict[str, int]:
    """Our table of a platform's limits."""
    rows = yaml.safe_load((_LIMITS / f"{platform}.yml").read_text(encoding="utf-8"))
    return {name: row["is"] for name, row in rows.items()}


def call(url: str, body: Any = None, *, token: str = "", method: str = "") -> tuple[int, dict[str, Any], Message]:
    """Call with JSON; status, JSON and headers of the answer."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return _call(url, json.dumps(body).encode() if body is not None else None, headers, method)


def submit(
    url: str, form: list[tuple[str, str]] | None = None, *, user: str, password: str
) -> tuple[int, dict[str, Any], Message]:
    """Call with a form (without: GET) and basic authentication; status, JSON and headers of the answer."""
    proof = base64.b64encode(f"{user}:{password}".encode()).decode()
    headers = {"Authorization": f"Basic {proof}", "Content-Type": "application/x-www-form-urlencoded"}
    return _call(url, urlencode(form).encode() if form is not None else None, headers, "")


def _call(url: str, data: bytes | None, headers: dict[str, str], method: str) -> tuple[int, dict[str, Any], Message]:
    request = urllib.request.Request(url, data, headers, method=method or None)  # noqa: S310 - our own address
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.status, json.loads(answer.read()), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read()), error.headers
