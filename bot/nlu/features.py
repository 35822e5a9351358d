"""A featurizer that tells the intent classifier what the reader of messages found."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.lexicon import read_vocabulary
from bot.nlu.reader import Reading, shared_reader

_QUESTION_WORDS = frozenset(
    {"what", "which", "how", "why", "when", "where", "who", "whose", "do", "does", "is", "are", "can", "could",
     "should", "will", "would", "did"}
)  # fmt: skip
_TYPES = tuple(read_vocabulary())


def features_of(reading: Reading) -> NDArray[np.float32]:
    """Which entity types a message has, whether it speaks of our field, its length and its form."""
    names = {mention.name for mention in reading.mentions}
    words = [word.norm for word in reading.words]
    size = len([word for word in words if word[0].isalnum()])
    facts = [float(name in names) for name in _TYPES]
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
    return np.array([facts + form], dtype=np.float32)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class EvidenceFeaturizer(DenseFeaturizer, GraphComponent):  # type: ignore[misc]
    """Adds one small dense vector a message; nothing to train."""

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,
    ) -> EvidenceFeaturizer:
        """Rasa's way to make the component."""
        return cls({**cls.get_default_config(), **config}, execution_context.node_name)

    @classmethod
    def required_components(cls) -> list[type]:
        """Rasa orders featurizers after a tokenizer."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No settings of its own."""
        return {**DenseFeaturizer.get_default_config()}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """There is nothing that could be wrong."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features of each message."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                vector = features_of(shared_reader().read(text))
                message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The same for the training examples."""
        self.process(training_data.training_examples)
        return training_data
