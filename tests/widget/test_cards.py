"""Cards in a real browser: what they show, what they do, nonsense, accessibility, print, calendar, keyboard."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.widget.card_pages import ROOT, draw, message, messages, new_context, open_page

MARKUP = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script><b>bold</b>'
ARABIC = "نعل داخلي للكعب"
ODD: tuple[Any, ...] = (
    None, True, 0, -1.5, 1e308, "", " ", "x" * 10_000, MARKUP, ARABIC, [], {}, [[[]]], [None, 3, {"a": [1]}],
    {"toString": 1}, "__proto__", "constructor",
)  # fmt: skip
CARDS = ["recommendations", "judgement", "specification", "comparison", "trial_short", "trial_whole", "evidence"]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """The test page; whatever goes wrong in it fails the test."""
    context = new_context(chromium)
    page = open_page(context)
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda told: trouble.append(told.text) if told.type in ("warning", "error") else None)
    yield page
    context.close()
    # a picture that can't be loaded is no trouble of ours
    assert [line for line in trouble if "Failed to load resource" not in line] == []


def asked(page: Page) -> list[list[Any]]:
    """What the cards asked of their panel."""
    found: list[list[Any]] = page.evaluate("asked")
    return found


def shown_text(page: Page) -> str:
    """All texts of the cards, folded ones too, one a line."""
    found: str = page.evaluate("""() => {
        const texts = [], walker = document.createTreeWalker(host.shadowRoot, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) texts.push(walker.currentNode.data);
        return texts.join("\\n");
    }""")
    return found


# what is shown


def test_which_messages_have_a_card(page: Page) -> None:
    every = messages()
    shown = dict(zip(every, draw(page, *every.values()), strict=True))
    assert {name for name, is_shown in shown.items() if is_shown} == {*CARDS, "trial_dated"}


@pytest.mark.parametrize("name", CARDS)
def test_a_card_says_all_that_its_text_says(page: Page, name: str) -> None:
    """It stands in place of the text below the intro: every word of that has to be in it."""
    told = message(name)
    draw(page, told)
    words = set(re.findall(r"\w+", shown_text(page).lower()))
    below = told["text"].removeprefix(told["custom"]["intro"])
    # the address is the link's; "and" between what a list shows one below the other is not needed
    below = re.sub(
        r"https?://\S+|\band\b|you said|before the first walk|normal at first|nice to have", "", below.lower()
    )
    if name == "comparison":
        assert words >= set(re.findall(r"\w+", below.split("\n")[-1]))
    else:
        missing = set(re.findall(r"\w+", re.sub(r"(?m)^days?\b", "", below))) - words
        assert missing == set()


def test_a_product(page: Page) -> None:
    draw(page, message("recommendations"))
    card = page.get_by_role("article", name="Fernhollow Middleway")
    expect(card).to_contain_text("2. Best value")
    expect(card.get_by_text("$38", exact=True)).to_be_visible()
    assert card.locator("li:has(.card-icon-less)").all_inner_texts() == [
        "Falls short of: an orthotic insole (this is a stability insole)"
    ]
    assert card.locator("li:has(.card-icon-unknown)").all_inner_texts() == ["Not stated: breathability"]
    assert card.locator("li:has(.card-icon-terms)").all_inner_texts() == ["60-day trial; may be worn and trimmed."]
    link = card.get_by_role("link", name="Fernhollow Middleway (opens in a new tab)")
    assert link.get_attribute("target") == "_blank"


def test_a_product_of_the_same_shop_opens_in_the_same_tab(page: Page) -> None:
    told = message("recommendations")
    told["custom"]["items"][0]["url"] = "/products/SAMPLE-SL-01"
    draw(page, told)
    link = page.get_by_role("link", name="Strideloom Shift Worker", exact=True)
    assert link.get_attribute("target") is None
    assert link.get_attribute("href") == "http://shop.test/products/SAMPLE-SL-01"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "http://", 7, None])
def test_an_address_that_could_run_is_no_link(page: Page, url: object) -> None:
    told = message("recommendations")
    for item in told["custom"]["items"]:
        item["url"] = item["image"] = url
    draw(page, told)
    expect(page.get_by_role("article")).to_have_count(2)
    expect(page.locator(".card a, .card img[src^='javascript'], .card img[src^='data']")).to_have_count(0)


def test_pictures_keep_their_place_and_go_where_they_cannot_load(page: Page) -> None:
    told = message("recommendations")
    told["custom"]["items"][1]["image"] = "images/missing.svg"
    draw(page, told)
    expect(page.locator("img")).to_have_count(1)
    picture = page.locator("img")
    assert picture.get_attribute("loading") == "lazy"
    assert picture.evaluate("image => [image.offsetWidth, image.offsetHeight]") == [88, 88]


@pytest.mark.parametrize(
    ("lang", "price", "high", "currency", "shown"),
    [
        ("en", 52.0, None, "USD", "$52"),
        ("en", 52.5, None, "USD", "$52.50"),
        ("en", 40.0, 60.0, "GBP", "£40 – £60"),
        ("de", 1234.5, None, "EUR", "1.234,50 €"),
        ("no such language!", 5.0, None, "???", "5"),
    ],
)
def test_prices(page: Page, lang: str, price: float, high: float | None, currency: str, shown: str) -> None:
    told = message("recommendations")
    told["custom"]["items"][0].update(price=price, price_high=high, currency=currency)
    draw(page, told, lang=lang)
    text = page.locator(".card-price > :last-child").first.inner_text()
    assert text.replace("\N{NO-BREAK SPACE}", " ") == shown


def test_the_icons_of_lines_go_by_the_assistants_own_words() -> None:
    wording = yaml.safe_load((ROOT / "bot/domain/advice.yml").read_text(encoding="utf-8"))["responses"]
    strings = (ROOT / "bot/domain/widget/en.js").read_text(encoding="utf-8")
    starts = {
        name: re.findall(r'"(.+?)"', *re.findall(rf"{name}: (.+)", strings)) for name in ("cardUnstated", "cardHas")
    }
    for name, responses in (
        ("cardUnstated", ["utter_pick_unknown", "utter_pick_unknown_more"]),
        ("cardHas", ["utter_pick_for", "utter_pick_also", "utter_pick_has"]),
    ):
        texts = [said["text"].removeprefix("• ") for response in responses for said in wording[response]]
        assert all(text.startswith(tuple(starts[name])) for text in texts), texts


def test_the_checklist_folds_what_is_more(page: Page) -> None:
    told = message("specification")
    nice = [need for need in told["custom"]["needs"] if need["level"] == "nice"]
    for number in range(3):
        told["custom"]["needs"].append({**nice[0], "text": f"extra {number}", "because": f"reason {number}"})
    draw(page, told)
    expect(page.get_by_role("list", name="Must have").get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_role("list", name="Nice to have").get_by_role("listitem")).to_have_count(4)
    expect(page.get_by_text("extra 2")).to_be_hidden()
    page.get_by_text("3 more that would be nice").click()
    expect(page.get_by_text("extra 2")).to_be_visible()


def test_the_comparison_is_a_table(page: Page) -> None:
    draw(page, message("comparison"))
    table = page.get_by_role("table", name="The picks side by side")
    expect(table.get_by_role("columnheader")).to_have_text(
        ["Feature", "1. Strideloom Shift Worker", "2. Fernhollow Middleway"]
    )
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Heel cup", exact=True))
    expect(row.get_by_role("cell")).to_have_text(["18 mm heel cup", "14 mm heel cup"])


def test_row_names_stay_in_sight_while_a_wide_table_scrolls(page: Page) -> None:
    told = message("comparison")
    told["custom"]["names"] += ["Third one", "Fourth one"]
    draw(page, told)
    box = page.get_by_role("group", name="The picks side by side")
    name = page.get_by_role("rowheader", name="Price")
    before = name.bounding_box()
    box.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    for _ in range(100):  # it glides; waiting in the page would need eval, which the policy forbids
        if box.evaluate("box => box.scrollLeft") > 50:
            break
        page.wait_for_timeout(20)
    assert box.evaluate("box => box.scrollLeft") > 50
    after = name.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["x"] - after["x"]) <= 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_evidence_unfolds_to_strength_and_source(page: Page) -> None:
    draw(page, message("evidence"))
    expect(page.get_by_text("fairly sure, good studies point this way")).to_be_hidden()
    page.get_by_text("For pain under the heel").click()
    expect(page.get_by_text("How sure this is: fairly sure, good studies point this way")).to_be_visible()
    expect(page.get_by_text("Source: Whittaker and others")).to_be_visible()


def test_a_judgement_has_its_verdict_and_the_product(page: Page) -> None:
    told = message("judgement")
    draw(page, told)
    expect(page.get_by_role("heading").first).to_have_text(told["custom"]["heading"])
    expect(page.get_by_role("article", name="Fernhollow Middleway")).to_be_visible()
    expect(page.get_by_text("60-day trial; may be worn and trimmed.")).to_have_count(1)
    marks = {
        line: page.locator(f"li:has(.card-icon-{line})").all_text_contents()
        for line in ("yes", "no", "less", "unknown")
    }
    assert [len(lines) for lines in marks.values()] == [2, 1, 1, 1]
    assert marks["no"] == ["it is $8 over your limit of $30"]


# what is done


def test_buttons_of_a_product_send_their_choice_once(page: Page) -> None:
    told = message("recommendations")
    draw(page, told)
    card = page.get_by_role("article", name="Strideloom Shift Worker")
    card.get_by_role("button", name="Why? – Strideloom Shift Worker").dblclick()
    card.get_by_role("button", name="Not this one").click()
    choices = told["custom"]["items"][0]["choices"]
    assert asked(page) == [["choose", choices[0]["id"]], ["choose", choices[2]["id"]]]


def test_thumbs(page: Page) -> None:
    draw(page, message("recommendations"))
    up = page.get_by_role("button", name="Thumbs up for Fernhollow Middleway")
    down = page.get_by_role("button", name="Thumbs down for Fernhollow Middleway")
    expect(up).to_have_attribute("aria-pressed", "true")
    down.click()
    expect(down).to_have_attribute("aria-pressed", "true")
    expect(up).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_text("What doesn't suit you?")).to_be_visible()
    down.click()
    expect(down).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_text("What doesn't suit you?")).to_have_count(0)
    assert asked(page) == [["rate", "SAMPLE-FH-08", "down"], ["rate", "SAMPLE-FH-08", None]]


def test_a_thumb_that_cannot_be_kept_is_taken_back(page: Page) -> None:
    draw(page, message("recommendations"))
    page.evaluate("window.fail = true")
    up = page.get_by_role("button", name="Thumbs up for Fernhollow Middleway")
    page.get_by_role("button", name="Thumbs down for Fernhollow Middleway").click()
    expect(page.get_by_text("That could not be saved.")).to_be_visible()
    expect(up).to_have_attribute("aria-pressed", "true")


def test_the_calendar_is_fetched_from_the_first_day_and_saved(page: Page) -> None:
    draw(page, message("trial_short"))
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    expect(page.get_by_label("First day")).to_have_value(tomorrow)
    page.get_by_label("First day").fill("2027-02-03")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Add to calendar").click()
    assert saved.value.suggested_filename == "solewise-trial.ics"
    assert saved.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert asked(page) == [["calendar", "2027-02-03"]]
    expect(page.get_by_text("The calendar file is in your downloads.")).to_be_visible()


def test_a_plan_with_dates_starts_on_its_own_day(page: Page) -> None:
    draw(page, message("trial_dated"))
    expect(page.get_by_label("First day")).to_have_value("2026-12-01")


def test_a_calendar_without_a_day_or_a_server_says_so(page: Page) -> None:
    draw(page, message("trial_short"))
    page.get_by_label("First day").fill("")
    page.get_by_role("button", name="Add to calendar").click()
    expect(page.get_by_text("Please choose the first day.")).to_be_visible()
    expect(page.get_by_label("First day")).to_be_focused()
    assert asked(page) == []
    page.evaluate("window.fail = true")
    page.get_by_label("First day").fill("2027-02-03")
    page.get_by_role("button", name="Add to calendar").click()
    expect(page.get_by_text("I could not fetch the calendar.")).to_be_visible()


def test_printing_puts_a_styled_copy_without_controls_on_paper(chromium: Browser) -> None:
    """Under the page's strict policy; what would be printed is looked at at the moment of printing."""
    context = new_context(chromium)
    context.add_init_script(
        "window.print = () => { parent.printed = document.documentElement; parent.prints = (parent.prints ?? 0) + 1; }"
    )
    page = open_page(context)
    trouble: list[str] = []
    page.on("console", lambda told: trouble.append(told.text))
    draw(page, message("trial_whole"), dark=True)
    page.get_by_role("button", name="Print").click()
    page.get_by_role("button", name="Print").click()
    printed = page.evaluate("""() => {
        const page = printed.ownerDocument, view = page.defaultView, stop = page.querySelector(".card-stop");
        return {title: page.title, text: page.body.textContent, controls: page.querySelectorAll("button, input").length,
            folded: page.querySelectorAll("details:not([open])").length,
            frame: view.getComputedStyle(stop).borderTopWidth,
            ink: view.getComputedStyle(stop).color, frames: document.querySelectorAll("iframe").length, prints};
    }""")
    assert printed["title"] == "Trial plan for Strideloom Shift Worker"
    for said in ("all day", "Blisters, a sore that stays", "Trim only if the terms allow it"):
        assert said in printed["text"]
    assert printed["controls"] == printed["folded"] == 0
    assert (printed["frame"], printed["ink"]) == ("2px", "rgb(0, 0, 0)")
    assert (printed["frames"], printed["prints"]) == (1, 2)
    assert trouble == []
    page.evaluate("printed.ownerDocument.defaultView.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("iframe")).to_have_count(0)
    context.close()


def test_where_printing_does_not_work_it_says_so(page: Page) -> None:
    draw(page, message("trial_whole"))
    page.evaluate("Object.defineProperty(HTMLIFrameElement.prototype, 'contentDocument', {get: () => null})")
    page.get_by_role("button", name="Print").click()
    expect(page.get_by_text("Printing doesn't work here.")).to_be_visible()
    expect(page.locator("iframe")).to_have_count(0)


def test_everything_is_reached_and_used_by_keyboard(page: Page) -> None:
    draw(page, message("recommendations"), message("comparison"), message("trial_short"), message("evidence"))
    names: list[str | None] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate("""() => {
            const at = document.getElementById("host").shadowRoot.activeElement;
            return at && (at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent);
        }""")
        if not names or name != names[-1]:
            names.append(name)
        if name is None and len(names) > 1:
            break
    buttons = ["Why?", "Compare", "Not this one", "Thumbs up", "Thumbs down"]
    wanted = ["Strideloom Shift Worker", *buttons, "Fernhollow Middleway", *buttons, "The picks side by side"]
    wanted += [
        "Trial plan, day by day",
        "First day",
        "Add to calendar",
        "Print",
        "For pain under the heel",
        "Most pain",
    ]
    assert names.pop() is None
    assert len(names) == len(wanted), names
    assert all(str(name).startswith(start) for name, start in zip(names, wanted, strict=True)), names
    page.get_by_role("button", name="Thumbs up for Strideloom").focus()
    page.keyboard.press("Space")
    page.locator("summary").filter(has_text="For pain under the heel").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Source: Whittaker")).to_be_visible()
    assert asked(page) == [["rate", "SAMPLE-SL-01", "up"]]


# nonsense


def holes(data: Any) -> Iterator[tuple[Any, ...]]:
    """The way to each part of a structured message; of equal list items only the first."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data[:1]) if isinstance(data, list) else ()
    for key, value in pairs:
        yield (key,)
        yield from ((key, *rest) for rest in holes(value))


@pytest.mark.parametrize("name", CARDS)
def test_odd_fields_are_shown_as_text_or_left_out(page: Page, name: str) -> None:
    told = message(name)
    odd = []
    for way in holes(told["custom"]):
        if way == ("type",):
            continue
        for value in (*ODD, ...):
            changed = copy.deepcopy(told)
            place = changed["custom"]
            for key in way[:-1]:
                place = place[key]
            if value is not ...:
                place[way[-1]] = value
            elif isinstance(place, dict):
                del place[way[-1]]
            odd.append(changed)
    for start in range(0, len(odd), 100):
        draw(page, *odd[start : start + 100])
        assert page.evaluate("window.hacked") is None
        root = "document.getElementById('host').shadowRoot"
        assert page.evaluate(f"{root}.querySelectorAll('script, b, img[onerror], [style]').length") == 0
        assert page.evaluate(f"/\\[object|undefined|NaN|null/.test({root}.textContent)") is False
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("custom", [*ODD, {"type": "no_such"}, {"type": "__proto__"}, {"type": ["evidence"]}])
def test_an_unknown_structure_has_no_card(page: Page, custom: object) -> None:
    assert draw(page, {"position": 1, "from": "bot", "time": 0, "text": "…", "custom": custom}) == [False]


@pytest.mark.parametrize(
    "type_", ["recommendations", "judgement", "specification", "comparison", "trial_plan", "evidence"]
)
def test_an_empty_structure_has_no_card(page: Page, type_: str) -> None:
    assert draw(page, {"position": 1, "from": "bot", "time": 0, "text": "…", "custom": {"type": type_}}) == [False]


# everyone


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [380, 320])
def test_no_card_has_an_accessibility_violation(chromium: Browser, width: int, dark: bool) -> None:
    context = new_context(chromium, width, bypass_csp=True)
    page = open_page(context)
    for name in [*CARDS, "trial_dated"]:
        draw(page, message(name), dark=dark)
        page.evaluate(
            "document.getElementById('host').shadowRoot.querySelectorAll('details').forEach(d => d.open = true)"
        )
        # the page is a scrap of one: what only whole pages have is not asked for
        found = Axe().run(page, options={"rules": {"page-has-heading-one": {"enabled": False}}})
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    context.close()


@pytest.mark.parametrize("width", [380, 320])
def test_targets_are_large_and_nothing_sticks_out(chromium: Browser, width: int) -> None:
    context = new_context(chromium, width)
    page = open_page(context)
    for direction in ("ltr", "rtl"):
        page.evaluate("direction => document.documentElement.dir = direction", direction)
        for name in CARDS:
            draw(page, message(name))
            small = page.evaluate("""() => [...host.shadowRoot.querySelectorAll("button, input, summary")]
                .filter((node) => node.offsetWidth < 44 || node.offsetHeight < 44).map((node) => node.textContent)""")
            assert small == [], name
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    context.close()
