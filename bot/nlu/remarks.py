"""What a message does with the advice: pushes back, asks about a pick, takes something back.

The lexicon (remarks.yml, attributes.yml) finds how this is said. Where that is plain, it settles the intent; what was
found goes along in the parse result (`remarks`, `attributes`: sorted names), because one message may push back in
several ways at once ("firmer and thinner"). Whether anything was shown to push back at, the actions know.
"""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.component import Untrained
from bot.nlu.reader import Reading, shared_reader

CRITIQUES = ("cheaper", "softer", "firmer", "thinner")
# Up to so many words a remark is all that a message says; a longer one is a story with such words in it.
BARE, SHORT, LONG = 5, 9, 16
SETTLED = frozenset({"was_checked", "forget_data", "start_over", "out_of_scope_language", "out_of_scope_command"})
# Types that a question about a pick may name ("good for wide feet?", "in a UK 9?").
ASKABLE = frozenset(
    {"width", "footwear", "arch_type", "pronation", "activity", "terrain", "material", "feature", "insole_type",
     "wearer", "shoe_size", "pain_site", "condition", "worse_when", "budget"}
)  # fmt: skip
# Of these even a question that sounds general asks about a certain pair ("do they come in UK 9?").
OF_A_PAIR = frozenset({"width", "footwear", "shoe_size"})
_ASKS_FIRST = frozenset(
    {
        "is",
        "are",
        "do",
        "does",
        "has",
        "have",
        "can",
        "could",
        "will",
        "would",
        "which",
        "how",
        "what",
        "and",
        "but",
        "so",
    }
)
_COMPLAINT = frozenset({"pain_site", "pain_quality", "condition", "red_flag"})


def intent_by_remarks(reading: Reading, intent: str) -> str:
    """The intent that the remarks of a message settle; where they leave it open, the one it has."""
    remarks = reading.remarks
    size = sum(word.norm[0].isalnum() for word in reading.words)
    signs = any(mention.name == "red_flag" and mention.stated for mention in reading.mentions)
    if not remarks or signs or intent in SETTLED or size > LONG:
        return intent
    ours = not intent.startswith("out_of_scope") or reading.speaks_of_field or bool(reading.mentions)
    if "undo" in remarks and (size <= BARE or intent == "change_answer"):
        return "undo"
    if not ours:
        return intent
    if "would_change" in remarks:
        return "ask_what_would_change"
    if "alike" in remarks:
        return "want_like"
    if "another_brand" in remarks and size <= SHORT:
        return "want_other_brand"
    if _asks_about_pick(reading, intent):
        return "ask_about_pick"
    if _asks_why_not(reading) and size <= SHORT:
        return "ask_why_this"
    critique = next((name for name in CRITIQUES if name in remarks), None)
    told = any(mention.name in _COMPLAINT and mention.stated for mention in reading.mentions)
    if (
        critique
        and not told
        and size <= SHORT
        and not remarks & {"instead", "pointing", "pronoun"}
        and _may_push_back(intent)
    ):
        return f"want_{critique}"
    return intent


def _may_push_back(intent: str) -> bool:
    return intent in ("inform", "ask_advice", "show_now", "deny", "affirm", "nlu_fallback", "want_another", "adjacent")


def _asks_about_pick(reading: Reading, intent: str) -> bool:
    """A question that points at a pick and names something that a product has or suits.

    "They" alone may be insoles in general: where the message is a general question, it stays one.
    """
    words = [word.norm for word in reading.words]
    if not words or words[0] == "why" or "i" in words or "instead" in reading.remarks:
        return False
    if words[0] not in _ASKS_FIRST and "?" not in words:
        return False
    named = {mention.name for mention in reading.mentions} & ASKABLE
    if "pointing" in reading.remarks:
        return bool(reading.attributes or named)
    general = intent.startswith("ask_") and intent not in ("ask_advice", "ask_why_this")
    telling = named & OF_A_PAIR if general else named or reading.attributes
    return "pronoun" in reading.remarks and bool(telling)


def _asks_why_not(reading: Reading) -> bool:
    """ "What about the gel one?", "why not the Daywalker?": another product than the one recommended."""
    if "instead" not in reading.remarks:
        return False
    first = [word.norm for word in reading.words[:2]]
    names = {mention.name for mention in reading.mentions}
    return (
        first == ["why", "not"] or "pointing" in reading.remarks or bool(names & {"material", "insole_type", "feature"})
    )


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Remarks(Untrained, IntentClassifier):  # type: ignore[misc]
    """Rasa component around `intent_by_remarks`; there is nothing to train."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the remarks of each message, and settle its intent where they do."""
        for message in messages:
            reading = shared_reader().read(message.get(TEXT) or "")
            if reading.remarks:
                message.set("remarks", sorted(reading.remarks), add_to_output=True)
            if reading.attributes:
                message.set("attributes", sorted(reading.attributes), add_to_output=True)
            intent = dict(message.get(INTENT) or {})
            settled = intent_by_remarks(reading, str(intent.get("name") or ""))
            if settled != intent.get("name"):
                message.set(INTENT, {"name": settled, "confidence": 1.0}, add_to_output=True)
        return messages
