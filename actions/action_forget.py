"""Deleting a conversation."""

from __future__ import annotations

import re

from actions import flow
from actions.base import AdviceAction
from actions.compose.question import ask, question_message
from actions.named import named_slot
from actions.turn import Turn

_EVERYTHING = frozenset(
    [
        "data",
        "everything",
        "conversation",
        "me",
        "chat",
        "history",
        "information",
        "info",
        "details",
        "all",
        "messages",
        "account",
        "myself",
    ]
)


class ActionForget(AdviceAction):
    """The action for "forget my data": the tracker store deletes everything of the conversation."""

    heeds_signs = False

    def name(self) -> str:
        """The name that the rules use."""
        return "action_forget"

    def reply(self, turn: Turn) -> None:
        """Say that it is done; the event that this leads to does it. "Forget the budget" means just that answer."""
        memory = turn.memory
        slot = named_slot(turn.text)
        question = turn.adviser.questions.by_slot(slot) if slot else None
        words = set(re.findall(r"[a-z']+", turn.text.lower()))
        if slot and question and "data" not in words:
            memory.profile = memory.profile.without([slot, *(["price_level"] if slot == "budget" else [])])
            memory.pending = ask(question)
            turn.send(question_message(memory.pending, memory.said, flow.currency_for(turn)))
        elif words & _EVERYTHING:
            turn.say("utter_forgotten")
            turn.forget = True
        else:
            turn.say("utter_forget_which")
            if memory.pending is not None:
                flow.back_to_question(turn)
