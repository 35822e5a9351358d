"""Signs that no single phrase says: several mentions together do, as `combinations.yml` lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.nlu.lexicon import Combination
from bot.nlu.matching import SENTENCE_ENDS
from bot.nlu.mentions import Mention

# From this age a minor fall is a sign (red flag fall_when_older of the vocabulary).
OLDER_FROM = 70
OLDER = "age=70+"


def names_of(mention: Mention) -> tuple[str, ...]:
    """The names under which a combination may ask for a mention."""
    if mention.name == "age" and float(mention.value) >= OLDER_FROM:
        return (mention.name, OLDER)
    return (mention.name, f"{mention.name}={mention.value}")


def add_combined(
    norms: Sequence[str], mentions: list[Mention], clues: Sequence[Mention], combinations: Sequence[Combination]
) -> None:
    """Add the signs whose parts are all stated, unless they are there already."""
    if not combinations:
        return
    sentences = list(_sentences(norms))
    whole = [(0, len(norms))]
    told = [(m, names_of(m)) for m in (*mentions, *clues) if m.stated and not m.someone_else]
    known = {(m.name, m.value) for m in mentions}
    # Twice, so that a combination may build on the sign that another has added.
    for combination in (*combinations, *combinations):
        if (combination.name, combination.value) in known:
            continue
        everything = {name for _, names in told for name in names}
        if not all(part & everything for part in combination.parts):
            continue
        for start, end in sentences if combination.within == "sentence" else whole:
            here = [(m, names) for m, names in told if start <= m.start < end]
            said = {name for _, names in here for name in names}
            if combination.unless & said or not all(part & said for part in combination.parts):
                continue
            used = [m for m, names in here if any(part.intersection(names) for part in combination.parts)]
            first, last = min(m.start for m in used), max(m.end for m in used)
            sign = Mention(combination.name, combination.value, first, last, inferred=True)
            mentions.append(sign)
            told.append((sign, names_of(sign)))
            known.add((sign.name, sign.value))
            break


def _sentences(norms: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for at, word in enumerate(norms):
        if word in SENTENCE_ENDS:
            yield start, at + 1
            start = at + 1
    if start < len(norms):
        yield start, len(norms)


def withdraw(
    mentions: Sequence[Mention], clues: Sequence[Mention], withdrawn: Mapping[str, frozenset[str]]
) -> list[Mention]:
    """Leave out what something else in the message takes back ("withdrawn" in combinations.yml), in that order.

    What was itself taken back before takes nothing back any more.
    """
    kept = list(mentions)
    for name, by in withdrawn.items():
        if by & {each for m in (*kept, *clues) if m.stated for each in names_of(m)}:
            kept = [m for m in kept if f"{m.name}={m.value}" != name]
    return kept


# What makes a message speak of a complaint.
COMPLAINTS = frozenset({"pain_site", "pain_quality", "severity", "condition", "red_flag"})
COMPLAINT_CLUE = "complaint"


def triggers_of_complaints(mentions: Sequence[Mention], clues: Sequence[Mention]) -> list[Mention]:
    """Without `worse_when` where nothing hurts: "insoles for standing all day" is an activity."""
    hurts = any(m.name in COMPLAINTS for m in mentions) or any(c.name == COMPLAINT_CLUE for c in clues)
    return list(mentions) if hurts else [m for m in mentions if m.name != "worse_when"]
