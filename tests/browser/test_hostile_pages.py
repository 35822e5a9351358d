"""On pages that were never made for it: neither reaches the other's style, and nothing breaks."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat import Chat
from tests.browser.hosts import Hosts
from tests.running import Running


@pytest.mark.parametrize("host", ["plain", "reset", "prototypes", "strict"])
def test_a_conversation(page: Page, elsewhere: Running, hosts: Hosts, host: str) -> None:
    page.goto(f"{hosts.base}/{host}")
    chat = Chat(page)
    box = chat.launcher_place()
    assert 40 <= box["height"] <= 80
    assert 900 - 100 <= box["y"] + box["height"] <= 900
    assert 1280 - 100 <= box["x"] + box["width"] <= 1280
    chat.open().advise()
    expect(chat.log.locator("article").first).to_be_visible()
    style = chat.log.locator(".bubble .text").first.evaluate(
        "(one) => { const a = getComputedStyle(one); return [a.color, a.letterSpacing, a.visibility, a.direction]; }"
    )
    assert style[0] != "rgb(255, 0, 0)"
    assert style[1:] == ["normal", "visible", "ltr"]
    page.reload()
    chat = Chat(page)
    chat.ensure_open()
    expect(chat.log.locator("article").first).to_be_visible()
    chat.say("why the first one?")
    assert page.title() == "host", "the policy was broken"


def test_the_page_keeps_its_own_style_and_does_not_move(page: Page, elsewhere: Running, hosts: Hosts) -> None:
    page.add_init_script(
        """window.shifts = 0;
        new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shifts += one.value; })
          .observe({ type: "layout-shift", buffered: true });"""
    )
    page.goto(hosts.base + "/plain")
    look = """() => [JSON.stringify(document.body.getBoundingClientRect()), getComputedStyle(document.body).font,
      document.querySelectorAll("style").length, document.adoptedStyleSheets.length]"""
    text = page.locator("#text")
    before = text.bounding_box()
    chat = Chat(page)
    expect(chat.launcher).to_be_visible()
    looked = page.evaluate(look)
    chat.open()
    page.wait_for_timeout(500)
    assert text.bounding_box() == before
    assert page.evaluate(look) == looked
    assert page.evaluate("window.shifts") == 0


def test_what_products_and_people_say_is_shown_as_text(page: Page, elsewhere: Running, hosts: Hosts) -> None:
    nasty = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script> my heel hurts"
    page.goto(hosts.base + "/plain")
    chat = Chat(page).open().say(nasty)
    assert chat.mine() == [nasty]
    chat.advise()
    chat.say("compare them")
    chat.say("why the first one?")
    chat.say("how do I try them?")
    page.reload()
    page.wait_for_timeout(500)
    assert page.title() == "host"
    inside = chat.element.evaluate(
        "(one) => one.shadowRoot.querySelectorAll('script, b, iframe[src], [onerror], [onload]').length"
    )
    assert inside == 0
    expect(chat.log.locator("article").first).to_contain_text("<img src=x")


def test_a_page_of_another_origin_is_told_that_it_may_not(page: Page, shop: Running, hosts: Hosts) -> None:
    wanted = hosts.bot
    hosts.bot = shop.base
    try:
        page.goto(hosts.base + "/plain")
        chat = Chat(page).open()
        chat.box.fill("my heel hurts")
        chat.box.press("Enter")
        expect(chat.dialog.locator(".unsent")).to_be_visible()
        page.wait_for_timeout(1500)
        assert chat.answers() == 0
    finally:
        hosts.bot = wanted
