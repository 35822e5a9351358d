"""The last word on the intent: what is ours, what is not, and what was not understood.

A confidence threshold alone lets most foreign matter in, so the gate weighs what the reader found: a message that
speaks of feet is not out of scope, and one without a known word is not an answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.lang.en.stop_words import STOP_WORDS

from bot.nlu.languages import is_foreign, is_gibberish
from bot.nlu.lexicon import shipped
from bot.nlu.reader import ANSWER_CLUE, Reading, shared_reader

OUT_OF_SCOPE, COMMAND = "out_of_scope", "out_of_scope_command"
LANGUAGE, GIBBERISH, FALLBACK = "out_of_scope_language", "out_of_scope_gibberish", "nlu_fallback"
INFORM = "inform"
OUTSIDE = frozenset({OUT_OF_SCOPE, COMMAND, "insult"})
# Entity types that hardly occur outside our field; the others (a price, an age) say little by themselves.
STRONG = frozenset(
    {"pain_site", "condition", "arch_type", "pronation", "insole_type", "footwear", "red_flag", "width",
     "pain_quality", "liner", "worse_when", "shoe_size", "body_weight"}
)  # fmt: skip
# Topics of somebody who wears a pair that we advised.
OF_A_PAIR = frozenset({"rubs", "too_hard", "no_help", "worse_since", "good"})
# Topics of messages that are none of ours.
FOREIGN_TOPICS = frozenset({"abuse", "commanding", "medical", "ours_shop"})
# Facts of a complaint, and words by which it is somebody's own.
COMPLAINT = frozenset({"pain_site", "condition", "red_flag", "pain_quality", "severity"})
PERSONAL = frozenset({"i", "my", "me", "he", "she", "his", "her", "am", "hurts", "pain"})
ELSEWHERE = frozenset({"adjacent", "talk_to_person", "bot_challenge", "goodbye", "greet", "thank"})
SHORT = 3  # words of a bare answer
WORDS_FILE = "our_words.json"


def content_of(reading: Reading) -> list[str]:
    """Base forms of the words that say what a message is about."""
    return [
        base
        for word, base in zip(reading.words, reading.bases, strict=True)
        if word.norm[0].isalpha() and len(word.norm) > 1 and word.norm not in STOP_WORDS
    ]


def topic_words() -> frozenset[str]:
    """Base forms of the words that our topics are spoken of with (topics.yml)."""
    return frozenset(
        part.text
        for item in shipped().compiled
        if item.entry.kind == "topic" and item.entry.name not in FOREIGN_TOPICS
        for part in item.pattern.parts()
        if part.kind in ("word", "exact") and len(part.text) > 1
    )


def strangeness(reading: Reading, ours: frozenset[str]) -> float:
    """Share of a message's content words (0 to 1) that nobody uses when speaking with us."""
    content = content_of(reading)
    return sum(word not in ours for word in content) / len(content) if content else 0.0


def decide(reading: Reading, ranking: list[dict[str, Any]], ours: frozenset[str], settings: dict[str, Any]) -> str:
    """The intent of a message.

    ranking: Rasa's list of {"name", "confidence"}, best first; ours: base forms of the content words of our own
    intents' examples; settings: the component's configuration.
    """
    top = str(ranking[0]["name"]) if ranking else FALLBACK
    confidence = float(ranking[0]["confidence"]) if ranking else 0.0
    strong = reading.speaks_of_field or any(mention.name in STRONG for mention in reading.mentions)
    if is_foreign(reading):
        return LANGUAGE
    if not reading.mentions and not strong and is_gibberish(reading):
        return GIBBERISH
    if strong:
        if top in OUTSIDE and not (top != OUT_OF_SCOPE and confidence >= settings["sure"]):
            return _best_inside(ranking)
        return _with_facts(reading, top, confidence, settings)
    plain = [word.norm for word in reading.words if word.norm[0].isalnum()]
    if plain and all(re.fullmatch(r"[\d.,/]+", norm) for norm in plain):
        return INFORM
    outside = sum(float(item["confidence"]) for item in ranking if item["name"] in OUTSIDE)
    strange = strangeness(reading, ours)
    if len(plain) <= SHORT:
        # A bare answer is an answer, unless its words are strange.
        if any(clue.name == ANSWER_CLUE for clue in reading.clues):
            return _best_inside(ranking) if top in OUTSIDE else top
        if top in OUTSIDE and reading.mentions and confidence < settings["weak_evidence"]:
            return _best_inside(ranking)
        if strange >= settings["strange"] and not reading.mentions and confidence < settings["sure_of_strange"]:
            return top if top in OUTSIDE else OUT_OF_SCOPE if outside >= settings["suspicion"] else FALLBACK
        return top
    if top in OUTSIDE:
        return _best_inside(ranking) if reading.mentions and confidence < settings["weak_evidence"] else top
    if strange >= settings["too_strange"] or (
        strange >= settings["strange"] and confidence < settings["sure_of_strange"]
    ):
        return OUT_OF_SCOPE if outside >= settings["suspicion"] else FALLBACK
    if confidence < settings["threshold"] and not reading.mentions:
        return OUT_OF_SCOPE if outside >= settings["suspicion"] else FALLBACK
    return top


