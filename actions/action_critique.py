"""Pushing back: cheaper, softer, firmer, thinner, another maker, like the second but ..., another."""

from __future__ import annotations

from actions import after_buying, flow
from actions.base import AdviceAction
from actions.critique import push_back, shown_picks
from actions.pushback import COMPARED, wish_of
from actions.turn import Turn


class ActionCritique(AdviceAction):
    """The action for wishes about the picks shown. They hold for the rest of the conversation, until undone."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_critique"

    def reply(self, turn: Turn) -> None:
        """Change what is looked for, and say what changed; where nothing is left, the list stays."""
        respect = after_buying.speaks_of_it(turn)
        if respect is not None:
            after_buying.tell(turn, respect)  # "they are too soft" of a pair that is worn
            return
        picks = shown_picks(turn)
        if picks:
            push_back(turn, picks)
        else:
            self._without_picks(turn)

    @staticmethod
    def _without_picks(turn: Turn) -> None:
        """Before any advice, what can be taken as a plain wish is."""
        kinds = [kind for kind in COMPARED if kind in turn.remarks or turn.intent == f"want_{kind}"]
        brands = turn.adviser.catalogue.brands_in(turn.text) if "another_brand" in turn.remarks else []
        turn.memory.avoid_brands = sorted({*turn.memory.avoid_brands, *brands})
        wishes = [wish for kind in kinds if (wish := wish_of(turn, kind)) is not None]
        turn.facts += [wish for wish in wishes if wish.value not in {fact.value for fact in turn.facts}]
        turn.learn(wishes)
        flow.go_on(turn) if turn.said_something else flow.ask_or_advise(turn)
