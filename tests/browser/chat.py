"""What a visitor does with the chat, and what they see of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import FloatRect, Locator, Page, expect

ANSWER_MS = 15_000


class Chat:
    """The chat on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.element = page.locator("solewise-chat")
        self.launcher = self.element.locator("button.launcher").first
        self.dialog = page.get_by_role("dialog")
        self.box = self.dialog.get_by_role("textbox", name="Your message")
        self.log = self.dialog.get_by_role("log")

    def launcher_place(self) -> FloatRect:
        """Where the launcher stands, once it does."""
        expect(self.launcher).to_be_visible()
        box = self.launcher.bounding_box()
        assert box is not None
        return box

    def open(self) -> Chat:
        """Open it with the mouse."""
        self.launcher.click()
        expect(self.box).to_be_visible()
        return self

    def ensure_open(self) -> Chat:
        """Open it, unless it opens by itself because it was open on the page before."""
        idle = self.element.locator("button.launcher:not([aria-busy])").filter(visible=True)
        expect(self.dialog.or_(idle).first).to_be_visible()
        return self if self.dialog.is_visible() else self.open()

    def say(self, text: str) -> Chat:
        """Write something, send it, wait for the whole answer."""
        before = self.answers()
        self.box.fill(text)
        self.box.press("Enter")
        return self.wait(before)

    def choose(self, title: str | re.Pattern[str]) -> Chat:
        """Use a quick reply and wait for the answer."""
        before = self.answers()
        self.dialog.get_by_role("button", name=title).last.click()
        return self.wait(before)

    def wait(self, before: int) -> Chat:
        """Wait until there are more answers than before and nothing is under way."""
        expect(self.log.locator(".message.bot").nth(before)).to_be_visible(timeout=ANSWER_MS)
        self.settle()
        return self

    def settle(self) -> Chat:
        """Wait until nothing is being sent or written."""
        expect(self.dialog.locator(".unsent")).to_have_count(0, timeout=ANSWER_MS)
        # what is kept until the server has said that the answer is whole
        self.page.wait_for_function(
            "() => !Object.keys(localStorage).some((key) => key.startsWith('solewise') && key.includes(' out '))",
            timeout=ANSWER_MS,
        )
        return self

    def wait_for_answer(self, act: Callable[[], object]) -> Chat:
        """Do something that the assistant answers, and wait for the answer."""
        before = self.answers()
        act()
        return self.wait(before)

    def menu(self, item: str) -> Chat:
        """Use the menu."""
        self.dialog.get_by_role("button", name="Menu").click()
        self.dialog.get_by_role("button", name=item).click()
        return self

    def answers(self) -> int:
        """How many messages the assistant has said."""
        return self.log.locator(".message.bot").count()

    def mine(self) -> list[str]:
        """What the visitor has said, as shown."""
        return self.log.locator(".message.user .text").all_text_contents()

    def said(self) -> list[str]:
        """All that is shown in the conversation, message by message."""
        return [text.strip() for text in self.log.locator(".message").all_text_contents()]

    def last(self) -> Locator:
        """The last message of the assistant."""
        return self.log.locator(".message.bot").last

    def advise(self) -> Chat:
        """Tell a complaint and answer what is asked, until there are picks."""
        self.say("my heel hurts after long walks, flat feet, nothing over $50, for trainers, women, standard width")
        for _ in range(6):
            if self.log.locator("article").count():
                return self
            self.say("just show me")
        raise AssertionError(f"no picks: {self.said()[-3:]}")
