"""Safety messages."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence

from actions import wording
from actions.advice.safety import EMERGENCY, ROUTINE, URGENT, Concern, Safety, Triage
from actions.message import Message

MOST_PLACES = 2

_LIST_MARKS = (",", " and ", " or ")


def safety_message(
    triage: Triage, safety: Safety, country: str, confirmed: Mapping[str, str], said: MutableMapping[str, int]
) -> Message:
    """What is said about the signs of a triage that has a tier."""
    if triage.tier is None or triage.place is None:
        raise ValueError("this triage has nothing to say")
    place = _places_text(triage.concerns, safety, country)
    advice = wording.say(f"utter_safety_{triage.tier}", said, signs=signs_text(triage.concerns, confirmed), place=place)
    return Message(advice, safety_part(triage.tier, triage.concerns, advice))


def again_message(
    concerns: Sequence[Concern],
    safety: Safety,
    country: str,
    confirmed: Mapping[str, str],
    said: MutableMapping[str, int],
) -> Message:
    """Concerns said again when somebody asks for insoles all the same: the kind no, or the reminder."""
    tier = concerns[0].tier
    text = wording.say(
        "utter_safety_still_stopped" if tier == EMERGENCY else "utter_safety_urgent_again",
        said,
        signs=signs_text(concerns, confirmed),
        place=_places_text(concerns, safety, country),
    )
    return Message(text, safety_part(tier, concerns, text))


def safety_part(tier: str, concerns: Sequence[Concern], advice: str) -> dict[str, object]:
    """The structured part."""
    signs = dict.fromkeys(sign for concern in concerns for sign in concern.signs)
    return {"type": "safety", "tier": tier, "signs": list(signs), "advice": advice}


def signs_text(concerns: Sequence[Concern], confirmed: Mapping[str, str]) -> str:
    """Signs and combinations in plain words. A sign that was confirmed by answering is named as it was asked."""
    phrases = []
    for concern in concerns:
        # what was only confirmed is named as it was asked, also where a combination rests on it alone
        sign = concern.signs[0] if len(concern.signs) == 1 else concern.id
        if sign in confirmed:
            phrases.append(wording.say(f"utter_safety_question_{confirmed[sign]}_sign"))
        else:
            phrases.append(_phrase(concern))
    phrases = list(dict.fromkeys(phrases))
    if len(phrases) > 1 and any(mark in phrase for phrase in phrases for mark in _LIST_MARKS):
        # a phrase that is a list itself would run into its neighbour
        return wording.say("utter_signs_also", signs=wording.join(phrases[:-1], last=", "), last=phrases[-1])
    return wording.join(phrases)


def _phrase(concern: Concern) -> str:
    if concern.is_sign:
        return wording.say(f"utter_sign_{concern.id}")
    # what was said is named, not everything that the combination could have been
    own = [wording.say(f"utter_sign_{sign}") for sign in concern.signs]
    together = (
        wording.say("utter_signs_together", signs=wording.join(own[:-1], last=", "), last=own[-1])
        if len(own) > 1
        else wording.join(own)
    )
    return wording.say(f"utter_combination_{concern.id}", signs=together)


def _places_text(concerns: Sequence[Concern], safety: Safety, country: str) -> str:
    """Where to go, and below an emergency what would make it one.

    The most pressing place counts; only where nothing presses may there be a second (a midwife and a podiatrist).
    """
    tier = concerns[0].tier
    same = [concern for concern in concerns if concern.tier == tier]
    places = list(dict.fromkeys(concern.place for concern in same))[: MOST_PLACES if tier == ROUTINE else 1]
    sentences = [place_text(place, safety, country) for place in places]
    if tier == URGENT:
        sentences += [wording.say(f"utter_worse_{worse}") for worse in dict.fromkeys(c.worse for c in same) if worse]
    return " ".join(sentences)


def place_text(place: str, safety: Safety, country: str) -> str:
    """Where to go, in the words of a country where there are some."""
    own = f"utter_place_{place}_{country}"
    numbers = safety.countries.get(country) or safety.countries["default"]
    response = own if wording.has(own) else f"utter_place_{place}"
    return wording.say(
        response, emergency_number=numbers.get("emergency_number"), urgent_line=numbers.get("urgent_line")
    )


def watch_message(watch_id: str) -> str:
    """The short list of signs to watch for."""
    return wording.say(f"utter_watch_list_{watch_id}")
