"""Pushing back: cheaper, softer, firmer, thinner, another."""

from __future__ import annotations

from actions import after_buying, flow, wording
from actions.advice.adviser import FIRMNESS
from actions.advice.facts import Fact
from actions.advice.memory import ADVISED, Bound, Memory
from actions.advice.picks import Pick
from actions.base import AdviceAction
from actions.message import Message
from actions.named import named_picks
from actions.turn import Turn

_WISHES = {"want_softer": "soft", "want_firmer": "firm", "want_thinner": "thin"}


class ActionCritique(AdviceAction):
    """The action for wishes about the picks shown. They hold for the rest of the conversation."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_critique"

    def reply(self, turn: Turn) -> None:
        """Change what is looked for, and say what changed; where nothing is left, the list stays."""
        memory = turn.memory
        respect = after_buying.speaks_of_it(turn)
        if respect is not None:
            after_buying.tell(turn, respect)  # "they are too soft" of a pair that is worn
            return
        picks = turn.adviser.ranked(memory, memory.picks)[1] if memory.stage == ADVISED else []
        if not picks:
            wish = _wish(turn)
            if wish is not None:
                turn.facts.append(wish)
                turn.learn([wish])
            flow.go_on(turn) if turn.said_something else flow.ask_or_advise(turn)
            return
        pick = (named_picks(turn.text, picks) or picks)[0]
        tried = _changed(turn, pick, picks)
        advice = turn.adviser.advise(tried)
        if not advice.picks:
            turn.say(f"utter_no_further_{_kind(turn)}", price=_price(pick))
            flow.what_next(turn, without=[_kind(turn)])
            return
        turn.send(Message(_what_changed(turn, pick)))
        turn.memory = tried
        flow.advise_again(turn, advice)


def _kind(turn: Turn) -> str:
    return turn.intent.removeprefix("want_")


def _wish(turn: Turn) -> Fact | None:
    """The wish as a fact, where no pick is there to compare with."""
    if turn.intent == "want_cheaper":
        if turn.memory.profile.plain("budget"):
            return None
        return Fact("price_level", "low", words=turn.text[:80], turn=turn.memory.turn)
    feature = _WISHES.get(turn.intent)
    return Fact("feature", feature, words=turn.text[:80], turn=turn.memory.turn) if feature else None


def _changed(turn: Turn, pick: Pick, picks: list[Pick]) -> Memory:
    """The memory with the wish in it."""
    tried = turn.memory.copy()
    product = pick.ranked.product
    if turn.intent == "want_cheaper":
        cheapest = min(item.ranked.product.price for item in picks)
        # the budget that the same message names is the limit then, and no price shown
        if not any(fact.type == "budget" for fact in turn.facts):
            tried.bounds.append(Bound("price", below=float(cheapest)))
        return tried
    if turn.intent == "want_another":
        tried.hidden += [item.sku for item in picks]
        return tried
    wish = _wish(turn)
    if wish is not None:
        tried.profile = tried.profile.merge([wish])
    if turn.intent == "want_thinner":
        if product.thickness_mm is not None:
            tried.bounds.append(Bound("thickness_mm", below=product.thickness_mm))
        return tried
    tried.bounds = [bound for bound in tried.bounds if bound.attribute != "firmness"]
    level = FIRMNESS.get(product.firmness or "")
    if level is None:
        return tried
    below, above = (level, None) if turn.intent == "want_softer" else (None, level)
    tried.bounds.append(Bound("firmness", below=below, above=above))
    return tried


def _what_changed(turn: Turn, pick: Pick) -> str:
    kind = _kind(turn)
    if kind == "thinner":
        thickness = pick.ranked.product.thickness_mm
        if thickness is None:
            return turn.phrase("utter_changed_thinner_plain")
        return turn.phrase("utter_changed_thinner", value=f"{thickness:g}")
    if kind == "cheaper" and any(fact.type == "budget" for fact in turn.facts):
        return turn.phrase("utter_affirm_plain")
    return turn.phrase(f"utter_changed_{kind}", price=_price(pick))


def _price(pick: Pick) -> str:
    return wording.money(pick.ranked.product.price, pick.ranked.product.currency)
