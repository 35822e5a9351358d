"""What a plain adjective is said of. "Stiff" is a wish in "soft, not stiff" or "something stiff", and a pain in "my
knee is stiff"; "warm" is one in "thin, warm, size 9", and the weather elsewhere.

Phrases that begin with `+` in the lexicon count among wishes only: beside another wish, or beside words of wishing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from bot.nlu.mentions import Mention
from bot.nlu.ties import HURTING_CLUE

WISHES = frozenset({"feature", "material", "insole_type"})
# What stands in a list of facts beside wishes: "9W, light, €30".
FACTS = frozenset({"budget", "shoe_size", "width", "footwear"})
PAINS = frozenset({"pain_quality", "pain_site", "severity", "condition"})
_LINKS = frozenset(
    {"too", "very", "so", "really", "quite", "pretty", "nice", "nicely", "a", "bit", "little", "more", "super", "extra",
     "rather", "fairly", "semi", "ultra", "and", "or", "nor", "but", "yet", "also", "plus", "&", "+", "/", "-", "both",
     "even", "overly", "ish", "kind", "of", "proper", "just", "as", "not", "no", "neither", "ideally", "preferably",
     "then", "rock", "well", "have", "to", "feel", "enough"}
)  # fmt: skip
_COMMAS = frozenset({",", ";", "(", ")", ":", "\n"})
_ENDS = frozenset({".", "!", "?"})
_BEFORE = frozenset(
    {"want", "wants", "wanted", "need", "needs", "prefer", "prefers", "something", "anything", "nothing", "please",
     "be", "like", "ones", "insole", "insoles", "inserts", "pair", "type", "make", "wish", "wishes", "wanting",
     "needing", "after", "avoid", "hate", "hates", "stuff", "them", "pref", "keep", "looking", "owt", "nowt", "soles",
     "sth", "smth"}
)  # fmt: skip
_AFTER = frozenset(
    {"insole", "insoles", "inserts", "insert", "one", "ones", "pair", "type", "kind", "please", "sole", "soles",
     "plate", "shell", "footbed", "footbeds", "orthotic", "orthotics", "shank", "stuff", "things", "material", "base",
     "preferred", "wanted", "needed", "pref", "enough"}
)  # fmt: skip
_OF_INSOLES = frozenset({"they", "these", "those", "insoles", "ones", "insole", "inserts", "orthotics", "pair"})
_COPULAS = frozenset({"is", "are", "was", "were", "feel", "felt", "feels"})
_REACH = 8

_Found = Literal["wish", "fact", "pain", "end", ""]


def among_wishes(norms: Sequence[str], mentions: Sequence[Mention], clues: Iterable[Mention]) -> list[Mention]:
    """The mentions without those that count among wishes only and stand among none.

    A word of pain that is a wish as well ("not too stiff") is no pain where the wish stands.
    """
    open_ones = sorted((m for m in mentions if m.wished), key=lambda m: m.start)
    if not open_ones:
        return list(mentions)
    words = frozenset(place for m in open_ones for place in range(m.start, m.end))
    kinds: dict[int, _Found] = {}  # what the words of the message belong to
    for mention in mentions:
        if mention.wished or (mention.name in PAINS and words.issuperset(range(mention.start, mention.end))):
            continue
        kind: _Found = (
            "wish" if mention.name in WISHES
            else "fact" if mention.name in FACTS
            else "pain" if mention.name in PAINS
            else ""
        )  # fmt: skip
        if kind:
            for place in range(mention.start, mention.end):
                kinds.setdefault(place, kind)
    for clue in clues:
        if clue.name == HURTING_CLUE:
            for place in range(clue.start, clue.end):
                if place not in words:
                    kinds.setdefault(place, "pain")
    standing: set[tuple[int, int]] = set()
    for ordered in (open_ones, open_ones[::-1]):  # lists of them are joined in both directions
        for mention in ordered:
            span = (mention.start, mention.end)
            if span not in standing and _stands(norms, mention, kinds):
                standing.add(span)
                for place in range(*span):
                    kinds[place] = "wish"
    taken = frozenset(place for start, end in standing for place in range(start, end))
    return [
        m for m in mentions
        if ((m.start, m.end) in standing if m.wished
            else m.name != "pain_quality" or not taken.issuperset(range(m.start, m.end)))
    ]  # fmt: skip


def _stands(norms: Sequence[str], mention: Mention, kinds: dict[int, _Found]) -> bool:
    left, left_comma = _neighbour(norms, mention.start - 1, -1, kinds)
    right, right_comma = _neighbour(norms, mention.end, 1, kinds)
    near = {found for found, comma in ((left, left_comma), (right, right_comma)) if not comma}
    if "wish" in near:
        return left != "pain" or left_comma or right == "wish"
    if left == "pain" or (right == "pain" and not right_comma):
        return False
    if "fact" in near:
        return True
    if left_comma and right_comma:
        return bool({left, right} & {"wish", "fact"}) and right != "pain"
    return "wish" in (left, right)


def _neighbour(norms: Sequence[str], at: int, step: int, kinds: dict[int, _Found]) -> tuple[_Found, bool]:
    """What stands next to a word over words that only link, and whether a comma comes between."""
    comma = False
    for place in range(at, at + step * _REACH, step):
        if not 0 <= place < len(norms) or norms[place] in _ENDS:
            return "end", True
        word = norms[place]
        if kinds.get(place):
            return kinds[place], comma
        if word in (_BEFORE if step < 0 else _AFTER):
            return "wish", comma
        if word in _COPULAS and step < 0 and place and norms[place - 1] in _OF_INSOLES:
            return "wish", comma
        if word in _COMMAS:
            comma = True
        elif word not in _LINKS:
            return "", comma
    return "", comma
