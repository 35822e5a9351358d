"""The last word on the intent: what is ours, what is not, and what was not understood.

A confidence threshold alone lets most foreign matter in, so the gate weighs what the reader found: a message that
speaks of feet is not out of scope, and one without a known word is not an answer.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.languages import is_foreign, is_gibberish
from bot.nlu.reader import Reading, shared_reader

OUT_OF_SCOPE, COMMAND = "out_of_scope", "out_of_scope_command"
LANGUAGE, GIBBERISH, FALLBACK = "out_of_scope_language", "out_of_scope_gibberish", "nlu_fallback"
INFORM = "inform"
OUTSIDE = frozenset({OUT_OF_SCOPE, COMMAND, "insult"})
# Entity types that hardly occur outside our field; the others (a price, an age) say little by themselves.
STRONG = frozenset(
    {"pain_site", "condition", "arch_type", "pronation", "insole_type", "footwear", "red_flag", "width",
     "pain_quality", "liner", "worse_when", "shoe_size", "body_weight"}
)  # fmt: skip
SHORT = 3  # words of a bare answer


def decide(reading: Reading, ranking: list[dict[str, Any]], settings: dict[str, Any]) -> str:
    """The intent of a message.

    ranking: Rasa's list of {"name", "confidence"}, best first; settings: the component's configuration.
    """
    top = str(ranking[0]["name"]) if ranking else FALLBACK
    confidence = float(ranking[0]["confidence"]) if ranking else 0.0
    strong = reading.speaks_of_field or any(mention.name in STRONG for mention in reading.mentions)
    if is_foreign(reading):
        return LANGUAGE
    if not strong and not reading.mentions and is_gibberish(reading):
        return GIBBERISH
    if strong:
        if top in OUTSIDE and not (top != OUT_OF_SCOPE and confidence >= settings["sure"]):
            return _best_inside(ranking)
        return top
    size = sum(word.norm[0].isalnum() for word in reading.words)
    if reading.mentions and (top not in OUTSIDE or confidence < settings["weak_evidence"]):
        return _best_inside(ranking) if top in OUTSIDE else top
    if size and all(re.fullmatch(r"[\d.,/]+", w.norm) for w in reading.words if w.norm[0].isalnum()):
        return INFORM
    if top in OUTSIDE:
        return top
    outside = sum(float(item["confidence"]) for item in ranking if item["name"] in OUTSIDE)
    if size > SHORT and top in (INFORM, "adjacent", "ask_advice") and not reading.mentions:
        return OUT_OF_SCOPE if outside >= settings["suspicion"] else top if confidence >= settings["sure"] else FALLBACK
    if confidence < settings["threshold"] and size > SHORT:
        return OUT_OF_SCOPE if outside >= settings["suspicion"] else FALLBACK
    if confidence < settings["threshold_short"] and reading.unknown:
        return FALLBACK
    return top


def _best_inside(ranking: list[dict[str, Any]]) -> str:
    inside = [item for item in ranking if item["name"] not in OUTSIDE]
    return str(inside[0]["name"]) if inside and float(inside[0]["confidence"]) >= 0.15 else INFORM


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ScopeGate(GraphComponent, IntentClassifier):  # type: ignore[misc]
    """Rasa component around `decide`."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._settings = config

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Confidences, found by measurement (docs/understanding.md).

        threshold: below it a longer message without evidence is not understood; threshold_short: the same of a
        bare answer with an unknown word; sure: a classification to believe without evidence; weak_evidence: how
        sure it must be that a message with, say, only a price in it is foreign; suspicion: how much the outside
        intents must weigh together to call it out of scope rather than not understood.
        """
        return {
            "threshold": 0.30,
            "threshold_short": 0.30,
            "sure": 0.60,
            "weak_evidence": 0.50,
            "suspicion": 0.12,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> ScopeGate:
        """Rasa's way to make the component."""
        return cls({**cls.get_default_config(), **config})

    @classmethod
    def required_components(cls) -> list[type]:
        """It judges another classifier's result."""
        return [IntentClassifier]

    def process(self, messages: list[Message]) -> list[Message]:
        """Settle the intent of each message."""
        for message in messages:
            reading = shared_reader().read(message.get(TEXT) or "")
            ranking = list(message.get(INTENT_RANKING_KEY) or [])
            name = decide(reading, ranking, self._settings)
            confidence = next((float(i["confidence"]) for i in ranking if i["name"] == name), 1.0)
            chosen = {"name": name, "confidence": confidence}
            message.set(INTENT, chosen, add_to_output=True)
            rest = [item for item in ranking if item["name"] != name]
            message.set(INTENT_RANKING_KEY, [chosen, *rest], add_to_output=True)
        return messages
