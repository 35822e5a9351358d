"""A client that sends a byte a second."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import closing
from urllib.parse import urlsplit

SLOW_SECONDS = 40


class Slow(threading.Thread):
    """A client that sends a byte a second, and what becomes of it."""

    def __init__(self, base: str) -> None:
        super().__init__(daemon=True)
        self._base = base
        self.got: bytes | None = None
        self.seconds = 0.0

    def run(self) -> None:
        """Send until the server has enough of it."""
        parts, start = urlsplit(self._base), time.monotonic()
        head = (
            b"POST /chat/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n"
        )
        with closing(socket.create_connection((str(parts.hostname), parts.port or 80), timeout=1)) as connection:
            while time.monotonic() < start + SLOW_SECONDS and self.got is None:
                try:
                    connection.sendall(head[:1])
                    head = head[1:]
                    self.got = connection.recv(65_536)
                except TimeoutError:
                    continue
                except ConnectionError:
                    self.got = b""
        self.seconds = time.monotonic() - start
