"""Gives the widget's files to web pages of any origin: they are public, and hold nothing of anybody."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from bot.channels.files import file_response

WIDGET = Path(__file__).resolve().parents[1] / "widget"
STRINGS = Path(__file__).resolve().parents[1] / "domain" / "widget"
IMAGES = Path(__file__).resolve().parents[2] / "seeds" / "images"

# Module scripts, and files with integrity, are fetched across origins in the open.
_PUBLIC = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
# A picture that is opened on its own may be an SVG: no script of it shall run.
_PICTURE = {**_PUBLIC, "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}


class WidgetFiles(InputChannel):  # type: ignore[misc]
    """The widget's modules below /widget/, its words below /widget/strings/, the sample pictures below /images/.

    /widget/again/N/ holds the same as /widget/: browsers don't ask again for a module at the address where it failed.
    """

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "widget"

    def url_prefix(self) -> str:
        """The files stand beside the webhooks, not below them."""
        return "/"

    def blueprint(
        self,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],  # noqa: ARG002 - no message comes in here
    ) -> Blueprint:
        """The routes of this channel."""
        blueprint = Blueprint("widget_files")

        async def module(request: Request, name: str, _failures: int = 0) -> HTTPResponse:
            return file_response(request, WIDGET, name, _PUBLIC)

        async def strings(request: Request, name: str, _failures: int = 0) -> HTTPResponse:
            return file_response(request, STRINGS, name, _PUBLIC)

        for path, files in (("<name>", module), ("strings/<name>", strings)):
            blueprint.add_route(files, f"/widget/{path}", name=files.__name__)
            blueprint.add_route(files, f"/widget/again/<_failures:int>/{path}", name=f"{files.__name__}_again")

        @blueprint.get("/images/<name>")
        async def image(request: Request, name: str) -> HTTPResponse:
            return file_response(request, IMAGES, name, _PICTURE)

        return blueprint
