"""How a pair turned out: in what respect it doesn't suit, and what follows from it (``seeds/feedback.yml``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import seeds
from actions.advice.adviser import Advice, Adviser
from actions.advice.memory import Memory
from actions.advice.picks import BEST_MATCH, FLOOR, Pick
from catalog import Product, Ranked
from catalog.attributes import ATTRIBUTES, Attribute, Kind

MOST_TEXT = 1000
"""Characters of a message that are read for respects."""

CLOSE = 0.1
"""Picks within this much of the best score (0 to 1) count as good; the one most like the old pair is taken."""

SAME = (
    "insole_type",
    "support_structure",
    "firmness",
    "cushioning_amount",
    "length",
    "thickness_mm",
    "heel_cup_mm",
    "volume",
)
"""Attributes in which a pair that differs in one respect should stay as it was."""

DENIED_WITHIN = 3
"""Words before a respect in which it may be denied."""

WAYS = ("lower", "higher", "other")

_CLAUSE = re.compile(r"[,.;:!?]|\bbut\b|\band\b|\bjust\b")

_DESPITE = re.compile(r"\b(but|however|except|only|although|though)\b")


class FeedbackError(ValueError):
    """The feedback file is wrong; the message names the entry and what to write."""


@dataclass(frozen=True)
class Difference:
    """What must differ: an attribute of products, and how (lower, higher, other, or the value to have).

    ``least`` is the smallest difference that counts, in the attribute's unit: one that a foot can feel.
    """

    attribute: str
    way: str
    least: float = 0.0

    def holds(self, product: Product, old: Product) -> bool:
        """Whether a product differs in this from the old pair. What isn't stated can't be said to."""
        value, before = getattr(product, self.attribute), getattr(old, self.attribute)
        if value is None:
            return False
        if self.way not in WAYS:
            return bool(value == self.way and before != self.way)
        if before is None:
            return False
        if self.way == "other":
            return bool(value != before)
        step = _rank(self.attribute, value) - _rank(self.attribute, before)
        return step != 0 and abs(step) >= self.least and (step < 0) is (self.way == "lower")


@dataclass(frozen=True)
class Respect:
    """One respect in which a pair suits or doesn't; the fields are those of the file, ``another`` in days of wear."""

    id: str
    intent: str | None
    pattern: re.Pattern[str]
    another: int | None
    differs: tuple[Difference, ...]
    send_back: bool
    clinician: bool
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Another:
    """A pick that differs in one respect: in what, and in which of :data:`SAME` it differs besides."""

    advice: Advice
    difference: Difference
    besides: tuple[str, ...]

    @property
    def product(self) -> Product:
        """The product that is picked."""
        return self.advice.picks[0].ranked.product


@lru_cache(maxsize=1)
def _attributes() -> dict[str, Attribute]:
    return {attribute.name: attribute for attribute in ATTRIBUTES}


@lru_cache(maxsize=1)
def respects() -> tuple[Respect, ...]:
    """Every respect, in the order of the file. Raises :class:`FeedbackError`."""
    return read_respects(seeds.read_yaml("feedback.yml"))


@lru_cache(maxsize=1)
def _denials() -> frozenset[str]:
    return frozenset(str(word) for word in seeds.read_yaml("feedback.yml")["denied"])


def read_respects(data: dict[str, Any]) -> tuple[Respect, ...]:
    """Respects from the contents of their file. Raises :class:`FeedbackError`."""
    try:
        least = {name: float(value) for name, value in data["least"].items()}
        found = tuple(_respect(entry, least) for entry in data["respects"])
        if not all(isinstance(word, str) for word in data["denied"]):
            raise FeedbackError(
                "feedback.yml: denied: takes words; write those that YAML takes for yes and no in quotes"
            )
    except (KeyError, TypeError, AttributeError) as error:
        raise FeedbackError(f"feedback.yml: missing or misplaced: {error}") from error
    for name in ("id", "intent"):
        values = [getattr(respect, name) for respect in found if getattr(respect, name)]
        for value in sorted({value for value in values if values.count(value) > 1}):
            raise FeedbackError(f"feedback.yml: {name} '{value}' stands at two respects; keep one")
    return found


def _respect(entry: dict[str, Any], least: dict[str, float]) -> Respect:
    where = f"feedback.yml: '{entry['id']}'"
    unknown = set(entry) - {"id", "intent", "said", "another", "differs", "send_back", "clinician", "sources"}
    if unknown:
        raise FeedbackError(f"{where}: '{min(unknown)}' is nothing that a respect has")
    another = entry.get("another")
    if another is not None and (not isinstance(another, int) or another < 1):
        raise FeedbackError(
            f"{where}: another is the day from which another pick is shown, from 1, or null; not {another!r}"
        )
    differs = tuple(_difference(item, least, where) for item in entry.get("differs", ()))
    if (another is None) is not (not differs):
        raise FeedbackError(f"{where}: 'another' and 'differs' go together: when, and in what")
    if not entry["said"]:
        raise FeedbackError(f"{where}: said: takes at least one way to say it")
    return Respect(
        id=entry["id"],
        intent=entry.get("intent"),
        pattern=re.compile("|".join(_phrase(str(phrase)) for phrase in entry["said"])),
        another=another,
        differs=differs,
        send_back=bool(entry.get("send_back")),
        clinician=bool(entry.get("clinician")),
        sources=tuple(entry["sources"]),
    )


