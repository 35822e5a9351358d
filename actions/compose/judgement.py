"""Whether the product that was asked about suits: the verdict first, then what speaks for and against it."""

from __future__ import annotations

from collections.abc import MutableMapping

from actions import wording
from actions.advice.judging import Judgement
from actions.compose.changed import wish_name
from actions.compose.choices import product_choices
from actions.compose.naming import product_name
from actions.compose.recommendations import pick_lines, pick_part, sample_note
from actions.compose.why import broken_text
from actions.message import Message


def judgement_message(judgement: Judgement, said: MutableMapping[str, int]) -> Message:
    """The judgement of one product for this person; its ``better`` one is shown in a message of its own."""
    pick, product = judgement.pick, judgement.product
    name = product_name(product)
    values = {"name": name, "price": wording.price(product)}
    response = f"utter_judge_{judgement.verdict}"
    if judgement.place == 0:
        response += "_first"
    intro = wording.say(response, said, **values)
    lines = pick_lines(pick, judgement.reasons, judgement.advice, against(judgement))
    if judgement.verdict == "unknown":
        lines.append(wording.say("utter_judge_ask_seller"))
    if judgement.alone and judgement.verdict != "fits":
        lines.append(wording.say("utter_judge_none_better"))
    note = sample_note(judgement.advice, said)
    lines += [note] if note else []
    blocks = [intro, *lines, *([wording.say("utter_pick_link", url=product.url)] if product.url else [])]
    custom = {
        "type": "judgement",
        "intro": intro,
        "sku": product.sku,
        "verdict": judgement.verdict,
        "heading": wording.say(f"utter_judge_heading_{judgement.verdict}"),
        "item": {
            **pick_part(pick, judgement.reasons, judgement.advice),
            "title": wording.say(f"utter_label_{pick.label}"),
            "lines": [],  # they are the judgement's own
            "choices": product_choices(product, comparable=judgement.better is not None),
        },
        "broken": list(judgement.judged.broken),
        "lines": lines,
        "better": judgement.better.picks[0].sku if judgement.better else None,
    }
    return Message("\n".join(blocks), custom)


def against(judgement: Judgement) -> list[str]:
    """Lines on the limits that it breaks and on wishes that it doesn't meet."""
    lines = [broken_text(limit, judgement.advice) for limit in judgement.judged.broken]
    if judgement.for_children:
        lines.append(wording.say("utter_judge_for_children"))
    lines += [wording.say("utter_judge_not_wished", wish=wish_name(bound)) for bound in judgement.missed]
    return lines


def standing_message(judgement: Judgement, said: MutableMapping[str, int]) -> Message:
    """How the page's product stands in an advice that wasn't about it, in a line, and how to ask about it."""
    name = product_name(judgement.product)
    if judgement.place is not None:
        return Message(wording.say("utter_page_among", said, name=name, number=judgement.place + 1))
    text = wording.say(f"utter_page_{judgement.verdict}", said, name=name)
    return Message(text, buttons=[wording.say("utter_option_judge")])
