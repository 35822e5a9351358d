"""The course of a conversation: one question at a time, then advice, then whatever changes it.

Every action ends in one of these steps, so that no branch of a conversation is a dead end.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from actions import judging, wording
from actions.advice.adviser import Advice
from actions.advice.evidence import Statement, evidence_for
from actions.advice.judging import Judgement
from actions.advice.memory import ADVISED, PAUSED, Pending
from actions.advice.profile import Profile
from actions.advice.questions import UNSURE
from actions.advice.safety import safety
from actions.advice.trial import plan_for
from actions.answers import NO, answer_facts, words_of_answer
from actions.before_advice import needs_none, say_first
from actions.compose.changed import came_and_went, wishes_text
from actions.compose.evidence import evidence_message
from actions.compose.naming import product_name
from actions.compose.noted import noted_text
from actions.compose.question import GO_ON, ask, question_message
from actions.compose.recommendations import loosening_message, recommendations_message
from actions.compose.safety import watch_message
from actions.compose.specification import specification_message
from actions.compose.trial import trial_message
from actions.message import Message
from actions.signs import give_up, urgent_concerns
from actions.turn import Turn
from catalog import Product

NOT_UNDERSTOOD = "nlu_fallback"
"""The intent of a message whose meaning is unclear as a whole; facts may have been found in it."""

SHOW = re.compile(r"\b(just|only) (show|give|tell) me\b|\b(show|give) me (some|the|your|what)\b", re.IGNORECASE)
"""Said with facts ("heel pain, just show me") it is still the wish to see insoles now."""

MOST_MISSES = 2
"""So many messages that don't answer a question, and it is dropped: explained once, then left."""


def go_on(turn: Turn) -> None:
    """After facts: take in the answer that was waited for, then ask what is still worth asking, or advise."""
    memory = turn.memory
    pending = memory.pending
    if turn.foreign_budget:
        turn.say("utter_budget_other_currency", currency=turn.currency)
        if not turn.news and not (pending is not None and pending.about):
            # the amount in the shop's own currency is what is missing now
            if pending is not None and pending.slot != "budget":
                _defer(turn, pending)
            question = turn.adviser.questions.by_slot("budget")
            memory.pending = ask(question) if question else None
            return
    if pending is not None and turn.answer is not None:
        memory.pending = None
        if pending.about == GO_ON and turn.answer.value in (NO, UNSURE):
            turn.say("utter_safety_not_now")
            memory.stage = PAUSED
            return
        if turn.answer.value == UNSURE:
            _help_unsure(turn, pending)
        elif turn.answer.value is not None and pending.about != GO_ON:
            _learn_answer(turn, pending, turn.answer.value)
    elif pending is not None and pending.about and pending.about not in memory.deferred and turn.news:
        # a question about a sign isn't dropped because something else was said: once more, then the usual misses
        memory.deferred.append(pending.about)
        acknowledge(turn)
        turn.send(question_message(pending, memory.said, again=True))
        return
    elif pending is not None and pending.about:
        missed(turn)
        return
    elif pending is not None and turn.news:
        _defer(turn, pending)
    elif pending is not None:
        missed(turn)
        return
    if memory.stage == ADVISED:
        if turn.intent == NOT_UNDERSTOOD:
            acknowledge(turn)
        advise_again(turn)
        return
    ask_or_advise(turn)


def _learn_answer(turn: Turn, pending: Pending, value: str) -> None:
    """Take in the value that answers a question."""
    currency = turn.currency if pending.slot == "budget" else ""
    words = words_of_answer(turn.text, pending, value, currency)
    turn.learn(answer_facts(pending, value, words, turn.memory.turn))


def _defer(turn: Turn, pending: Pending) -> None:
    """Something else was said instead of an answer. That counts; the question may come again once."""
    memory = turn.memory
    memory.pending = None
    known = any(memory.profile.knows(slot) for slot in pending.slots)
    if pending.name in memory.asked and pending.name not in memory.deferred and not known:
        again = {pending.name, *pending.slots}
        memory.asked = [name for name in memory.asked if name not in again]
        memory.deferred.append(pending.name)


