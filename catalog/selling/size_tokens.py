"""The pieces of a seller's size text: numbers, scales, wearers, widths and what stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from catalog.selling.size_words import SizeWords, plain


class UnreadError(ValueError):
    """A text that is no size, or not certain to be one."""


class Sort(Enum):
    """What a token is."""

    NUMBER = "number"
    SYSTEM = "system"
    WEARER = "wearer"
    WIDTH = "width"
    LETTER = "letter"  # what it says depends on what is beside it: 9 W, W 9
    NOTHING = "nothing"  # a label such as XL, or a word that says nothing more
    ONE_SIZE = "one size"
    TO = "to"
    COMMA = "comma"
    SLASH = "slash"
    BREAK = "break"


@dataclass(frozen=True)
class Token:
    """One piece of the text. `glued` is whether it follows the one before without a space."""

    sort: Sort
    text: str
    glued: bool = False

    @property
    def number(self) -> float:
        """The number that a NUMBER is."""
        return float(self.text)


_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<length>[0-9.,]{1,8}(?:\s*[-–—]\s*[0-9.,]{1,8})?\s*(?:cm|mm|inch(?:es)?|in|["″])(?!\w))
    | (?P<code>(?<!\w)(?:[246]e|[24]a|[2-5]xl)(?!\w))
    | (?P<NUMBER>[0-9]{1,2}(?:\.[05])?(?![0-9]|\.[0-9]))
    | (?P<word>o/s(?!\w)|[^\W\d_]+)
    | (?P<TO>[-–—])
    | (?P<COMMA>[,&])
    | (?P<SLASH>/)
    | (?P<BREAK>[|;:()\[\]=·•])""",
    re.VERBOSE,
)
#: Halves written otherwise. Thirds, which some makers count in, become the half that is nearest.
_HALVES = (
    (re.compile(r"(?<=[0-9])[\s-]*(?:[½⅓⅔]|(?<=[\s-])(?:1/2|1/3|2/3)(?![0-9]))"), ".5"),
    (re.compile(r"(?<=[0-9]),([05])(?![0-9,])"), r".\1"),
)
_TO_WORDS = ("to", "bis", "à")
_ADULT_LETTERS = ("m", "w")
_KIDS_LETTERS = ("k", "y", "c")


def tokens_of(text: str, words: SizeWords, medium: bool) -> list[Token]:
    """The tokens of a text. `medium` is whether a lone M means the size between S and L.

    Raises UnreadError if the text holds anything that is not understood.
    """
    return _settled(list(_tokens(text, words)), medium)


def _tokens(text: str, words: SizeWords) -> Iterator[Token]:
    said = plain(text)
    for pattern, half in _HALVES:
        said = pattern.sub(half, said)
    phrase: list[str] = []
    glued = first_glued = False
    at = 0
    while at < len(said):
        match = _TOKEN.match(said, at)
        if match is None:
            raise UnreadError(text)
        at = match.end()
        kind = match.lastgroup or ""
        if kind == "space":
            glued = False
            continue
        if kind in ("word", "code"):
            first_glued = first_glued if phrase else glued
            phrase.append(match[0])
        else:
            yield from _phrases(phrase, first_glued, words)
            phrase = []
            sort = Sort.BREAK if kind == "length" else Sort[kind]
            yield Token(sort, "-" if sort is Sort.TO else match[0], glued)
        glued = True
    yield from _phrases(phrase, first_glued, words)


def _phrases(said: list[str], glued: bool, words: SizeWords) -> Iterator[Token]:
    """Words that follow each other, taken as the longest entries of seeds/variants.yml that they are."""
    start = 0
    while start < len(said):
        for end in range(min(len(said), start + words.longest), start, -1):
            sort = _sort(" ".join(said[start:end]), words)
            if sort is not None:
                yield Token(sort, " ".join(said[start:end]), glued and start == 0)
                start = end
                break
        else:
            raise UnreadError(said[start])


def _sort(phrase: str, words: SizeWords) -> Sort | None:
    if phrase in words.systems:
        return Sort.SYSTEM
    if phrase in words.wearers:
        return Sort.WEARER
    if phrase in words.one_size:
        return Sort.ONE_SIZE
    if phrase in words.widths:
        return Sort.WIDTH
    if phrase in _ADULT_LETTERS + _KIDS_LETTERS or any(phrase in table for table in words.letters.values()):
        return Sort.LETTER
    if phrase in words.labels or phrase in words.beside:
        return Sort.NOTHING
    return Sort.TO if phrase in _TO_WORDS else None


def _settled(tokens: list[Token], medium: bool) -> list[Token]:
    """The tokens with each lone letter as what it says beside its neighbours."""
    pair = {"m", "w"} <= {token.text for token in tokens if token.sort is Sort.LETTER}
    settled: list[Token] = []
    for n, token in enumerate(tokens):
        if token.sort is Sort.LETTER:
            after = n > 0 and tokens[n - 1].sort is Sort.NUMBER
            before = n + 1 < len(tokens) and tokens[n + 1].sort is Sort.NUMBER
            settled.append(_letter(token, after, before, pair, medium, _is_marked(settled)))
        else:
            settled.append(token)
    return settled


def _letter(token: Token, after: bool, before: bool, pair: bool, medium: bool, marked: bool) -> Token:
    """A lone letter `after` or `before` a number; `pair` is whether M and W both occur, `marked` whether the
    numbers before it have a wearer already."""
    letter = token.text
    if letter == "m" and medium:
        return replace(token, sort=Sort.NOTHING)
    if letter in _ADULT_LETTERS and (before or (pair and not (after and marked))):
        return replace(token, sort=Sort.WEARER)
    if (letter == "k" and (after or before)) or (letter in _KIDS_LETTERS and after and token.glued):
        return replace(token, sort=Sort.WEARER, text="kids")
    if after:
        return replace(token, sort=Sort.WIDTH)
    if letter in ("w", "y"):
        raise UnreadError(letter)
    return replace(token, sort=Sort.NOTHING)


def _is_marked(tokens: list[Token]) -> bool:
    for token in reversed(tokens):
        if token.sort in (Sort.BREAK, Sort.SLASH, Sort.COMMA):
            return False
        if token.sort is Sort.WEARER:
            return True
    return False
