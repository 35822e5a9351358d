"""What a message does with the advice."""

from __future__ import annotations

import pytest

from bot.nlu.reader import shared_reader
from bot.nlu.remarks import intent_by_remarks

CASES = [
    ("undo", "out_of_scope", "undo"),
    ("take that back", "inform", "undo"),
    ("how do I undo a git commit on my work laptop", "out_of_scope", "out_of_scope"),
    ("not that brand", "deny", "want_other_brand"),
    ("like the second but for dress shoes", "inform", "want_like"),
    ("I like the second one", "want_to_buy", "want_to_buy"),
    ("what would change your mind", "ask_why_this", "ask_what_would_change"),
    ("is the first one good for wide feet?", "inform", "ask_about_pick"),
    ("how thick are they?", "inform", "ask_about_pick"),
    ("how long do they last", "ask_lifespan", "ask_lifespan"),
    ("do they come in EU 42", "ask_size", "ask_about_pick"),
    ("can I wear it for running", "inform", "inform"),
    ("firmer and under 40", "inform", "want_firmer"),
    ("softer", "affirm", "want_softer"),
    ("my heel hurts and my shoes are too hard", "inform", "inform"),
    ("what about the gel one?", "inform", "ask_why_this"),
    ("why not cork", "inform", "ask_why_this"),
    ("delete it, it is too expensive", "forget_data", "forget_data"),
    ("is it good that my foot has turned cold and blue", "inform", "inform"),
    ("money is no object", "want_cheaper", "inform"),
    ("something lighter", "want_softer", "inform"),
    ("something better", "want_firmer", "want_another"),
    ("more expensive", "want_cheaper", "want_cheaper"),
    ("premium ones please", "inform", "want_cheaper"),
    ("something like walking on a pillow", "want_softer", "want_softer"),
    ("more foam less plastic", "want_softer", "want_softer"),
    ("is there something more breathable", "ask_about_pick", "inform"),
    ("deeper heel cup please", "ask_general", "inform"),
    ("I don't like the first one", "want_like", "want_another"),
    ("leave out the second", "compare", "want_another"),
    ("not that one", "deny", "want_another"),
    ("I'll take the second", "want_to_buy", "want_to_buy"),
    ("why not the other one", "ask_why_this", "ask_why_this"),
    ("skip this one", "unsure", "unsure"),
    ("softer than the first", "compare", "want_softer"),
    ("the pair I got is harder than I thought", "feedback_too_hard", "feedback_too_hard"),
    ("is it any good for plantar fasciitis", "ask_general", "ask_about_pick"),
    ("is it only for feet or can you do backs too", "ask_capabilities", "ask_capabilities"),
    ("which is the softest", "compare", "ask_about_pick"),
    ("which is better for running?", "ask_general", "compare"),
    ("which is better for running, gel or foam?", "ask_general", "ask_general"),
    ("which would you choose", "ask_capabilities", "compare"),
    ("who makes it", "ask_why_this", "ask_about_pick"),
    ("who was the first man on the moon", "out_of_scope", "out_of_scope"),
    ("buy one get one free or anything", "ask_order", "ask_order"),
    ("I want to buy running shoes in blue", "adjacent", "adjacent"),
    ("great, and the second?", "ask_order", "ask_why_this"),
    ("does it matter that I have high arches", "ask_arch_test", "inform"),
    ("what if my arches were high?", "inform", "ask_what_would_change"),
    ("what if it doesn't help", "ask_evidence", "ask_trial_returns"),
    ("is it worth the money", "ask_general", "ask_why_this"),
    ("can you restore the first list", "out_of_scope", "undo"),
    ("take back the last change", "inform", "undo"),
    ("bonjour, c'est plus cher", "out_of_scope_language", "out_of_scope_language"),
]


@pytest.mark.parametrize(("text", "classified", "settled"), CASES)
def test_remarks_settle_the_intent_only_where_they_are_plain(text: str, classified: str, settled: str) -> None:
    assert intent_by_remarks(shared_reader().read(text), classified) == settled


@pytest.mark.parametrize(
    ("text", "remarks"),
    [
        ("firmer and thinner, please", {"firmer", "thinner"}),
        ("cheaper and not that brand", {"cheaper", "another_brand"}),
        ("something like the second one only softer", {"alike", "softer"}),
        ("my arch aches when standing", set()),
    ],
)
def test_several_remarks_stand_side_by_side(text: str, remarks: set[str]) -> None:
    assert shared_reader().read(text).remarks - {"pointing"} == remarks


@pytest.mark.parametrize(
    ("text", "attribute"),
    [("how thick is it", "thickness_mm"), ("can I cut them", "trim_to_fit"), ("how heavy are they", "weight_g"),
     ("what is it made of", "materials"),
     ("how much is it", "price"), ("the thinnest?", "thickness_mm"),
     ("is it in stock", "stock"), ("do they breathe", "breathability")],
)  # fmt: skip
def test_what_is_asked_of_a_product_is_found(text: str, attribute: str) -> None:
    assert attribute in shared_reader().read(text).attributes


def test_every_attribute_that_can_be_asked_about_is_one_of_the_catalogue() -> None:
    from bot.nlu.lexicon import shipped
    from catalog.attributes import BY_NAME

    asked = {item.entry.name for item in shipped().compiled if item.entry.kind == "attribute"}
    assert asked <= set(BY_NAME)


def test_the_place_in_a_list_is_no_shoe_size() -> None:
    assert not [m for m in shared_reader().read("I'll go with number two").mentions if m.name == "shoe_size"]


def test_less_support_is_no_wish_for_support() -> None:
    reading = shared_reader().read("less arch support")
    assert "softer" in reading.remarks
    assert not reading.mentions
