"""General questions: answered from the guide and the evidence, then back to the question that was waiting."""

from __future__ import annotations

from actions import flow, unclear, wording
from actions.about_picks import asks_of_shown, tell_about_picks
from actions.advice.evidence import evidence_for, next_evidence
from actions.advice.sources import cite
from actions.base import AdviceAction
from actions.buying import means_to_buy, tell_where_to_buy
from actions.comparing import compare_named
from actions.critique import refuse_brands
from actions.topics import GENERAL
from actions.turn import Turn, contact

DECLINED = frozenset({"out_of_scope", "out_of_scope_gibberish", "out_of_scope_insult", "adjacent"})
ABOUT_PAIRS = frozenset(
    {GENERAL, "ask_features", "ask_types", "ask_size", "ask_lifespan", "ask_order", "out_of_scope", "adjacent"}
)
"""General questions that may as well ask about a pick that was shown."""
TO_THE_SHOP = frozenset({"talk_to_person", "ask_order"})
"""Intents that are answered with how to reach the shop, where it has told us."""


class ActionAnswer(AdviceAction):
    """The action for questions that have an answer of their own: ``utter_<intent>`` in ``bot/domain/``."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_answer"

    def reply(self, turn: Turn) -> None:
        """Answer, and return to where the conversation was."""
        if turn.intent in DECLINED and refuse_brands(turn):
            return
        if turn.intent in DECLINED and means_to_buy(turn) and tell_where_to_buy(turn):
            return
        if (
            turn.intent == GENERAL
            and "instead" in turn.remarks
            and not turn.topic.sure
            and unclear.speak_of_product(turn)
        ):
            return
        if turn.intent in DECLINED and (turn.answer is not None or turn.news or turn.foreign_budget):
            flow.go_on(turn)  # whatever else it sounds like, it said something that counts
            return
        if turn.intent in ABOUT_PAIRS and asks_of_shown(turn) and tell_about_picks(turn):
            flow.back_to_question(turn)
            return
        if turn.intent in DECLINED and (compare_named(turn) or unclear.speak_of_product(turn)):
            return
        if turn.intent == GENERAL:
            self._answer_topic(turn)
            return
        if turn.intent != "ask_evidence" or not _say_evidence(turn):
            response = f"utter_{turn.intent}"
            if turn.intent in TO_THE_SHOP and not contact():
                response += "_no_contact"
            turn.say(response, contact=contact())
        flow.back_to_question(turn)

    def _answer_topic(self, turn: Turn) -> None:
        """Answer what is asked; where that isn't clear, offer the likeliest topics instead of a wrong answer."""
        topic = turn.topic
        if topic.sure and wording.has(topic.answer):
            turn.say(topic.answer)
            flow.back_to_question(turn)
        elif topic.labels:
            turn.say("utter_which_topic", buttons=topic.labels)
            if turn.answer is not None or turn.news:
                flow.back_to_question(turn)
        else:
            unclear.not_understood(turn)


def _say_evidence(turn: Turn) -> bool:
    """Say what is known for this complaint: in short first, with the figures when asked again. False where there is
    nothing that bears on it."""
    memory = turn.memory
    if not evidence_for(memory.profile):
        return False
    found, figures = next_evidence(memory.profile, memory.evidence, memory.evidence_more)
    for statement in found:
        turn.say(f"utter_evidence_{statement.id}_more" if figures else f"utter_evidence_{statement.id}")
    if figures:
        memory.evidence_more += [statement.id for statement in found]
        sources = dict.fromkeys(cite(source) for statement in found for source in statement.sources)
        turn.say("utter_evidence_sources", sources="; ".join(sources))
    else:
        memory.evidence += [statement.id for statement in found]
    if not found:
        turn.say("utter_evidence_all_said")
    return True
