"""What is said of parts of the body that are none of ours: "a sharp pain in my neck" is no complaint here."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.matching import SENTENCE_ENDS
from bot.nlu.mentions import Mention

# The clue that collects necks, arms and heads (clues.yml).
OTHER_PART_CLUE = "other_part"
# What is then said of that part; signs that are told of limbs and wounds among them.
OF_A_PART = frozenset({"pain_quality", "severity", "side"})
SIGNS_OF_A_PART = frozenset({"open_wound", "lost_feeling", "hot_red_swollen", "injury", "deformity"})


def without_other_parts(norms: Sequence[str], mentions: Sequence[Mention], clues: Sequence[Mention]) -> list[Mention]:
    """Leave out what sentences say of other parts only: those that name one, and no part of ours."""
    places = [clue.start for clue in clues if clue.name == OTHER_PART_CLUE]
    if not places:
        return list(mentions)
    ours = [mention.start for mention in mentions if mention.name in ("pain_site", "condition", "arch_type")]
    dropped: set[int] = set()
    for place in places:
        start, end = _sentence(norms, place)
        if not any(start <= at < end for at in ours):
            dropped.update(range(start, end))
    return [mention for mention in mentions if mention.start not in dropped or not _is_of_a_part(mention)]


def _is_of_a_part(mention: Mention) -> bool:
    return mention.name in OF_A_PART or (mention.name == "red_flag" and mention.value in SIGNS_OF_A_PART)


def _sentence(norms: Sequence[str], at: int) -> tuple[int, int]:
    start = end = at
    while start and norms[start - 1] not in SENTENCE_ENDS:
        start -= 1
    while end < len(norms) and norms[end] not in SENTENCE_ENDS:
        end += 1
    return start, end
