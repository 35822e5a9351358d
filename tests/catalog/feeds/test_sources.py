"""A feed is read from a file, from a pipe and from an address; a server that misbehaves is told as such, in time."""

from __future__ import annotations

import gzip
import http.server
import io
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from catalog.feeds import FeedError, Item, limits, open_feed
from catalog.feeds.limits import WebLimits

OWN = b"sku,brand,name,price,currency\nA,B,C,1,EUR\n"
Answer = tuple[int, dict[str, str], bytes]
Serve = Callable[[Callable[[str], Answer]], str]


def skus(where: str) -> list[str]:
    with open_feed(where) as feed:
        return [entry.sku for entry in feed.items() if isinstance(entry, Item)]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """An impatient reader."""
    monkeypatch.setattr(limits, "WEB", WebLimits(connect=0.5, read=0.3, total=1.5, redirects=5, bytes=100_000))


@pytest.fixture
def serve(quick: None) -> Iterator[Serve]:
    """A web server on this machine that answers as it is told; gives its address."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def start(answer: Callable[[str], Answer]) -> str:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, headers, body = answer(self.path)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def raw_server(quick: None) -> Iterator[Callable[[list[bytes], float], str]]:
    """A server that sends these pieces, whatever is asked, with so many seconds between them."""
    sockets: list[socket.socket] = []
    over = threading.Event()

    def start(pieces: list[bytes], pause: float) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        sockets.append(listener)

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                for piece in pieces:
                    if over.wait(pause):
                        return
                    try:
                        connection.sendall(piece)
                    except OSError:
                        return
                over.wait(pause)

        threading.Thread(target=answer, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/feed"

    yield start
    over.set()
    for listener in sockets:
        listener.close()


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (OWN, gzip.compress(OWN)):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        with open_feed("-") as feed:
            assert feed.where == "standard input"
            assert feed.size == len(content)
            assert len(list(feed.items())) == len(list(feed.items())) == 1


def test_a_pipe_with_a_name_is_read(tmp_path: Path) -> None:
    # given
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(OWN,), daemon=True)
    writer.start()
    # when, then
    assert skus(str(pipe)) == ["A"]


def test_too_much_input_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(limits, "MAX_BYTES", 20)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(OWN)))
    with pytest.raises(FeedError, match=r"standard input: is larger than"):
        skus("-")
    file = tmp_path / "feed.csv"
    file.write_bytes(OWN)
    with pytest.raises(FeedError, match=r"is larger than"):
        skus(str(file))


def test_what_lay_on_disk_for_a_feed_is_gone_afterwards(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    address = serve(lambda _: (200, {}, OWN))
    # when
    with open_feed(address) as feed:
        list(feed.items())
    # then
    assert not list(tmp_path.iterdir())


def test_an_address_is_read_packed_or_not(serve: Serve) -> None:
    packed = gzip.compress(OWN)
    answers = {
        "/plain": (200, {}, OWN),
        "/file.gz": (200, {"Content-Type": "application/gzip"}, packed),
        "/encoded": (200, {"Content-Encoding": "gzip"}, packed),
        "/moved": (302, {"Location": "/again"}, b""),
        "/again": (301, {"Location": "plain"}, b""),
    }
    address = serve(lambda path: answers[path])
    for path in ("/plain", "/file.gz", "/encoded", "/moved"):
        assert skus(address + path) == ["A"], path


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((404, {}, b"gone"), "has nothing there \\(404\\). Is the address right"),
        ((401, {}, b""), "asks for a password"),
        ((500, {}, b""), "answers with 500"),
        ((200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><html></html>"), "is a web page, not a feed"),
        ((200, {}, b""), "is empty"),
        ((302, {"Location": "/feed"}, b""), "leads on more than 5 times"),
        ((302, {"Location": "file:///etc/hostname"}, b""), "no http or https address"),
        ((302, {"Location": "ftp://shop.example/"}, b""), "no http or https address"),
        ((200, {"Content-Encoding": "br"}, OWN), "packed as br"),
        ((200, {"Content-Length": "99999"}, OWN), "broke off after|cannot be reached, or broke off|was silent"),
        ((200, {"Content-Length": "200000"}, OWN), "sends more than"),
        ((200, {}, b"x" * 200_000), "sends more than"),
    ],
)
def test_an_answer_that_is_no_feed_is_told_as_such(serve: Serve, answer: Answer, said: str) -> None:
    address = serve(lambda _: answer) + "/feed"
    with pytest.raises(FeedError, match=said) as caught:
        skus(address.replace("http://", "http://user:secret@"))
    assert "secret" not in str(caught.value)
    assert str(caught.value).startswith(address)


@pytest.mark.parametrize(
    ("pieces", "pause", "said"),
    [
        ([], 9, "was silent for 0.3 seconds"),
        ([b"HTTP/1.1 200 OK\r\n\r\n", OWN], 0.9, "was silent for 0.3 seconds"),
        ([b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 100], 0.1, "within 1.5 seconds"),
        ([b"HTTP/1.1 200 OK\r\nX-", *[b"x"] * 100], 0.1, "within 1.5 seconds"),
        ([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"ffff\r\nabc", b""], 0.05, "broke off|cannot be"),
        ([b"\x16\x03\x01 nonsense\r\n\r\n"], 0, "cannot be|broke off"),
    ],
)
def test_a_server_that_does_not_answer_is_given_up(
    raw_server: Callable[[list[bytes], float], str], pieces: list[bytes], pause: float, said: str
) -> None:
    begun = time.monotonic()
    with pytest.raises(FeedError, match=said):
        skus(raw_server(pieces, pause))
    assert time.monotonic() - begun < 5


def test_a_server_that_is_not_there_is_told(quick: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(FeedError, match=r"cannot be reached"):
        skus(f"http://127.0.0.1:{port}/feed")
    with pytest.raises(FeedError, match=r"is not known|cannot be reached|within"):
        skus("http://no-such-shop.invalid/feed")
    with pytest.raises(FeedError):
        skus("http://127.0.0.1:99999/feed")


def test_a_certificate_that_is_none_is_told(raw_server: Callable[[list[bytes], float], str]) -> None:
    with pytest.raises(FeedError, match=r"certificate|broke off|silent"):
        skus(raw_server([b"HTTP/1.1 200 OK\r\n\r\n"], 0).replace("http://", "https://"))


def _page(*numbers: int) -> bytes:
    products = [{"title": "T", "handle": f"h{n}", "variants": [{"id": n, "price": "1.00"}]} for n in numbers]
    return json.dumps({"products": products}).encode()


def test_all_pages_of_a_shop_are_read(serve: Serve) -> None:
    # given
    asked: list[dict[str, list[str]]] = []

    def answer(path: str) -> Answer:
        query = parse_qs(urlsplit(path).query)
        asked.append(query)
        pages = {"1": _page(1, 2), "2": gzip.compress(_page(3)), "3": _page()}
        return 200, {}, pages[query["page"][0]]

    # when, then
    assert skus(serve(answer) + "/collections/insoles/products.json?currency=EUR") == ["1", "2", "3"]
    assert asked[0] == {"currency": ["EUR"], "limit": ["250"], "page": ["1"]}
    assert len(asked) == 3


def test_the_link_to_the_next_page_is_followed_on_the_same_server_only(serve: Serve) -> None:
    def answer(path: str) -> Answer:
        if "page_info=last" in path:
            return 200, {"Link": '</products.json?page_info=first>; rel="previous"'}, _page(2)
        return 200, {"Link": '</products.json?page_info=last>; rel="next"'}, _page(1)

    assert skus(serve(answer) + "/products.json") == ["1", "2"]
    elsewhere = serve(lambda _: (200, {"Link": '<http://shop.example/x>; rel="next"'}, _page(1)))
    with pytest.raises(FeedError, match=r"next page on another server"):
        skus(elsewhere + "/products.json")


def test_a_file_without_pages_is_read_once(serve: Serve) -> None:
    assert skus(serve(lambda _: (200, {}, _page(1, 2))) + "/products.json") == ["1", "2"]


def test_half_a_shop_is_not_taken_for_all_of_it(serve: Serve) -> None:
    answers: dict[str, Answer] = {"1": (200, {}, _page(1)), "2": (200, {}, b"<html>Please wait</html>")}
    broken = serve(lambda path: answers[parse_qs(urlsplit(path).query)["page"][0]])
    with pytest.raises(FeedError, match=r"sent no products.json as page 2"):
        skus(broken + "/products.json")
    failing = serve(lambda path: (200, {}, _page(1)) if "page=1" in path else (503, {}, b""))
    with pytest.raises(FeedError, match=r"answers with 503"):
        skus(failing + "/products.json")


def test_an_impatient_server_is_asked_again(serve: Serve) -> None:
    refused: list[str] = []

    def answer(path: str) -> Answer:
        refused.append(path)
        return (429, {"Retry-After": "0"}, b"") if len(refused) < 3 else (200, {}, OWN)

    assert skus(serve(answer) + "/feed") == ["A"]
