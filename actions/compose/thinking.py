"""What the adviser thought in a turn, for developers and a shop's podiatrist (`python -m bot chat --why`)."""

from __future__ import annotations

from actions import wording
from actions.advice.adviser import Adviser
from actions.advice.facts import Fact
from actions.advice.memory import Memory
from actions.message import Message

BEST = 5
"""Products that are listed with their scores."""


def thinking_message(adviser: Adviser, memory: Memory) -> Message:
    """The profile with the words behind each fact, the rules that hold, the open questions with the change that each is
    expected to make (0 to 1), and the best products with their scores (0 to 1). May raise what the catalogue raises."""
    advice = adviser.advise(memory)
    specification = advice.specification
    ranked = adviser.candidates(specification, advice.limits, memory)[:BEST]
    lines = [wording.say("utter_thinking_profile")]
    lines += [_fact(fact) for fact in memory.profile.facts] or [wording.say("utter_thinking_none")]
    lines.append(wording.say("utter_thinking_rules", type=specification.insole_type))
    for fired in specification.fired:
        facts = ", ".join(f"{fact.type}={fact.value}" for fact in fired.facts) or wording.say("utter_thinking_nothing")
        asks = [f"{need.fit} {need.level} {need.weight:g}" for need in fired.rule.needs]
        asks += [f"type {name} {weight:+g}" for name, weight in sorted(fired.rule.types.items())]
        lines.append(wording.say("utter_thinking_rule", rule=fired.rule.id, facts=facts, asks=", ".join(asks)))
    lines.append(wording.say("utter_thinking_questions"))
    worths = adviser.plan(memory).worths
    lines += [
        wording.say("utter_thinking_question", slot=worth.question.id, change=f"{worth.change:.3f}") for worth in worths
    ] or [wording.say("utter_thinking_none")]
    given = {name: getattr(advice.limits, name) for name in advice.limits.given()}
    limits = ", ".join(f"{name}={_plain(value)}" for name, value in given.items())
    lines.append(wording.say("utter_thinking_products", limits=limits or wording.say("utter_thinking_nothing")))
    lines += _wishes(memory)
    for item in ranked:
        product = item.product
        fits = ", ".join(
            f"{fit} {wording.say('utter_thinking_unknown') if value is None else f'{value:.2f}'}"
            for fit, value in item.fits.items()
        )
        label = next((pick.label for pick in advice.picks if pick.sku == product.sku), "")
        lines.append(
            wording.say(
                "utter_thinking_product",
                score=f"{item.score:.3f}",
                brand=product.brand,
                name=product.name,
                price=wording.price(product),
                label=label,
                fits=fits,
            )
        )
    return Message("\n".join(lines), {"type": "thinking"})


def _wishes(memory: Memory) -> list[str]:
    """What rules products out beside the limits: wishes of shown picks, picks turned down, the pick to be like."""
    wishes = [
        f"{bound.attribute} {sign} {value:g}"
        for bound in memory.bounds
        if bound.attribute != "price"  # that one is a limit
        for sign, value in (("<", bound.below), (">", bound.above))
        if value is not None
    ]
    wishes += [f"not {sku}" for sku in memory.hidden]
    wishes += [f"like {memory.alike.sku}"] if memory.alike else []
    return [wording.say("utter_thinking_wishes", wishes=", ".join(wishes))] if wishes else []


def _fact(fact: Fact) -> str:
    role = f" ({fact.role})" if fact.role else ""
    return wording.say("utter_thinking_fact", fact=f"{fact.type}={fact.value}{role}", words=fact.words, turn=fact.turn)


def _plain(value: object) -> str:
    return "|".join(sorted(map(str, value))) if isinstance(value, frozenset) else str(value)
