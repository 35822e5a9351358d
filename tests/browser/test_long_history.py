"""A thousand messages: each is there once, the place in them is kept, and one can go on."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.running import Running

MANY = 1_000


def add_history(database: Path) -> None:
    """Put many messages behind those of the newest conversation, as if they had been said."""
    with sqlite3.connect(database) as connection:
        ((sender, events),) = connection.execute(
            "SELECT sender_id, events FROM conversation WHERE sender_id LIKE 'web-%' ORDER BY updated_at DESC LIMIT 1"
        )
        rows = []
        for number in range(MANY):
            kind = ("user", "bot")[number % 2]
            said = {"event": kind, "timestamp": 1.0, "text": f"message number {number}", "metadata": {}}
            more = {"data": {}} if kind == "bot" else {"message_id": f"old-message-{number:06d}", "parse_data": {}}
            rows.append((sender, events + number, kind, 1.0, json.dumps({**said, **more})))
        connection.executemany("INSERT INTO conversation_event VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("UPDATE conversation SET events = ? WHERE sender_id = ?", (events + MANY, sender))


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
        first.scroll_into_view_if_needed()
        top = first.evaluate("(one) => one.getBoundingClientRect().top")
        earlier.click()
        expect(chat.log.locator(".message").nth(shown)).to_be_attached()
        same = chat.log.locator(".message").filter(has_text=re.compile(rf"{re.escape(text)}$")).first
        assert abs(same.evaluate("(one) => one.getBoundingClientRect().top") - top) < 300
        chat.page.wait_for_timeout(50)
    expect(chat.log.locator(".message")).to_have_count(count + MANY)
    texts = chat.log.locator(".message .text").all_text_contents()
    old = [text for text in texts if text.startswith("message number")]
    assert old == [f"message number {number}" for number in range(MANY)]
    chat.say("I have flat feet")
    expect(chat.log.locator(".message.user").last).to_contain_text("flat feet")
