"""Changing an answer given before."""

from __future__ import annotations

import re

from actions import flow
from actions.advice.memory import ADVISED
from actions.base import AdviceAction
from actions.compose.noted import noted_text
from actions.compose.question import ask, question_message
from actions.named import named_slot, slot_name
from actions.turn import Turn

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
        question = turn.adviser.questions.by_slot(slot) if slot else None
        if slot and question:
            memory.profile = memory.profile.without([slot, *(["price_level"] if slot == "budget" else [])])
            memory.pending = ask(question)
            turn.send(question_message(memory.pending, memory.said, flow.currency_for(turn)))
            return
        noted = noted_text(memory.profile)
        if noted:
            turn.say("utter_change_answer", facts=noted)
        else:
            turn.say("utter_nothing_noted")
