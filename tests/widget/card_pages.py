"""Serves the cards' test page to the browser, by answering its requests: no port, no network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Route

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
ORIGIN = "http://shop.test"
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'"
"""A strict policy: no inline style or script, no frame from anywhere."""

FOLDERS = {"/widget/strings/": ROOT / "bot/domain/widget", "/widget/": ROOT / "bot/widget", "/tests/": HERE}
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#7aa"/></svg>'


def message(name: str) -> dict[str, Any]:
    """A message of the messages/ folder."""
    loaded: dict[str, Any] = json.loads((HERE / "messages" / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def messages() -> dict[str, dict[str, Any]]:
    """All of them."""
    return {path.stem: message(path.stem) for path in sorted((HERE / "messages").glob("*.json"))}


def answer(route: Route) -> None:
    """What the test page's server would answer."""
    path = route.request.url.removeprefix(ORIGIN).partition("?")[0]
    if path.startswith("/images/") and "missing" not in path:
        route.fulfill(body=PICTURE, content_type="image/svg+xml")
        return
    if path == "/":
        path = "/tests/cards.html"
    for prefix, folder in FOLDERS.items():
        file = folder / path.removeprefix(prefix)
        if path.startswith(prefix) and file.is_file():
            route.fulfill(
                body=file.read_text(encoding="utf-8"),
                content_type=TYPES[file.suffix],
                headers={"Content-Security-Policy": POLICY},
            )
            return
    route.fulfill(status=404, body="")


def new_context(browser: Browser, width: int = 380, **options: Any) -> BrowserContext:
    """A context whose every request is answered here."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    context.set_default_timeout(5000)
    context.route("**/*", answer)
    return context


def open_page(context: BrowserContext) -> Page:
    """The test page, ready to draw."""
    page = context.new_page()
    page.goto(f"{ORIGIN}/")
    page.wait_for_selector("html[data-ready]")
    return page


def draw(page: Page, *drawn: dict[str, Any], dark: bool = False, lang: str = "en") -> list[bool]:
    """Draw messages; gives which have a card."""
    shown: list[bool] = page.evaluate(
        "([messages, options]) => draw(messages, options)", [list(drawn), {"dark": dark, "lang": lang}]
    )
    return shown
