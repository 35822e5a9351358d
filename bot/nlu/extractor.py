"""The entity extractor: a Rasa graph component around the reader of messages."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.component import Untrained
from bot.nlu.reader import Reading, shared_reader

EXTRACTOR = "SolewiseExtractor"


def entity_of(reading: Reading, index: int) -> dict[str, Any]:
    """A mention in the form of `POST /model/parse` (role and group only where there is one)."""
    mention = reading.mentions[index]
    start, end = reading.span(mention)
    entity: dict[str, Any] = {
        "entity": mention.name,
        "value": mention.value,
        "start": start,
        "end": end,
        "confidence_entity": 1.0,
        "extractor": EXTRACTOR,
    }
    if mention.role is not None:
        entity["role"] = mention.role
    if mention.group is not None:
        entity["group"] = mention.group
    entity.update(mention.extra)
    return entity


def entities_of(text: str) -> list[dict[str, Any]]:
    """All entities of a text."""
    reading = shared_reader().read(text)
    return [entity_of(reading, index) for index in range(len(reading.mentions))]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SolewiseExtractor(Untrained, EntityExtractorMixin):  # type: ignore[misc]
    """Finds the entities of the vocabulary by the lexicon; there is nothing to train."""

    @staticmethod
    def required_packages() -> list[str]:
        """Python packages that it needs."""
        return ["spacy", "rapidfuzz"]

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                found = message.get(ENTITIES, []) + entities_of(text)
                message.set(ENTITIES, found, add_to_output=True)
        return messages
