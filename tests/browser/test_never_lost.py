"""Whatever happens between page and server, the conversation goes on where it was: nothing doubled, nothing missing."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.chat import ANSWER_MS, Chat
from tests.running import Running, free_port, start, stop

HEEL = "my heel hurts after long walks"
ARCHES = "I have flat feet"


def again(page: Page) -> Chat:
    """The chat after the page came back, open."""
    chat = Chat(page).ensure_open()
    expect(chat.log.locator(".message").first).to_be_visible(timeout=ANSWER_MS)
    return chat


def without_blanks(said: list[str]) -> list[str]:
    return [text for text in said if text]


def test_a_reload(chat: Chat) -> None:
    chat.open().say(HEEL)
    chat.box.fill("half a sen")
    count = chat.log.locator(".message").count()
    chat.page.reload()
    chat = again(chat.page)
    expect(chat.log.locator(".message")).to_have_count(count)
    expect(chat.box).to_have_value("half a sen")
    chat.box.fill("")
    chat.say(ARCHES)
    assert chat.mine() == [HEEL, ARCHES]


def test_a_reload_while_the_answer_is_under_way(chat: Chat) -> None:
    chat.open()
    chat.box.fill(HEEL)
    with chat.page.expect_request("**/chat/messages"):
        chat.box.press("Enter")
    chat.page.reload()
    chat = again(chat.page)
    expect(chat.log.locator(".message.bot").first).to_be_visible(timeout=ANSWER_MS)
    chat.settle()
    assert chat.mine() == [HEEL]
    chat.say(ARCHES)
    assert chat.mine() == [HEEL, ARCHES]


def test_the_next_page_and_back(chat: Chat) -> None:
    chat.open().say(HEEL)
    page, base = chat.page, chat.page.url
    page.goto(base + "products/SAMPLE-BF-01")
    chat = again(page)
    assert chat.mine() == [HEEL]
    chat.say(ARCHES)
    page.go_back()
    chat = again(page)
    expect(chat.log.locator(".message.user")).to_have_count(2)
    assert chat.mine() == [HEEL, ARCHES]
    chat.say("nothing over $60")
    assert chat.mine() == [HEEL, ARCHES, "nothing over $60"]


def test_a_second_tab(chat: Chat, context: BrowserContext) -> None:
    chat.open().say(HEEL)
    second = context.new_page()
    second.goto(chat.page.url)
    other = again(second)
    assert other.mine() == [HEEL]
    other.say(ARCHES)
    chat.page.bring_to_front()
    expect(chat.log.locator(".message.user")).to_have_count(2)
    assert chat.mine() == [HEEL, ARCHES]
    # both at once
    chat.box.fill("nothing over $60")
    other.box.fill("for trainers")
    chat.box.press("Enter")
    other.box.press("Enter")
    for one in (chat, other):
        expect(one.log.locator(".message.user")).to_have_count(4, timeout=ANSWER_MS)
        one.settle()
    assert sorted(chat.mine()) == sorted(other.mine()) == sorted([HEEL, ARCHES, "nothing over $60", "for trainers"])
    assert chat.mine() == other.mine()


def test_sleep(chat: Chat, context: BrowserContext) -> None:
    chat.open().say(HEEL)
    session = context.new_cdp_session(chat.page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    second = context.new_page()
    second.goto(chat.page.url)
    again(second).say(ARCHES)
    second.close()
    session.send("Page.setWebLifecycleState", {"state": "active"})
    chat.page.bring_to_front()
    chat.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(chat.log.locator(".message.user")).to_have_count(2, timeout=ANSWER_MS)
    chat.say("nothing over $60")
    assert chat.mine() == [HEEL, ARCHES, "nothing over $60"]


def test_thirty_seconds_offline(chat: Chat, context: BrowserContext) -> None:
    chat.open().say(HEEL)
    context.set_offline(True)
    chat.box.fill(ARCHES)
    chat.box.press("Enter")
    expect(chat.dialog.get_by_text("You are offline")).to_be_visible()
    expect(chat.dialog.locator(".unsent")).to_contain_text(ARCHES)
    chat.page.wait_for_timeout(30_000)
    context.set_offline(False)
    expect(chat.dialog.locator(".unsent")).to_have_count(0, timeout=ANSWER_MS)
    expect(chat.dialog.get_by_text("You are offline")).to_have_count(0)
    chat.settle()
    assert chat.mine() == [HEEL, ARCHES]


@pytest.fixture
def mortal(model_path: Path, catalogue_url: str, tmp_path: Path) -> Iterator[list[Running]]:
    """A server of this test's own, which may be killed; the last of the list is the one that runs."""
    running = [start(tmp_path, port=free_port())]
    yield running
    if running[-1].process.poll() is None:
        stop(running[-1])


def test_the_server_dies_in_mid_reply_and_comes_back(page: Page, mortal: list[Running], tmp_path: Path) -> None:
    # given
    server = mortal[-1]
    page.goto(server.base + "/")
    chat = Chat(page).open().say(HEEL)
    port = int(server.base.rpartition(":")[2])

    # when it is killed while it answers
    chat.box.fill(ARCHES)
    with page.expect_request("**/chat/messages"):
        chat.box.press("Enter")
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()

    # then what is being sent is shown as such
    expect(chat.dialog.get_by_text(ARCHES)).to_be_visible()

    # and when it is back, it is answered once
    mortal.append(start(tmp_path, port=port))
    answered = chat.log.locator(".message.user").nth(1)
    given_up = chat.dialog.locator(".failed").get_by_role("button", name="Try again")
    expect(answered.or_(given_up).first).to_be_visible(timeout=60_000)
    if given_up.is_visible():  # the machine took longer to start than the chat waits
        given_up.click()
    expect(chat.log.locator(".message.user")).to_have_count(2, timeout=45_000)
    chat.settle()
    assert chat.mine() == [HEEL, ARCHES]
    shown = without_blanks(chat.said())
    page.reload()
    chat = again(page)
    expect(chat.log.locator(".message.user")).to_have_count(2)
    assert without_blanks(chat.said()) == shown

    # when it is gone for longer, that is said, with a way to try again
    mortal[-1].process.send_signal(signal.SIGKILL)
    mortal[-1].process.wait()
    began = time.monotonic()
    chat.box.fill("nothing over $60")
    chat.box.press("Enter")
    expect(chat.dialog.locator(".unsent")).to_contain_text("Sending")
    expect(chat.dialog.locator(".failed").get_by_role("button", name="Try again")).to_be_visible(timeout=70_000)
    assert time.monotonic() - began > 10, "it was given up too soon"
    mortal.append(start(tmp_path, port=port))
    chat.dialog.locator(".failed").get_by_role("button", name="Try again").click()
    expect(chat.log.locator(".message.user")).to_have_count(3, timeout=ANSWER_MS)
    chat.settle()
    assert chat.mine() == [HEEL, ARCHES, "nothing over $60"]


def test_a_session_that_is_over_says_so_and_begins_anew(chat: Chat) -> None:
    chat.open().say(HEEL)
    # the token becomes one that the server never gave
    chat.page.evaluate(
        """() => { for (const key of Object.keys(localStorage)) {
            const value = localStorage.getItem(key);
            if (value.includes("token")) localStorage.setItem(key, value.replace(/ey[\\w.-]+/, "ey.not.ours"));
        } }"""
    )
    chat.page.reload()
    chat = Chat(chat.page)
    chat.ensure_open()
    expect(chat.dialog.get_by_text("That conversation is over")).to_be_visible()
    chat.say(ARCHES)
    assert chat.mine()[-1] == ARCHES
