"""A thousand messages: each is there once, the place in them is kept, and one can go on."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.history import MANY, add_history
from tests.running import Running

REMEMBER = """(button) => button.addEventListener("click", () => {
    const element = button.getRootNode().querySelector(".log .message");
    window.read = { element, top: element.getBoundingClientRect().top };
}, { capture: true })"""
"""When "earlier" is pressed: which message is the first, and where it stands."""


def test_a_thousand_messages(chat: Chat, shop: Running) -> None:
    chat.open().say("my heel hurts")
    count = chat.log.locator(".message").count()
    add_history(shop.printed.parent / "c.db")
    chat.page.reload()
    expect(chat.log.locator(".message").last).to_contain_text(f"message number {MANY - 1}")
    earlier = chat.dialog.get_by_role("button", name="Show earlier messages")
    earlier.evaluate(REMEMBER)
    while earlier.is_visible():
        shown = chat.log.locator(".message").count()
        earlier.click()
        expect(chat.log.locator(".message").nth(shown)).to_be_attached()
        chat.page.wait_for_timeout(150)  # messages take their height when they are drawn
        moved = chat.page.evaluate("read.element.getBoundingClientRect().top - read.top")
        assert abs(moved) < 2, f"what one read is not where it was, after {shown} messages: {moved} px"
    expect(chat.log.locator(".message")).to_have_count(count + MANY)
    texts = chat.log.locator(".message .text").all_text_contents()
    old = [text for text in texts if text.startswith("message number")]
    assert old == [f"message number {number}" for number in range(MANY)]
    chat.say("I have flat feet")
    expect(chat.log.locator(".message.user").last).to_contain_text("flat feet")
