"""The whole first conversation, from the launcher to the trial plan: by mouse, and by keyboard alone."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.chat import Chat
from tests.running import Running


def test_by_mouse(chat: Chat, tmp_path: Path) -> None:
    # what hurts, by a starter; then free text and quick replies
    chat.open()
    chat.choose("My heel hurts in the morning")
    chat.say("flat feet, up to $60")
    chat.choose("Trainers")
    chosen = chat.log.get_by_role("button", name="Trainers").last
    expect(chosen).to_have_attribute("aria-pressed", "true")
    expect(chat.log.get_by_role("button", name="Work boots").last).to_be_disabled()
    chat.advise()

    # the picks are cards, with what is true of them
    card = chat.log.locator("article").first
    expect(card.get_by_role("heading")).to_contain_text(" ")
    expect(card.locator("img")).to_be_visible()
    expect(card).to_contain_text("$")
    expect(chat.log).to_contain_text("Must have")

    # about a pick
    chat.wait_for_answer(lambda: card.get_by_role("button", name="Why").click())
    expect(chat.last()).to_contain_text("Why")
    chat.wait_for_answer(lambda: card.get_by_role("button", name="Compare").click())
    table = chat.log.get_by_role("table").last
    expect(table.get_by_role("columnheader").nth(1)).to_be_visible()
    expect(table.get_by_role("rowheader").first).to_contain_text("Price")
    card.locator("[aria-pressed]").first.click()
    expect(card.locator("[aria-pressed=true]")).to_have_count(1)

    # trying them: the plan as a table, into the calendar
    chat.say("how do I try them?")
    expect(chat.log.get_by_role("columnheader", name="Day").last).to_be_visible()
    with chat.page.expect_download() as download:
        chat.log.get_by_role("button", name="Add to calendar").last.click()
    assert b"BEGIN:VEVENT" in Path(download.value.path()).read_bytes()

    # the transcript has all of it
    with chat.page.expect_download() as download:
        chat.menu("Save the conversation")
    transcript = Path(download.value.path()).read_text()
    for text in chat.mine():
        assert text in transcript
    assert "Best match" in transcript


def test_one_pick_less(chat: Chat) -> None:
    chat.open().advise()
    card = chat.log.locator("article").first
    name = card.get_by_role("heading").inner_text()
    chat.wait_for_answer(lambda: card.get_by_role("button", name="Not this one").click())
    chat.say("show me the list again")
    assert name not in chat.log.locator(".message.bot").filter(has=chat.page.locator("article")).last.inner_text()


def test_an_answer_is_changed(chat: Chat) -> None:
    chat.open().say("my heel hurts, flat feet")
    question = chat.log.locator(".message.bot").nth(chat.answers() - 1)
    chat.choose("Trainers")
    chat.wait_for_answer(lambda: question.get_by_role("button", name="Change").click())
    chat.choose("Work boots")
    chat.say("what have you noted?")
    expect(chat.log).to_contain_text("work boots")


def test_start_over_and_delete(chat: Chat) -> None:
    chat.open().say("my heel hurts, flat feet")
    before = chat.answers()
    chat.menu("Start over")
    chat.wait(before)
    expect(chat.log).to_contain_text("afresh")
    chat.menu("Delete my data")
    chat.dialog.get_by_role("button", name="Delete it").click()
    expect(chat.log.locator(".message")).to_have_count(0)
    chat.page.reload()
    chat.ensure_open()
    expect(chat.log.locator(".message")).to_have_count(0)
    expect(chat.dialog.get_by_role("button", name="My heel hurts in the morning")).to_be_visible()


def test_by_keyboard_alone(page: Page, shop: Running) -> None:
    page.goto(shop.base + "/")
    chat = Chat(page)
    expect(chat.launcher).to_be_visible()
    press = page.keyboard.press

    def focused() -> str:
        """The accessible name of what has the focus, through shadow roots."""
        return str(
            page.evaluate(
                """() => { let at = document.activeElement;
                while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                return at?.getAttribute("aria-label") || at?.textContent?.trim() || at?.tagName || ""; }"""
            )
        )

    def tab_to(name: str, key: str = "Tab", most: int = 120) -> None:
        for _ in range(most):
            if name in focused():
                return
            press(key)
        raise AssertionError(f"no way to {name!r} by {key}; at {focused()!r}")

    # the launcher is the last thing on the page
    tab_to("Ask about insoles", "Shift+Tab", 5)
    press("Enter")
    expect(chat.box).to_be_focused()
    before = chat.answers()
    page.keyboard.type("my heel hurts after long walks, flat feet, up to $50, women, standard width")
    press("Enter")
    chat.wait(before)
    expect(chat.box).to_be_focused()
    before = chat.answers()
    tab_to("Trainers", "Shift+Tab")
    press("Space")
    chat.wait(before)
    for _ in range(5):
        if chat.log.locator("article").count():
            break
        before = chat.answers()
        tab_to("Your message")
        page.keyboard.type("just show me")
        press("Enter")
        chat.wait(before)

    # a card's buttons, then the menu, then out again
    before = chat.answers()
    tab_to("Why", "Shift+Tab")
    press("Enter")
    chat.wait(before)
    tab_to("Menu", "Shift+Tab", 200)
    press("Enter")
    expect(chat.dialog.get_by_role("button", name="Start over")).to_be_visible()
    press("Escape")
    expect(chat.dialog.get_by_role("button", name="Start over")).to_be_hidden()
    expect(chat.dialog).to_be_visible()
    press("Escape")
    expect(chat.dialog).to_be_hidden()
    assert "Ask about insoles" in focused()

    # no trap: from the open panel the focus leaves in both directions
    press("Enter")
    expect(chat.box).to_be_visible()
    for key in ("Tab", "Shift+Tab"):
        seen = set()
        for _ in range(200):
            inside = page.evaluate("() => document.activeElement?.tagName === 'SOLEWISE-CHAT'")
            seen.add(inside)
            if not inside:
                break
            press(key)
        assert False in seen, f"{key} never leaves the chat"
        chat.box.focus()


def test_on_a_product_page(page: Page, shop: Running) -> None:
    page.goto(shop.base + "/products/SAMPLE-BF-01")
    chat = Chat(page).open()
    chat.choose("Is this one right for me?")
    expect(chat.log).to_contain_text("Cork Companion")
    chat.advise()
    cards = chat.log.locator("article")
    expect(cards.first).to_contain_text("Brackenfoot Cork Companion")
    assert cards.count() == 2, "a better fit stands beside it"
    other = cards.nth(1).get_by_role("link").first
    assert "/products/" in (other.get_attribute("href") or "")

    # its link leads to its page, where the conversation goes on
    said = chat.said()
    other.click()
    page.wait_for_url("**/products/*")
    page.wait_for_load_state()
    chat = Chat(page)
    chat.ensure_open()
    expect(chat.log.locator(".message")).to_have_count(len(said))
