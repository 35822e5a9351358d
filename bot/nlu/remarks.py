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

CRITIQUES = ("cheaper", "dearer", "softer", "firmer", "thinner")
# What the classifier takes for such a wish because it sounds like one ("money is no object", "something lighter").
COMPARING = frozenset({"want_cheaper", "want_softer", "want_firmer", "want_thinner"})
# Up to so many words a remark is all that a message says; a longer one is a story with such words in it.
BARE, SHORT, LONG = 5, 9, 16
SETTLED = frozenset({"was_checked", "forget_data", "start_over", "out_of_scope_language", "out_of_scope_command"})
# Types that a question about a pick may name ("good for wide feet?", "in a UK 9?").
ASKABLE = frozenset(
    {"width", "footwear", "arch_type", "pronation", "activity", "terrain", "material", "feature", "insole_type",
     "wearer", "shoe_size", "pain_site", "condition", "worse_when", "budget"}
)  # fmt: skip
_FITTING = frozenset({"good", "suitable", "ok", "okay", "right", "made", "meant", "enough", "fine"})
# What picks may suit better or worse.
_SUITS = frozenset({"pain_site", "condition", "worse_when", "activity", "arch_type", "pronation", "terrain"})
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
        "who",
        "how",
        "what",
        "and",
        "but",
        "so",
    }
)
# What an insole doesn't do, in "what if it doesn't help?".
_SERVES = frozenset({"help", "helps", "fit", "fits", "work", "works", "suit", "suits"})
_WISHES = frozenset({"feature", "material", "insole_type"})
# What such a wish may name and be one still ("more foam, less plastic": softer); anything else is the point of it.
_OWN = {
    "want_cheaper": frozenset({"low"}),
    "want_softer": frozenset({"soft", "cushioning", "firm", "foam", "memory_foam", "plastic"}),
    "want_firmer": frozenset({"firm", "arch_support", "heel_stability", "soft", "cushioning", "stability", "foam"}),
    "want_thinner": frozenset({"thin"}),
}
_COMPLAINT = frozenset({"pain_site", "pain_quality", "condition", "red_flag"})


def intent_by_remarks(reading: Reading, intent: str) -> str:
    """The intent that the remarks of a message settle; where they leave it open, the one it has."""
    remarks = reading.remarks
    size = sum(word.norm[0].isalnum() for word in reading.words)
    signs = any(mention.name == "red_flag" and mention.stated for mention in reading.mentions)
    if signs or intent in SETTLED or size > LONG:
        return intent
    if intent in COMPARING and not _compares(reading, intent):
        return "want_another" if "another" in remarks else "inform"
    if not remarks and intent == "compare":
        return "ask_about_pick" if _asks_about_pick(reading, intent) else intent
    if not remarks:
        # "something more breathable", "deeper heel cup please": a wish, whatever it asks about
        return "inform" if intent in ("ask_general", "ask_about_pick") and _wishes(reading) else intent
    ours = not intent.startswith("out_of_scope") or reading.speaks_of_field or bool(reading.mentions)
    of_list = any(word.norm in ("list", "picks") for word in reading.words)
    if "undo" in remarks and (size <= BARE or intent == "change_answer" or of_list):
        return "undo"
    if not ours:
        return intent
    if "unchanged" in remarks:
        return "inform"  # "does it matter that my arches are high?" says that they are
    words = frozenset(word.norm for word in reading.words)
    if "would_change" in remarks and "not" in words and words & {"it", "they"} and words & _SERVES:
        return "ask_trial_returns"
    if "would_change" in remarks:
        return "ask_what_would_change"
    if size <= SHORT and ("choosing" in remarks or ("comparing" in remarks and "or" not in words)):
        return "compare"
    if "worth" in remarks and size <= SHORT and not reading.mentions:
        return "ask_why_this"
    if "turn_down" in remarks and size <= SHORT and intent not in ("unsure", "ask_why_this"):
        return "want_another"
    if "alike" in remarks:
        return "want_like"
    if "buying" in remarks and remarks & {"pointing", "pronoun"} and size <= SHORT and intent in _MAY_BUY:
        return "want_to_buy"
    if "another_brand" in remarks and size <= SHORT:
        return "want_other_brand"
    if _asks_about_pick(reading, intent):
        return "ask_about_pick"
    if _asks_why_not(reading) and size <= SHORT:
        return "ask_why_this"
    if _bare_pointer(reading, intent):
        return "ask_why_this"
    critique = next((name for name in CRITIQUES if name in remarks), None)
    told = any(mention.name in _COMPLAINT and mention.stated for mention in reading.mentions)
    plain = not remarks & {"instead", "pointing", "pronoun"} and _may_push_back(intent)
    measured = _than(reading) and (intent == "compare" or _may_push_back(intent))
    if critique and not told and size <= SHORT and (plain or measured):
        return _WANTS.get(critique, f"want_{critique}")
    if intent in ("ask_general", "ask_about_pick") and _wishes(reading):
        return "inform"
    return intent