def show(turn: Turn) -> None:
    """The person wants to see insoles now: the whole advice the first time, just the picks later."""
    memory = turn.memory
    if memory.pending is not None and turn.answer is not None and turn.answer.value not in (None, UNSURE):
        _learn_answer(turn, memory.pending, turn.answer.value or "")
    memory.pending = None
    if turn.foreign_budget:
        turn.say("utter_budget_other_currency", currency=turn.currency)
    if memory.stage == ADVISED and memory.picks:
        advise_again(turn, whole=True)
    else:
        advise(turn)


def ask_or_advise(turn: Turn) -> None:
    """The next question where one is worth asking, else the advice."""
    memory = turn.memory
    if needs_none(turn):
        return
    plan = turn.adviser.plan(memory)
    question = plan.ask
    if question is not None:
        acknowledge(turn)
        judging.announce(turn)
        memory.pending = ask(question)
        memory.asked += question.names
        turn.send(question_message(memory.pending, memory.said, currency_for(turn), left=plan.left - 1))
        return
    if not turn.adviser.knows_enough(memory.profile):
        judging.announce(turn)
        turn.say("utter_ask_to_start")
        return
    advise(turn)


def judge(turn: Turn) -> None:
    """The message asks whether the product of the page suits: what is still to be known first, then the judgement."""
    pending = turn.memory.pending
    if pending is not None and not turn.said_something:
        judging.announce(turn)
        turn.send(question_message(pending, turn.memory.said, currency_for(turn), again=True))
    elif SHOW.search(turn.text) and not turn.waits_for_safety() and turn.adviser.knows_enough(turn.memory.profile):
        show(turn)
    else:
        go_on(turn)


def acknowledge(turn: Turn) -> None:
    """Say what was understood, where a message said more than the answer that it was asked for."""
    facts = [fact for fact in turn.facts if fact.type != "red_flag"]
    if len(facts) > 1 or (facts and turn.answer is None):
        # of a message that was not understood as a whole, say so
        response = "utter_noted_part" if turn.intent == NOT_UNDERSTOOD else "utter_noted"
        turn.say(response, facts=noted_text(Profile(tuple(facts))))


def advise(turn: Turn) -> None:
    """The whole advice: what to look for, the picks, the evidence, how to try them, what to watch for."""
    memory = turn.memory
    memory.pending = None
    if say_first(turn):
        return
    judgement = judging.asked_about(turn)
    evidence = evidence_for(memory.profile)
    first = any(statement.before for statement in evidence)
    if first:
        _say_evidence(turn, evidence)
    to_try = _open(turn, evidence, judgement)
    if not first:
        _say_evidence(turn, evidence)
    if to_try is not None and urgent_concerns(turn):
        turn.say("utter_safety_no_plan")
    elif to_try is not None:
        turn.send(trial_message(plan_for(memory.profile, to_try), to_try, memory.said, whole=False))
    turn.send(Message(watch_message(safety().watch_list(memory.profile).id)))
    if memory.picks:
        what_next(turn, without=() if to_try is not None else {"trial"})
    memory.stage = ADVISED


def _open(turn: Turn, evidence: list[Statement], judgement: Judgement | None) -> Product | None:
    """The judgement of the product that was asked about, else what to look for and the picks; gives what to try."""
    memory = turn.memory
    if judgement is not None:
        judging.tell(turn, judgement)
        return judging.to_try(judgement)
    advice = turn.adviser.advise(memory)
    turn.send(specification_message(memory.profile, advice.specification, evidence, memory.said))
    _show_picks(turn, advice, "utter_picks_intro")
    judging.tell_standing(turn, advice)
    return advice.picks[0].ranked.product if advice.picks else None


def _say_evidence(turn: Turn, evidence: list[Statement]) -> None:
    """What the evidence says, without what was said before."""
    evidence = [statement for statement in evidence if statement.id not in turn.memory.evidence]
    if evidence:
        turn.memory.evidence += [statement.id for statement in evidence]
        turn.send(evidence_message(evidence, turn.memory.said))


