"""What is said of parts of the body that are none of ours: "a sharp pain in my neck" is no complaint here."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.mentions import Mention
from bot.nlu.sentences import Sentences

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
    sentences = Sentences(norms)
    dropped: set[int] = set()
    for place in places:
        sentence = sentences.of(place)
        if not any(at in sentence for at in ours):
            dropped.update(sentence)
    return [mention for mention in mentions if mention.start not in dropped or not _is_of_a_part(mention)]


def _is_of_a_part(mention: Mention) -> bool:
    return mention.name in OF_A_PART or (mention.name == "red_flag" and mention.value in SIGNS_OF_A_PART)
