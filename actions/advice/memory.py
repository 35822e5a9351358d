"""What is remembered of a conversation between its messages: one JSON value, read back defensively."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from actions.advice.pair import Pair, pair_from_json
from actions.advice.profile import Profile, profile_from_json

ASKING, ADVISED, PAUSED, STOPPED = "asking", "advised", "paused", "stopped"

HISTORY = 5
"""Steps that can be taken back; each costs a kilobyte or two in every event of the conversation."""

LONGEST_SKU = 100
"""Characters of a sku that is taken from a page or read back; the catalogue's are shorter."""

STAGES = (ASKING, ADVISED, PAUSED, STOPPED)


@dataclass
class Pending:
    """The question put last and not answered yet: its slot, the values offered in their order, and misses so far.

    ``about`` tells questions of one slot apart, such as several about warning signs. ``question`` names one of
    seeds/questions.yml that asks for several slots at once, and ``asks`` which of them; both are empty otherwise.
    """

    slot: str
    values: list[str]
    about: str | None = None
    misses: int = 0
    question: str = ""
    asks: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What its wording goes by: the question's name, else the slot."""
        return self.question or self.slot

    @property
    def slots(self) -> list[str]:
        """All slots that it asks for."""
        return self.asks or [self.slot]

    def as_json(self) -> dict[str, Any]:
        """As it is remembered, without the fields that say nothing."""
        more = {"question": self.question, "asks": self.asks} if self.question else {}
        return {"slot": self.slot, "values": self.values, "about": self.about, "misses": self.misses, **more}


@dataclass
class Bound:
    """A wish made of a shown pick ("thinner"): the attribute, and the value that another pick has to beat."""

    attribute: str
    below: float | None = None
    above: float | None = None


@dataclass
class Alike:
    """A pick that another one should be like: its sku, and the words that pointed at it."""

    sku: str
    words: str = ""


@dataclass
class Memory:
    """One conversation.

    ``stage`` is asking (no advice yet), advised, paused (an urgent sign, and the person didn't wish to go on), or
    stopped (an emergency sign: nothing is sold until the person
    says it was checked). ``deferred`` are questions that were answered with something else once and may come again
    once. ``told`` are signs already spoken of, ``confirmed`` tells for a sign said by answering a
    safety question which question that was, ``said`` counts how often each response was used (so that wording
    varies), ``picks`` are the skus last shown in their order, ``hidden`` those turned down, ``focus`` the one spoken
    of last ("it"). ``alike`` is the pick that others should be like, ``avoid_brands`` are makers refused, and
    ``history`` is what can be taken back (``history.py``). ``pair`` is the one that they took, with its days;
    ``outcomes`` are outcomes of seeds/outcomes.yml that were told, ``evidence`` and ``evidence_more`` the statements on
    the evidence told in short and with their figures; ``painless`` tells that they said that nothing hurts.
    ``product`` is the sku of the product page that they are on, ``judging`` that of the product of which they asked
    whether it suits them and have no answer yet; both are empty, and not stored, where there is none.
    """

    profile: Profile = field(default_factory=Profile)
    turn: int = 0
    stage: str = ASKING
    pending: Pending | None = None
    asked: list[str] = field(default_factory=list)
    deferred: list[str] = field(default_factory=list)
    picks: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    bounds: list[Bound] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    confirmed: dict[str, str] = field(default_factory=dict)
    misses: int = 0
    said: dict[str, int] = field(default_factory=dict)
    focus: str = ""
    alike: Alike | None = None
    avoid_brands: list[str] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)
    pair: Pair = field(default_factory=Pair)
    outcomes: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    evidence_more: list[str] = field(default_factory=list)
    painless: bool = False
    product: str = ""
    judging: str = ""

    def copy(self) -> Memory:
        """A memory that can be changed without changing this one."""
        return memory_from_json(self.as_json())

    def unbind(self, attribute: str) -> None:
        """Forget the wishes made of a shown pick about an attribute."""
        self.bounds = [bound for bound in self.bounds if bound.attribute != attribute]

    def bind(self, bound: Bound) -> None:
        """Take in a wish made of a shown pick, in place of an earlier one about the same attribute."""
        self.unbind(bound.attribute)
        self.bounds.append(bound)

    def as_json(self) -> dict[str, Any]:
        """The memory as the slot holds it."""
        return {
            "profile": self.profile.as_json(),
            "turn": self.turn,
            "stage": self.stage,
            "pending": self.pending.as_json() if self.pending else None,
            "asked": self.asked,
            "deferred": self.deferred,
            "picks": self.picks,
            "labels": self.labels,
            "hidden": self.hidden,
            "bounds": [vars(bound) for bound in self.bounds],
            "told": self.told,
            "confirmed": self.confirmed,
            "misses": self.misses,
            "said": self.said,
            "focus": self.focus,
            "alike": vars(self.alike) if self.alike else None,
            "avoid_brands": self.avoid_brands,
            "history": self.history,
            "pair": self.pair.as_json(),
            "outcomes": self.outcomes,
            "evidence": self.evidence,
            "evidence_more": self.evidence_more,
            "painless": self.painless,
            **{name: sku for name, sku in (("product", self.product), ("judging", self.judging)) if sku},
        }


