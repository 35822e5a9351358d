"""A page with one conversation in it, driven from the tests."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, Page

QUICK = {
    "first": 20,
    "most": 200,
    "giveUp": 1500,
    "answer": 2000,
    "quiet": 600,
    "stale": 0,
    "tabs": 3000,
    "adopt": 400,
    "settle": 50,
}
"""The pauses of the tests, in ms."""

BEGIN = """async (options) => {
    const { Conversation } = await import("/widget/conversation.js");
    const c = (window.c = new Conversation({ server: new URL("/", location.href), ...options }));
    window.seen = []; window.states = []; window.writing = []; window.resets = 0;
    c.addEventListener("message", ({ detail }) => window.seen.push(detail.text));
    c.addEventListener("state", ({ detail }) => window.states.push(detail));
    c.addEventListener("typing", ({ detail }) => window.writing.push(detail));
    c.addEventListener("reset", () => { window.resets += 1; window.seen.length = 0; });
    await c.open();
}"""


class Talk:
    """One tab."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def begin(cls, context: BrowserContext, url: str, before: str = "", **options: Any) -> Talk:
        """A new tab. ``before``: a script that runs first, as a hostile page's."""
        talk = cls(context.new_page())
        if before:
            talk.page.add_init_script(before)
        talk.page.goto(url)
        talk.open(**options)
        return talk

    def open(self, pauses: dict[str, int] | None = None, **options: Any) -> None:
        """A conversation in the page that is there."""
        self.page.evaluate(BEGIN, {"pauses": {**QUICK, **(pauses or {})}, **options})

    def reload(self) -> None:
        """The page anew."""
        self.page.reload()
        self.open()

    def send(self, *texts: str) -> None:
        """Say something, without waiting."""
        self.page.evaluate("(texts) => { for (const text of texts) c.send(text); }", list(texts))

    def value(self, script: str) -> Any:
        """What an expression gives."""
        return self.page.evaluate(script)

    def until(self, condition: str, seconds: float = 8) -> None:
        """Wait for a condition of the page."""
        self.page.wait_for_function(condition, timeout=seconds * 1000, polling=20)

    def idle(self, count: int) -> None:
        """Wait until so many messages are told and nothing waits."""
        try:
            self.until(f"seen.length >= {count} && !c.outgoing.length && c.state === 'ready'")
        except Exception:
            raise AssertionError(
                str(self.value("JSON.stringify({...seen})+JSON.stringify({...c.outgoing})+JSON.stringify({...states})"))
            ) from None

    @property
    def seen(self) -> list[str]:
        """The texts that were told, in order."""
        return list(self.value("Object.values({...seen})"))

    @property
    def stored(self) -> list[str]:
        """What is left in the browser of this and of all tabs."""
        return list(self.value("Object.keys(localStorage).filter((key) => key.startsWith('solewise'))"))


def told(*texts: str) -> list[str]:
    """What a conversation shows after these texts were said."""
    return [line for text in texts for line in (text, f"{text}: one", f"{text}: two")]
