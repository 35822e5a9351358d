"""Where the cushioning lies, told by a verb or at some distance: "Poron sits under the heel and the ball of the foot",
"cushions the heel", "under the ball of the foot lies a gel pad". What stands side by side is the grammar's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog.selling.lexicon import Lexicon, Match, function_words
from catalog.selling.scope import Scopes
from catalog.selling.telling import Said, joined

_BEFORE = function_words("at_place")
_BESIDE = function_words("place_fillers")
_AFTER = function_words("behind_place")
_VERBS = function_words("cushions")
_SOFT = frozenset(("gel", "silicone", "memory_foam", "foam", "latex"))
_CUSHIONS = _SOFT | {"eva", "polyurethane"}
_STOPS = frozenset((".", ";", "|", "!", "?", "but", "while", "whereas", "(", ")"))
_NOT_FELT = frozenset(("moisture", "sweat", "perspiration", "odour", "odor", "water", "humidity", "smell"))
_AND = frozenset(("and", "&", "+", "/", ",", "or"))
_REACH = 8  # tokens


def places_of_cushioning(
    lexicon: Lexicon, words: Sequence[str], matches: Sequence[Match], scopes: Scopes
) -> Iterator[Said]:
    """The places that a sentence names for a cushion which it names elsewhere."""
    if not any(m[2].place or m[2].material in _CUSHIONS for m in matches):
        return
    cues = list(_cues(lexicon, words, matches, scopes))
    if not cues:
        return
    yield from _material(lexicon, words, matches, scopes, cues)
    parts = [m for m in matches if m[2].part and lexicon.parts[m[2].part].materials != "cushion"]
    parts = [m for m in parts if m[2].part not in ("whole", "base", "support") and words[m[0]] != "impact"]
    before: tuple[int, str] | None = None  # where the last place that counted ends
    for start, end, sense in matches:
        if not sense.place or scopes.elsewhere[start] or scopes.denied[start]:
            continue
        goes_on = before is not None and all(
            w in _AND or w in _BEFORE or w in _BESIDE for w in words[before[0] : start]
        )
        if not (goes_on or _governed(words, start)) or (end < len(words) and words[end] not in _AFTER):
            before = None
            continue
        cue = next((c for c in cues if _near(words, c, start, end, parts)), None)
        if cue is None and not goes_on:
            continue
        first = min(start, cue[0]) if cue else start
        last = max(end, cue[1]) if cue else end
        made_of = next(
            (m[2].material for m in matches if cue and m[0] == cue[0] and m[2].material in _SOFT - {"latex"}), ""
        )
        if made_of:
            yield Said("cushioning_material", lexicon.materials[made_of].word, 0, first, last)
        value = joined({sense.place, before[1]} if goes_on and before else {sense.place})
        yield Said("cushioning_place", value, 1, first, last)
        before = (end, sense.place)


def _material(
    lexicon: Lexicon, words: Sequence[str], matches: Sequence[Match], scopes: Scopes, cues: Sequence[tuple[int, int]]
) -> Iterator[Said]:
    """The one soft material of a sentence in which something cushions: "PU foam, 6 mm, cushions heel to toe"."""
    live = [m for m in matches if not scopes.denied[m[0]] and not scopes.elsewhere[m[0]]]
    soft = [m for n, m in enumerate(live) if m[2].material in _CUSHIONS and not _of_a_part(lexicon, live[n : n + 2])]
    told = {lexicon.materials[m[2].material].word for m in soft}
    if len(told) != 1:
        return
    start, end, _ = soft[0]
    for first, last in cues:
        between = words[end:first] if end <= first else words[last:start]
        if (first, last) != (start, end) and len(between) <= _REACH and not _STOPS & {*between}:
            yield Said("cushioning_material", next(iter(told)), 0, start, end)
            return


def _of_a_part(lexicon: Lexicon, pair: Sequence[Match]) -> bool:
    """Whether a material is followed by the part it makes: "EVA heel cup"."""
    if len(pair) < 2 or pair[1][0] != pair[0][1] or not pair[1][2].part:
        return False
    return lexicon.parts[pair[1][2].part].materials in ("shell", "cover")


def _cues(
    lexicon: Lexicon, words: Sequence[str], matches: Sequence[Match], scopes: Scopes
) -> Iterator[tuple[int, int]]:
    starts = {m[0]: m for m in matches}
    for start, end, sense in matches:
        if scopes.denied[start] or scopes.elsewhere[start]:
            continue
        follows = starts.get(end)
        of_a_part = follows and follows[2].part and lexicon.parts[follows[2].part].materials in ("shell", "cover")
        if (sense.part and lexicon.parts[sense.part].materials == "cushion") or (
            (sense.material in _SOFT or sense.quality in ("damping", "absorbing")) and not of_a_part
        ):
            yield start, end
    for n, word in enumerate(() if _VERBS.isdisjoint(words) else words):
        if (
            word in _VERBS
            and not scopes.denied[n]
            and not scopes.elsewhere[n]
            and not _NOT_FELT & {*words[n + 1 : n + 4]}
        ):
            yield n, n + 1


def _governed(words: Sequence[str], start: int) -> bool:
    """Whether a preposition or a verb of cushioning stands before a place, or a new statement begins with it."""
    if words[start] in _BEFORE:
        return True  # "from end to end"
    n = start - 1
    while n >= 0 and words[n] in _BESIDE:
        n -= 1
    if n > 0 and words[n] == "," and words[start] not in _BESIDE and "to" in words[start : start + 3]:
        return True  # "padded, heel to toe"
    return n < 0 or words[n] in _BEFORE or words[n] in _VERBS or words[n] in (".", ":", ";")


def _near(words: Sequence[str], cue: tuple[int, int], start: int, end: int, parts: Sequence[Match]) -> bool:
    first, last = (cue[1], start) if cue[1] <= start else (end, cue[0])
    if last - first > _REACH or (cue[0] < end and start < cue[1]):
        return False
    return not _STOPS & {*words[first:last]} and not any(first <= m[0] < last for m in parts)
