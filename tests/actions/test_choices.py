"""The buttons inside cards: each is understood when it is sent, whatever a product is called and however old it is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from actions import wording
from actions.advice.memory import Pending
from actions.compose.choices import change_choices, pressed, product_choices
from bot.server.agent import AdviserAgent
from catalog import Catalogue, Product
from tests.conftest import Talk
from tests.conversations.checks import customs, pattern, texts

TOLD = "my heel hurts after long walks, flat feet, trainers, just show me"


@pytest.fixture(scope="module")
def products(catalogue_url: str) -> list[Product]:
    """Every product of the sample shop."""
    return list(Catalogue(catalogue_url).products())


def payload(product: Product, kind: str) -> str:
    """What the button of a product's card stands for."""
    return next(choice["payload"] for choice in product_choices(product, True) if choice["kind"] == kind)


async def memory_of(agent: AdviserAgent, sender_id: str) -> dict[str, Any]:
    """What is remembered of a conversation."""
    tracker = await agent.tracker_store.retrieve(sender_id)
    return dict(tracker.get_slot("memory"))


async def test_why_is_understood_of_every_product(
    agent: AdviserAgent, sender_id: str, talk: Talk, products: list[Product]
) -> None:
    await talk(TOLD)
    before = await memory_of(agent, sender_id)
    for product in products:
        heard = "\n".join(texts(await talk(payload(product, "why"))))
        reason = "utter_why_pick_intro" if product.sku in before["picks"] else "utter_why_not_shown"
        assert f"{product.brand} {product.name}" in heard.splitlines()[0], product.sku
        assert pattern(reason).match(heard), heard
    after = await memory_of(agent, sender_id)
    assert (after["profile"], after["picks"], after["hidden"]) == (before["profile"], before["picks"], [])


async def test_compare_is_understood_of_every_product(
    agent: AdviserAgent, sender_id: str, talk: Talk, products: list[Product]
) -> None:
    await talk(TOLD)
    before = await memory_of(agent, sender_id)
    for product in products:
        (table,) = customs(await talk(payload(product, "compare")), "comparison")
        assert table["items"][0] == product.sku
        assert set(table["items"][1:]) <= set(before["picks"])
        assert 2 <= len(table["items"]) <= 3
    assert (await memory_of(agent, sender_id))["profile"] == before["profile"]


async def test_not_this_one_is_understood_of_every_product(
    agent: AdviserAgent, sender_id: str, talk: Talk, products: list[Product]
) -> None:
    await talk(TOLD)
    profile = (await memory_of(agent, sender_id))["profile"]
    shown = []
    for product in products:
        messages = await talk(payload(product, "reject"))
        assert f"{product.brand} {product.name}" in texts(messages)[0] or "Without" in texts(messages)[0]
        shown += [item["sku"] for custom in customs(messages, "recommendations") for item in custom["items"]]
        memory = await memory_of(agent, sender_id)
        # where it was the last one that fits, the list stays as it was, and that is said
        stays = pattern("utter_no_further_turned_down").search("\n".join(texts(messages)))
        assert product.sku in memory["hidden"] or (stays and memory["picks"]), product.sku
        assert product.sku not in memory["picks"] or stays, product.sku
    assert memory["profile"] == profile
    assert len(set(shown)) > 5


async def test_why_of_a_card_that_was_turned_down_says_so(talk: Talk, products: list[Product]) -> None:
    messages = await talk(TOLD)
    (sku, *_) = [item["sku"] for custom in customs(messages, "recommendations") for item in custom["items"]]
    product = next(product for product in products if product.sku == sku)
    await talk(payload(product, "reject"))
    assert wording.say("utter_why_not_refused_it") in "\n".join(texts(await talk(payload(product, "why"))))


async def test_an_old_card_after_a_fresh_start_does_no_harm(talk: Talk, products: list[Product]) -> None:
    for kind in ("why", "compare", "reject"):
        messages = await talk(payload(products[0], kind))
        assert messages
        assert not customs(messages, "recommendations")


@pytest.mark.parametrize("slot", sorted(wording.labels()["slots"]))
async def test_change_is_understood_of_every_answer_with_a_name(
    slot: str, agent: AdviserAgent, sender_id: str, talk: Talk
) -> None:
    await talk("my heel hurts after long walks, flat feet, trainers, up to 60, size 42, for women")
    (choice,) = change_choices([slot])
    messages = await talk(choice["payload"])
    heard = "\n".join(texts(messages))
    asked = [question["slot"] for question in customs(messages, "question")]
    assert asked == [slot] or pattern("utter_change_answer").search(heard), heard
    assert not pattern("utter_noted").search(heard)


async def test_change_an_answer_offers_what_is_known(talk: Talk) -> None:
    await talk("my heel hurts after long walks, flat feet, trainers, up to 60, size 42")
    messages = await talk("I want to change an answer")
    offered = [button["title"] for message in messages for button in message.get("buttons") or []]
    assert "My budget" in offered
    assert len(offered) <= 8
    (question,) = customs(await talk("Change my budget"), "question")
    assert question["slot"] == "budget"


async def test_every_card_that_is_sent_carries_its_buttons(talk: Talk) -> None:
    (question,) = customs(await talk("my heel hurts"), "question")
    assert all(set(choice) == {"kind", "title", "payload"} for choice in question.get("choices", []))
    (picks,) = customs(await talk("flat feet, long walks, trainers, just show me"), "recommendations")
    for item in picks["items"]:
        assert [choice["kind"] for choice in item["choices"]] == ["why", "compare", "reject"]
    json.dumps(picks)


def test_a_safety_question_cannot_be_changed() -> None:
    from actions.compose.question import question_message

    pending = Pending("red_flag", ["yes", "no", "unsure"], about="go_on")
    assert "choices" not in (question_message(pending, {}).custom or {})


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("Why the Old Mill Walker 3/4?", "why", "old mill walker 3/4"),
        ("why  the old mill walker 3/4", "why", "old mill walker 3/4"),
        ("Not the Old (Mill) W.", "reject", "old (mill) w"),
        ("Compare the X Y", "compare", "x y"),
        ("Change the sore spot!", "change", "the sore spot"),
    ],
)
def test_the_words_of_a_button_are_known_again(text: str, kind: str, what: str) -> None:
    found = pressed(text)
    assert found is not None
    assert (found.kind, found.what) == (kind, what)


@pytest.mark.parametrize("text", ["", "why", "why the", "not the", "compare them", "I would change my mind " * 40])
def test_other_words_are_no_button(text: str) -> None:
    assert pressed(text) is None
