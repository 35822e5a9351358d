"""What a mention is said to be: denied, refused, solved, merely supposed, or somebody else's (ConText).

The cues are data (`nlu_data/lexicon/scope.yml`); this module only knows how far a cue reaches.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.nlu.lexicon import Category, ScopeRule
from bot.nlu.matching import SENTENCE_ENDS
from bot.nlu.mentions import Mention, Role

# Quantities say themselves what they are ("not more than $40").
NUMBERS = frozenset({"budget", "age", "body_weight", "shoe_size"})
# Where refusing differs from not having.
CHOICES = frozenset({"feature", "material", "insole_type", "footwear"})
# Features that one misses rather than refuses: "no arch support" is a complaint about a shoe.
MISSED = frozenset(
    {"arch_support", "cushioning", "heel_stability", "deep_heel_cup", "breathability", "durability",
     "metatarsal_pad", "lightweight", "warm"}
)  # fmt: skip
LONGEST_MENTION = 24  # words that a sign may span
_JOINTS = frozenset({"or", "nor", "and"})


@dataclass(frozen=True)
class Cue:
    """A cue found: its words and its rule."""

    start: int
    end: int
    rule: ScopeRule


def clear_cues(cues: Iterable[Cue], mentions: Sequence[Mention]) -> list[Cue]:
    """Cues that count: not part of a longer cue, nor of a mention that says "no" itself."""
    own: set[int] = set()  # words at which a mention says "no" itself
    for mention in mentions:
        if mention.negative:
            own.update(range(mention.start, mention.end))
    ordered = sorted(cues, key=lambda cue: (cue.start - cue.end, cue.start, cue.rule.category))
    kept: list[Cue] = []
    covering: dict[int, list[Cue]] = {}
    for cue in ordered:
        inside = any(
            cue.end <= other.end and (other.start, other.end) != (cue.start, cue.end)
            for other in covering.get(cue.start, ())
        )
        # What is no cue shields what it holds, whatever a mention says itself.
        shields = cue.rule.category == "not_a_cue"
        if inside or not (shields or own.isdisjoint(range(cue.start, cue.end))):
            continue
        kept.append(cue)
        for place in range(cue.start, cue.end):
            covering.setdefault(place, []).append(cue)
    return [cue for cue in kept if cue.rule.category != "not_a_cue"]


def apply(norms: Sequence[str], mentions: Sequence[Mention], cues: Sequence[Cue]) -> None:
    """Set role, `supposed` and `someone_else` of the mentions that a cue reaches."""
    stops = frozenset(cue.start for cue in cues if cue.rule.category == "stop")
    stops_end = frozenset(cue.end for cue in cues if cue.rule.category == "stop")
    ordered = sorted(mentions, key=lambda mention: mention.start)
    starts = [mention.start for mention in ordered]
    begins = set(starts)
    for cue in sorted(cues, key=lambda cue: cue.start):
        category, direction = cue.rule.category, cue.rule.direction
        if category == "stop":
            continue
        first, last = cue.start, cue.end
        if direction in ("forward", "clause"):
            last = _forward(norms, cue, stops, begins)
        if direction in ("backward", "clause", "sentence_backward"):
            first = _backward(norms, cue, stops_end, over_commas=direction == "sentence_backward")
        near = ordered[bisect.bisect_left(starts, first - LONGEST_MENTION) : bisect.bisect_left(starts, last)]
        chosen = len(norms)
        if category == "denied":
            chosen = min((m.start for m in near if m.name in CHOICES and m.start >= cue.end), default=chosen)
        for mention in near:
            # "not enough cushioning in the heel" denies the cushioning and no heel.
            if mention.start > chosen and mention.name not in CHOICES:
                continue
            if _reached(mention, cue, first, last):
                _mark(mention, category, norms, cue)


def _reached(mention: Mention, cue: Cue, first: int, last: int) -> bool:
    """Whether a mention lies in the words from `first` to `last` (excluded) that a cue reaches."""
    if mention.negative and mention.start <= cue.start < mention.end:
        return False
    inside = first <= mention.start < last
    if cue.rule.direction in ("backward", "sentence_backward"):
        return inside and mention.start < cue.start
    if cue.rule.direction == "forward":
        # A mention that spans the cue itself ("leg that is not numb") is reached as well.
        return (inside and mention.start >= cue.start) or (mention.start < cue.start and cue.end < mention.end)
    return inside


def _forward(norms: Sequence[str], cue: Cue, stops: frozenset[int], begins: set[int]) -> int:
    """The word at which a cue that looks forward ends."""
    last = min(cue.end + cue.rule.reach, len(norms))
    for at in range(cue.end, last):
        word = norms[at]
        # A mention may begin with such a word itself: "isn't like a brick".
        if word in SENTENCE_ENDS or (at in stops and at not in begins):
            return at
        if word == "," and not _goes_on(norms, at, begins):
            return at
    return last


def _goes_on(norms: Sequence[str], comma: int, begins: set[int]) -> bool:
    """Whether a list goes on after a comma: "no numbness, fever or swelling"."""
    at = comma + 1
    joint = at < len(norms) and norms[at] in _JOINTS
    while at < len(norms) and norms[at] in ("or", "nor", "and", "any"):
        at += 1
    if at not in begins:
        return False
    if joint:
        return True
    for place in range(at, min(at + 6, len(norms))):
        if norms[place] in _JOINTS or norms[place] == ",":
            return norms[place] != "and" or place - at <= 3
        if norms[place] in SENTENCE_ENDS:
            return place - at <= 2
    return len(norms) - at <= 2


def _backward(norms: Sequence[str], cue: Cue, stops_end: frozenset[int], over_commas: bool) -> int:
    first = max(cue.start - cue.rule.reach, 0)
    for at in range(cue.start - 1, first - 1, -1):
        if norms[at] in SENTENCE_ENDS and norms[at] != ";":
            return at + 1
        if norms[at] in (",", ";") and not over_commas and at != cue.start - 1:
            return at + 1
        if at + 1 in stops_end and not over_commas:
            return at + 1
    return first


def _mark(mention: Mention, category: Category, norms: Sequence[str], cue: Cue) -> None:
    if category == "supposed":
        mention.supposed = True
    elif category == "someone_else":
        mention.someone_else = True
    elif mention.name in NUMBERS:
        return
    elif category == "refused":
        if mention.name in CHOICES:
            mention.role = "avoid"
    elif mention.role is None:
        if category == "denied" and mention.name in CHOICES:
            mention.role = _denied_choice(mention, norms, cue)
        elif mention.name not in ("wearer", "price_level"):
            mention.role = "absent"


def _denied_choice(mention: Mention, norms: Sequence[str], cue: Cue) -> Role:
    """Whether a denied feature or material is missed or refused."""
    if mention.name == "feature":
        return "absent" if mention.value in MISSED else "avoid"
    if mention.name == "material":
        return "avoid"
    owned = {"have", "had", "wear", "own", "use", "worn", "used", "never", "got", "without", "tried"}
    return "absent" if owned & set(norms[cue.start : mention.start]) else "avoid"


def has_own_trouble(mentions: Sequence[Mention]) -> bool:
    """Whether a message has a trouble that is nobody else's."""
    return any(
        m.name in ("pain_site", "condition", "pain_quality") and not m.someone_else and m.stated for m in mentions
    )


def settle(mentions: Sequence[Mention]) -> list[Mention]:
    """Leave out what is only supposed or is another person's trouble, where that would mislead.

    A sign that is only feared is none. A relative's condition is none of the speaker's, unless the message
    has no trouble of their own: then the insole is for the relative.
    """
    own = has_own_trouble(mentions)
    kept = [m for m in mentions if not (m.supposed and m.name == "red_flag")]
    if own:
        kept = [m for m in kept if not m.someone_else]
    return kept
