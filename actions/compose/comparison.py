"""Picks side by side, with a verdict for this person."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any

from actions import wording
from actions.advice.adviser import Advice
from actions.advice.picks import BETTER, JUDGED, Pick
from actions.message import Message

ATTRIBUTES = (
    "price",
    "insole_type",
    "support_structure",
    "arch_types",
    "cushioning_amount",
    "cushioning_place",
    "heel_counter",
    "heel_cup_mm",
    "firmness",
    "thickness_mm",
    "length",
    "metatarsal_pad",
    "breathability",
    "trial_days",
    "return_terms",
)
"""What a comparison may show; a row that says the same of all, or nothing, is left out (the price never)."""


def comparison_message(advice: Advice, picks: Sequence[Pick], said: MutableMapping[str, int]) -> Message:
    """A table of where the picks differ, and which one to take and why."""
    products = [pick.ranked.product for pick in picks]
    rows = []
    for name in ATTRIBUTES:
        values = [getattr(product, name) for product in products]
        if name != "price" and len(set(map(repr, values))) == 1:
            continue
        rows.append({"attribute": wording.attribute(name), "values": [_cell(name, v, advice.currency) for v in values]})
    verdict = verdict_text(advice, picks)
    names = [
        wording.say("utter_compare_name", number=number, brand=product.brand, name=product.name)
        for number, product in enumerate(products, start=1)
    ]
    lines = [wording.say("utter_compare_intro", said), *names]
    for row in rows:
        cells = "; ".join(
            wording.say("utter_compare_value", number=number, value=value)
            for number, value in enumerate(row["values"], start=1)
        )
        lines.append(wording.say("utter_compare_row", attribute=row["attribute"], values=cells))
    lines.append(verdict)
    custom = {
        "type": "comparison",
        "intro": lines[0],
        "items": [pick.sku for pick in picks],
        "names": [f"{product.brand} {product.name}" for product in products],
        "rows": rows,
        "verdict": verdict,
    }
    return Message("\n".join(lines), custom)


def verdict_text(advice: Advice, picks: Sequence[Pick]) -> str:
    """Which one for this person: the one that scores best, and what the cheapest other one gives up."""
    # a better fit keeps to every limit, which what it is better than may not
    beaten = JUDGED if any(pick.label == BETTER for pick in picks) else None
    order = sorted(range(len(picks)), key=lambda at: (picks[at].label == beaten, -picks[at].ranked.score, at))
    best = picks[order[0]].ranked.product
    met = [len(advice.reasons(pick).reasons) for pick in picks]
    other = ""
    cheapest = min(range(len(picks)), key=lambda place: picks[place].ranked.product.price)
    if cheapest != order[0]:
        as_many = met[cheapest] >= met[order[0]]
        other = wording.say(
            "utter_compare_verdict_other_equal" if as_many else "utter_compare_verdict_other",
            number=cheapest + 1,
            saving=wording.money(best.price - picks[cheapest].ranked.product.price, advice.currency),
            met=met[cheapest],
        )
    return wording.say(
        "utter_compare_verdict",
        number=order[0] + 1,
        brand=best.brand,
        name=best.name,
        met=met[order[0]],
        all=len(advice.specification.needs),
        other=other,
    ).strip()


def _cell(name: str, value: Any, currency: str) -> str:
    if value is None:
        return wording.say("utter_unknown_value")
    if isinstance(value, bool):
        return wording.say("utter_yes_value" if value else "utter_no_value")
    return wording.stated(name, value, currency)