def memory_from_json(data: Any) -> Memory:
    """Read back :meth:`Memory.as_json`. What isn't of its form is left out: a conversation never fails on it."""
    if not isinstance(data, dict):
        return Memory()
    stage = data.get("stage")
    return Memory(
        profile=profile_from_json(data.get("profile")),
        turn=_count(data.get("turn")),
        stage=stage if stage in STAGES else ASKING,
        pending=_pending(data.get("pending")),
        asked=_words(data.get("asked")),
        deferred=_words(data.get("deferred")),
        picks=_words(data.get("picks")),
        labels=_words(data.get("labels")),
        hidden=_words(data.get("hidden")),
        bounds=_bounds(data.get("bounds")),
        told=_words(data.get("told")),
        confirmed={key: value for key, value in _mapping(data.get("confirmed")) if isinstance(value, str)},
        misses=_count(data.get("misses")),
        said={key: _count(value) for key, value in _mapping(data.get("said"))},
        focus=_text(data.get("focus")),
        alike=_alike(data.get("alike")),
        avoid_brands=_words(data.get("avoid_brands")),
        history=[step for step in data.get("history") or () if isinstance(step, dict)][-HISTORY:],
        pair=pair_from_json(data.get("pair")),
        outcomes=_words(data.get("outcomes")),
        evidence=_words(data.get("evidence")),
        evidence_more=_words(data.get("evidence_more")),
        painless=data.get("painless") is True,
        product=sku_from(data.get("product")),
        judging=sku_from(data.get("judging")),
    )


def sku_from(data: Any) -> str:
    """A sku as something outside gives it; empty where it is none that a catalogue could have."""
    return data if isinstance(data, str) and len(data) <= LONGEST_SKU and data.isprintable() else ""


def _alike(data: Any) -> Alike | None:
    if not isinstance(data, dict) or not isinstance(data.get("sku"), str):
        return None
    return Alike(data["sku"], _text(data.get("words")))


def _text(data: Any) -> str:
    return data if isinstance(data, str) else ""


def _pending(data: Any) -> Pending | None:
    if not isinstance(data, dict) or not isinstance(data.get("slot"), str):
        return None
    about = data.get("about")
    return Pending(
        slot=data["slot"],
        values=_words(data.get("values")),
        about=about if isinstance(about, str) else None,
        misses=_count(data.get("misses")),
        question=_text(data.get("question")),
        asks=_words(data.get("asks")),
    )


def _bounds(data: Any) -> list[Bound]:
    if not isinstance(data, list):
        return []
    return [
        Bound(item["attribute"], _number(item.get("below")), _number(item.get("above")))
        for item in data
        if isinstance(item, dict) and isinstance(item.get("attribute"), str)
    ]


def _mapping(data: Any) -> list[tuple[str, Any]]:
    return [(key, value) for key, value in data.items() if isinstance(key, str)] if isinstance(data, dict) else []


def _words(data: Any) -> list[str]:
    return [item for item in data if isinstance(item, str)] if isinstance(data, list) else []


def _count(data: Any) -> int:
    return data if isinstance(data, int) and not isinstance(data, bool) and data >= 0 else 0


def _number(data: Any) -> float | None:
    return float(data) if isinstance(data, int | float) and not isinstance(data, bool) else None
