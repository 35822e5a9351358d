"""Facts: what a person said about themselves, in canonical words, with their own words beside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from actions.advice.vocabulary import vocabulary
from catalog import is_size

MAX_WORDS = 80
"""Characters of the person's own words kept with a fact; a quote longer than a line helps nobody."""

MAX_QUOTE = 48
"""Characters of a clause that is quoted whole."""

_CLAUSE_END = re.compile(r"[,.;:!?\n]+|\s(?:and|but|because|so|since|although|though|while|plus)\s", re.IGNORECASE)

MAX_TEXT = 20
"""Characters of a value of kind ``text`` (a shoe size)."""

_CURRENCY = re.compile(r"[A-Z]{3}")
"""An ISO 4217 code."""

NUMBER_BOUNDS = {"budget": (1.0, 1_000_000.0), "age": (0.0, 120.0), "body_weight": (5.0, 400.0)}
"""Outside of these a number is a misreading or a joke and is not kept (currency units, years, kilograms)."""


@dataclass(frozen=True)
class Fact:
    """One statement.

    ``value`` is canonical (numbers as plain decimal strings). ``role`` is None for a plain statement, else one
    of the roles of ``seeds/vocabulary.yml`` (``absent``, ``avoid``, and ``max|min|about`` for a budget).
    ``words`` are the person's own, ``turn`` numbers the message that said it, ``group`` ties the facts of one
    complaint together, ``currency`` goes with a budget.
    """

    type: str
    value: str
    role: str | None = None
    words: str = ""
    turn: int = 0
    group: str | None = None
    currency: str | None = None

    @property
    def plain(self) -> bool:
        """Whether the fact holds (a budget's role says which bound it is, not that it doesn't hold)."""
        return self.role is None or self.type == "budget"

    def number(self) -> float:
        """The value of a number type. Raises ValueError for other types."""
        return float(self.value)

    def as_json(self) -> dict[str, Any]:
        """The fact as it is remembered, without the fields that say nothing."""
        return {key: value for key, value in asdict(self).items() if value not in (None, "")}


def fact_from_json(data: Mapping[str, Any]) -> Fact | None:
    """Read back what :meth:`Fact.as_json` wrote; None where it isn't a valid fact."""
    return valid_fact(
        type_=data.get("type"),
        value=data.get("value"),
        role=data.get("role"),
        words=data.get("words", ""),
        turn=data.get("turn", 0),
        group=data.get("group"),
        currency=data.get("currency"),
    )


def facts_from_entities(entities: Iterable[Mapping[str, Any]], text: str, turn: int) -> list[Fact]:
    """The facts in a message as the NLU read it.

    ``entities`` are in Rasa's form. They come from outside (a caller may post what it likes), so an unknown type,
    value or role, or a number out of bounds, is left out.
    """
    facts = []
    for entity in entities:
        start, end = entity.get("start"), entity.get("end")
        if isinstance(start, int) and isinstance(end, int):
            words = own_words(text, start, end)
        else:
            words = str(entity.get("value", ""))
        group = entity.get("group")
        fact = valid_fact(
            type_=entity.get("entity"),
            value=entity.get("value"),
            role=entity.get("role"),
            words=words,
            turn=turn,
            group=f"{turn}.{group}" if group else None,
            currency=entity.get("currency"),
        )
        if fact is not None:
            facts.append(fact)
    return facts


def own_words(text: str, start: int, end: int) -> str:
    """The person's words around a mention: its clause where that is short enough to quote, else the mention alone.

    "my heel hurts after long walks" says more back to somebody than "heel".
    """
    before = [match.end() for match in _CLAUSE_END.finditer(text, 0, start)]
    after = _CLAUSE_END.search(text, end)
    clause = text[before[-1] if before else 0 : after.start() if after else len(text)].strip()
    return clause if len(clause) <= MAX_QUOTE else text[start:end]


def valid_fact(
    *, type_: Any, value: Any, role: Any, words: Any, turn: Any, group: Any = None, currency: Any = None
) -> Fact | None:
    """A fact made of untrusted parts, or None where the vocabulary doesn't have them."""
    entity_type = vocabulary().get(type_) if isinstance(type_, str) else None
    if entity_type is None or value is None:
        return None
    value = str(value).strip()
    if role is not None and role not in entity_type.roles:
        return None
    if entity_type.kind == "word" and value not in entity_type.values:
        return None
    if entity_type.kind == "text" and not 0 < len(value) <= MAX_TEXT:
        return None
    if entity_type.name == "shoe_size" and not is_size(value):
        return None
    if entity_type.kind == "number":
        low, high = NUMBER_BOUNDS[entity_type.name]
        try:
            number = float(value)
        except ValueError:
            return None
        if not low <= number <= high:  # also refuses NaN
            return None
        if entity_type.name == "budget" and role is None:
            role = "max"
    return Fact(
        type=entity_type.name,
        value=value,
        role=role,
        words=" ".join(str(words).split())[:MAX_WORDS],
        turn=turn if isinstance(turn, int) else 0,
        group=str(group)[:12] if group else None,
        currency=currency if isinstance(currency, str) and _CURRENCY.fullmatch(currency) else None,
    )
