"""What is told by what stands together: the qualities, materials and places that a part has, or that have no part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.selling.lexicon import Lexicon, Match, Part, function_words
from catalog.selling.scope import Scopes

_TO_PLACE = function_words("to_place")
#: Materials that may be called thick, thin or dense as a cushion by themselves.
_LAYERS = frozenset(("foam", "memory_foam", "gel", "eva", "latex", "polyurethane", "silicone"))
#: Materials that, named at all, are what lies under the sock.
_SURFACES = frozenset(("fabric", "mesh", "microfibre", "leather", "wool"))
#: Called rigid, they are what supports: "semi-rigid EVA".
_HARD = frozenset(("eva", "plastic", "nylon", "carbon_fibre"))
_FEELS = {"firm": "firm", "soft": "soft", "medium_firm": "medium"}
_ABSORBS = frozenset(("absorbs", "absorb", "pads", "cushions", "soaks", "softens", "dampens", "damps", "absorbing"))
_BEFORE_FEEL = (".", "quite", "very", "touch", "springy", "rather", "pretty", "fairly", "deliberately", "really", "so")


@dataclass(frozen=True)
class Said:
    """One thing that a sentence tells: the attribute, the value, how exactly, and from which token to which."""

    attribute: str
    value: Any
    weight: int
    start: int
    end: int


def flush(
    lexicon: Lexicon,
    mods: list[Match],
    head: Match | None,
    scopes: Scopes,
    words: Sequence[str],
    following: Sequence[Match],
) -> Iterator[Said]:
    """What words tell that belong to no part, or to the part `head` before them ("the shell is rigid")."""
    soft_stuff = [m for m in mods if m[2].material in _LAYERS and not scopes.denied[m[0]]]
    if soft_stuff and mods[-1] is soft_stuff[-1]:
        yield from places_behind("", soft_stuff[-1], following, words)
    if head is not None:
        yield from about(lexicon, head, mods, scopes, after=True)
        for start, end, sense in soft_stuff:
            if lexicon.materials[sense.material].word and _absorbs(words, end):
                yield Said("cushioning_material", lexicon.materials[sense.material].word, 2, start, end)
        return
    live = [m for m in mods if not scopes.denied[m[0]]]
    for start, end, sense in live:
        if sense.quality == "flat" and _alone(words, start, end) and words[start - 1 : start] != ["very"]:
            yield Said("support_structure", "none", 0, start, end)
        if sense.quality in ("rigid", "semi_rigid") and (
            (not start and _alone(words, start, end))
            or any(m[2].material in _HARD and m[0] == end for m in live)
            or (words[start - 1], *words[end : end + 1]) == ("(", ")")
        ):
            yield Said("support_structure", sense.quality, 0, start, end)
        if sense.quality in _FEELS and _alone(words, start, end):
            yield Said("firmness", _FEELS[sense.quality], 1, start, end)
    soft = any(m[2].quality in ("absorbing", "damping") for m in live)
    for start, end, sense in live:
        if not sense.material:
            continue
        material = lexicon.materials[sense.material]
        if material.cover in _SURFACES and sense.material != "nylon":
            yield Said("top_cover", material.cover, 0, start, end)
        if material.word and not (material.textile and _cloth(words, end)):
            yield Said("materials", material.word, 1, start, end)
            if material.cushions or soft or (sense.material in _LAYERS and _absorbs(words, end)):
                yield Said("cushioning_material", material.word, 1, start, end)
    if any(m[2].material in _LAYERS for m in live):
        tells = lexicon.parts["cushion"].tells
        for start, end, sense in live:
            if sense.quality in ("dense", "mid_density", "airy_density") or sense.quality == "plush":
                for attribute, value in tells.get(sense.quality, ()):
                    yield Said(attribute, value, 1, start, end)
        yield from _placed_materials([m for m in live if not m[2].place or _meant(words, m[1])])


def _absorbs(words: Sequence[str], end: int) -> bool:
    """Whether what stands before is then said to absorb or pad: "PU foam pads every step"."""
    for word in words[end : end + 7]:
        if word in (".", ";", ",", "and", "is"):
            return False
        if word in _ABSORBS:
            return True
    return False


def _alone(words: Sequence[str], start: int, end: int) -> bool:
    """Whether an adjective is a statement by itself: "Firm.", "Soft, with medium cushioning", "firm overall"."""
    before, after = words[start - 1] if start else ".", words[end] if end < len(words) else "."
    return ((before in _BEFORE_FEEL or start == 0) and after in (".", "overall", "throughout", "but", ";", ",")) or (
        after in ("overall", "throughout") and before in (".", ",", "and")
    )


def _cloth(words: Sequence[str], end: int) -> bool:
    return end < len(words) and words[end] in ("cloth", "fabric", "mesh", "cover", "lining", "textile")


def _meant(words: Sequence[str], end: int) -> bool:
    """Whether a place is meant as such, by the word behind it: not in "heel wedge"."""
    return end >= len(words) or words[end] not in ("wedge", "post", "lift", "raise", "pain", "spur", "spurs", "height")


def _placed_materials(mods: list[Match]) -> Iterator[Said]:
    """Gel or foam with a place beside it: "heel gel", "full-length foam"."""
    places = {m[2].place for m in mods if m[2].place}
    soft = [m for m in mods if m[2].material in _LAYERS]
    if places and soft:
        yield Said("cushioning_place", joined(places), 1, min(m[0] for m in mods), max(m[1] for m in mods))


def joined(places: set[str]) -> str:
    """The value of cushioning_place for several places."""
    if "full" in places:
        return "full"
    return "heel_and_forefoot" if len(places) > 1 else next(iter(places))


def about(lexicon: Lexicon, head: Match, mods: Sequence[Match], scopes: Scopes, after: bool = False) -> Iterator[Said]:
    """What is told of the part `head` by the words that belong to it; `after`: they stand behind it."""
    start, end, sense = head
    part: Part = lexicon.parts[sense.part]
    if scopes.denied[start] and not after:
        if not mods:
            for attribute, value in part.denied:
                yield Said(attribute, value, 2, max(0, start - 1), end)
        return
    first = min([start, *(m[0] for m in mods)])
    last = max([end, *(m[1] for m in mods)])
    if not after:
        for attribute, value in part.mention:
            yield Said(attribute, value, 0, start, end)
    live = [m for m in mods if not scopes.denied[m[0]]]
    for _, _, mod in live:
        for attribute, value in part.tells.get(mod.quality, ()) if mod.quality else ():
            yield Said(attribute, value, 3, first, last)
        if mod.material:
            yield from _material(lexicon, part, sense.part, mod.material, first, last)
    if part.materials == "cushion":
        places = {m[2].place for m in live if m[2].place} | ({part.place} if part.place else set())
        if "heel_and_forefoot" in places:
            places = {"heel", "forefoot"}
        if places:
            yield Said("cushioning_place", joined(places), 2, first, last)
    elif part.materials == "whole" and any(m[2].material in _LAYERS for m in live):
        yield from (
            Said(attribute, value, 1, m[0], m[1])
            for m in live
            if m[2].quality in ("dense", "mid_density", "airy_density")
            for attribute, value in lexicon.parts["cushion"].tells[m[2].quality]
        )


def _material(lexicon: Lexicon, part: Part, name: str, word: str, first: int, last: int) -> Iterator[Said]:
    material = lexicon.materials[word]
    if part.materials == "nothing":
        return
    if part.materials == "cover":
        if material.cover:
            yield Said("top_cover", material.cover, 3, first, last)
        if material.word and not material.textile:
            yield Said("materials", material.word, 2, first, last)
        return
    if part.materials == "shell":
        if material.in_shell:
            yield Said("materials", material.in_shell, 2, first, last)
        return
    if part.materials != "cushion" and material.cover in _SURFACES and name in ("whole", "base"):
        yield Said("top_cover", material.cover, 0, first, last)
    if not material.word:
        return
    yield Said("materials", material.word, 2, first, last)
    if part.materials == "cushion":
        yield Said("cushioning_material", material.word, 3, first, last)
    elif part.materials == "whole" and material.cushions:
        yield Said("cushioning_material", material.word, 2, first, last)
        if word in ("gel", "memory_foam"):
            yield Said("insole_type", "cushioned", 0, first, last)


def places_behind(place: str, head: Match, following: Sequence[Match], words: Sequence[str]) -> Iterator[Said]:
    """Where a cushion lies, said after it: "gel pads under heel and forefoot"."""
    places, end = ({place} if place else set()), head[1]
    for start, last, sense in following:
        gap = words[end:start]
        if not sense.place or len(gap) > 4 or not gap or not all(w in _TO_PLACE for w in gap):
            break
        places.add(sense.place)
        end = last
    places.discard("heel_and_forefoot")
    if places and end > head[1]:
        yield Said("cushioning_place", joined(places), 2, head[0], end)
