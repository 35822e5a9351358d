"""Figures of the widget in a real browser, by `python -m tests.browser.measure`: its weight, and 1,000 messages."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, Response, expect

from tests.browser.chat import Chat
from tests.browser.history import MANY, add_history
from tests.browser.serving import sample_shop

FRAMES = """
() => new Promise((resolve) => {
  const box = document.querySelector("solewise-chat").shadowRoot.querySelector(".scroll");
  const times = [];
  let last = performance.now();
  const step = (now) => {
    times.push(now - last);
    last = now;
    box.scrollTop -= 120;
    if (times.length < 240 && box.scrollTop > 0) requestAnimationFrame(step);
    else resolve(times.slice(2).sort((a, b) => a - b));
  };
  box.scrollTop = box.scrollHeight;
  requestAnimationFrame(step);
})
"""


def bytes_of(answers: list[Response]) -> int:
    """Bytes of the bodies as they came over the wire (compressed)."""
    return sum(answer.request.sizes()["responseBodySize"] for answer in answers)


def weigh(page: Page, base: str) -> list[tuple[str, str]]:
    """What is loaded before the chat is opened, and what opening it adds."""
    seen: list[Response] = []
    page.on("response", lambda answer: seen.append(answer))
    page.goto(base + "/")
    chat = Chat(page)
    expect(chat.launcher).to_be_visible()
    page.wait_for_load_state("networkidle")
    before = [answer for answer in seen if "/widget/" in answer.url]
    chat.open()
    page.wait_for_load_state("networkidle")
    after = [answer for answer in seen if "/widget/" in answer.url][len(before) :]
    return [
        ("before the chat is opened", f"{bytes_of(before):,} bytes in {len(before)} files"),
        ("opening it adds", f"{bytes_of(after):,} bytes in {len(after)} files"),
    ]


def scroll(page: Page, database: Path) -> list[tuple[str, str]]:
    """A long conversation: loading all of it, scrolling through it, writing in it."""
    chat = Chat(page)
    chat.say("my heel hurts")
    add_history(database)
    page.reload()
    earlier = chat.dialog.get_by_role("button", name="Show earlier messages")
    expect(earlier).to_be_visible()
    while earlier.is_visible():
        count = chat.log.locator(".message").count()
        earlier.click()
        expect(chat.log.locator(".message").nth(count)).to_be_attached()
        page.wait_for_timeout(50)
    frames: list[float] = page.evaluate(FRAMES)
    typed = page.evaluate(
        """() => { const box = document.querySelector("solewise-chat").shadowRoot.querySelector("textarea");
          const began = performance.now();
          for (let n = 0; n < 50; n++) {
            box.value += "a";
            box.dispatchEvent(new InputEvent("input"));
            box.offsetHeight;
          }
          return (performance.now() - began) / 50; }"""
    )
    return [
        (f"a frame while scrolling through {MANY:,} messages, median", f"{frames[len(frames) // 2]:.1f} ms"),
        ("... 99th percentile", f"{frames[int(len(frames) * 0.99)]:.1f} ms"),
        ("a letter typed beside them", f"{typed:.1f} ms"),
    ]


def main() -> int:
    """Measure and print."""
    with sample_shop() as (running, browser):
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        for name, value in [*weigh(page, running.base), *scroll(page, running.printed.parent / "c.db")]:
            sys.stdout.write(f"{name}: {value}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
