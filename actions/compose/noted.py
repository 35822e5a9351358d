"""What was noted of a person, in a few words."""

from __future__ import annotations

from actions import wording
from actions.advice.facts import Fact
from actions.advice.profile import Profile

MOST = 14
"""Facts in such a list; the last ones said count."""


def noted_text(profile: Profile) -> str:
    """The facts as a list: what holds, then what doesn't ("not ...") and what is refused ("without ...")."""
    facts = [fact for fact in profile.facts[-MOST:] if fact.plain or fact.type != "red_flag"]
    holds = dict.fromkeys(_label(fact) for fact in facts if fact.plain)
    rest = [
        wording.say("utter_noted_denied" if fact.role == "absent" else "utter_noted_avoid", fact=_label(fact))
        for fact in facts
        if not fact.plain
    ]
    return ", ".join([*([wording.join(holds)] if holds else []), *dict.fromkeys(rest)])


def _label(fact: Fact) -> str:
    if fact.type == "red_flag":
        return wording.say(f"utter_sign_{fact.value}")
    if fact.type == "budget":
        amount = wording.money(fact.number(), fact.currency) if fact.currency else fact.value
        return wording.fill(wording.labels()["words"]["budget"][fact.role or "max"], "words.budget", value=amount)
    return wording.word(fact.type, fact.value)
