"""Pictures of the chat's main states, made anew: `make screenshots` writes them to docs/images/."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from bot.server.settings import ROOT
from tests.browser.chat import Chat
from tests.browser.serving import sample_shop

FOLDER = ROOT / "docs" / "images"
PHONE = {"width": 390, "height": 780}
DESK = {"width": 1280, "height": 800}
COMPLAINT = "my heel hurts after long walks, flat feet, nothing over $50"


def begin(chat: Chat) -> None:
    """The chat, just opened."""
    chat.open()


def question(chat: Chat) -> None:
    """The first question."""
    chat.open().say(COMPLAINT)


def picks(chat: Chat) -> None:
    """The picks."""
    chat.open().advise()
    show(chat, "article")


def comparison(chat: Chat) -> None:
    """The picks side by side."""
    chat.open().advise().say("compare them")


def plan(chat: Chat) -> None:
    """The trial plan."""
    chat.open().advise().say("I start on Monday")


def right_for_me(chat: Chat) -> None:
    """A product's page: is this one right for me?"""
    chat.open().choose("Is this one right for me?").advise()


def warning(chat: Chat) -> None:
    """A warning sign."""
    chat.open().say("since I fell yesterday I can't put any weight on my foot")


def show(chat: Chat, what: str) -> None:
    """Scroll to the first of something in the conversation."""
    chat.log.locator(what).first.evaluate("(one) => one.scrollIntoView({ block: 'start' })")


STATES: dict[str, tuple[str, dict[str, int], str, Callable[[Chat], None]]] = {
    "shop": ("/", DESK, "light", begin),
    "question": ("/", PHONE, "light", question),
    "picks": ("/", PHONE, "light", picks),
    "comparison": ("/", PHONE, "light", comparison),
    "plan": ("/", PHONE, "dark", plan),
    "right-for-me": ("/products/SAMPLE-BF-01", PHONE, "dark", right_for_me),
    "warning": ("/", PHONE, "light", warning),
}
"""Page, screen, colour scheme and what is done, by the picture's name."""


def take(browser: Browser, base: str, name: str) -> Path:
    """One picture."""
    path, size, scheme, act = STATES[name]
    options: dict[str, Any] = {"viewport": size, "color_scheme": scheme, "locale": "en-US", "reduced_motion": "reduce"}
    context = browser.new_context(**options)
    page = context.new_page()
    page.goto(base + path)
    act(Chat(page))
    page.wait_for_timeout(600)
    page.evaluate("document.activeElement?.shadowRoot?.activeElement?.blur()")
    target = FOLDER / f"chat-{name}.png"
    page.screenshot(path=target)
    context.close()
    return target


def main(names: list[str]) -> int:
    """Make the pictures that are named, or all."""
    unknown = [name for name in names if name not in STATES]
    if unknown:
        sys.stderr.write(f"no such picture: {', '.join(unknown)}; there are {', '.join(STATES)}\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sample_shop() as (running, browser):
        for name in names or STATES:
            sys.stdout.write(f"{take(browser, running.base, name).relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
