"""What pushing back at the picks changes: cheaper, softer, another maker, like the second but ..."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from actions.advice.adviser import FIRMNESS
from actions.advice.facts import MAX_QUOTE, Fact
from actions.advice.memory import Alike, Bound, Memory
from actions.advice.picks import Pick
from actions.named import named_picks
from actions.turn import Turn

Kind = Literal["alike", "cheaper", "dearer", "softer", "firmer", "thinner", "another_brand", "turned_down", "another"]

COMPARED: tuple[Kind, ...] = ("cheaper", "dearer", "softer", "firmer", "thinner")
"""Wishes that another pick must beat a shown one in."""

_WISHES = {"softer": "soft", "firmer": "firm", "thinner": "thin"}

_SAYS_THE_SAME = {
    "softer": {("feature", "soft"), ("feature", "firm")},
    "firmer": {("feature", "firm"), ("feature", "soft")},
    "thinner": {("feature", "thin")},
    "cheaper": {("price_level", "low")},
    "dearer": {("price_level", "any")},
}
"""Facts that the NLU reads into the words of a wish, as type and value."""

_CONTRARY: tuple[tuple[Kind, Kind], ...] = (("softer", "firmer"), ("cheaper", "dearer"))

_REFUSES = (
    r"\b(?:no|not|no more|nothing|none|never|without|except|but|avoid|hate|dislike|skip|drop|exclude|\w+n['’]?t)\b"
)

_REACH = r"(?:[\s,]+[\w'’-]+){0,4}?[\s,]+"
"""Up to four words between a refusal and the maker that it is of ("nothing at all from")."""

_ASKS = re.compile(r"\W*(?:why|what|how|which|who|do|does|is|are|have|has|would|can|could)\b", re.IGNORECASE)

_THAT_ONE = re.compile(r"\b(?:that|this) (?:one|pair|insole)\b|\bit\b", re.IGNORECASE)

MOST_WORDS = 14
"""A longer message tells a story in which a maker's name may occur."""

_BY_INTENT: dict[str, Kind] = {
    "want_like": "alike",
    "want_other_brand": "another_brand",
    "want_another": "another",
    "want_cheaper": "cheaper",
    "want_softer": "softer",
    "want_firmer": "firmer",
    "want_thinner": "thinner",
}


@dataclass(frozen=True)
class Pushback:
    """One way of pushing back, and the pick that it was said of. ``brands`` are the makers refused, ``down`` the picks
    turned down."""

    kind: Kind
    pick: Pick
    brands: tuple[str, ...] = ()
    down: tuple[Pick, ...] = ()


def pushbacks(turn: Turn, picks: list[Pick]) -> list[Pushback]:
    """Every way in which a message pushes back: "firmer and thinner, and not that brand" does so thrice."""
    said: list[Kind] = [kind for kind in COMPARED if kind in turn.remarks]
    kinds = dict.fromkeys([kind for kind in [_BY_INTENT.get(turn.intent)] if kind] + said)
    if said and (guess := _BY_INTENT.get(turn.intent)) in COMPARED and guess not in said:
        kinds.pop(guess)  # the words count before what the classifier made of them
    refused = refused_brands(turn)
    if "another_brand" in turn.remarks or refused:
        kinds["another_brand"] = None
    named = named_picks(turn.text, picks)
    focus = [pick for pick in picks if pick.sku == turn.memory.focus]
    down = named or (focus or picks[:1] if _THAT_ONE.search(turn.text) else [])
    if "turn_down" in turn.remarks and "another" in kinds and down:
        kinds = {"turned_down" if kind == "another" else kind: None for kind in kinds}
    if len(kinds) > 1:
        kinds.pop("another", None)  # "something else, softer" says how it should differ
    pick = (named or focus or picks)[0]
    brands: tuple[str, ...] = ()
    if "another_brand" in kinds:
        brands = refused or tuple(turn.adviser.catalogue.brands_in(turn.text)) or (pick.ranked.product.brand,)
    # without a pick that is pointed at, cheaper is cheaper than all of them
    one = named and ("alike" in kinds or "pointing" in turn.remarks)
    of_price = pick if one else min(picks, key=lambda shown: shown.ranked.product.price)
    return [
        Pushback(
            kind,
            of_price if kind == "cheaper" else pick,
            brands if kind == "another_brand" else (),
            tuple(down) if kind == "turned_down" else (),
        )
        for kind in kinds
    ]