def _difference(item: dict[str, str], least: dict[str, float], where: str) -> Difference:
    ((name, way),) = item.items()
    attribute = _attributes().get(name)
    if attribute is None:
        raise FeedbackError(f"{where}: differs: '{name}' is no attribute of a product (catalog/attributes.py)")
    ordered = attribute.kind in (Kind.NUMBER, Kind.COUNT, Kind.MONEY) or attribute.kind is Kind.WORD
    if way in ("lower", "higher") and not ordered:
        raise FeedbackError(f"{where}: differs: {name} has no order, so nothing is {way}: write other, or a value")
    if way not in WAYS and (attribute.words is None or way not in attribute.words.words):
        raise FeedbackError(f"{where}: differs: '{way}' is neither lower, higher, other nor a value of {name}")
    return Difference(name, way, least.get(name, 0.0))


def _phrase(phrase: str) -> str:
    """A pattern for a phrase of the file."""
    parts: list[str] = []
    gap = False
    for word in phrase.lower().split():
        if word == "...":
            gap = True
            continue
        if parts:
            parts.append(r"[^\w.!?]+(?:[\w']+[^\w.!?]+){0,4}?" if gap else r"[^\w.!?]+")
        parts.append(rf"{re.escape(word[:-1])}[\w']*" if word.endswith("*") else rf"{re.escape(word)}(?![\w])")
        gap = False
    return rf"(?<!\w){''.join(parts)}"


def respect_said(text: str) -> Respect | None:
    """The first respect whose words a message has, unless it denies them."""
    plain = text[:MOST_TEXT].lower().replace("\u2019", "'")
    for respect in respects():
        if any(not _denied(plain[: match.start()]) for match in respect.pattern.finditer(plain)):
            return respect
    return None


def respect_of(text: str, intent: str) -> Respect | None:
    """In what respect a message speaks of a pair: by its words, else by what it was understood as.

    Harm is never taken for a mere misfit, nor praise for a complaint unless the message makes a reservation.
    """
    said, general = respect_said(text), next((item for item in respects() if item.intent == intent), None)
    if said is None or general is None:
        return said or general
    if general.clinician and not said.clinician:
        return general
    if general.id == respects()[-1].id and not _DESPITE.search(text.lower()):
        return general
    return said


def _denied(before: str) -> bool:
    words = re.findall(r"[\w']+", _CLAUSE.split(before)[-1])[-DENIED_WITHIN:]
    return bool(_denials() & set(words))


def another_pick(adviser: Adviser, memory: Memory, old: Product, respect: Respect) -> Another | None:
    """The pick that differs from the old pair in this respect and otherwise fits best and is most like it.

    None where no product that is worth recommending differs so. May raise what the catalogue raises.
    """
    tried = memory.copy()
    tried.hidden.append(old.sku)
    advice = adviser.advise(tried)
    worth = [item for item in adviser.candidates(advice.specification, advice.limits, tried) if item.score >= FLOOR]
    # ready-made comes before custom here too
    candidates = [item for item in worth if item.product.insole_type not in advice.specification.discouraged_types]
    for difference in respect.differs:
        found = _most_alike(candidates, old, difference)
        if found is not None:
            pick = Pick(BEST_MATCH, found)
            one = Advice(advice.specification, advice.limits, advice.currency, (pick,), ())
            return Another(one, difference, tuple(_besides(found.product, old, difference)))
    return None


def _most_alike(candidates: Sequence[Ranked], old: Product, difference: Difference) -> Ranked | None:
    fitting = [item for item in candidates if item.product.sku != old.sku and difference.holds(item.product, old)]
    if not fitting:
        return None
    best = max(item.score for item in fitting)
    near = [item for item in fitting if item.score >= best - CLOSE]
    return min(near, key=lambda item: (len(_besides(item.product, old, difference)), -item.score))


def _besides(product: Product, old: Product, difference: Difference) -> list[str]:
    """In which other attributes a product differs from the old pair, as far as both are known."""
    return [
        name
        for name in SAME
        if name != difference.attribute
        and None not in (getattr(product, name), getattr(old, name))
        and getattr(product, name) != getattr(old, name)
    ]


def _rank(name: str, value: Any) -> float:
    attribute = _attributes()[name]
    return float(attribute.word_list.words.index(value)) if attribute.kind is Kind.WORD else float(value)
