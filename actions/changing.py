"""Changing an answer: the named one is asked anew, or which ones there are is offered."""

from __future__ import annotations

from actions import flow
from actions.compose.choices import change_button
from actions.compose.noted import noted_text
from actions.compose.question import ask, question_message
from actions.turn import Turn
from actions.wording import labels

MOST = 8
"""Answers that are offered to be changed."""


def ask_anew(turn: Turn, slot: str | None) -> None:
    """Forget what is known of a slot and ask for it; where none is named, say what is noted and offer each."""
    memory = turn.memory
    question = turn.adviser.questions.by_slot(slot) if slot else None
    if slot and question:
        memory.profile = memory.profile.without([slot, *(["price_level"] if slot == "budget" else [])])
        memory.pending = ask(question)
        turn.send(question_message(memory.pending, memory.said, flow.currency_for(turn)))
        return
    noted = noted_text(memory.profile)
    if not noted:
        turn.say("utter_nothing_noted")
        return
    named = labels()["slots"]
    known = dict.fromkeys(fact.type for fact in memory.profile.facts if fact.type in named)
    slots = [slot for slot in known if turn.adviser.questions.by_slot(slot) is not None]
    turn.say("utter_change_answer", buttons=[change_button(slot) for slot in slots[:MOST]], facts=noted)