def _with_facts(reading: Reading, top: str, confidence: float, settings: dict[str, Any]) -> str:
    """The intent of a message that speaks of our field, given what the classifier said.

    Whoever tells of a warning sign or of their own pain informs, even where it sounds like a question to a doctor.
    """
    signs = any(m.name == "red_flag" and m.stated for m in reading.mentions)
    told = any(m.name in COMPLAINT for m in reading.mentions) and bool(PERSONAL & {w.norm for w in reading.words})
    if top.startswith("ask_") or top in ELSEWHERE:
        unsure = confidence < settings["sure"]
        if signs or (told and (top in ELSEWHERE or unsure)):
            return INFORM
    about_pair = bool(reading.topics & OF_A_PAIR)
    if told and not about_pair and top.startswith(("feedback_", "want_", "compare")) and confidence < settings["sure"]:
        return INFORM
    return top


def _best_inside(ranking: list[dict[str, Any]]) -> str:
    inside = [item for item in ranking if item["name"] not in OUTSIDE]
    return str(inside[0]["name"]) if inside and float(inside[0]["confidence"]) >= 0.15 else INFORM


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ScopeGate(GraphComponent, IntentClassifier):  # type: ignore[misc]
    """Rasa component around `decide`; it learns which words occur when people speak with us."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, ours: Iterable[str] = ()
    ) -> None:
        self._settings = config
        self._storage = storage
        self._resource = resource
        self._ours = frozenset(ours)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Confidences, found by measurement (`make evaluate`).

        threshold: below it a longer message without evidence is not understood; sure: an insult or a command
        to believe although it speaks of feet; strange: share of strange words from which a message without
        evidence is foreign, unless its intent is as certain as sure_of_strange; too_strange: the same,
        however certain; weak_evidence: how sure it must be that a message with, say, only a price in it is
        foreign; suspicion: how much the outside intents must weigh together to call it out of scope rather
        than not understood.
        """
        return {
            "threshold": 0.30,
            "sure": 0.60,
            "strange": 0.34,
            "sure_of_strange": 0.85,
            "too_strange": 0.5,
            "weak_evidence": 0.50,
            "suspicion": 0.12,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> ScopeGate:
        """Rasa's way to make the component."""
        return cls({**cls.get_default_config(), **config}, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
        **kwargs: Any,  # noqa: ARG003
    ) -> ScopeGate:
        """The component of a trained model."""
        with model_storage.read_from(resource) as folder:
            ours = json.loads((folder / WORDS_FILE).read_text(encoding="utf-8"))
        return cls({**cls.get_default_config(), **config}, model_storage, resource, ours)

    def train(self, training_data: TrainingData) -> Resource:
        """Collect the content words of our own intents' examples and topics."""
        reader = shared_reader()
        self._ours = topic_words() | frozenset(
            word
            for example in training_data.intent_examples
            if example.get(INTENT) not in OUTSIDE and example.get(TEXT)
            for word in content_of(reader.read(example.get(TEXT)))
        )
        with self._storage.write_to(self._resource) as folder:
            (folder / WORDS_FILE).write_text(json.dumps(sorted(self._ours)), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Settle the intent of each message."""
        for message in messages:
            reading = shared_reader().read(message.get(TEXT) or "")
            ranking = list(message.get(INTENT_RANKING_KEY) or [])
            name = decide(reading, ranking, self._ours, self._settings)
            confidence = next((float(i["confidence"]) for i in ranking if i["name"] == name), 1.0)
            chosen = {"name": name, "confidence": confidence}
            message.set(INTENT, chosen, add_to_output=True)
            rest = [item for item in ranking if item["name"] != name]
            message.set(INTENT_RANKING_KEY, [chosen, *rest], add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training examples keep their intents."""
        return training_data
