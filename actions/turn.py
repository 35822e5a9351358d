"""One turn of a conversation: what every action does before and after what it is for.

Whatever was asked, the facts in the message are remembered first and warning signs are looked at first; and
whatever goes wrong, what was said is kept and the person gets an answer.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from actions import clock, wording
from actions.advice.adviser import Adviser
from actions.advice.dates import of_trouble
from actions.advice.facts import Fact, facts_from_entities
from actions.advice.limits import is_foreign
from actions.advice.memory import ADVISED, Memory, memory_from_json, sku_from
from actions.advice.profile import Profile
from actions.advice.questions import UNSURE
from actions.advice.safety import without_words_of_signs
from actions.answers import NO, YES, Answer, read_answer
from actions.compose.choices import Pressed
from actions.message import Button, Message
from actions.topics import GENERAL, Topic, topic_of
from catalog import Catalogue

SLOT = "memory"


WISHES = frozenset({"insole_type", "feature", "material"})
"""Types that are wishes when they are stated, and mere topics in a general question ("what do gel pads do?")."""


OF_THE_FOOT = frozenset({"heel", "arch", "ball_of_foot", "toe", "top_of_foot", "side_of_foot"})
"""Places of the foot itself."""


OF_A_PAIR = frozenset({"duration", "pain_site", "side", "feature", "material", "insole_type", "arch_type", "liner"})
"""Types that, in a word about a pair in use ("it rubs at the heel", "the arch is too high"), tell of the pair."""


class Tracker(Protocol):
    """The part of rasa_sdk's tracker that is used."""

    latest_message: dict[str, Any]

    def get_slot(self, key: str) -> Any | None:
        """The value of a slot."""


@lru_cache(maxsize=1)
def default_adviser() -> Adviser:
    """The adviser over the catalogue of ``DATABASE_URL``: one engine a process, made at its first use."""
    return Adviser(Catalogue())


def country() -> str:
    """The country whose numbers and places are named (``SOLEWISE_COUNTRY``); "default" names none."""
    code = os.environ.get("SOLEWISE_COUNTRY", "").strip().lower() or "default"
    return "gb" if code == "uk" else code


def contact() -> str:
    """How to reach people of the shop (``SOLEWISE_CONTACT``); empty where none is set."""
    return " ".join(os.environ.get("SOLEWISE_CONTACT", "").split())[:200]


