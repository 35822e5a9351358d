"""Whether a message belongs to our field at all: a small model, and how much the reader found that speaks for it.

A confidence threshold on intents lets most foreign matter in: a classifier is sure of what it has never seen. So there
is a model of its own for this one question. Besides words and letters it sees how many of the content words nobody uses
when speaking with us.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

import numpy as np
from spacy.lang.en.stop_words import STOP_WORDS

from bot.nlu.classifier import seen as seen_by_classifier
from bot.nlu.lexicon import shipped
from bot.nlu.reader import Reading
from bot.nlu.text_model import Seen, TextModel

WORDS_FILE = "our_words.json"
INSIDE, OUTSIDE = "inside", "outside"
# Topics of messages that are none of ours.
FOREIGN_TOPICS = frozenset({"abuse", "commanding", "medical", "ours_shop"})
# Entity types that hardly occur outside our field; the others (a price, an age) say little by themselves.
OF_THE_FIELD = frozenset(
    {"pain_site", "condition", "arch_type", "pronation", "insole_type", "footwear", "red_flag", "width",
     "pain_quality", "liner", "worse_when", "shoe_size", "body_weight", "severity"}
)  # fmt: skip
# Those of them that settle it beside a second one.
TELLING = frozenset(
    {"condition", "insole_type", "arch_type", "pronation", "red_flag", "shoe_size", "body_weight", "width"}
)
SITE, COMPLAINT_CLUE = "pain_site", "complaint"
SEVERAL = 4  # strange words from which more make no difference


class Evidence(IntEnum):
    """How much speaks for our field: nothing; a word that may mean something else ("a foot long", "boot the
    computer"); a complaint or several things that only we deal in."""

    NONE = 0
    SOME = 1
    CLEAR = 2


def evidence(reading: Reading) -> Evidence:
    """What the reader found."""
    names = {mention.name for mention in reading.mentions}
    hurts = any(clue.name == COMPLAINT_CLUE for clue in reading.clues)
    if SITE in names and (hurts or names & OF_THE_FIELD - {SITE}):
        return Evidence.CLEAR
    if names & TELLING and len(names & OF_THE_FIELD) > 1:
        return Evidence.CLEAR
    if reading.speaks_of_field or names & OF_THE_FIELD:
        return Evidence.SOME
    return Evidence.NONE


def content_of(reading: Reading) -> list[str]:
    """Base forms of the words that say what a message is about."""
    return [
        base
        for word, base in zip(reading.words, reading.bases, strict=True)
        if word.norm[0].isalpha() and len(word.norm) > 1 and word.norm not in STOP_WORDS
    ]


@lru_cache(maxsize=1)
def _topic_words() -> frozenset[str]:
    """Base forms of the words that our topics are spoken of with (topics.yml)."""
    return frozenset(
        part.text
        for item in shipped().compiled
        if item.entry.kind == "topic" and item.entry.name not in FOREIGN_TOPICS
        for part in item.pattern.parts()
        if part.kind in ("word", "exact") and len(part.text) > 1
    )


@dataclass
class ScopeModel:
    """A trained model. counts: in how many of our own messages a content word occurred."""

    model: TextModel
    counts: dict[str, int]

    @classmethod
    def fit(cls, readings: Sequence[Reading], inside: Sequence[bool], strength: float) -> ScopeModel:
        """Train it. inside: whether each message is ours."""
        counts: dict[str, int] = {}
        for reading, ours in zip(readings, inside, strict=True):
            for word in set(content_of(reading)) if ours else ():
                counts[word] = counts.get(word, 0) + 1
        views = [_seen(reading, counts, own=int(ours)) for reading, ours in zip(readings, inside, strict=True)]
        labels = [INSIDE if ours else OUTSIDE for ours in inside]
        return cls(TextModel.fit(views, labels, strength, measure_weight=1.0, balanced=False), counts)

    def outside(self, reading: Reading) -> float:
        """Probability, 0 to 1, that a message is none of ours."""
        shares = self.model.shares([_seen(reading, self.counts)])[0]
        return float(shares[self.model.classes.index(OUTSIDE)])

    def save(self, folder: Path) -> None:
        """Write it into a folder."""
        self.model.save(folder)
        (folder / WORDS_FILE).write_text(json.dumps(self.counts), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> ScopeModel:
        """The model that `save` wrote."""
        return cls(TextModel.load(folder), json.loads((folder / WORDS_FILE).read_text(encoding="utf-8")))


def _seen(reading: Reading, counts: dict[str, int], own: int = 0) -> Seen:
    """A message as the model sees it. own: how often it was counted itself, so that training isn't misled."""
    view = seen_by_classifier(reading)
    content = content_of(reading)
    known, field = _topic_words(), shipped().field_words
    strange = sum(word not in known and word not in field and counts.get(word, 0) <= own for word in content)
    measures = [strange / len(content) if content else 0.0, min(strange, SEVERAL) / SEVERAL, float(not content)]
    return Seen(view.words, view.letters, np.concatenate([view.measures, np.array(measures, dtype=np.float32)]))
