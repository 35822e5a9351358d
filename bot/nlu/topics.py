"""Which general question is asked: the topic of a message that the intents call a question.

The intents only tell that something is asked in general ("does gel help?" as against "I want gel"). What is asked is a
choice among some 75 topics, made here by a model of its own over the same words and, as further evidence, the values
that the lexicon found (a question that names memory foam). Topics are Rasa's retrieval intents, `ask_general/washing`,
in `nlu_data/topics/`; the older intents that are general questions themselves are topics beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.classifier import seen as seen_by_classifier
from bot.nlu.component import Learned
from bot.nlu.gate import FALLBACK, GENERAL, QUESTIONS
from bot.nlu.reader import Reading, shared_reader
from bot.nlu.text_model import Seen, TextModel

TOPIC = "topic"
"""Key of a parse result: {"name", "confidence" 0 to 1, "sure", "ranking": [{"name", "confidence"}]}, best first."""

RANKING_LENGTH = 5


def seen(reading: Reading) -> Seen:
    """A question as the model of the topics sees it: as the intents do, and the values that it names."""
    view = seen_by_classifier(reading)
    found = [f"{mention.name}={mention.value}" for mention in reading.mentions]
    return Seen(" ".join([view.words, *found]), view.letters, view.measures)


def train(texts: Sequence[str], topics: Sequence[str], strength: float) -> TextModel:
    """The model of questions and their topics. strength: inverse of the regularisation."""
    reader = shared_reader()
    return TextModel.fit([seen(reader.read(text)) for text in texts], topics, strength)


def topic_of(model: TextModel, reading: Reading, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked, as it stands under `TOPIC`.

    It is sure where the best topic is likely enough in itself, or stands out from the second.
    """
    shares = model.shares([seen(reading)])[0]
    order = np.argsort(-shares)[:RANKING_LENGTH]
    ranking = [{"name": model.classes[index], "confidence": float(shares[index])} for index in order]
    best = float(ranking[0]["confidence"])
    second = float(ranking[1]["confidence"]) if len(ranking) > 1 else 0.0
    sure = best >= settings["likely"] or (best >= settings["least"] and best >= settings["ahead"] * second)
    return {**ranking[0], "sure": sure, "ranking": ranking}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Topics(Learned, IntentClassifier):  # type: ignore[misc]
    """Rasa component around the model: sets the topic of a general question, and its intent by the topic."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._model: TextModel | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """strength: inverse of the regularisation. A topic is sure from the probability `likely` on, and from `least`
        on where it is `ahead` times as likely as the second. By measurement (`python -m bot.evaluation.topics`)."""
        return {"strength": 30.0, "likely": 0.4, "least": 0.2, "ahead": 2.0}

    def learn(self, training_data: TrainingData, folder: Path) -> None:
        """Fit the model to the examples of general questions."""
        given = [e for e in training_data.intent_examples if e.get(INTENT) in QUESTIONS and e.get(TEXT)]
        topics = [str(e.get(INTENT_RESPONSE_KEY) or e.get(INTENT)) for e in given]
        if len(set(topics)) < 2:
            raise ValueError("there are no examples of general questions to train with: see nlu_data/topics")
        self._model = train([str(e.get(TEXT)) for e in given], topics, float(self.config["strength"]))
        self._model.save(folder)

    def restore(self, folder: Path) -> None:
        """Read the model."""
        self._model = TextModel.load(folder)

    def process(self, messages: list[Message]) -> list[Message]:
        """Settle what each general question is about."""
        for message in messages:
            intent = message.get(INTENT) or {}
            if self._model is None or intent.get("name") not in (*QUESTIONS, FALLBACK):
                continue
            topic = topic_of(self._model, shared_reader().read(message.get(TEXT) or ""), self.config)
            message.set(TOPIC, topic, add_to_output=True)
            if intent["name"] == FALLBACK:  # not understood: the topics are only for likely readings
                continue
            name = str(topic["name"]).partition("/")[0] if topic["sure"] else GENERAL
            chosen = {"name": name, "confidence": float(intent.get("confidence") or 0.0)}
            rest = [item for item in message.get(INTENT_RANKING_KEY) or [] if item["name"] != name]
            message.set(INTENT, chosen, add_to_output=True)
            message.set(INTENT_RANKING_KEY, [chosen, *rest], add_to_output=True)
        return messages
