"""What was noted of a person, in a few words."""

from __future__ import annotations

from actions import wording
from actions.advice.facts import Fact
from actions.advice.profile import Profile


def noted_text(profile: Profile, most: int = 12) -> str:
    """The facts of a profile as a list: what holds, what doesn't ("not ..."), what is refused ("without ...")."""
    return (
        wording.join(dict.fromkeys(_phrase(fact) for fact in profile.facts if fact.type != "red_flag" or fact.plain))
        if len(profile.facts) <= most
        else wording.join(dict.fromkeys(_phrase(fact) for fact in profile.facts[-most:]))
    )


def _phrase(fact: Fact) -> str:
    if fact.type == "red_flag":
        label = wording.say(f"utter_sign_{fact.value}")
    elif fact.type == "budget":
        amount = wording.money(fact.number(), fact.currency) if fact.currency else fact.value
        label = wording.fill(wording.labels()["words"]["budget"][fact.role or "max"], "words.budget", value=amount)
    else:
        label = wording.word(fact.type, fact.value)
    if fact.role == "absent":
        return wording.say("utter_noted_denied", fact=label)
    if fact.role == "avoid":
        return wording.say("utter_noted_avoid", fact=label)
    return label
