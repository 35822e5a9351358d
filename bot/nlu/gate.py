"""The last word on the intent: what is ours, what is not, and what was not understood.

It weighs the model of our field (`scope_model.py`) against what the reader found: who complains of a heel is never out
of scope, and a bare answer is an answer.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.component import Learned
from bot.nlu.languages import is_foreign, is_gibberish, load_identifier
from bot.nlu.reader import ANSWER_CLUE, Reading, shared_reader
from bot.nlu.scope_model import Evidence, ScopeModel, evidence

OUT_OF_SCOPE, COMMAND = "out_of_scope", "out_of_scope_command"
INSULT = "out_of_scope_insult"
LANGUAGE, GIBBERISH, FALLBACK = "out_of_scope_language", "out_of_scope_gibberish", "nlu_fallback"
INFORM, ADJACENT = "inform", "adjacent"
OUTSIDE = frozenset({OUT_OF_SCOPE, COMMAND, INSULT})
# General questions. Which of them it is, is settled later (topics.py); here they count as one.
GENERAL = "ask_general"
QUESTIONS = frozenset(
    {GENERAL, "ask_how_insoles_help", "ask_types", "ask_features", "ask_custom_or_ready_made", "ask_evidence",
     "ask_breaking_in", "ask_trial_returns", "ask_fitting", "ask_size", "ask_lifespan", "ask_arch_test"}
)  # fmt: skip
# Topics of somebody who wears a pair that we advised.
OF_A_PAIR = frozenset({"rubs", "too_hard", "no_help", "worse_since", "good"})
# Facts of a complaint, and words by which it is somebody's own.
COMPLAINT = frozenset({"pain_site", "condition", "red_flag", "pain_quality", "severity"})
PERSONAL = frozenset({"i", "my", "me", "he", "she", "his", "her", "am", "hurts", "pain"})
# Facts that no general question has: a message with one, which asks nothing, tells it.
OF_ONESELF = frozenset({"shoe_size", "width", "budget", "age", "body_weight", "wearer", "duration", "severity", "side"})
QUESTION_WORDS = frozenset(
    {"what", "which", "how", "why", "when", "where", "who", "do", "does", "is", "are", "can", "could", "should", "will",
     "would", "tell", "explain", "wonder", "wondering", "curious", "?"}
)  # fmt: skip
ELSEWHERE = frozenset({"adjacent", "talk_to_person", "bot_challenge", "goodbye", "greet", "thank"})
SHORT = 3  # words of a bare answer
STORY = 3  # facts of a complaint from which a message tells one, whatever it sounds like


def decide(reading: Reading, ranking: list[dict[str, Any]], outside: float, settings: dict[str, Any]) -> str:
    """The intent of a message.

    ranking: Rasa's list of {"name", "confidence"}, best first; outside: the probability that the message is none of
    ours; settings: the component's configuration.
    """
    ranking = _joined(ranking)
    top = str(ranking[0]["name"]) if ranking else FALLBACK
    confidence = float(ranking[0]["confidence"]) if ranking else 0.0
    found = evidence(reading)
    if is_foreign(reading):
        return LANGUAGE
    if not reading.mentions and found is Evidence.NONE and is_gibberish(reading):
        return GIBBERISH
    if top in (INSULT, COMMAND) and confidence >= settings["sure"]:
        return top
    if found is Evidence.CLEAR:
        return _with_facts(reading, _inside(ranking), confidence, settings)
    plain = [word.norm for word in reading.words if word.norm[0].isalnum()]
    if not plain:
        return GIBBERISH
    if all(re.fullmatch(r"[\d.,/]+", norm) for norm in plain):
        return INFORM
    if len(plain) <= SHORT and any(clue.name == ANSWER_CLUE for clue in reading.clues):
        return _inside(ranking)
    if outside >= settings["outside_unless_found" if found is Evidence.SOME else "outside"]:
        return _outside(ranking, settings)
    chosen = _inside(ranking)
    if found is Evidence.SOME:
        return _with_facts(reading, chosen, confidence, settings)
    if confidence < settings["threshold"] and not reading.mentions:
        return FALLBACK
    return chosen


def _joined(ranking: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The ranking with all general questions as one, under the likeliest of them."""
    questions = [item for item in ranking if item["name"] in QUESTIONS]
    if len(questions) < 2:
        return ranking
    together = {"name": questions[0]["name"], "confidence": sum(float(item["confidence"]) for item in questions)}
    others = [item for item in ranking if item["name"] not in QUESTIONS]
    return sorted([together, *others], key=lambda item: -float(item["confidence"]))


