"""What a page loads before the chat is opened: little, and from nobody else."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response, Route, expect

from tests.browser.chat import Chat
from tests.running import Running

MOST_BYTES = 20_000


def test_what_is_loaded_before_the_chat_is_opened(page: Page, shop: Running) -> None:
    seen: list[Response] = []
    page.on("response", lambda answer: seen.append(answer))
    page.goto(shop.base + "/products/SAMPLE-BF-01")
    chat = Chat(page)
    expect(chat.launcher).to_be_visible()
    page.wait_for_load_state("networkidle")
    before = [answer for answer in seen if "/widget/" in answer.url or "/chat/" in answer.url]
    weight = sum(answer.request.sizes()["responseBodySize"] for answer in before)
    assert 0 < weight <= MOST_BYTES
    assert not any("/chat/" in answer.url for answer in before), "nothing is asked of the server before it is needed"

    # and from nobody else, also when it is used
    chat.open().advise()
    assert {urlsplit(answer.url).netloc for answer in seen} == {urlsplit(shop.base).netloc}


def test_the_launcher_works_at_once(page: Page, shop: Running) -> None:
    """A click before everything is loaded opens the chat when it is."""

    def slowly(route: Route) -> None:
        time.sleep(0.3)
        route.continue_()

    page.route("**/widget/panel.js", slowly)
    page.goto(shop.base + "/")
    Chat(page).launcher.click()
    expect(Chat(page).box).to_be_visible()


@pytest.mark.parametrize("name", ["files.js", "panel.js", "dom.js", "style.css"])
def test_what_cannot_be_loaded_is_said_and_tried_again(page: Page, shop: Running, name: str) -> None:
    page.route(f"**/widget/**/{name}", lambda route: route.abort())
    page.goto(shop.base + "/")
    chat = Chat(page)
    chat.launcher.click()
    again = chat.element.get_by_role("button", name="Try again")
    expect(chat.element.get_by_role("alert")).to_contain_text("could not be loaded")
    again.click()
    expect(chat.launcher).not_to_have_attribute("aria-busy", "true")
    expect(again).to_be_visible()
    page.unroute(f"**/widget/**/{name}")
    again.click()
    expect(chat.box).to_be_visible()


def test_without_its_words_the_launcher_comes_later(page: Page, shop: Running) -> None:
    page.clock.install()
    page.route("**/widget/strings/en.js", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.goto(shop.base + "/")
    expect(Chat(page).launcher).to_be_hidden()
    page.unroute("**/widget/strings/en.js")
    page.clock.fast_forward(10_000)
    Chat(page).open()
