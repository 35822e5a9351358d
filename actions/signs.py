"""Warning signs come before everything else that a message asks for."""

from __future__ import annotations

import re

from actions.advice.memory import ASKING, PAUSED, STOPPED, Pending
from actions.advice.profile import Profile
from actions.advice.questions import UNSURE
from actions.advice.safety import EMERGENCY, OF_A_SIGN, ROUTINE, URGENT, Concern, safety
from actions.answers import NO, YES
from actions.compose.question import CHECKED, GO_ON, ask_sign, ask_to_go_on, ask_whether_checked, question_message
from actions.compose.safety import again_message, safety_message
from actions.turn import Turn, country

COURTESIES = frozenset({"thank", "goodbye"})
"""Intents that are answered in kind even while a sign stands."""

PASSING_BY = frozenset(
    {
        "want_cheaper",
        "want_softer",
        "want_firmer",
        "want_thinner",
        "want_another",
        "want_like",
        "want_other_brand",
        "want_to_buy",
        "start_trial",
        "compare",
    }
)
"""Intents that would pass by the question whether to go on after an urgent sign."""


def heed_signs(turn: Turn) -> bool:
    """Look at warning signs before anything else. True where that was the whole reply."""
    memory, mind = turn.memory, safety()
    _take_answer(turn)
    _take_going_on(turn)
    if memory.stage == STOPPED and not mind.emergency_remains(memory.profile):
        memory.stage = ASKING
        turn.say("utter_safety_denied_ok")
    triage = mind.triage(memory.profile, memory.told, memory.asked, turn.doubt)
    if triage.tier == EMERGENCY:
        memory.told += [concern.id for concern in triage.concerns]
        memory.stage, memory.pending = STOPPED, None
        turn.send(safety_message(triage, mind, country(), memory.confirmed, memory.said))
        return True
    if memory.stage == STOPPED:
        return _still_stopped(turn)
    if triage.tier == URGENT:
        memory.told += [concern.id for concern in triage.concerns]
        turn.send(safety_message(triage, mind, country(), memory.confirmed, memory.said))
        _ask_to_go_on(turn)
        return True
    if _waits(turn, GO_ON) and turn.answer is None and turn.intent in PASSING_BY:
        # "cheaper" is no yes to going on
        turn.send(question_message(memory.pending or ask_to_go_on(), memory.said, again=True))
        return True
    if memory.stage == PAUSED and turn.intent == "deny" and memory.pending is None and not turn.news:
        turn.say("utter_safety_not_now")  # a second no is no wish to go on
        return True
    if memory.stage == PAUSED and turn.intent not in COURTESIES | {"was_checked"}:
        return _still_paused(turn)
    if triage.question is not None and not _waits(turn, GO_ON):
        # a question about a likely sign comes before anything that the message asked for
        if triage.tier == ROUTINE:
            _say_routine(turn)
        memory.asked.append(triage.question.id)
        memory.pending = ask_sign(triage.question)
        turn.send(question_message(memory.pending, memory.said))
        return True
    if triage.tier == ROUTINE:
        _say_routine(turn)
    return False


def urgent_concerns(turn: Turn) -> list[Concern]:
    """The concerns of the profile, told or not, that should be seen before a pair is worn."""
    return [c for c in safety().triage(turn.memory.profile).concerns if c.tier in (URGENT, EMERGENCY)]


def give_up(turn: Turn, pending: Pending) -> bool:
    """A question about a sign stays unanswered: where that is safer, this counts as yes. True where that was said."""
    question = safety().questions.get(pending.about or "")
    if question is None or not question.unsure_as_yes:
        return False
    turn.memory.confirmed[question.yes] = question.id
    turn.learn(question.answer(None, turn.memory.turn))
    return heed_signs(turn)