def advise_again(turn: Turn, advice: Advice | None = None, whole: bool = False) -> None:
    """New picks after something changed, without repeating what was said in the first advice.

    ``advice`` is the new one where it was worked out already; ``whole`` shows the picks in full even where they are
    the same as before.
    """
    memory = turn.memory
    judgement = judging.asked_about(turn)
    if judgement is not None:
        if turn.news:
            acknowledge(turn)
        _say_evidence(turn, evidence_for(memory.profile))
        judging.tell(turn, judgement)
        what_next(turn, without=() if judging.to_try(judgement) is not None else {"trial"})
        return
    before = list(memory.picks)
    advice = advice or turn.adviser.advise(memory)
    if before and not whole and [pick.sku for pick in advice.picks] == before:
        # the same picks in full once more would only be something to scroll past
        names = [product_name(pick.ranked.product) for pick in advice.picks]
        turn.say("utter_picks_same", names=wording.join(names))
        memory.labels = [pick.label for pick in advice.picks]
    else:
        shown = turn.adviser.ranked(memory, before)[1] if before else []
        difference = came_and_went(shown, advice.picks, memory.said)
        _show_picks(turn, advice, "utter_picks_again")
        if difference:
            turn.replies.insert(len(turn.replies) - 1, Message(difference))
        judging.tell_standing(turn, advice)
    if advice.picks:
        what_next(turn)


def _show_picks(turn: Turn, advice: Advice, intro: str) -> None:
    memory = turn.memory
    memory.picks = [pick.sku for pick in advice.picks]
    memory.labels = [pick.label for pick in advice.picks]
    memory.focus = ""
    if advice.picks:
        turn.send(recommendations_message(advice, intro, memory.said))
    else:
        turn.send(loosening_message(advice, memory.said))
        wishes = wishes_text(memory)
        if wishes:
            # what was wished of picks that are no longer shown is easily forgotten, and may be what rules all out
            turn.say("utter_wishes_stand", wishes=wishes)


def what_next(turn: Turn, without: Collection[str] = ()) -> None:
    """Say what the person can do now, so that an advice is no end. ``without`` are options that lead nowhere."""
    options = ["why", "compare", "cheaper", "trial"] if len(turn.memory.picks) > 1 else ["why", "cheaper", "trial"]
    if urgent_concerns(turn):
        without = {*without, "trial"}  # what has to be seen first gets no wearing plan
    options = [option for option in options if option not in without]
    turn.say("utter_what_next", buttons=[wording.say(f"utter_option_{option}") for option in options])


def currency_for(turn: Turn) -> str:
    """The currency that the waiting question needs: none unless it is about money."""
    return turn.currency if turn.memory.pending is not None and turn.memory.pending.slot == "budget" else ""


def how_to_go_on(turn: Turn) -> None:
    """Say what can be done from here, where nothing is waiting."""
    if turn.memory.stage == ADVISED and turn.memory.picks:
        what_next(turn)
    elif turn.memory.stage == ADVISED:
        turn.say("utter_nothing_how")
    else:
        turn.say("utter_ask_to_start")


def back_to_question(turn: Turn) -> None:
    """After a digression: put the question that is waiting again; without one, say how to go on."""
    memory = turn.memory
    if memory.pending is not None and turn.answer is not None:
        go_on(turn)
    elif memory.pending is not None:
        turn.send(question_message(memory.pending, memory.said, currency_for(turn), again=True))
    elif turn.facts and memory.stage == ADVISED:
        advise_again(turn)
    elif turn.facts:
        ask_or_advise(turn)
    elif not (memory.stage == ADVISED and memory.picks):
        how_to_go_on(turn)


def missed(turn: Turn) -> None:
    """A message that doesn't answer the question: explain it once, then do without."""
    memory = turn.memory
    pending = memory.pending
    if pending is None:
        return
    pending.misses += 1
    if pending.misses < MOST_MISSES:
        message = question_message(pending, memory.said, currency_for(turn))
        turn.send(Message(f"{turn.phrase('utter_missed_first')} {message.text}", message.custom, message.buttons))
        return
    turn.say("utter_missed_second")
    memory.pending = None
    if pending.about == GO_ON:
        memory.stage = PAUSED
        turn.say("utter_safety_not_now")
        return
    if give_up(turn, pending):
        return
    if memory.stage == ADVISED:
        what_next(turn)
    else:
        ask_or_advise(turn)


def _help_unsure(turn: Turn, pending: Pending) -> None:
    """What helps somebody to find out what they aren't sure of; where there is nothing, that it doesn't matter."""
    asked = (turn.adviser.questions.by_slot(slot) for slot in pending.slots)
    tests = [question.self_test for question in asked if question is not None and question.self_test]
    for response in tests or ["utter_unsure_ok"]:
        turn.say(response)
