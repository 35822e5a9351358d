"""For everyone: no violation that axe-core knows of in any state, and what axe cannot see."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.chat import Chat
from tests.running import Running

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """What axe finds on the page, the chat included."""
    page.wait_for_timeout(400)  # a transition's middle has colours of its own
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [
        f"{item['id']}: {[node['html'][:200] for node in item['nodes'][:3]]}" for item in found.response["violations"]
    ]


@pytest.fixture(scope="module")
def advised(chromium: Browser, shop: Running) -> Any:
    """A page whose conversation has everything in it: picks, a comparison, a plan, evidence, a warning."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    page = context.new_page()
    page.goto(shop.base + "/")
    chat = Chat(page).open().advise()
    chat.say("compare them")
    chat.say("how do I try them?")
    chat.say("I can't feel my foot at all since I fell off a ladder yesterday, and I can't put weight on it")
    yield chat
    context.close()


LOOKS: dict[str, Any] = {
    "light": {"size": (1280, 900)},
    "dark": {"size": (1280, 900), "color_scheme": "dark"},
    "phone": {"size": (320, 640)},
    "dark phone": {"size": (320, 640), "color_scheme": "dark"},
    "zoomed to 400%": {"size": (320, 256)},
    "forced colours": {"size": (1280, 900), "forced_colors": "active"},
}


def look_like(page: Page, size: tuple[int, int], **media: Any) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(**{"color_scheme": "light", "forced_colors": "none", **media})


@pytest.mark.parametrize("look", LOOKS)
def test_a_whole_conversation(advised: Chat, look: str) -> None:
    look_like(advised.page, **LOOKS[look])
    assert violations(advised.page) == []
    assert advised.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    overflow = advised.element.evaluate(
        """(element) => [...element.shadowRoot.querySelectorAll(".message")].filter(
            (one) => one.getBoundingClientRect().width && (one.getBoundingClientRect().right > innerWidth + 1
              || one.getBoundingClientRect().left < -1)).length"""
    )
    assert overflow == 0


def test_targets_are_large_enough(advised: Chat) -> None:
    look_like(advised.page, (320, 640))
    small = advised.element.evaluate(
        """(element) => [...element.shadowRoot.querySelectorAll("button, summary, input, textarea, select")]
            .filter((one) => one.checkVisibility())
            .map((one) => [one.getAttribute("aria-label") || one.textContent.trim().slice(0, 40),
                           one.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.width < 43.5 || box.height < 43.5))
            .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
    )
    assert small == []


def test_a_warning_cannot_be_overlooked(advised: Chat) -> None:
    look_like(advised.page, (1280, 900))
    warning = advised.log.locator(".message.safety").last
    expect(warning.get_by_role("heading")).to_contain_text("medical help")


def test_at_400_percent_one_can_write(advised: Chat) -> None:
    look_like(advised.page, (320, 256))
    expect(advised.box).to_be_in_viewport(ratio=1)
    expect(advised.dialog.get_by_role("button", name="Close the chat")).to_be_in_viewport(ratio=1)
    assert advised.log.locator("xpath=..").evaluate("(box) => box.clientHeight") >= 60


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_states_before_a_conversation(chat: Chat, scheme: Any) -> None:
    chat.page.emulate_media(color_scheme=scheme)
    expect(chat.launcher).to_be_visible()
    assert violations(chat.page) == []
    chat.open()
    assert violations(chat.page) == []
    chat.dialog.get_by_role("button", name="Menu").click()
    assert violations(chat.page) == []
    chat.dialog.get_by_role("button", name="Delete my data").or_(
        chat.dialog.get_by_role("button", name="About this chat")
    ).first.click()
    assert violations(chat.page) == []


def test_when_it_does_not_work(chat: Chat) -> None:
    chat.open().say("my heel hurts")
    chat.page.route("**/chat/messages", lambda route: route.fulfill(status=404, json={"error": {"code": "unknown"}}))
    chat.box.fill("flat feet")
    chat.box.press("Enter")
    expect(chat.dialog.get_by_role("button", name="Try again").first).to_be_visible()
    assert violations(chat.page) == []


def test_the_shops_own_pages(page: Page, shop: Running) -> None:
    for path in ("/", "/products/SAMPLE-BF-01", "/products/nope"):
        schemes: tuple[Any, ...] = ("light", "dark")
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            page.goto(shop.base + path)
            assert violations(page) == [], f"{path} {scheme}"


def test_each_new_message_is_announced_once(chat: Chat) -> None:
    chat.open().say("my heel hurts after long walks")
    chat.page.wait_for_timeout(500)
    expect(chat.log).to_have_attribute("aria-live", "polite")
    live = chat.element.evaluate(
        "(element) => element.shadowRoot.querySelectorAll('[role=log] [aria-live], [role=log] [role=log]').length"
    )
    assert live == 0, "live regions in live regions are read twice"
    before = chat.log.locator(".message").count()
    chat.log.evaluate(
        """(log) => { window.changes = [];
          new MutationObserver((list) => { for (const one of list) {
            for (const node of one.addedNodes) window.changes.push(["added", one.target === log, node.textContent]);
            for (const node of one.removedNodes) window.changes.push(["removed", true, node.textContent]);
          } }).observe(log, { childList: true, subtree: true, characterData: true }); }"""
    )
    chat.say("I have flat feet")
    changes = chat.page.evaluate("window.changes")
    added = [text for kind, top, text in changes if kind == "added" and top]
    removed = [text for kind, _, text in changes if kind == "removed"]
    assert len(added) == len(set(added)) == chat.log.locator(".message").count() - before
    assert not [text for text in removed if text in added], "what was announced is taken away and comes again"


def test_history_is_not_announced(chat: Chat) -> None:
    chat.open().say("my heel hurts after long walks")
    chat.page.add_init_script(
        """window.live = [];
        const attach = Element.prototype.attachShadow;
        Element.prototype.attachShadow = function (how) {
          const root = attach.call(this, how);
          new MutationObserver((list) => { for (const one of list) {
            const log = one.target.closest?.("[role=log]");
            if (log && one.addedNodes.length) window.live.push(log.getAttribute("aria-live"));
          } }).observe(root, { childList: true, subtree: true });
          return root;
        };"""
    )
    chat.page.reload()
    chat = Chat(chat.page)
    expect(chat.log.locator(".message.user")).to_have_count(1)
    assert set(chat.page.evaluate("window.live")) == {"off"}


def test_reduced_motion(chat: Chat) -> None:
    chat.page.emulate_media(reduced_motion="reduce")
    chat.open()
    chat.box.fill("my heel hurts")
    chat.box.press("Enter")
    moving = chat.element.evaluate(
        "(element) => element.shadowRoot.getAnimations().filter((one) => one.effect.getTiming().duration > 100).length"
    )
    assert moving == 0


def test_right_to_left(page: Page, elsewhere: Running, hosts: Any) -> None:
    page.goto(hosts.base + "/rtl")
    chat = Chat(page)
    assert chat.launcher_place()["x"] < 640, "the launcher is at the end of a line"
    chat.open().say("my heel hurts, flat feet, show me some")
    panel = chat.dialog.bounding_box()
    assert panel is not None
    assert panel["x"] < 640
    mine = chat.log.locator(".message.user .bubble").first.bounding_box()
    theirs = chat.log.locator(".message.bot .bubble").first.bounding_box()
    assert mine is not None
    assert theirs is not None
    assert mine["x"] < theirs["x"] + theirs["width"] / 2
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
