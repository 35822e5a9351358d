"""Why a pick was recommended, need by need, and why another one comes after it or is not among them."""

from __future__ import annotations

import re

from actions import flow, wording
from actions.advice.adviser import Advice
from actions.advice.memory import ADVISED
from actions.advice.others import best_that, named_in, not_shown, property_of
from actions.advice.picks import JUDGED, Pick, best_of
from actions.base import AdviceAction
from actions.compose.question import question_message
from actions.compose.why import why_not_message, why_not_shown_message
from actions.explaining import explain
from actions.named import named_picks, sibling_named, spoken_of
from actions.turn import Turn
from catalog import Ranked

_NOT = re.compile(r"\b(not|n't|instead|rather than|what about|how about)\b", re.IGNORECASE)

_ANOTHER_PRICE = re.compile(
    r"\b(?:a|an|any|anything|something|nothing|one) (?:bit )?(?:more expensive|cheaper|dearer|pricier)", re.IGNORECASE
)
""" "A cheaper one" is none of those shown, "the cheaper one" is."""

SHORT = 5
"""Up to so many words, a "why?" while a question waits is about the question."""


class ActionWhy(AdviceAction):
    """The action for "why this one?", "why not the other?" and "what about the gel one?"."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_why"

    def reply(self, turn: Turn) -> None:
        """Explain the pick that was named, or the first; while a question waits, why it is asked."""
        memory = turn.memory
        advice, picks = turn.adviser.ranked(memory, memory.picks)
        if memory.stage != ADVISED or not picks:
            if memory.pending is not None and len(turn.text.split()) <= SHORT:
                turn.send(question_message(memory.pending, memory.said, flow.currency_for(turn)))
                return
            turn.say("utter_why_nothing_yet")
            flow.back_to_question(turn)
            return
        if _NOT.search(turn.text) and self._why_not(turn, advice, picks):
            flow.back_to_question(turn)
            return
        meant = sibling_named(turn.adviser, turn.text, picks) or spoken_of(turn.text, picks, memory.focus)[0]
        explain(turn, meant.sku, picks)
        flow.back_to_question(turn)

    def _why_not(self, turn: Turn, advice: Advice, picks: list[Pick]) -> bool:
        """Why not another product. False where the message names none."""
        refused = self._refused(turn)
        if refused:
            turn.say("utter_why_not_refused", material=refused)
            return True
        # another product of the maker of one that was shown is none of those shown
        elsewhere = _ANOTHER_PRICE.search(turn.text) or not_shown(turn.adviser, turn.text, [p.sku for p in picks])
        mentioned = [] if elsewhere else named_picks(turn.text, picks)
        first = best_of(picks)
        named = [pick for pick in mentioned if pick is not first]
        if named:
            turn.memory.focus = named[0].sku
            judged = turn.adviser.judge(turn.memory, named[0].sku) if named[0].label == JUDGED else None
            if judged is not None and len(picks) > 1:
                turn.send(why_not_shown_message(advice, judged[1], first))
            elif judged is not None:
                explain(turn, named[0].sku, picks)
            else:
                turn.send(why_not_message(advice, named[0], first))
            return True
        other = self._another(turn, picks)
        if other is not None:
            found = turn.adviser.judge(turn.memory, other.product.sku)
            if found is not None:
                turn.send(why_not_shown_message(advice, found[1], first))
                return True
        asked = [fact for fact in turn.asked if property_of(fact) is not None]
        if asked:
            labels = wording.join(wording.word(fact.type, fact.value) for fact in asked)
            turn.say("utter_why_not_none", asked=labels)
            return True
        if mentioned:
            turn.send(why_not_message(advice, first, first))
            return True
        return False

    @staticmethod
    def _another(turn: Turn, picks: list[Pick]) -> Ranked | None:
        """The product that was not shown and that the message means: by name or maker, by what it has, by its price."""
        shown = [pick.sku for pick in picks]
        for fact in turn.asked:
            has = property_of(fact)
            if has is not None:
                return best_that(turn.adviser, turn.memory, has, shown)
        named = named_in(turn.adviser, turn.memory, turn.text)
        if named is not None and named.product.sku not in shown:
            return named
        if "cheaper" in turn.remarks:
            price = min(pick.ranked.product.price for pick in picks)
            return best_that(turn.adviser, turn.memory, lambda product: product.price < price, shown)
        if "dearer" in turn.remarks:
            price = max(pick.ranked.product.price for pick in picks)
            return best_that(turn.adviser, turn.memory, lambda product: product.price > price, shown)
        return None

    @staticmethod
    def _refused(turn: Turn) -> str:
        """The materials that the message asks about and the person refused before."""
        asked = turn.text.lower()
        refused = [fact.value for fact in turn.memory.profile.with_role("material", "avoid")]
        return wording.join(wording.word("material", name) for name in refused if name.replace("_", " ") in asked)
