"""A small grammar of noun phrases: which quality and which material a sentence says of which part.

"Firm EVA heel cradle", "a semi-rigid shell made of nylon", "the heel cup is deep and firm", "gel under heel and forefoot".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.selling.lexicon import Lexicon, Match, Part, Sense
from catalog.selling.scope import Scopes

#: Between a quality and the part it belongs to these never stand.
_BREAKS = frozenset(
    "is are was were be being with for in on of at from by under over that which who while where when it its this these has have"
    " had gives give provides provide offers offer features feature includes include keeps keep helps help the a an your our their"
    " his her you we they but so than into through without made because if after before until between behind beneath below above"
    " against along around ; . : ( ) - | ! ? > [ ] does do can will may must not no than also together plus w/ fits supports lets"
    " needs adds goes sits".split()
)
#: Between a part and what is said of it afterwards.
_LINKS = frozenset("is are : - of from in with ( feels stays remains as = includes".split())
_LINK_FILLERS = frozenset(
    "a an the made very quite fully constructed built pure real genuine 100 % and our its comes both also premium high quality"
    " moulded molded manufactured produced crafted formed cut fashioned extremely pleasantly nicely relatively good grade thin"
    " layer layers of from in is soft-touch comfortable natural recycled strong proper combination blend mix material materials"
    " two different special crafted type extra-long anatomical anatomically shaped contoured durable lightweight breathable"
    " supportive resilient tough responsive".split()
)
_JOINS = frozenset(("and", "&", "+", "/", ",", "or", "with"))
_TO_PLACE = frozenset("in under at for beneath below on to around the your both and & + , / of area over along underneath as well or from across"
                      " through".split())  # fmt: skip
#: Materials that may be called thick, thin or dense as a cushion by themselves.
_LAYERS = frozenset(("foam", "memory_foam", "gel", "eva", "latex", "polyurethane"))
_BODY = ("heel_cushion", "forefoot_cushion", "both_cushions", "cushion")
_UNKNOWN_WORDS = 2


@dataclass(frozen=True)
class Said:
    """One thing that a sentence tells: the attribute, the value, how exactly, and from which token to which."""

    attribute: str
    value: Any
    weight: int
    start: int
    end: int


class _Phrase:
    """What has been said and waits for its part."""

    __slots__ = ("mods", "start")

    def __init__(self) -> None:
        self.mods: list[Match] = []
        self.start = -1


def parse(lexicon: Lexicon, words: Sequence[str], matches: Sequence[Match], scopes: Scopes) -> Iterator[Said]:
    """What the noun phrases of a sentence tell."""
    waiting: list[Match] = []
    head: tuple[int, int, Sense] | None = None
    linked = False
    last_end = 0
    nodes = [m for m in matches if not m[2].cue and not scopes.elsewhere[m[0]]]
    for n, node in enumerate(nodes):
        start, end, sense = node
        gap = words[last_end:start]
        broken = _broken(gap)
        if waiting and broken:
            yield from _flush(lexicon, waiting, head if linked else None, scopes, words)
            waiting = []
        if broken or not waiting:
            linked = head is not None and head[1] == last_end and _links(gap, words, head)
        if sense.part and not (sense.material or sense.quality):
            used = [m for m in waiting if m[1] <= start]
            if sense.part == "whole" and linked and not used:
                pass
            yield from _about(lexicon, node, used, scopes, words)
            yield from _places(lexicon, node, nodes[n + 1 : n + 4], used, words)
            waiting = []
            head, linked = node, False
        elif sense.quality or sense.material:
            waiting.append(node)
        elif sense.place:
            waiting.append(node)
        last_end = end
    if waiting:
        yield from _flush(lexicon, waiting, head if linked else None, scopes, words)


def _broken(gap: Sequence[str]) -> bool:
    unknown = 0
    for word in gap:
        if word in _BREAKS:
            return True
        if word == ",":
            unknown += 1
        elif word not in _JOINS and word.isalpha():
            unknown += 1
    return unknown > _UNKNOWN_WORDS


def _links(gap: Sequence[str], words: Sequence[str], head: Match) -> bool:
    if not gap:
        return words[head[1] - 1] in ("with", "in", "by", "of", "from")
    return all(w in _LINKS or w in _LINK_FILLERS for w in gap) and (
        any(w in _LINKS for w in gap) or words[head[1] - 1] in ("with", "in", "by", "of", "from")
    )


def _flush(
    lexicon: Lexicon, mods: list[Match], head: Match | None, scopes: Scopes, words: Sequence[str]
) -> Iterator[Said]:
    if head is not None:
        yield from _about(lexicon, head, mods, scopes, words, after=True)
        return
    live = [m for m in mods if not scopes.denied[m[0]]]
    soft = any(m[2].quality == "absorbing" for m in live)
    for start, end, sense in live:
        if not sense.material:
            continue
        material = lexicon.materials[sense.material]
        if material.word:
            yield Said("materials", material.word, 1, start, end)
            if material.cushions or soft:
                yield Said("cushioning_material", material.word, 1, start, end)
    if any(m[2].material in _LAYERS for m in live):
        tells = lexicon.parts["cushion"].tells
        for start, end, sense in live:
            if sense.quality in ("dense", "mid_density", "airy_density") or sense.quality == "plush":
                for attribute, value in tells.get(sense.quality, ()):
                    yield Said(attribute, value, 1, start, end)
        yield from _placed_materials(lexicon, live)


def _placed_materials(lexicon: Lexicon, mods: list[Match]) -> Iterator[Said]:
    """Gel or foam with a place beside it: "heel gel", "full-length foam"."""
    places = {m[2].place for m in mods if m[2].place}
    soft = [m for m in mods if m[2].material in _LAYERS]
    if places and soft:
        yield Said("cushioning_place", _joined(places), 1, min(m[0] for m in mods), max(m[1] for m in mods))


def _joined(places: set[str]) -> str:
    if "full" in places:
        return "full"
    return "heel_and_forefoot" if len(places) > 1 else next(iter(places))


def _about(
    lexicon: Lexicon, head: Match, mods: list[Match], scopes: Scopes, words: Sequence[str], after: bool = False
) -> Iterator[Said]:
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
            yield Said("cushioning_place", _joined(places), 2, first, last)
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
    if not material.word:
        return
    yield Said("materials", material.word, 2, first, last)
    if part.materials == "cushion":
        yield Said("cushioning_material", material.word, 3, first, last)
    elif part.materials == "whole" and material.cushions:
        yield Said("cushioning_material", material.word, 2, first, last)
        yield Said("insole_type", "cushioned", 0, first, last)


def _places(
    lexicon: Lexicon, head: Match, following: Sequence[Match], mods: list[Match], words: Sequence[str]
) -> Iterator[Said]:
    """Where a cushion lies, said after it: "gel pads under heel and forefoot"."""
    part = lexicon.parts[head[2].part]
    if part.materials != "cushion":
        return
    places, end = ({part.place} if part.place else set()), head[1]
    for start, last, sense in following:
        gap = words[end:start]
        if not sense.place or len(gap) > 4 or not all(w in _TO_PLACE for w in gap):
            break
        if sense.place == "heel" and not places and not gap:
            break
        places.add(sense.place)
        end = last
    places.discard("heel_and_forefoot")
    if places and end > head[1]:
        yield Said("cushioning_place", _joined(places), 2, head[0], end)