def _with_facts(reading: Reading, top: str, confidence: float, settings: dict[str, Any]) -> str:
    """The intent of a message that speaks of our field, given what the classifier said.

    Whoever tells of a warning sign or of their own pain informs, even where it sounds like a question to a doctor.
    """
    asks = bool(QUESTION_WORDS & {word.norm for word in reading.words})
    if top.startswith("ask_") and not asks and any(mention.name in OF_ONESELF for mention in reading.mentions):
        return INFORM
    own = bool(PERSONAL & {word.norm for word in reading.words})
    if top in QUESTIONS and not asks and own and reading.mentions:
        return INFORM
    signs = any(m.name == "red_flag" and m.stated for m in reading.mentions)
    complaints = sum(m.name in COMPLAINT for m in reading.mentions)
    told = complaints > 0 and own
    if top.startswith("ask_") or top in ELSEWHERE:
        unsure = confidence < settings["sure"] or (complaints >= STORY and not reading.topics)
        if signs or (told and (top in ELSEWHERE or unsure)):
            return INFORM
    about_pair = bool(reading.topics & OF_A_PAIR)
    if told and not about_pair and top.startswith(("feedback_", "want_", "compare")) and confidence < settings["sure"]:
        return INFORM
    return top


def _inside(ranking: list[dict[str, Any]]) -> str:
    """The likeliest intent of ours; whatever else it may be, a message of ours informs."""
    inside = [item for item in ranking if item["name"] not in OUTSIDE]
    return str(inside[0]["name"]) if inside and float(inside[0]["confidence"]) >= 0.15 else INFORM


def _outside(ranking: list[dict[str, Any]], settings: dict[str, Any]) -> str:
    """The likeliest kind of message that is none of ours; health and shoes only where that is plain."""
    kinds = {str(item["name"]): float(item["confidence"]) for item in ranking if item["name"] in OUTSIDE | {ADJACENT}}
    best = max(kinds, key=lambda name: kinds[name], default=OUT_OF_SCOPE)
    return best if best != ADJACENT or kinds[best] >= settings["sure"] else OUT_OF_SCOPE


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ScopeGate(Learned, IntentClassifier):  # type: ignore[misc]
    """Rasa component around `decide`; it learns which words occur when people speak with us."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._model: ScopeModel | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Probabilities, found by measurement (`make evaluate`).

        outside: from which a message without a word of our field is none of ours; outside_unless_found: the same for
        one with a word that may mean something else; sure: what an insult or a command needs to be believed whatever
        it speaks of, a question although the message tells of pain, and a question of health where nothing else
        does; threshold: below it a message in which nothing was found is not understood; strength: inverse of the
        regularisation of the model.
        """
        return {"outside": 0.3, "outside_unless_found": 0.7, "sure": 0.6, "threshold": 0.22, "strength": 10.0}

    def learn(self, training_data: TrainingData, folder: Path) -> None:
        """Fit the model of our field to the examples; what is adjacent is left out, because it is in between."""
        examples = [
            example
            for example in training_data.intent_examples
            if example.get(TEXT) and example.get(INTENT) not in (None, ADJACENT)
        ]
        readings = [shared_reader().read(example.get(TEXT)) for example in examples]
        inside = [example.get(INTENT) not in OUTSIDE for example in examples]
        self._model = ScopeModel.fit(readings, inside, float(self.config["strength"]))
        self._model.save(folder)

    def restore(self, folder: Path) -> None:
        """Read the model, and what tells languages apart."""
        self._model = ScopeModel.load(folder)
        load_identifier()

    def process(self, messages: list[Message]) -> list[Message]:
        """Settle the intent of each message."""
        for message in messages:
            reading = shared_reader().read(message.get(TEXT) or "")
            ranking = list(message.get(INTENT_RANKING_KEY) or [])
            outside = self._model.outside(reading) if self._model else 0.0
            name = decide(reading, ranking, outside, self.config)
            confidence = next((float(i["confidence"]) for i in ranking if i["name"] == name), 1.0)
            if name == LANGUAGE:
                # what English words it seems to have is chance
                message.set(ENTITIES, [], add_to_output=True)
            chosen = {"name": name, "confidence": confidence}
            message.set(INTENT, chosen, add_to_output=True)
            rest = [item for item in ranking if item["name"] != name]
            message.set(INTENT_RANKING_KEY, [chosen, *rest], add_to_output=True)
        return messages
