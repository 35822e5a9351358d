"""Which lengths of time belong to a complaint: "six years in a bakery" and "an operation in 2012" do not."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.matching import SENTENCE_ENDS
from bot.nlu.mentions import Mention

PLACES = frozenset({"pain_site", "condition"})
# With these clues of words of pain, and of something that begins (clues.yml).
HURTS = frozenset({"pain_quality", "severity", "complaint", "onset"})
OTHERS = frozenset({"activity", "footwear", "insole_type", "arch_type", "pronation", "feature", "material"})
OTHER_CLUE = "elsewhere"  # words of work, treatment and buying
# Treatment, and that it has not helped (clues.yml): "nine weeks of physio and it is no better".
TREATMENT_CLUE, NO_BETTER_CLUE = "treatment", "no_better"
_OF_PAIN = frozenset({"this", "it", "that", "these", "misery", "suffering", "trouble", "problems", "grief"})
_BREAKS = SENTENCE_ENDS | {",", "but", "and", "while", "because", "so", "then", "whereas", "though", "although", "-"}
TOLD_WITHIN = 12  # words from treatment to what it has not done
_LITTLE = frozenset(
    {"for", "about", "since", "now", "the", "last", "past", "over", "it", "is", "been", "has", "have", "a",
     "in", "maybe", "like", "i", "almost", "nearly", "around", "roughly", "well", "going", "on", "already",
     "at", "least", "more", "than", "this", "ago", "or", "of"}
)  # fmt: skip


_ONSET = frozenset({"began", "begin", "begun", "started", "starts"})


def of_complaints(norms: Sequence[str], mentions: Sequence[Mention], clues: Sequence[Mention]) -> list[Mention]:
    """The mentions without durations whose part of the sentence tells of something else."""
    if not any(m.name == "duration" for m in mentions):
        return list(mentions)
    return [
        m for m in mentions if m.name != "duration" or m.role is not None or _of_complaint(m, norms, mentions, clues)
    ]


def _of_complaint(
    duration: Mention, norms: Sequence[str], mentions: Sequence[Mention], clues: Sequence[Mention]
) -> bool:
    start, end = _part(norms, duration.start, duration.end)
    if _of_something_else(duration, norms, mentions, clues):
        return False
    if not _ONSET.isdisjoint(norms[max(duration.start - 4, start) : duration.start]) and any(
        m.name in HURTS | PLACES and start <= m.start < duration.start for m in mentions
    ):
        return True  # "the pain began four years ago, during which I had treatment"
    if any(c.name == TREATMENT_CLUE and start <= c.start < end for c in clues):
        # What treatment has not mended has lasted as long at least.
        return any(c.name == NO_BETTER_CLUE and c.start >= start and c.start - end <= TOLD_WITHIN for c in clues)
    while True:
        near = [m for m in (*mentions, *clues) if start <= m.start < end and m is not duration]
        # "still sore since my operation in 2019": the treatment only says when
        dated = norms.index("since", start, duration.start) if "since" in norms[start : duration.start] else len(norms)
        names = {m.name for m in near if m.name != OTHER_CLUE or not dated < m.start < duration.start}
        if names & HURTS or (names & PLACES and OTHER_CLUE not in names):
            return True
        if names & OTHERS or OTHER_CLUE in names:
            return False
        said = set(norms[start : duration.start]) | set(norms[duration.end : end])
        if start < 2 or norms[start - 1] in SENTENCE_ENDS or not said <= _LITTLE | {","}:
            return True
        # The part says nothing but the time: what went before says of what.
        start, _ = _part(norms, start - 1, start - 1)


def _of_something_else(
    duration: Mention, norms: Sequence[str], mentions: Sequence[Mention], clues: Sequence[Mention]
) -> bool:
    """Whether words after "of" say that the time was spent otherwise: "three years of squash"."""
    if list(norms[duration.end : duration.end + 1]) != ["of"]:
        return False
    here = range(duration.end + 1, duration.end + 5)
    if not _OF_PAIN.isdisjoint(norms[here.start : here.start + 1]):
        return False
    hurts = any(m.name in HURTS | PLACES and m.start in here for m in (*mentions, *clues))
    return not hurts and any(m.name in OTHERS and m.start in here for m in mentions)


def _part(norms: Sequence[str], start: int, end: int) -> tuple[int, int]:
    while start and norms[start - 1] not in _BREAKS:
        start -= 1
    while end < len(norms) and norms[end] not in _BREAKS:
        end += 1
    return start, end
