"""Fetching a feed from an http(s) address onto the disk, within bounds of time and size."""

from __future__ import annotations

import hashlib
import http
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit, urlunsplit

import ijson
import requests
import urllib3

from catalog.feeds.depth import Shallow
from catalog.feeds.errors import FeedError
from catalog.feeds.limits import WebLimits
from catalog.feeds.unpack import Clean, unpacked

_PIECE = 64 * 1024
_HEADERS = {
    "User-Agent": "Solewise catalogue import",
    "Accept": "application/xml, text/xml, text/csv, text/tab-separated-values, application/json, */*;q=0.5",
    # What comes packed is unpacked by ourselves, within bounds; other ways of packing we do not know.
    "Accept-Encoding": "gzip;q=0.9, identity",
}
_REASONS = {
    401: "asks for a password; fetch the feed with a browser and import the file",
    403: "refuses to give the feed; fetch it with a browser and import the file",
    404: "has nothing there (404). Is the address right?",
    410: "has nothing there any more (410). Is the address right?",
    429: "wants fewer requests (429); try again later",
}
_PAGE_SIZE = 250


def shown(address: str) -> str:
    """An address without the user's name and password in it."""
    try:
        parts = urlsplit(address)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))[:300]
    except ValueError:
        return "the address"


def fetch(address: str, file: IO[bytes], limits: WebLimits) -> None:
    """Writes what an address answers, or all pages of a shop's products.json, into `file`. Raises FeedError.

    Looking up a name and a server that sends a byte now and then know no time limit of their own. So the work is
    done by a thread that is left behind when the time is over; it holds no more than a file without a name.
    """
    work = _Work(address, file, limits)
    thread = threading.Thread(target=work.run, daemon=True, name="feed")
    thread.start()
    try:
        thread.join(limits.total)
    finally:
        work.stopped.set()
    if thread.is_alive():
        raise FeedError(work.name, f"did not send the feed within {limits.total:g} seconds; try again later")
    if work.error is not None:
        raise work.error
    file.flush()


