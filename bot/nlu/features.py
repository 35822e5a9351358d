"""What the intent classifier sees of a message, besides its words."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from bot.nlu.lexicon import read_vocabulary, shipped
from bot.nlu.reader import Reading

_QUESTION_WORDS = frozenset(
    {"what", "which", "how", "why", "when", "where", "who", "whose", "do", "does", "is", "are", "can", "could",
     "should", "will", "would", "did"}
)  # fmt: skip
_TYPES = tuple(read_vocabulary())


@functools.lru_cache(maxsize=1)
def topics() -> tuple[str, ...]:
    """Names of the topics of the lexicon, in a fixed order."""
    return tuple(sorted({item.entry.name for item in shipped().compiled if item.entry.kind == "topic"}))


def features_of(reading: Reading, topic_names: tuple[str, ...]) -> NDArray[np.float32]:
    """Which entity types and topics a message has, whether it speaks of our field, its length and its form."""
    names = {mention.name for mention in reading.mentions}
    words = [word.norm for word in reading.words]
    size = sum(word[0].isalnum() for word in words)
    facts = [float(name in names) for name in _TYPES]
    about = [float(topic in reading.topics) for topic in topic_names]
    form = [
        float(bool(names)),
        min(len(reading.mentions), 5) / 5,
        float(reading.speaks_of_field),
        reading.field_words / max(size, 1),
        min(len(reading.unknown), 3) / 3,
        float(size <= 3),
        float(size > 12),
        float(bool(words) and words[0] in _QUESTION_WORDS),
        float("?" in words),
        float(bool({"i", "my", "me"} & set(words))),
    ]
    return np.array(facts + about + form, dtype=np.float32)