# Wishes without an intent of their own; the remark tells the actions which it is.
_WANTS = {"dearer": "want_cheaper"}
# What "buy" may be taken for where the classifier doesn't know the name of the pair.
_MAY_BUY = frozenset({"out_of_scope", "nlu_fallback", "ask_order", "inform", "adjacent", "ask_general"})


def _compares(reading: Reading, intent: str) -> bool:
    """Whether such a wish is made in words: the remark, or no fact that the classifier took for it."""
    if reading.remarks & {"alike", "another_brand", "turn_down", *CRITIQUES}:
        return True
    if "another" in reading.remarks:
        return False
    about = frozenset({"price_level"}) if intent == "want_cheaper" else _WISHES | {"price_level"}
    told = {mention.value for mention in reading.mentions if mention.stated and mention.name in about}
    return told <= _OWN[intent]


def _wishes(reading: Reading) -> bool:
    """ "Something more breathable", "is there one with ...", "... please": asks for another pair, not about one."""
    words = [word.norm for word in reading.words]
    wished = any(mention.name in _WISHES and mention.stated for mention in reading.mentions)
    if not wished or len(words) > SHORT or "what" in words or "why" in words or reading.remarks & {"pronoun"}:
        return False
    return (
        "something" in words
        or words[-1] == "please"
        or words[:2] in (["is", "there"], ["are", "there"], ["got", "any"])
    )


def _bare_pointer(reading: Reading, intent: str) -> bool:
    """ "Great, and the second?": a pick and nothing else, that the classifier made something of."""
    size = sum(word.norm[0].isalnum() for word in reading.words)
    bare = reading.remarks == {"pointing"} and not reading.attributes and not reading.mentions and size <= BARE
    return bare and intent in ("ask_order", "out_of_scope", "nlu_fallback", "ask_general", "adjacent")


def _than(reading: Reading) -> bool:
    """ "Softer than the first": measured against a pick, and no question about one."""
    words = [word.norm for word in reading.words]
    if "?" in words or words[0] in _ASKS_FIRST or "instead" in reading.remarks:
        return False
    return "than" in words and "pointing" in reading.remarks


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
    if words[0] == "who" and "brand" not in reading.attributes:
        return False
    named = {mention.name for mention in reading.mentions} & ASKABLE
    if "pointing" in reading.remarks:
        return bool(reading.attributes or named)
    if words[0] == "which" and reading.attributes and intent == "compare":
        return not named & _SUITS  # "which is the softest?"; "which is better for running?" weighs them up
    general = intent.startswith("ask_") and intent not in ("ask_advice", "ask_why_this")
    suits = words[1:2] == ["it"] and "for" in words and _FITTING & set(words) and not {"to", "that", "if"} & set(words)
    telling = named & OF_A_PAIR if general and not suits else named or reading.attributes
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
