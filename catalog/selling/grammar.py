"""A small grammar of noun phrases: which quality and which material a sentence says of which part.

"Firm EVA heel cradle", "a semi-rigid shell made of nylon", "the heel cup is deep and firm", "gel under the heel".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog.selling.lexicon import Lexicon, Match, function_words
from catalog.selling.scope import Scopes
from catalog.selling.telling import Said, about, flush, places_behind

#: Between a quality and the part it belongs to these never stand.
_BREAKS = function_words("breaks")
#: Between a part and what is said of it afterwards.
_LINKS = function_words("links")
_LINK_FILLERS = function_words("link_fillers")
_JOINS = frozenset(("and", "&", "+", "/", ",", "or", "with"))
_UNKNOWN_WORDS = 2
_ENDS_OF_FACTS = frozenset((",", ".", ";", ")", "|", "/"))
_MEASURES = frozenset((",", ":", "mm", "cm", "in", "inch", "inches", '"', "deep", "high", "thick", "-", "("))


def parse(lexicon: Lexicon, words: Sequence[str], matches: Sequence[Match], scopes: Scopes) -> Iterator[Said]:
    """What the noun phrases of a sentence tell."""
    waiting: list[Match] = []
    head: Match | None = None
    linked = False
    last_end = 0
    nodes = [m for m in matches if not m[2].cue and not scopes.elsewhere[m[0]]]
    for n, node in enumerate(nodes):
        start, end, sense = node
        gap = words[last_end:start]
        broken = _broken(gap)
        follows = nodes[n + 1] if n + 1 < len(nodes) else None
        goes_on = follows is not None and follows[0] == end and bool(follows[2].part or follows[2].material)
        is_head = bool(sense.part) and not ((sense.material or sense.quality) and goes_on)
        if waiting and (
            broken
            or (
                "," in gap
                and (
                    (is_head and not _goes_on(gap, waiting, linked))
                    or (linked and _head_soon(nodes[n + 1 : n + 3], end, words))
                )
            )
            or ("," in gap and sense.quality and not linked and any(m[2].material for m in waiting))
        ):
            yield from flush(lexicon, waiting, head if linked else None, scopes, words, nodes[n:])
            waiting, broken = [], True
        if broken or not waiting:
            linked = (
                head is not None
                and head[1] == last_end
                and (_links(gap, words, head) or (bool(sense.quality) and _trails(gap, words, end)))
            )
        if is_head and sense.part == "cover" and (others := _before_a_comma(waiting, words)):
            yield from flush(lexicon, waiting[:others], head if linked else None, scopes, words, nodes[n:])
            waiting, linked = waiting[others:], False  # "memory foam filling, velvet surface"
        if is_head and waiting and words[end - 1] in ("with", "by", "in") and sense.part == "cover":
            yield from flush(lexicon, waiting, head if linked else None, scopes, words, nodes[n:])
            waiting = []  # "one piece of EVA and faced with cotton": EVA is not the cover
        if is_head:
            yield from about(lexicon, node, waiting, scopes)
            yield from (
                places_behind(lexicon.parts[sense.part].place, node, nodes[n + 1 : n + 4], words)
                if (lexicon.parts[sense.part].materials == "cushion")
                else ()
            )
            waiting = []
            head, linked = node, False
        else:
            waiting.append(node)
        last_end = end
    if waiting:
        yield from flush(lexicon, waiting, head if linked else None, scopes, words, ())


def _before_a_comma(waiting: Sequence[Match], words: Sequence[str]) -> int:
    """How many of what stands before a cover are cut off from it by a comma, a material among them."""
    for n in range(len(waiting) - 1, 0, -1):
        if "," in words[waiting[n - 1][1] : waiting[n][0]]:
            return n if any(m[2].material for m in waiting[:n]) else 0
    return 0


def _goes_on(gap: Sequence[str], waiting: Sequence[Match], linked: bool) -> bool:
    """Whether a comma parts two qualities of one part: "a deep, structured heel cup"."""
    return not linked and gap[0] == "," and len(gap) <= 2 and all(m[2].quality for m in waiting) and len(waiting) == 1


def _trails(gap: Sequence[str], words: Sequence[str], end: int) -> bool:
    """Whether a quality stands alone behind a part and its measure: "heel cup: 18 mm, firm", "walls flexible."."""
    return (end >= len(words) or words[end] in _ENDS_OF_FACTS) and all(w in _MEASURES or w[0].isdigit() for w in gap)


def _head_soon(following: Sequence[Match], end: int, words: Sequence[str]) -> bool:
    """Whether a part follows to which what comes after a comma belongs: "pad of latex, goatskin on top"."""
    for start, last, sense in following:
        gap = words[end:start]
        if _broken(gap) or "," in gap:
            return False
        if sense.part:
            return True
        end = last
    return False


def _broken(gap: Sequence[str]) -> bool:
    unknown = 0
    for word in gap:
        if word in _BREAKS:
            return True
        if word == "," or (word not in _JOINS and word.isalpha()):
            unknown += 1
    return unknown > _UNKNOWN_WORDS


def _links(gap: Sequence[str], words: Sequence[str], head: Match) -> bool:
    if not gap:
        return words[head[1] - 1] in ("with", "in", "by", "of", "from")
    if head[2].part == "whole" and ("with" in gap or "in" in gap or "for" in gap):
        return False
    unknown = sum(1 for w in gap if w not in _LINKS and w not in _LINK_FILLERS and w.isalpha() and w not in _BREAKS)
    if unknown and unknown <= (3 if ":" in gap else 1) and not (set(gap) & _BREAKS - _LINKS - _LINK_FILLERS):
        return any(w in _LINKS for w in gap)
    return all(w in _LINKS or w in _LINK_FILLERS for w in gap) and (
        any(w in _LINKS for w in gap) or words[head[1] - 1] in ("with", "in", "by", "of", "from")
    )
