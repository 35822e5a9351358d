"""A second look at warning signs: a small model for wording that no list has.

The lexicon (`red_flag.yml`) knows how signs are usually worded. People find other words, and a missed sign can do
harm; a sign that is not there frightens. So this look is careful: only where the model is nearly certain does it state
a sign; where it merely suspects one, it says so (`possible_sign` in the parse result), and the adviser asks one plain
question. It learns from `nlu_data/warning_signs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.component import Learned
from bot.nlu.gate import GENERAL
from bot.nlu.matching import SENTENCE_ENDS
from bot.nlu.reader import Reading, shared_reader
from bot.nlu.sign_examples import PRESSING, sign_examples
from bot.nlu.text_model import Seen, TextModel

NONE = "none"  # the class of what is no sign
SIGN = "red_flag"
# Words of a piece of a message that is looked at by itself, and how many pieces are.
SHORTEST_PIECE, LONGEST_PIECE, MOST_PIECES = 3, 40, 60

# Both legs at once, and the back with them: too much depends on single words to state it.
ONLY_ASKED = frozenset({"both_legs"})

Verdict = Literal["stated", "asked"]


@dataclass(frozen=True)
class Suspicion:
    """What the model thinks of a message. pressing: probability of any emergency or urgent sign (0 to 1); sign: the
    likeliest one; share: its probability among them; start, end: characters of the piece."""

    pressing: float
    sign: str
    share: float
    start: int
    end: int

    def verdict(self, settings: Mapping[str, float]) -> Verdict | None:
        """Whether the sign is stated, asked about, or left alone, by the settings of `SecondLook`."""
        certain = self.pressing >= settings["certain"] and self.share >= settings["certain_kind"]
        if certain and self.sign not in ONLY_ASKED:
            return "stated"
        if self.pressing >= settings["suspicious"] and self.share >= settings["suspicious_kind"]:
            return "asked"
        return None


@dataclass
class SignModel:
    """Whether a piece of text tells of a pressing sign, and of which."""

    pressing: TextModel
    kind: TextModel

    @classmethod
    def fit(cls, texts: Sequence[Seen], labels: Sequence[str], strength: float) -> SignModel:
        """Train it. labels: signs, or NONE."""
        told = [(text, label) for text, label in zip(texts, labels, strict=True) if label != NONE]
        return cls(
            TextModel.fit(texts, [NONE if label == NONE else SIGN for label in labels], strength, balanced=False),
            TextModel.fit([text for text, _ in told], [label for _, label in told], strength),
        )

    def save(self, folder: Path) -> None:
        """Write it into a folder."""
        for name, model in (("pressing", self.pressing), ("kind", self.kind)):
            (folder / name).mkdir(exist_ok=True)
            model.save(folder / name)

    @classmethod
    def load(cls, folder: Path) -> SignModel:
        """The model that `save` wrote."""
        return cls(TextModel.load(folder / "pressing"), TextModel.load(folder / "kind"))

    def suspect(self, reading: Reading) -> Suspicion | None:
        """The most suspicious piece of a message, unless the first look spoke of the likeliest sign already."""
        places = [place for place, _ in zip(pieces(reading), range(MOST_PIECES), strict=False)]
        if not places:
            return None
        texts = [seen(reading, start, end) for start, end in places]
        pressing = self.pressing.shares(texts)[:, self.pressing.classes.index(SIGN)]
        best = int(np.argmax(pressing))
        shares = self.kind.shares([texts[best]])[0]
        column = int(np.argmax(shares))
        sign = self.kind.classes[column]
        # what the first look stated or heard denied is settled
        if any(mention.name == SIGN and mention.value == sign for mention in reading.mentions):
            return None
        start, end = places[best]
        return Suspicion(
            pressing=float(pressing[best]),
            sign=sign,
            share=float(shares[column]),
            start=reading.words[start].start,
            end=reading.words[end - 1].end,
        )


def pieces(reading: Reading) -> Iterator[tuple[int, int]]:
    """The sentences of a message as (first word, word after the last); very long ones in parts that overlap."""
    start, size = 0, len(reading.words)
    for at in range(size + 1):
        if at < size and reading.words[at].norm not in SENTENCE_ENDS:
            continue
        if at - start >= SHORTEST_PIECE:
            for part in range(start, max(at - LONGEST_PIECE // 2, start + 1), LONGEST_PIECE // 2):
                yield part, min(part + LONGEST_PIECE, at)
        start = at + 1


def seen(reading: Reading, start: int = 0, end: int | None = None) -> Seen:
    """A piece of a message as the model sees it: base forms, and what the first look found there (but no signs)."""
    end = len(reading.words) if end is None else end
    found = [
        f"<{mention.name}={mention.value}{'!' + mention.role if mention.role else ''}>"
        for mention in reading.mentions
        if start <= mention.start < end and mention.name != SIGN
    ]
    words = " ".join([*reading.bases[start:end], *found])
    letters = " ".join(word.norm for word in reading.words[start:end])
    return Seen(words, letters, np.zeros(1, dtype=np.float32))


def harmless(texts: Iterable[str]) -> list[Seen]:
    """Texts that tell of no sign, as the model sees them; those in which the first look finds one are left out."""
    readings = (shared_reader().read(text) for text in texts)
    return [seen(r) for r in readings if r.words and not any(mention.name == SIGN for mention in r.mentions)]


def train(others: Sequence[str], strength: float) -> SignModel:
    """The model of the examples. others: texts of another kind that tell of no sign."""
    examples = sign_examples()
    texts = [seen(shared_reader().read(example.text)) for example in examples]
    labels = [example.name if example.tier in PRESSING else NONE for example in examples]
    more = harmless(others)
    return SignModel.fit([*texts, *more], [*labels, *[NONE] * len(more)], strength)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class SecondLook(Learned, EntityExtractorMixin):  # type: ignore[misc]
    """Rasa component around the model: states a sign or suspects one (`possible_sign`)."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._model: SignModel | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """strength: inverse of the regularisation; the others are probabilities, of any sign and of this one among
        them, from which a sign is asked about (suspicious) or stated (certain). By measurement (`make evaluate`)."""
        return {
            "strength": 10.0,
            "suspicious": 0.5,
            "suspicious_kind": 0.4,
            "certain": 0.9,
            "certain_kind": 0.6,
        }

    def learn(self, training_data: TrainingData, folder: Path) -> None:
        """Learn from the examples of signs, and from those of the intents what is none."""
        # The hundreds of general questions are left out: they tell of nobody, and would outweigh signs told oddly.
        examples = [e for e in training_data.intent_examples if e.get(INTENT) not in (None, GENERAL)]
        others = [e.get(TEXT) for e in examples if e.get(TEXT)]
        self._model = train(others, float(self.config["strength"]))
        self._model.save(folder)

    def restore(self, folder: Path) -> None:
        """Read the model."""
        self._model = SignModel.load(folder)

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at each message once more."""
        for message in messages:
            text = message.get(TEXT)
            suspicion = self._model.suspect(shared_reader().read(text)) if text and self._model else None
            verdict = suspicion.verdict(self.config) if suspicion else None
            if suspicion is None or verdict is None:
                continue
            if verdict == "asked":
                message.set("possible_sign", suspicion.sign, add_to_output=True)
                continue
            sign = {
                "entity": SIGN,
                "value": suspicion.sign,
                "start": suspicion.start,
                "end": suspicion.end,
                "confidence_entity": suspicion.pressing * suspicion.share,
                "extractor": type(self).__name__,
            }
            message.set(ENTITIES, [*message.get(ENTITIES, []), sign], add_to_output=True)
        return messages