class _Work:
    def __init__(self, address: str, file: IO[bytes], limits: WebLimits) -> None:
        self.name = shown(address)
        self.error: Exception | None = None
        self.stopped = threading.Event()
        self._address = address
        self._file = file
        self._limits = limits
        self._left = limits.bytes

    def run(self) -> None:
        try:
            with requests.Session() as session:
                if _is_paged(self._address):
                    self._pages(session)
                else:
                    self._one(session, self._address, self._file)
        except FeedError as error:
            self.error = error
        except (OSError, urllib3.exceptions.HTTPError) as error:  # requests' own errors are OSErrors
            self.error = self._explained(error)
        except ValueError:  # an address that has no host, a port that is no number
            self.error = self._refused("is no address that we can read")
        except Exception as error:  # nothing of this thread may get lost
            self.error = error

    def _refused(self, reason: str) -> FeedError:
        return FeedError(self.name, reason)

    def _explained(self, error: Exception) -> FeedError:
        text = str(error)
        if isinstance(error, requests.exceptions.SSLError):
            return self._refused("has no valid certificate (TLS), so we cannot know who answers. Is the address right?")
        if isinstance(error, requests.exceptions.ConnectTimeout):
            return self._refused(f"did not answer within {self._limits.connect:g} seconds. Is the address right?")
        if isinstance(error, requests.exceptions.Timeout | urllib3.exceptions.TimeoutError) or "timed out" in text:
            return self._refused(f"was silent for {self._limits.read:g} seconds; try again later")
        if "resolve" in text or "getaddrinfo" in text or "Name or service" in text:
            return self._refused("is not known: no server has this name. Is the address right?")
        if isinstance(error, requests.exceptions.ConnectionError | urllib3.exceptions.HTTPError):
            return self._refused("cannot be reached, or broke off. Is the address right?")
        if isinstance(error, requests.exceptions.RequestException):
            return self._refused("cannot be fetched. Is the address right?")
        return self._refused(f"cannot be put aside on this disk: {getattr(error, 'strerror', '') or error}")

    def _one(self, session: requests.Session, address: str, file: IO[bytes]) -> requests.Response:
        with self._answer(session, address) as answer:
            packed = answer.headers.get("Content-Encoding", "identity").strip().lower()
            if packed not in ("identity", "gzip", "x-gzip", ""):
                raise self._refused(
                    f"sends the feed packed as {packed[:20]}; fetch it with a browser and import the file"
                )
            expected = answer.headers.get("Content-Length", "")
            if expected.isdigit() and int(expected) > self._left:
                raise self._refused(f"sends more than {self._limits.bytes // 1_000_000} MB; split the feed")
            count = 0
            while not self.stopped.is_set():
                piece = answer.raw.read1(_PIECE, decode_content=False)
                if not piece:
                    break
                count += len(piece)
                self._left -= len(piece)
                if self._left < 0:
                    raise self._refused(f"sends more than {self._limits.bytes // 1_000_000} MB; split the feed")
                file.write(piece)
            if self.stopped.is_set():
                raise self._refused("was given up")
            if expected.isdigit() and count < int(expected):
                raise self._refused(f"broke off after {count} of {expected} bytes; try again")
            return answer

    @contextmanager
    def _answer(self, session: requests.Session, address: str) -> Iterator[requests.Response]:
        """The answer after redirects. Each is looked at: it must lead to http or https again."""
        waited = 0
        redirects = 0
        while True:
            if urlsplit(address).scheme.lower() not in ("http", "https"):
                raise self._refused(f"leads to {address[:60]}, which is no http or https address")
            answer = session.get(
                address,
                headers=_HEADERS,
                timeout=(self._limits.connect, self._limits.read),
                stream=True,
                allow_redirects=False,
            )
            with answer:
                if answer.is_redirect:
                    redirects += 1
                    if redirects > self._limits.redirects:
                        raise self._refused(f"leads on more than {self._limits.redirects} times. Is the address right?")
                    address = urljoin(address, answer.headers["Location"])
                    continue
                if answer.status_code == http.HTTPStatus.TOO_MANY_REQUESTS and waited < 3:
                    waited += 1
                    after = answer.headers.get("Retry-After", "2")
                    self.stopped.wait(min(int(after), 30) if after.isdigit() else 2)
                    continue
                if answer.status_code != http.HTTPStatus.OK:
                    reason = f"answers with {answer.status_code} {answer.reason or ''}".rstrip()[:80]
                    raise self._refused(_REASONS.get(answer.status_code, f"{reason}; try again later"))
                yield answer
                return

    def _pages(self, session: requests.Session) -> None:
        """All pages of a shop's products, one JSON document after the other. A server that knows no pages sends the
        same again: then that is all."""
        address = _page(self._address, 1)
        earlier = b""
        for number in range(1, self._limits.pages + 1):
            with tempfile.TemporaryFile() as page:
                answer = self._one(session, address, page)
                digest, products = _digest(page), self._products(page)
                if number > 1 and products is None:
                    raise self._refused(f"sent no products.json as page {number}; try again later")
                if number > 1 and (not products or digest == earlier):
                    return
                earlier = digest
                reader = unpacked(page, self.name)
                while piece := reader.read(_PIECE):
                    self._file.write(piece)
                self._file.write(b"\n")
            following = answer.links.get("next", {}).get("url")
            if following:
                address = urljoin(address, following)
                if urlsplit(address).netloc != urlsplit(self._address).netloc:
                    raise self._refused("has a next page on another server; we do not follow that")
            elif not products or "link" in answer.headers:
                return
            else:
                address = _page(self._address, number + 1)
        raise self._refused(f"has more than {self._limits.pages} pages")

    def _products(self, page: IO[bytes]) -> int | None:
        """How many products a page has; None if it is no JSON. What is wrong with the first its reader says."""
        stream = Clean(unpacked(page, self.name), "utf-8", self.name)
        count = 0
        try:
            for _ in ijson.items(Shallow(b"", stream, self.name), "products.item"):
                stream.entry()
                count += 1
        except (ijson.JSONError, ValueError, ArithmeticError):
            return None
        return count


def _digest(page: IO[bytes]) -> bytes:
    page.seek(0)
    digest = hashlib.sha256()
    while piece := page.read(_PIECE):
        digest.update(piece)
    return digest.digest()


def _is_paged(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path.endswith("products.json") and not {"page", "page_info", "since_id"} & set(parse_qs(parts.query))


def _page(address: str, number: int) -> str:
    parts = urlsplit(address)
    query = parse_qs(parts.query) | {"limit": [str(_PAGE_SIZE)], "page": [str(number)]}
    return urlunsplit(parts._replace(query=urlencode(query, doseq=True)))
