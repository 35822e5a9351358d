"""The pages themselves, from a small server: products' texts are shown as text, odd addresses lead nowhere."""

from __future__ import annotations

import json
import socket
import sys
import uuid
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from sanic import Sanic

from bot.demo.channel import ChatPage, DemoShop
from bot.demo.products import Shelf

HOSTILE = {
    "sku": "A/B <i>&?#",
    "brand": "<script>alert(1)</script>",
    "name": '"><img src=x onerror=alert(1)>',
    "description": "{{ 7 * 7 }} <b>bold</b>",
    "insole_type": "cushioned",
    "price": 20.5,
    "price_high": 30,
    "currency": "USD",
    "image": "javascript:alert(1)",
    "materials": ["<u>gel</u>"],
    "sizes": ["EU 36", "EU 37", "one"],
    "trial_days": 30,
    "return_terms": "unused_only",
    "stock": 0,
}
PLAIN = {"sku": "P-1", "brand": "Testwood", "name": "Plain", "insole_type": "orthotic", "price": 30, "currency": "EUR"}
ODD = {
    "sku": "O",
    "brand": None,
    "name": None,
    "insole_type": ["orthotic"],
    "price": "free",
    "image": "images/../x.svg",
    "sizes": 7,
    "stock": None,
    "firmness": {"soft": 1},
    "materials": [{"gel": 1}],
    "heel_cup_mm": True,
    "trial_days": 30,
    "return_terms": ["none"],
}


async def nobody(_: object) -> None:
    raise AssertionError("no message comes in through these pages")


class Site:
    """A server, and a client that asks it."""

    def __init__(self, base: str, client: aiohttp.ClientSession) -> None:
        self.base = base
        self.client = client

    async def get(self, path: str) -> tuple[int, str, Any]:
        """Status, body and headers of a page."""
        async with self.client.get(self.base + path, allow_redirects=False) as answer:
            return answer.status, await answer.text(), answer.headers


async def serve(channel: Any) -> AsyncIterator[Site]:
    app = Sanic(f"demo_{uuid.uuid4().hex}", configure_logging=False)
    app.config.MOTD = False
    Sanic.test_mode = True  # sanic rewrites its own code at each start, which else works once a process
    app.blueprint(channel.blueprint(nobody), url_prefix=channel.url_prefix())
    listener = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listener, return_asyncio_server=True)
    assert server is not None
    await server.startup()  # type: ignore[no-untyped-call]
    async with aiohttp.ClientSession() as client:
        yield Site(f"http://127.0.0.1:{listener.getsockname()[1]}", client)
    server.close()  # type: ignore[no-untyped-call]
    await server.wait_closed()  # type: ignore[no-untyped-call]


def shelf_of(products: list[dict[str, Any]]) -> Shelf:
    return Shelf((sys.executable, "-c", f"print({json.dumps(products)!r})"))


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def shop() -> AsyncIterator[Site]:
    many = [{**PLAIN, "sku": f"M-{n}"} for n in range(60)]
    async for site in serve(DemoShop(shelf_of([HOSTILE, PLAIN, ODD, *many]))):
        yield site


async def test_the_list_shows_products_and_leads_to_their_pages(shop: Site) -> None:
    status, body, headers = await shop.get("/")
    assert status == 200
    assert 'href="/products/P-1"' in body
    assert '<script type="module" src="/widget/solewise.js"></script>' in body
    assert "<solewise-chat" in body
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "<style" not in body
    assert "style=" not in body


@pytest.mark.parametrize("path", ["/", "/products/A%2FB%20%3Ci%3E%26%3F%23", "/products/O", "/products/P-1"])
async def test_what_products_say_is_shown_as_text(shop: Site, path: str) -> None:
    status, body, _ = await shop.get(path)
    assert status == 200
    for markup in (
        "<script>alert",
        "<img src=x",
        "<b>bold",
        "<u>gel",
        "javascript:",
        "49 ",
        "..",
        'onerror=alert(1)>"',
    ):
        assert markup not in body


async def test_a_products_page_shows_what_it_is_and_hands_it_to_the_chat(shop: Site) -> None:
    _, body, _ = await shop.get("/products/A%2FB%20%3Ci%3E%26%3F%23")
    assert "$20.50 to $30" in body
    assert "<b>EU</b> 36–37" in body
    assert "30 days to try them; returns unworn only." in body
    assert "Sold out" in body
    assert 'product="A/B &lt;i&gt;&amp;?#"' in body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/products/nope", 404),
        ("/products/%3Cscript%3E", 404),
        ("/products/", 404),
        ("/demo/channel.py", 404),
        ("/demo/..%2fchannel.py", 404),
        ("/demo/templates", 404),
        ("/demo/shop.css", 200),
    ],
)
async def test_what_is_not_there_is_a_plain_404(shop: Site, path: str, status: int) -> None:
    got, body, _ = await shop.get(path)
    assert got == status
    assert "Traceback" not in body
    assert "<script>" not in body


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=99999999", "page=x", "page=²", "type=nope", "type=<i>"])
async def test_odd_questions_show_the_list(shop: Site, query: str) -> None:
    status, body, _ = await shop.get(f"/?{query}")
    assert status == 200
    assert "63 insoles" in body


async def test_the_list_has_pages_and_types(shop: Site) -> None:
    _, body, _ = await shop.get("/?type=orthotic&page=3")
    assert "61 insoles" in body
    assert "Page 3 of 3" in body
    assert 'href="/?type=orthotic&amp;page=2"' in body
    assert body.count('class="card"') == 61 - 48


async def test_without_the_catalogue_the_page_says_so_and_the_chat_is_there() -> None:
    async for site in serve(DemoShop(Shelf((sys.executable, "-c", "raise SystemExit(3)")))):
        for path in ("/", "/products/P-1"):
            status, body, _ = await site.get(path)
            assert status == 503
            assert "<solewise-chat" in body
            assert "Traceback" not in body


async def test_an_empty_catalogue_says_so() -> None:
    async for site in serve(DemoShop(shelf_of([]))):
        assert "no products yet" in (await site.get("/"))[1]


async def test_a_page_with_just_the_chat() -> None:
    async for site in serve(ChatPage()):
        status, body, headers = await site.get("/")
        assert status == 200
        assert "<solewise-chat open>" in body
        assert "default-src 'self'" in headers["Content-Security-Policy"]
