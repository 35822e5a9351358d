"""What a mention is said to be: denied, refused, solved, merely supposed, or somebody else's (ConText).

The cues are data (`nlu_data/lexicon/scope.yml`); this module only knows how far a cue reaches.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.nlu.lexicon import Category, ScopeRule
from bot.nlu.matching import SENTENCE_ENDS
from bot.nlu.mentions import Mention, Role
from bot.nlu.sentences import Sentences

# Quantities say themselves what they are ("not more than $40").
NUMBERS = frozenset({"budget", "age", "body_weight", "shoe_size"})
# Where refusing differs from not having.
CHOICES = frozenset({"feature", "material", "insole_type", "footwear"})
# Features that one misses rather than refuses: "no arch support" is a complaint about a shoe.
MISSED = frozenset(
    {"arch_support", "cushioning", "heel_stability", "deep_heel_cup", "breathability", "durability",
     "metatarsal_pad", "lightweight", "warm"}
)  # fmt: skip
CHOSEN = CHOICES | {"width", "price_level", "liner", "wearer"}
# What may be missing in one complaint and is chosen in another are lists of their own: "no gel, heel hurts".
HEALTH = frozenset({"pain_site", "pain_quality", "condition", "severity", "worse_when", "red_flag", "terrain", "side"})
# "Gel is fine" is no refusal of gel, though "the heel is fine" denies the heel.
WELL = frozenset({"fine", "ok", "okay", "good", "great", "alright", "right", "problem", "issue", "bother", "hassle"})
# Only said of a wearer straight before: "not for my husband".
WEARER_REACH = 4
# Whose sentence it is.
FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself", "we", "our"})
THIRD_PERSON = frozenset({"he", "she", "his", "her", "him", "hers"})
MYSELF = frozenset(
    {("is", "her"), ("is", "him"), ("is", "them"), ("not", "mine"), ("not", "me"), ("about", "my"), ("about", "me"),
     ("for", "me"), ("for", "myself"), ("for", "my", "own"), ("mine", "is"), ("mine", "are")}
)  # fmt: skip
THEM = frozenset(
    {("for", "her"), ("for", "him"), ("for", "them"), ("need", "for"), ("buy", "her"), ("buy", "him"),
     ("get", "her"), ("get", "him"), ("getting", "her"), ("getting", "him")}
)  # fmt: skip
AGAIN = 6  # words between two denials of one list
LONGEST_CUE = 12  # words that a cue may span
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
    sides = [mention.start for mention in mentions if mention.name == "side"]
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
        if shields and any(cue.start <= place < cue.end for place in sides):
            continue  # "the left knee, not right" denies a side
        blind = shields or cue.rule.category == "someone_else"
        if inside or not (blind or own.isdisjoint(range(cue.start, cue.end))):
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
    begins = {m.start for m in ordered if m.name in CHOICES}
    types: dict[int, str] = {}
    for mention in ordered:
        types.setdefault(mention.start, mention.name)
    in_order = sorted(cues, key=lambda cue: cue.start)
    cue_starts = [cue.start for cue in in_order]
    for cue in in_order:
        category, direction = cue.rule.category, cue.rule.direction
        if category == "stop":
            continue
        first, last = cue.start, cue.end
        if direction in ("forward", "clause"):
            before = bisect.bisect_left(cue_starts, cue.start)
            recent = in_order[bisect.bisect_left(cue_starts, cue.start - AGAIN - LONGEST_CUE) : before]
            last = _forward(norms, cue, stops, begins, _Row(norms, cue, recent, types))
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
            if mention.name in CHOSEN and direction == "backward" and not WELL.isdisjoint(norms[cue.start : cue.end]):
                continue
            if mention.name == "wearer" and category == "denied" and mention.start - cue.end >= WEARER_REACH:
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


class _Row:
    """The list that a cue of denial may begin, and whether it goes on after a comma."""

    def __init__(self, norms: Sequence[str], cue: Cue, cues: Sequence[Cue], types: Mapping[int, str]) -> None:
        self._norms, self._cue, self._types = norms, cue, types
        self._bare = norms[cue.end - 1] == "not"
        # "not gel, not foam, cork": who denies each thing by itself denies no more of them.
        self._again = any(
            other.end <= cue.start and cue.start - other.end <= AGAIN and other.rule.category == cue.rule.category
            and norms[other.start] == norms[cue.start] and not SENTENCE_ENDS.intersection(norms[other.end : cue.start])
            for other in cues
        )  # fmt: skip

    def goes_on(self, comma: int) -> bool:
        """Whether what follows a comma belongs to it: "no numbness, fever or swelling"."""
        norms = self._norms
        at = comma + 1
        joint = at < len(norms) and norms[at] in _JOINTS
        while at < len(norms) and norms[at] in ("or", "nor", "and", "any"):
            at += 1
        if at not in self._types:
            return False
        if joint:
            return True
        named = [name for place, name in self._types.items() if self._cue.end <= place < comma]
        if named and named[-1] == self._types[at] == "severity":
            return False
        if self._bare or self._again or (named and (named[-1] in HEALTH) != (self._types[at] in HEALTH)):
            # Then only a joint that closes the list shows that it is one.
            return any(norms[place] in ("or", "nor") for place in range(at, min(at + 6, len(norms))))
        for place in range(at, min(at + 6, len(norms))):
            if norms[place] in _JOINTS or norms[place] == ",":
                return norms[place] != "and" or place - at <= 3
            if norms[place] in SENTENCE_ENDS:
                return place - at <= 2
        return len(norms) - at <= 2


def _forward(norms: Sequence[str], cue: Cue, stops: frozenset[int], begins: set[int], row: _Row) -> int:
    """The word at which a cue that looks forward ends."""
    last = min(cue.end + cue.rule.reach, len(norms))
    for at in range(cue.end, last):
        word = norms[at]
        # A mention may begin with such a word itself: "isn't like a brick".
        if word in SENTENCE_ENDS or (at in stops and at not in begins):
            return at
        if word == "," and not row.goes_on(at):
            return at
    return last


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
        if category == "denied" and mention.name in CHOICES and cue.rule.direction == "backward":
            return  # "the only sandals that don't hurt": what doesn't hurt was not refused
        if category == "denied" and mention.name in CHOICES:
            mention.role = _denied_choice(mention, norms, cue)
        elif mention.name != "price_level" and (mention.name != "wearer" or category == "denied"):
            mention.role = "absent"


def _denied_choice(mention: Mention, norms: Sequence[str], cue: Cue) -> Role:
    """Whether a denied feature or material is missed or refused."""
    if mention.name == "feature":
        return "absent" if mention.value in MISSED else "avoid"
    if mention.name == "material":
        return "avoid"
    owned = {"have", "had", "wear", "own", "use", "worn", "used", "never", "got", "without", "tried"}
    return "absent" if owned & set(norms[cue.start : mention.start]) else "avoid"


def settle(norms: Sequence[str], mentions: Sequence[Mention]) -> list[Mention]:
    """Leave out what is only supposed or is another person's trouble, where that would mislead.

    A sign that is only feared is none, and how long ago something was that is over is no duration. A relative's
    condition is none of the speaker's, unless the message has no trouble of their own: then the insole is for the
    relative.
    """
    kept = [m for m in mentions if not (m.supposed and m.name == "red_flag")]
    kept = [m for m in kept if not (m.name == "duration" and m.role == "absent")]
    refused = {(m.name, m.value) for m in kept if m.role == "avoid" and m.name in ("insole_type", "material")}
    # "I don't want orthotics, though orthotics is what everyone says."
    kept = [m for m in kept if m.role is not None or (m.name, m.value) not in refused]
    if any(m.someone_else for m in kept):
        _carry_over(norms, kept)
        if _is_own(norms, kept):
            kept = [m for m in kept if not m.someone_else]
    return kept


def _carry_over(norms: Sequence[str], mentions: Sequence[Mention]) -> None:
    """Mark what the sentences after go on to say of the other person: "My dad has bunions. He limps."."""
    sentences = Sentences(norms)
    first = min(m.start for m in mentions if m.someone_else)
    for mention in mentions:
        if mention.start <= first or mention.someone_else or mention.name in NUMBERS:
            continue
        for at in range(mention.start - 1, sentences.of(mention.start).start - 1, -1):
            if norms[at] in FIRST_PERSON:
                break
            if norms[at] in THIRD_PERSON:
                mention.someone_else = True
                break


def _is_own(norms: Sequence[str], mentions: Sequence[Mention]) -> bool:
    """Whether the message is about the speaker beside whom others are only told of."""
    pairs = [tuple(norms[at : at + size]) for at in range(len(norms)) for size in (2, 3)]
    if not THEM.isdisjoint(pairs):
        return False
    if any(m.name == "wearer" and not m.someone_else and norms[m.start] == "for" for m in mentions):
        return False
    if not MYSELF.isdisjoint(pairs):
        return True
    named = {place for m in mentions if m.name == "wearer" for place in range(m.start, m.end)}  # "my son"
    mine = {at for at, norm in enumerate(norms) if norm in FIRST_PERSON and at not in named}
    sentences = Sentences(norms)
    return any(
        m.name in ("pain_site", "condition", "pain_quality", "arch_type") and not m.someone_else and m.stated
        and not mine.isdisjoint(sentences.of(m.start))
        for m in mentions
    )  # fmt: skip