def refused_brands(turn: Turn) -> tuple[str, ...]:
    """The makers that a message refuses by name ("anything but Mossgate", "nothing from them or Odderly")."""
    if len(turn.text.split()) > MOST_WORDS or not re.search(_REFUSES, turn.text, re.IGNORECASE):
        return ()
    # "why not Odderly?" and "not bad, the Odderly" refuse nothing
    if turn.intent.startswith("ask_") or "?" in turn.text or _ASKS.match(turn.text):
        return ()
    named = turn.adviser.catalogue.brands_in(turn.text)
    first = rf"{_REFUSES}{_REACH}"
    return tuple(brand for brand in named if re.search(first + rf"{re.escape(brand)}\b", turn.text, re.IGNORECASE))


def contradictory(said: list[Pushback]) -> bool:
    """Whether a message wants two things at once that exclude each other ("softer but firmer")."""
    kinds = {item.kind for item in said}
    return any(kinds.issuperset(pair) for pair in _CONTRARY)


def forget_wishes(turn: Turn, said: list[Pushback]) -> None:
    """Take back what the NLU read into wishes that cannot be met, so that the list which stays fits the profile."""
    same = {fact for item in said for fact in _SAYS_THE_SAME.get(item.kind, ())}
    turn.facts = [fact for fact in turn.facts if (fact.type, fact.value) not in same]
    turn.memory.profile = turn.known.merge(turn.facts)
    turn.news = turn.memory.profile != turn.known


def changed(turn: Turn, said: list[Pushback], picks: list[Pick]) -> Memory:
    """The memory with the wishes in it; the turn's own stays as it is."""
    tried = turn.memory.copy()
    kinds = {item.kind for item in said}
    for item in said:
        if item.kind == "alike":
            tried.alike = Alike(item.pick.sku, turn.text[:MAX_QUOTE])
        elif item.kind == "another_brand":
            tried.avoid_brands = sorted({*tried.avoid_brands, *item.brands})
        elif item.kind == "another":
            tried.hidden += [shown.sku for shown in picks]
        elif item.kind == "turned_down":
            tried.hidden += [shown.sku for shown in item.down]
        elif item.kind == "dearer":
            dearest = max(shown.ranked.product.price for shown in ([item.pick] if "alike" in kinds else picks))
            tried.bind(Bound("price", above=float(dearest)))
        elif item.kind == "cheaper":
            _cheaper(turn, tried, item)
        else:
            _compared(tried, item, wish_of(turn, item.kind))
    return tried


def wish_of(turn: Turn, kind: Kind) -> Fact | None:
    """The wish as a fact, where no pick is there to compare with."""
    if kind == "dearer":
        return Fact("price_level", "any", words=turn.text[:MAX_QUOTE], turn=turn.memory.turn)
    if kind == "cheaper":
        if turn.memory.profile.plain("budget"):
            return None
        return Fact("price_level", "low", words=turn.text[:MAX_QUOTE], turn=turn.memory.turn)
    feature = _WISHES.get(kind)
    return Fact("feature", feature, words=turn.text[:MAX_QUOTE], turn=turn.memory.turn) if feature else None


def _cheaper(turn: Turn, tried: Memory, item: Pushback) -> None:
    # the budget that the same message names is the limit then, and no price shown
    if any(fact.type == "budget" for fact in turn.facts):
        return
    tried.bind(Bound("price", below=float(item.pick.ranked.product.price)))


def _compared(tried: Memory, item: Pushback, wish: Fact | None) -> None:
    """Softer, firmer, thinner: a wish, and a bound where the pick's row has the value to compare with."""
    product = item.pick.ranked.product
    if wish is not None:
        tried.profile = tried.profile.merge([wish])
    if item.kind == "thinner":
        if product.thickness_mm is not None:
            tried.bind(Bound("thickness_mm", below=product.thickness_mm))
        return
    tried.unbind("firmness")
    level = FIRMNESS.get(product.firmness or "")
    if level is not None:
        below, above = (level, None) if item.kind == "softer" else (None, level)
        tried.bind(Bound("firmness", below=below, above=above))
