"""The demo shop's routes, and those of the page with just the chat. Neither takes in messages: the widget does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, html

from bot.channels.files import file_response
from bot.demo import views
from bot.demo.products import Products, Shelf

HERE = Path(__file__).resolve().parent

OnMessage = Callable[[UserMessage], Awaitable[Any]]

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
    # Nothing but our own files, no inline script or style; shops' product pictures may lie elsewhere.
    "Content-Security-Policy": "default-src 'self'; img-src 'self' https:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; object-src 'none'",
}

_pages = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def _page(name: str, status: int = 200, **values: object) -> HTTPResponse:
    return html(_pages.get_template(name).render(words=views.words(), **values), status=status, headers=_HEADERS)


class DemoShop(InputChannel):  # type: ignore[misc]
    """A small shop made of the catalogue: a list at /, a page for each product, the chat on each of them."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self._shelf = shelf or Shelf()

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "demo"

    def url_prefix(self) -> str:
        """The shop stands at the root, not below /webhooks/."""
        return "/"

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:  # noqa: ARG002 - no message comes in here
        """The routes of the shop."""
        blueprint = Blueprint("demo_shop")

        @blueprint.get("/")
        async def products(request: Request) -> HTTPResponse:
            found = await self._shelf.products()
            if found is None:
                return _page("trouble.html.j2", status=503)
            return _list(found, str(request.args.get("type") or ""), str(request.args.get("page") or "1"))

        @blueprint.get("/products/<sku:str>", unquote=True)
        async def product(_: Request, sku: str) -> HTTPResponse:
            found = await self._shelf.products()
            if found is None:
                return _page("trouble.html.j2", status=503)
            one = await self._shelf.product(sku)
            if one is None:
                return _page("missing.html.j2", status=404)
            return _page("product.html.j2", sheet=views.sheet(one), sample=_is_sample(found))

        @blueprint.get("/demo/<name>")
        async def file(request: Request, name: str) -> HTTPResponse:
            return file_response(request, HERE, name)

        return blueprint


class ChatPage(InputChannel):  # type: ignore[misc]
    """One page with just the chat, open, at /."""

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "chat_page"

    def url_prefix(self) -> str:
        """The page stands at the root, not below /webhooks/."""
        return "/"

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:  # noqa: ARG002 - no message comes in here
        """The routes of the page."""
        blueprint = Blueprint("chat_page")

        @blueprint.get("/")
        async def page(_: Request) -> HTTPResponse:
            return _page("chat.html.j2")

        @blueprint.get("/demo/<name>")
        async def file(request: Request, name: str) -> HTTPResponse:
            return file_response(request, HERE, name)

        return blueprint


def _list(found: Products, type_: str, page: str) -> HTTPResponse:
    """A page of the list, of one type where one is asked for."""
    everything = list(found.by_sku.values())
    types = [name for name in views.words()["types"] if any(item.get("insole_type") == name for item in everything)]
    chosen = [item for item in everything if item.get("insole_type") == type_] if type_ in types else everything
    pages = max(1, -(-len(chosen) // views.A_PAGE))
    number = min(max(int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1, 1), pages)
    shown = chosen[(number - 1) * views.A_PAGE : number * views.A_PAGE]
    return _page(
        "list.html.j2",
        cards=[views.card(item) for item in shown],
        count=len(chosen),
        types=types,
        type=type_ if type_ in types else "",
        page=number,
        pages=pages,
        first_only=len(everything) if found.more else 0,
        sample=_is_sample(found),
    )


def _is_sample(found: Products) -> bool:
    """Whether these are the invented products of the sample shop."""
    return any(_feed(item) == "sample" for item in found.by_sku.values())


def _feed(item: Mapping[str, Any]) -> object:
    return item.get("feed")
