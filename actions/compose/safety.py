"""Safety messages."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence

from actions import wording
from actions.advice.safety import EMERGENCY, Concern, Safety, Triage
from actions.message import Message


def safety_message(
    triage: Triage, safety: Safety, country: str, confirmed: Mapping[str, str], said: MutableMapping[str, int]
) -> Message:
    """What is said about the signs of a triage that has a tier."""
    if triage.tier is None or triage.place is None:
        raise ValueError("this triage has nothing to say")
    place = place_text(triage.place, safety, country)
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
        place=place_text(concerns[0].place, safety, country),
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
        if concern.id in confirmed:
            phrases.append(wording.say(f"utter_safety_question_{confirmed[concern.id]}_sign"))
        else:
            phrases.append(wording.say(f"utter_{'sign' if concern.is_sign else 'combination'}_{concern.id}"))
    return wording.join(dict.fromkeys(phrases))


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
