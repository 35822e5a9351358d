"""What to look for, before any product: type, needs, and why."""

from __future__ import annotations

from collections.abc import MutableMapping

from actions import wording
from actions.advice.evidence import Statement
from actions.advice.features import fit_feature
from actions.advice.profile import Profile
from actions.advice.reasons import first_words
from actions.advice.specification import Need, Specification
from actions.compose.evidence import evidence_part
from actions.message import Message

MOST_LINES = 4
"""Lines of musts in a message: a phone screen with the picks still to come. Needs of one rule share a line."""

MOST_NICE_LINES = 2
"""Lines with their reasons where nothing is a must."""

MOST_NICE = 4
"""What is nice to have stands in one line; so many things, without their reasons."""

_GENERAL: dict[str, frozenset[str]] = {
    "foot": frozenset({"heel", "arch", "ball_of_foot", "toe", "top_of_foot", "side_of_foot"}),
    "back": frozenset({"lower_back", "upper_back"}),
    "leg": frozenset({"shin", "calf"}),
}
"""Places of pain that go without saying once a part of them is named."""


def specification_message(
    profile: Profile, specification: Specification, evidence: list[Statement], said: MutableMapping[str, int]
) -> Message:
    """The specification: the type and its reason, then what it should have, musts first, each with why."""
    type_ = wording.say(f"utter_type_{specification.insole_type}")
    complaint = complaint_text(profile)
    if complaint:
        lines = [wording.say("utter_spec_intro", said, complaint=complaint, type=type_)]
    else:
        lines = [wording.say("utter_spec_intro_plain", said, type=type_)]
    groups = _by_rule(specification)
    shown = [needs for needs in groups if needs[0].must][:MOST_LINES] or groups[:MOST_NICE_LINES]
    nice = [need for needs in groups if not needs[0].must and needs not in shown for need in needs][:MOST_NICE]
    type_because = _type_because(specification, shown)
    if type_because:
        lines.append(type_because)
    intro = "\n".join(lines)
    quoted: set[str] = set()
    lines += [_line(needs, quoted) for needs in shown]
    if nice:
        features = wording.join(wording.need(need.fit, short=True) for need in nice)
        lines.append(wording.say("utter_spec_nice_list", features=features))
    custom = {
        "type": "specification",
        "intro": intro,
        "insole_type": specification.insole_type,
        "needs": [
            {
                "feature": fit_feature(need.fit),
                "fit": need.fit,
                "text": wording.need(need.fit),
                "level": need.level,
                "because": because(need),
                "said": first_words(need.facts),
                "rule": need.rules[0],
                "source": need.sources[0],
            }
            for need in [*(need for needs in shown for need in needs), *nice]
        ],
        "evidence": [evidence_part(statement) for statement in evidence],
    }
    return Message("\n".join(lines), custom)


def complaint_text(profile: Profile) -> str:
    """The person's complaint in a few words ("a sore heel"); empty where none was named."""
    known = wording.labels()["complaint"]
    values = profile.values("pain_site") or profile.values("condition")
    # "a sore heel and sore feet" says one thing twice
    values = [value for value in values if value not in _GENERAL or not set(values) & _GENERAL[value]]
    phrases = list(dict.fromkeys(known[value] for value in values if value in known))
    return wording.join(phrases[:2])


def because(need: Need) -> str:
    """Why a need is asked for: the sentence of its weightiest rule."""
    return wording.say(f"utter_because_{need.rules[0]}")


def _by_rule(specification: Specification) -> list[list[Need]]:
    """The needs grouped by level and weightiest rule, so that one reason is given once."""
    groups: dict[tuple[str, str], list[Need]] = {}
    for need in specification.needs:
        groups.setdefault((need.level, need.rules[0]), []).append(need)
    return list(groups.values())


def _type_because(specification: Specification, shown: list[list[Need]]) -> str | None:
    """Why this type of insole, unless the same reason stands in the lines below."""
    if not specification.type_rules:
        return None
    rule = specification.type_rules[0]
    if any(needs[0].rules[0] == rule for needs in shown):
        return None
    return wording.say("utter_spec_type_because", because=wording.say(f"utter_because_{rule}"))


def _line(needs: list[Need], quoted: set[str]) -> str:
    """One line of needs; the person's words are quoted where they stand behind a line for the first time."""
    first = needs[0]
    features = wording.join(wording.need(need.fit) for need in needs)
    words = first_words(first.facts)
    if words and words not in quoted:
        quoted.add(words)
        return wording.say(
            "utter_spec_must_said", features=features, quote=wording.quote(words), because=because(first)
        )
    return wording.say("utter_spec_must", features=features, because=because(first))
