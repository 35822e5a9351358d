"""A question with its reason and its answers."""

from __future__ import annotations

from collections.abc import MutableMapping

from actions import wording
from actions.advice.memory import Pending
from actions.advice.questions import UNSURE, Question
from actions.advice.safety import SafetyQuestion
from actions.answers import NO, YES, option_label
from actions.compose.choices import change_choices
from actions.message import Message

GO_ON = "go_on"
"""What a question about going on after an urgent sign is about."""


CHECKED = "checked"
"""What a question about whether a clinician has looked at an emergency sign is about."""


FEW = 3
"""Up to so many questions that may follow are told as a number."""


def ask(question: Question) -> Pending:
    """What is remembered of a question of ``seeds/questions.yml`` once it is put."""
    values = [option.value for option in question.options] + [UNSURE]
    if len(question.slots) == 1:
        return Pending(question.slot, values)
    return Pending(question.slot, values, question=question.id, asks=list(question.slots))


def ask_sign(question: SafetyQuestion) -> Pending:
    """What is remembered of a question about warning signs."""
    return Pending("red_flag", [YES, NO, UNSURE], about=question.id)


def ask_to_go_on() -> Pending:
    """What is remembered of asking whether to look at insoles after an urgent sign."""
    return Pending("red_flag", [YES, NO, UNSURE], about=GO_ON)


def ask_whether_checked() -> Pending:
    """What is remembered of asking whether a clinician has looked at an emergency sign."""
    return Pending("red_flag", [YES, NO, UNSURE], about=CHECKED)


def question_message(
    pending: Pending, said: MutableMapping[str, int], currency: str = "", left: int | None = None, again: bool = False
) -> Message:
    """The question that is waiting, as a message.

    ``currency`` is needed for a question about money only: one about a warning sign must work without the shop.
    ``left`` is how many more may follow, ``again`` puts it anew.
    """
    question, why = _texts(pending, said)
    if again:
        text = wording.say("utter_question_again", said, question=question)
    elif why:
        text = wording.say("utter_question", question=question, why=why)
    else:
        text = question
    if left:
        text += " " + wording.say(_left(left), left=left)
    options = [{"label": option_label(pending, value, currency), "value": value} for value in pending.values]
    custom: dict[str, object] = {
        "type": "question",
        "slot": pending.slot,
        "text": question,
        "why": why,
        "options": options,
        "left": left,
    }
    choices = change_choices(pending.slots) if not pending.about else []
    if choices:
        custom["choices"] = choices
    if pending.about:
        custom["about"] = pending.about
    if pending.asks:
        custom["asks"] = pending.asks
    return Message(text, custom, [str(option["label"]) for option in options])


def _left(left: int) -> str:
    """The response that tells how many questions may follow: beyond a few a number would only put people off."""
    if left > FEW:
        return "utter_questions_left_some"
    return "utter_questions_left" if left > 1 else "utter_question_left"


def _texts(pending: Pending, said: MutableMapping[str, int]) -> tuple[str, str]:
    if pending.about == GO_ON:
        return wording.say("utter_safety_go_on", said), ""
    if pending.about == CHECKED:
        return wording.say("utter_safety_was_it_checked", said), ""
    if pending.about:
        response = f"utter_safety_question_{pending.about}"
        # the reason of a safety question is a sentence of its own
        return f"{wording.say(response, said)} {wording.say(response + '_why')}", ""
    response = f"utter_ask_slot_{pending.name}"
    return wording.say(response, said), wording.say(response + "_why")
