"""What a trigger hangs on: words of pain. "At night" is one in "aches at night", and is none in "I work at night".

Phrases that begin with `~` in the lexicon count near words of pain only. And what somebody was doing when they had an
accident ("twisted my ankle on the stairs") is no trigger of a complaint.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.nlu.mentions import Mention
from bot.nlu.overlaps import is_hidden
from bot.nlu.sentences import Sentences

# The clues that collect words of pain and of accidents (clues.yml), and the entity types that are words of pain.
HURTING_CLUE, ACCIDENT_CLUE = "hurting", "accident"
HURTING = frozenset({"pain_quality", "severity"})
TRIGGERS = frozenset({"worse_when", "terrain"})
# What brings pain on by itself, accident or not.
CAUSES = frozenset({"bending_lifting", "after_rest"})
NEAR = 11  # words between a phrase and a word of pain, or of an accident, at most
# A word of degree belongs to what hurts within so few words.
DEGREE_NEAR = 6
HURTING_THINGS = frozenset({"pain_site", "condition"})
# What a word of degree in front of it belongs to, instead of a pain: "I severely overpronate".
OTHER_THINGS = frozenset({"pronation", "arch_type", "feature", "width", "footwear", "insole_type", "material"})
# A sentence of so few words without a subject goes on with what was said before: "Mostly on stairs."
FRAGMENT = 8
_JOINTS = frozenset({",", "and", "so", "-"})
_IT = frozenset({"it", "this", "pain", "pains"})
_EVERY_TIME = frozenset({"when", "whenever", "every", "each", "if"})
_PAST = frozenset({"was", "were", "went", "ran", "came", "got", "took", "did", "had", "rode", "stood", "sat"})
_SUBJECTS = frozenset({"i", "we", "he", "she", "they", "you"})


def near_pain(
    norms: Sequence[str],
    mentions: Sequence[Mention],
    clues: Iterable[Mention],
    hidden: Sequence[tuple[int, int, str]],
) -> list[Mention]:
    """The mentions without those that are tied to words of pain and stand near none, and without those of accidents.

    hidden: words (start, end, entity type or "" for all) that look like a mention and are none.
    """
    if not any(mention.tied or mention.name in TRIGGERS for mention in mentions):
        return list(mentions)
    told = list(clues)
    pains = [m for m in mentions if m.name in HURTING] + [c for c in told if c.name == HURTING_CLUE]
    every_pain = pains  # what hurts elsewhere (a neck) hurts all the same
    pains = [pain for pain in pains if not is_hidden(pain.name, pain.start, pain.end, hidden)]
    accidents = [clue for clue in told if clue.name == ACCIDENT_CLUE]
    sentences = Sentences(norms)
    kept: list[Mention] = []
    for mention in mentions:
        sentence = sentences.of(mention.start)
        if mention.tied and mention.name == "severity":
            if not _is_degree(norms, mention, mentions, every_pain, sentence):
                continue
        elif mention.tied and not _stands(norms, mention, pains, sentence):
            continue
        trigger = mention.name in TRIGGERS and mention.value not in CAUSES
        if not (trigger and _of_an_accident(norms, mention, accidents, pains, sentence)):
            kept.append(mention)
    return kept


def _stands(norms: Sequence[str], mention: Mention, pains: Sequence[Mention], sentence: range) -> bool:
    """Whether a tied mention has a word of pain near it in its sentence, or stands in a fragment."""
    for pain in pains:
        if pain.start not in sentence or max(pain.start - mention.end, mention.start - pain.end) > NEAR:
            continue
        if not _new_statement(norms, pain.end, mention.start):
            return True
    words = [norms[at] for at in sentence if norms[at][0].isalnum()]
    return len(words) <= FRAGMENT and _SUBJECTS.isdisjoint(words)


def _is_degree(
    norms: Sequence[str],
    mention: Mention,
    mentions: Sequence[Mention],
    pains: Sequence[Mention],
    sentence: range,
) -> bool:
    """Whether a word of degree ("severe", "slightly") tells how much something hurts."""
    if any(m.start == mention.end and m.name in OTHER_THINGS for m in mentions):
        return False
    if not _IT.isdisjoint(norms[max(mention.start - 4, sentence.start) : mention.start]):
        return True  # "I don't think it is severe"
    things = [m for m in mentions if m.name in HURTING_THINGS]
    for pain in (*pains, *things):
        if pain.name == "severity" or (pain.start < mention.end and mention.start < pain.end):
            continue
        first, last = sorted((pain, mention), key=lambda m: m.start)
        near = pain.start in sentence and last.start - first.end <= DEGREE_NEAR
        if near and not _new_statement(norms, first.end, last.start):
            return True
    words = [norms[at] for at in sentence if norms[at][0].isalnum()]
    return len(words) <= FRAGMENT and _SUBJECTS.isdisjoint(words)


def _new_statement(norms: Sequence[str], start: int, end: int) -> bool:
    """Whether a new statement begins among some words: "my heel hurts, I stand all day"."""
    return any(norms[at - 1] in _JOINTS and norms[at] in _SUBJECTS for at in range(start + 1, end))


def _of_an_accident(
    norms: Sequence[str],
    mention: Mention,
    accidents: Sequence[Mention],
    pains: Sequence[Mention],
    sentence: range,
) -> bool:
    """Whether an accident is told near a mention, with no word of pain in it or in between."""
    if any(mention.start <= pain.start < mention.end for pain in pains) or _is_habit(norms, mention):
        return False
    for accident in accidents:
        first, last = sorted((accident, mention), key=lambda m: (m.start, m.end))
        near = accident.start in sentence and last.start - first.end <= NEAR
        if near and not any(first.end <= pain.start < last.start for pain in pains):
            return True
    return False


def _is_habit(norms: Sequence[str], mention: Mention) -> bool:
    """Whether it is told of every time: "when I go down the stairs", not "when I went"."""
    words = norms[mention.start : mention.end]
    return words[0] in _EVERY_TIME and not any(word in _PAST or word.endswith("ed") for word in words)
