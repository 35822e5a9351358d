"""A thousand messages: each is there once, the place in them is kept, and one can go on."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.history import MANY, add_history
from tests.running import Running


def test_a_thousand_messages(chat: Chat, shop: Running) -> None:
    chat.open().say("my heel hurts")
    count = chat.log.locator(".message").count()
    add_history(shop.printed.parent / "c.db")
    chat.page.reload()
    expect(chat.log.locator(".message").last).to_contain_text(f"message number {MANY - 1}")
    earlier = chat.dialog.get_by_role("button", name="Show earlier messages")
    while earlier.is_visible():
        shown = chat.log.locator(".message").count()
        first = chat.log.locator(".message").first
        text = first.locator(".text").first.text_content() or ""
        earlier.scroll_into_view_if_needed()
        chat.page.wait_for_timeout(100)
        top = first.evaluate("(one) => one.getBoundingClientRect().top")
        earlier.click()
        expect(chat.log.locator(".message").nth(shown)).to_be_attached()
        same = chat.log.locator(".message").filter(has_text=re.compile(rf"{re.escape(text)}$")).first
        moved = []
        for _ in range(10):  # messages take their height when they are drawn
            moved.append(round(same.evaluate("(one) => one.getBoundingClientRect().top") - top))
            if abs(moved[-1]) < 80:
                break
            chat.page.wait_for_timeout(50)
        assert abs(moved[-1]) < 80, f"what one read is not where it was: {shown} {text} {moved}"
        chat.page.wait_for_timeout(50)
    expect(chat.log.locator(".message")).to_have_count(count + MANY)
    texts = chat.log.locator(".message .text").all_text_contents()
    old = [text for text in texts if text.startswith("message number")]
    assert old == [f"message number {number}" for number in range(MANY)]
    chat.say("I have flat feet")
    expect(chat.log.locator(".message.user").last).to_contain_text("flat feet")
