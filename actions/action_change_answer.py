"""Changing an answer given before."""

from __future__ import annotations

import re

from actions import flow
from actions.advice.memory import ADVISED
from actions.base import AdviceAction
from actions.changing import ask_anew
from actions.named import named_slot
from actions.turn import Turn
from actions.wording import slot_name

_DROP = re.compile(
    r"\b(any|whatever|ignore|forget|drop|never mind|leave out|skip|remove)\b|(does\s?n.?t|not|no) (really )?matter",
    re.IGNORECASE,
)


class ActionChangeAnswer(AdviceAction):
    """The action for "I want to change my answer"."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_change_answer"

    def reply(self, turn: Turn) -> None:
        """Take the correction where the message has it, ask the named question anew, or say what is noted."""
        memory = turn.memory
        if turn.said_something:
            flow.go_on(turn)
            return
        slot = named_slot(turn.text)
        bounded = slot == "budget" and any(bound.attribute == "price" for bound in memory.bounds)
        if slot and _DROP.search(turn.text) and (memory.profile.knows(slot) or slot in memory.asked or bounded):
            memory.profile = memory.profile.without([slot, *(["price_level"] if slot == "budget" else [])])
            if slot == "budget":
                memory.unbind("price")
            memory.asked.append(slot)
            turn.news = True
            turn.say("utter_change_answer_which", facts=slot_name(slot))
            if memory.stage == ADVISED:
                flow.advise_again(turn)
            else:
                flow.back_to_question(turn)
            return
        ask_anew(turn, slot)