def _still_stopped(turn: Turn) -> bool:
    """While an emergency sign stands: only a check lifts it."""
    memory, mind = turn.memory, safety()
    waited, memory.pending = _waits(turn, CHECKED), None
    said = says_checked(turn)
    if said or (waited and turn.answer is not None and turn.answer.value == YES):
        _lift(turn)
        return False
    if said is not None:
        memory.pending = ask_whether_checked()
        turn.send(question_message(memory.pending, memory.said))
        return True
    if turn.intent in COURTESIES:
        turn.say(f"utter_{turn.intent}")
    concerns = [c for c in mind.triage(memory.profile).concerns if c.tier == EMERGENCY]
    turn.send(again_message(concerns, mind, country(), memory.confirmed, memory.said))
    return True


def _lift(turn: Turn) -> None:
    """A clinician has looked at it: the advice may go on. A sign that is told anew after this counts anew."""
    memory = turn.memory
    signs = memory.profile.plain("red_flag")
    # what was said in the words of a sign was checked with it: it must not come back as a complaint
    words = {(fact.turn, fact.words) for fact in signs}
    memory.profile = Profile(
        tuple(
            fact
            for fact in memory.profile.without(["red_flag"]).facts
            if fact.type not in OF_A_SIGN or fact.type == "pain_site" or (fact.turn, fact.words) not in words
        )
    )
    checked = {fact.value for fact in signs}
    memory.asked += [question.id for question in safety().questions.values() if checked & set(question.asks_about)]
    memory.told, memory.confirmed, memory.pending = [], {}, None
    memory.stage = ASKING
    turn.lifted = True
    turn.say("utter_safety_after_check")


def says_checked(turn: Turn) -> bool | None:
    """Whether the message says that a clinician has looked at it: True, unclear (False: ask), or not a word of it."""
    words = set(re.findall(r"[\w&']+", turn.text.lower().replace("\u2019", "'")))
    clues = safety().checked
    seen_by = bool(words & clues.by) or any(" " in name and name in turn.text.lower() for name in clues.by)
    if turn.intent == "was_checked" and seen_by and not words & clues.not_yet:
        return True
    return False if turn.intent == "was_checked" or seen_by else None


def _still_paused(turn: Turn) -> bool:
    """After an urgent sign the person didn't wish to go on, and now does after all: say it again, and ask."""
    memory, mind = turn.memory, safety()
    concerns = urgent_concerns(turn)
    if not concerns:
        memory.stage = ASKING
        return False
    turn.send(again_message(concerns, mind, country(), memory.confirmed, memory.said))
    memory.stage = ASKING
    _ask_to_go_on(turn)
    return True


def _ask_to_go_on(turn: Turn) -> None:
    turn.memory.pending = ask_to_go_on()
    turn.send(question_message(turn.memory.pending, turn.memory.said))


def _say_routine(turn: Turn) -> None:
    memory, mind = turn.memory, safety()
    triage = mind.triage(memory.profile, memory.told)
    memory.told += [concern.id for concern in triage.concerns]
    turn.send(safety_message(triage, mind, country(), memory.confirmed, memory.said))


def _take_going_on(turn: Turn) -> None:
    """Take a plain yes to going on, so that a question about another sign can follow it at once.

    A sign that is denied instead ("no fever") says nothing about going on: the question stays.
    """
    if not _waits(turn, GO_ON) or turn.answer is None:
        return
    if turn.answer.value is None:
        turn.answer = None
    elif turn.answer.value == YES:
        turn.memory.pending = None


def _waits(turn: Turn, about: str) -> bool:
    return turn.memory.pending is not None and turn.memory.pending.about == about


def _take_answer(turn: Turn) -> None:
    """Turn an answer to a question about warning signs into facts, before signs are looked at."""
    memory = turn.memory
    pending = memory.pending
    if pending is None or turn.answer is None or pending.slot != "red_flag" or pending.about in (GO_ON, CHECKED):
        return
    memory.pending = None
    question = safety().questions.get(pending.about or "")
    if question is None or turn.answer.value is None:
        return
    yes = {YES: True, NO: False}.get(turn.answer.value)
    if turn.answer.value == UNSURE and question.unsure_as_yes:
        turn.say("utter_safety_unsure")
    if yes or (yes is None and question.unsure_as_yes):
        memory.confirmed[question.yes] = question.id
    elif yes is False:
        turn.say("utter_safety_denied_ok")
    turn.learn(question.answer(yes, memory.turn))
