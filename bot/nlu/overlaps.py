"""Which of several readings of the same words stand."""

from __future__ import annotations

from collections.abc import Iterable

from bot.nlu.mentions import Mention

# Signs and clues are read across whole clauses: what they are made of stands beside them.
ACROSS = frozenset({"red_flag"})

# "after running" says when it hurts and nothing of what the insole is for; "after tennis" says both.
SAME_AS_TRIGGER = frozenset({"walking", "running", "gym"})
SAME_AS_SHOE = frozenset({"walking", "running", "hiking", "skiing", "dancing"})
_COMPLAINT = frozenset({"pain_site", "pain_quality", "severity", "side", "condition", "duration"})
# What is read as well inside a longer mention of another type.
STAND_BESIDE = {
    "side": _COMPLAINT,
    "severity": _COMPLAINT | {"worse_when"},
    "duration": _COMPLAINT,
    "wearer": frozenset({"age"}),
    "age": frozenset({"wearer"}),
    "shoe_size": frozenset({"wearer", "width"}),
    "worse_when": _COMPLAINT | {"footwear", "terrain"},
    "activity": frozenset({"worse_when", "terrain", "footwear"}),
    "pain_site": _COMPLAINT - {"pain_site"},
    "pain_quality": frozenset({"pain_site", "severity", "side"}),
}


def is_across(mention: Mention) -> bool:
    """Whether a mention neither hides others nor is hidden by them."""
    return mention.name in ACROSS or mention.inferred


def longest(mentions: Iterable[Mention], hidden: Iterable[tuple[int, int, str]]) -> list[Mention]:
    """The mentions without those inside a longer one of another kind, or inside words that mean nothing here.

    hidden: words (start, end, entity type or "" for all) that look like a mention and are none.
    """
    hiding: dict[int, list[tuple[int, str]]] = {}
    for start, end, only in hidden:
        for place in range(start, end):
            hiding.setdefault(place, []).append((end, only))
    ordered = sorted(mentions, key=lambda m: (m.start - m.end, m.start, m.name, m.value))
    kept: list[Mention] = []
    covering: dict[int, list[Mention]] = {}  # what is kept, by each of its words
    for mention in ordered:
        if any(mention.end <= end and only in ("", mention.name) for end, only in hiding.get(mention.start, ())):
            continue
        # Whatever is longer and overlaps covers its first or its last word.
        near = covering.get(mention.start, []) + covering.get(mention.end - 1, [])
        if is_across(mention):
            drop = any((m.name, m.value) == (mention.name, mention.value) for m in near)
        else:
            drop = any(_hides(m, mention) for m in near if not is_across(m))
        if drop:
            continue
        kept.append(mention)
        for place in range(mention.start, mention.end):
            covering.setdefault(place, []).append(mention)
    return sorted(kept, key=lambda m: (m.start, m.end, m.name))


def is_hidden(name: str, start: int, end: int, hidden: Iterable[tuple[int, int, str]]) -> bool:
    """Whether something of a name lies inside words that mean nothing here (`hidden` as in `longest`)."""
    return any(first <= start and end <= last and only in ("", name) for first, last, only in hidden)


def _hides(longer: Mention, shorter: Mention) -> bool:
    same = (longer.start, longer.end) == (shorter.start, shorter.end)
    if same:
        return (longer.name, longer.value) == (shorter.name, shorter.value)
    if longer.name == "worse_when" and shorter.name == "activity" and shorter.value not in SAME_AS_TRIGGER:
        return False
    if longer.name == "footwear" and shorter.name == "activity" and shorter.value not in SAME_AS_SHOE:
        return False
    if shorter.name != longer.name and shorter.name in STAND_BESIDE.get(longer.name, ()):
        return False
    inside = longer.start <= shorter.start and shorter.end <= longer.end
    overlap = longer.start < shorter.end and shorter.start < longer.end
    return inside or (overlap and longer.name == shorter.name)
