"""Which body parts stand beside closer ones, and sides that are said after their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from bot.nlu.matching import SENTENCE_ENDS
from bot.nlu.mentions import Mention

# The vocabulary's general places ("with no closer place"), and what is a closer place in each.
CLOSER = {
    "foot": frozenset({"heel", "arch", "ball_of_foot", "toe", "top_of_foot", "side_of_foot", "ankle", "achilles"}),
    "leg": frozenset({"shin", "calf", "knee", "hip", "ankle", "achilles", "heel"}),
    "back": frozenset({"lower_back", "upper_back"}),
}
# A foot or leg that is put, lifted or taped (clues.yml).
HANDLED_CLUE = "handled"
# A part of the foot that is walked on to spare another (clues.yml).
STEPPED_ON_CLUE = "stepped_on"
# "Three inches above the ankle": these say where something else is.
_BESIDE = frozenset({"above", "below", "beneath", "near", "beside"})
_BESIDE_TO = frozenset({"close", "next", "nearer", "closer"})
_LENGTHS = frozenset({"inch", "inches", "cm", "mm", "centimetres", "centimeters"})
_OWNER = frozenset({"my", "the", "his", "her", "their", "your", "left", "right", "big", "second", "little"})
_AT = frozenset(
    {"in", "of", "on", "at", "inside", "around", "near", "by", "mainly", "mostly", "specifically", "exactly",
     "namely"}
)  # fmt: skip
# "my leg below the knee" is no knee, "my foot behind the toes" is no foot.
_IN_A_FOOT = _AT | {"under", "behind", "between", "over", "across", "along", "beneath", "underneath"}
_WHERE = {"foot": _IN_A_FOOT, "leg": _AT, "back": _AT}
_BETWEEN = _IN_A_FOOT | frozenset(
    {"my", "the", "his", "her", "their", "your", "a", "this", "that", "these", "same", "one", "left", "right",
     "both", "each", "either", "other", "bad", "pain", "pains", "painful", "ache", "aches", "aching", "hurts",
     "hurt", "hurting", "sore", "soreness", "numbness", "tingling", "burning", "area", "region", "part", "side",
     "is", "are", "just", "only", "me", "big", "whole", "lower", ",", ":", "-", "feels", "feel", "tender"}
)  # fmt: skip
# Where these are named twice, the closer name is meant; a leg has more that may hurt.
_ONE_PLACE = frozenset({"foot", "back"})
_OWN_PLACE = frozenset(
    {"and", "or", "/", "&", "rest", "whole", "entire", "up", "down", "into", "especially", "particularly",
     "other", "also"}
)  # fmt: skip
_EXACTLY = (("to", "be", "exact"), ("to", "be", "precise"), ("to", "be", "specific"), ("exactly",), ("specifically",))
_SIDES = {"left": "left", "right": "right", "both": "both"}
_ENDS = frozenset({",", ".", ";", "!", "?", "-", "and", "but", ":"})
_PAIN = frozenset(
    {"pain", "ache", "aches", "pains", "hurts", "problem", "problems", "tendonitis",
     "tendinitis", "thing", "trouble"}
)  # fmt: skip


def without_general(norms: Sequence[str], mentions: Sequence[Mention], clues: Sequence[Mention]) -> list[Mention]:
    """Leave out a foot, leg or back that only says where a closer place is, or that is merely handled."""
    sites = sorted((m for m in mentions if m.name == "pain_site"), key=lambda m: m.start)
    general = {id(m) for here, after in pairwise(sites) for m in _place_of_other(norms, here, after)}
    if len({m.value for m in sites if m.role is None}) > 1:
        for clue in clues:
            if clue.name == HANDLED_CLUE:
                # and so is its side
                general |= {
                    id(m) for m in mentions
                    if (m.value in ("foot", "leg") or m.name == "side") and clue.start <= m.start < clue.end
                }  # fmt: skip
            if clue.name == STEPPED_ON_CLUE:
                general |= {id(m) for m in sites if clue.start <= m.start < clue.end}
    general |= {id(m) for m in sites if _is_repeated(norms, m, sites) or _is_landmark(norms, m, sites)}
    return [m for m in mentions if id(m) not in general]


def _is_repeated(norms: Sequence[str], site: Mention, sites: Sequence[Mention]) -> bool:
    """Whether a foot or back is the same place that the message names more closely elsewhere.

    In a list ("my feet and toes"), or where the whole of it is meant, it is a place of its own.
    """
    if site.value not in _ONE_PLACE or site.role is not None:
        return False
    if not any(m.value in CLOSER[site.value] and m.role is None for m in sites):
        return False
    return _OWN_PLACE.isdisjoint(norms[max(site.start - 3, 0) : site.end + 3])


def _is_landmark(norms: Sequence[str], site: Mention, sites: Sequence[Mention]) -> bool:
    """Whether a site only says where another one of its sentence is: "on the shin, just below the knee"."""
    at = site.start
    if norms[at] not in _BESIDE:
        while at and norms[at - 1] in _OWNER:
            at -= 1
        at -= 1
        if at > 0 and norms[at] == "to" and norms[at - 1] in _BESIDE_TO:
            at -= 1
        elif at < 0 or norms[at] not in _BESIDE:
            return False
    if at and norms[at - 1] in ("and", "or"):
        return False
    measured = at > 0 and norms[at - 1] in _LENGTHS  # from a place that may be in another sentence
    for other in sites:
        if other is site or other.value == site.value or other.role is not None:
            continue
        if site.value in CLOSER.get(other.value, ()):
            continue  # "my foot near the heel" is a heel
        first, last = sorted((other, site), key=lambda m: m.start)
        if measured or SENTENCE_ENDS.isdisjoint(norms[first.end : last.start]):
            return True
    return False


def _place_of_other(norms: Sequence[str], here: Mention, after: Mention) -> list[Mention]:
    """Of two neighbours, the one that is the general place of the other ("arch of my FOOT"), if any."""
    between = norms[here.end : after.start]
    if after.value in CLOSER.get(here.value, ()):
        exact = any(tuple(norms[after.end : after.end + len(words)]) == words for words in _EXACTLY)
        placed = bool(_WHERE[here.value].intersection(between)) or exact
        return [here] if placed and _BETWEEN.issuperset(between) else []
    if here.value in CLOSER.get(after.value, ()):
        placed = bool({"in", "of", "on", "at", "inside"}.intersection(between))
        again = norms[after.start - 1] == "same"  # "... in the same foot" says nothing new
        return [after] if again or (placed and _BETWEEN.issuperset(between)) else []
    return []


def add_trailing_sides(norms: Sequence[str], mentions: list[Mention]) -> None:
    """Add sides that are said after their place and end a part of a sentence: "heel spur right", "ankles both"."""
    taken = {place for m in mentions if m.name == "side" for place in range(m.start, m.end)}
    places: Iterable[Mention] = [m for m in mentions if m.name in ("pain_site", "condition")]
    for mention in places:
        at = mention.end
        while at < len(norms) and norms[at] in _PAIN:
            at += 1
        # "Morton's neuroma, left, and ..."
        if norms[at : at + 1] == [","] and at + 2 < len(norms) and norms[at + 2] in _ENDS:
            at += 1
        if at >= len(norms) or norms[at] not in _SIDES or at in taken:
            continue
        if at + 1 >= len(norms) or norms[at + 1] in _ENDS:
            taken.add(at)
            mentions.append(Mention("side", _SIDES[norms[at]], at, at + 1, role=mention.role))