@dataclass
class Turn:
    """What came in, what is remembered, and the reply as it grows.

    ``ranking`` holds the intents that the message may have, with their share (0 to 1), likeliest first; ``doubt`` is a
    warning sign that is suspected in it, but not certain; ``topic`` what it asks where it is a general question.
    ``remarks`` and ``attributes`` tell what the message does with an advice and what of a product it asks about
    (nlu_data/lexicon), ``asked`` are facts that a question about a pick names ("good for wide feet?") and that are
    nobody's own. ``missed`` tells that nothing was understood (the memory counts such turns in a row), ``lifted`` that
    the stop after an emergency sign was lifted in this turn, ``news`` whether the message said anything that wasn't
    known, ``unrecorded`` that the turn is no step to take back, ``foreign_budget`` whether it named an amount in a
    currency that the catalogue isn't priced in (which is then no limit, and the last usable one stays). ``known`` is
    the profile as it was before the message.
    ``page`` is the sku of the product page on which it was written, as the channel hands it over and, once read, only
    where the shop sells it; ``asks_of_page`` tells that the message asks whether that product suits. ``button`` is
    what a card's button says, its product by its sku.
    """

    memory: Memory
    adviser: Adviser
    text: str = ""
    intent: str = ""
    ranking: list[tuple[str, float]] = field(default_factory=list)
    doubt: str = ""
    remarks: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    topic: Topic = field(default_factory=Topic)
    facts: list[Fact] = field(default_factory=list)
    asked: list[Fact] = field(default_factory=list)
    answer: Answer | None = None
    replies: list[Message] = field(default_factory=list)
    forget: bool = False
    foreign_budget: bool = False
    news: bool = False
    lifted: bool = False
    missed: bool = False
    unrecorded: bool = False
    page: str = ""
    asks_of_page: bool = False
    button: Pressed | None = None
    known: Profile = field(default_factory=Profile)
    _currency: str | None = None

    @classmethod
    def begin(cls, tracker: Tracker, adviser: Adviser) -> Turn:
        """Read the message and the memory. Nothing is looked up yet, so that this cannot fail."""
        message = tracker.latest_message or {}
        memory = memory_from_json(tracker.get_slot(SLOT))
        memory.turn += 1
        text = message.get("text") or ""
        entities = without_words_of_signs(message.get("entities") or ())
        facts = facts_from_entities(entities, text, memory.turn)
        intent = (message.get("intent") or {}).get("name") or ""
        ranking = [
            (str(guess.get("name")), float(guess.get("confidence") or 0.0))
            for guess in message.get("intent_ranking") or ()
        ]
        doubt = str(message.get("possible_sign") or "")
        metadata = message.get("metadata")
        return cls(
            memory=memory,
            adviser=adviser,
            text=text,
            intent=intent,
            ranking=ranking,
            doubt=doubt,
            topic=topic_of(message),
            remarks=frozenset(map(str, message.get("remarks") or ())),
            attributes=frozenset(map(str, message.get("attributes") or ())),
            facts=facts,
            page=sku_from(metadata.get("product")) if isinstance(metadata, dict) else "",
        )

    @property
    def today(self) -> date:
        """The day at the server; no finer time is worked with."""
        return clock.today()

    @property
    def currency(self) -> str:
        """The catalogue's currency."""
        if self._currency is None:
            self._currency = self.adviser.catalogue.currency()
        return self._currency

    def read(self) -> None:
        """Take in what the message says: the answer to a waiting question, and facts."""
        if self.button is not None:
            return
        pending = self.memory.pending
        if pending is not None:
            currency = self.currency if pending.slot == "budget" else ""
            self.answer = read_answer(self.text, self.intent, self.facts, pending, self.memory.turn, currency)
            if self.asks_of_page and self.answer is not None and not self.answer.facts:
                self.answer = None  # "is this one right?" is none of the options
        if self.answer is not None and self.answer.value is not None:
            self.facts = self._facts_beside(self.answer.value)
        elif self.answer is not None:
            self.facts = list(dict.fromkeys([*self.facts, *self.answer.facts]))
        elif self.asks_of_page:
            # "is this soft one right for me?" wishes for nothing; what it is to help with is theirs
            self.facts = [fact for fact in self.facts if fact.type not in WISHES or not fact.plain]
        elif self._asks_about_picks():
            self.asked = [fact for fact in self.facts if fact.type != "red_flag"]
            self.facts = [fact for fact in self.facts if fact.type == "red_flag"]
        elif self.intent.startswith("ask_") and self.intent != "ask_advice":
            # a refusal counts in a question too, but not in a general one ("what helps against smelly insoles?")
            general = self.intent == GENERAL
            self.facts = [fact for fact in self.facts if fact.type not in WISHES or not (fact.plain or general)]
        elif self.intent == "was_checked":
            # "the doctor looked at the numbness": the sign named is the one that was checked, not a new one
            self.facts = [f for f in self.facts if f.type != "red_flag" or f.value not in self.memory.told]
        if self.intent in ("start_trial", "ask_breaking_in") and not of_trouble(self.text):
            self.facts = [fact for fact in self.facts if fact.type != "duration"]
        elif self.of_a_pair:
            self.facts = [fact for fact in self.facts if fact.type not in OF_A_PAIR]
        if any(fact.currency for fact in self.facts):
            local = [fact for fact in self.facts if not is_foreign(fact, self.currency)]
            self.foreign_budget = len(local) < len(self.facts)
            self.facts = local
        self.facts = self._without_mere_foot(self.facts)
        self.known = self.memory.profile
        self.learn(self.facts)
        self.news = self.memory.profile != self.known
        if self.news and not self.intent.startswith("want_"):
            self._lift_bounds()

    def _asks_about_picks(self) -> bool:
        """Whether the message asks about what was shown: "good for wide feet?" tells nothing of anybody's feet."""
        about = self.intent in ("ask_about_pick", "compare", "ask_what_would_change") or (
            self.intent == "ask_why_this" and "instead" in self.remarks
        )
        return about and bool(self.memory.picks)

    def _lift_bounds(self) -> None:
        """What is now said in plain words ("up to 80", "a firm one") counts before a wish made of an earlier pick."""
        said = {(fact.type, fact.value) for fact in self.facts}
        lifted = set()
        if any(type_ == "budget" or (type_, value) == ("price_level", "any") for type_, value in said):
            lifted.add("price")
        if said & {("feature", "firm"), ("feature", "soft")}:
            lifted.add("firmness")
        self.memory.bounds = [bound for bound in self.memory.bounds if bound.attribute not in lifted]

    def _without_mere_foot(self, facts: list[Fact]) -> list[Fact]:
        """Without "foot" as a place where it only says which one ("the right foot") of a place that is known."""
        known = set(self.memory.profile.values("pain_site")) & OF_THE_FOOT
        named = {fact.value for fact in facts if fact.type == "pain_site" and fact.plain}
        if not known or named != {"foot"} or not any(fact.type == "side" and fact.plain for fact in facts):
            return facts
        return [fact for fact in facts if not (fact.type == "pain_site" and fact.plain)]

    @property
    def of_a_pair(self) -> bool:
        """Whether the message tells how a pair is that we advised; what it does harm to counts as a complaint."""
        in_use = self.memory.stage == ADVISED or bool(self.memory.pair)
        return in_use and self.intent.startswith("feedback_") and self.intent != "feedback_worse"

    def _facts_beside(self, value: str) -> list[Fact]:
        """The facts that count beside a short answer.

        What the NLU read into the few words of an option ("low": cheap?) doesn't; what stands beside a yes, a no or a
        "not sure" does ("not sure, but nothing with gel").
        """
        slot = self.memory.pending.slot if self.memory.pending else ""
        if value in (YES, NO):
            return self.facts
        return [fact for fact in self.facts if value == UNSURE and fact.type != slot]

    @property
    def said_something(self) -> bool:
        """Whether the message said anything to go on with: facts, an answer, an amount that cannot be used."""
        return bool(self.facts) or self.answer is not None or self.foreign_budget

    def waits_for_safety(self) -> bool:
        """Whether a question about a warning sign is waiting: that one cannot be skipped."""
        return self.memory.pending is not None and self.memory.pending.slot == "red_flag"

    def learn(self, facts: Iterable[Fact]) -> None:
        """Merge facts into the profile."""
        self.memory.profile = self.memory.profile.merge(list(facts))

    def say(self, response: str, /, buttons: Iterable[str | Button] = (), **values: object) -> None:
        """Add a message by the name of its response."""
        self.replies.append(Message(wording.say(response, self.memory.said, **values), buttons=list(buttons)))

    def phrase(self, response: str, /, **values: object) -> str:
        """A piece of a message by the name of its response."""
        return wording.say(response, self.memory.said, **values)

    def send(self, message: Message) -> None:
        """Add a message that was composed."""
        self.replies.append(message)
