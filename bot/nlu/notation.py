"""The notation that the lexicon is written in.

sore heel          words in this order, in any inflection ("sore heels")
=heels             exactly this form of the word (=? is a question mark)
(my|his) heel      one of several; each may be several words
(the)? heel        may be left out
<pain_site>        anything that means this entity type; <pain_site=calf> this value; <name> a word list
..  ...            up to two, up to five other words in between, within one sentence
{sore} heel        only the words in braces are marked; the others must be there all the same
^both              only in a message of at most four words, such as an answer
~at night          only near words of pain ("aches at night", not "I work at night")
+stiff             only among wishes ("soft, not stiff", not "my knee is stiff")
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "exact", "tag", "gap", "open", "close"]
Plain = Callable[[str], list[str]]
Base = Callable[[str], str]


@dataclass(frozen=True)
class Part:
    """One element of a pattern: a base form, an exact form, a tag, a gap of up to `most` words, or a brace."""

    kind: Kind
    text: str = ""
    most: int = 0


@dataclass(frozen=True)
class Step:
    """What stands at one place of a pattern: one of several patterns; `optional` if it may be left out."""

    options: tuple[Pattern, ...]
    optional: bool = False


@dataclass(frozen=True)
class Pattern:
    """A phrase: parts and steps in their order."""

    steps: tuple[Part | Step, ...]
    short: bool = False

    def parts(self) -> Iterator[Part]:
        """All parts, those of alternatives included."""
        for step in self.steps:
            if isinstance(step, Part):
                yield step
            else:
                for option in step.options:
                    yield from option.parts()

    @property
    def can_be_empty(self) -> bool:
        """Whether it may match no word at all."""
        return all(
            step.kind in ("gap", "open", "close") if isinstance(step, Part)
            else step.optional or any(option.can_be_empty for option in step.options)
            for step in self.steps
        )  # fmt: skip


_PIECE = re.compile(r"<[a-z_0-9=]+>|\.{2,3}|=\?|[()|?{}]|=?[^\s()|?<>{}]+")
_GAPS = {"..": 2, "...": 5}


class NotationError(ValueError):
    """A phrase is not written in the notation."""


def parse(phrase: str, plain: Plain, base: Base) -> Pattern:
    """Read a phrase.

    plain: the plain words of a written word; base: the base form of a plain word.
    Raises NotationError with what is wrong.
    """
    short = phrase.startswith("^")
    phrase = phrase.lstrip("^~+")
    pieces = _PIECE.findall(phrase)
    if re.search(r"[^\W_]\(|\)[^\W_]", phrase):
        raise NotationError("has a bracket glued to a word (inflections are found without)")
    if pieces.count("{") != pieces.count("}") or pieces.count("{") > 1:
        raise NotationError("needs one opening and one closing brace, or none")
    if "".join(pieces) != re.sub(r"\s+", "", phrase):
        raise NotationError("has signs that are not part of the notation")
    options, rest = _options(pieces, 0, plain, base)
    if rest != len(pieces):
        raise NotationError("has a bracket that closes nothing")
    pattern = options[0] if len(options) == 1 else Pattern((Step(tuple(options)),))
    if pattern.can_be_empty:
        raise NotationError("can be read as nothing at all")
    for end in (pattern.steps[0], pattern.steps[-1]):
        if isinstance(end, Part) and end.kind == "gap":
            raise NotationError("begins or ends with a gap")
    return Pattern(pattern.steps, short)


def _options(pieces: list[str], at: int, plain: Plain, base: Base) -> tuple[list[Pattern], int]:
    """The alternatives `a|b|c` from `at` to the closing bracket or the end."""
    out: list[Pattern] = []
    steps: list[Part | Step] = []
    while at < len(pieces) and pieces[at] != ")":
        piece = pieces[at]
        at += 1
        if piece == "|":
            out.append(Pattern(tuple(steps)))
            steps = []
            continue
        if piece == "?":
            raise NotationError("has a question mark after nothing")
        if piece == "(":
            options, at = _options(pieces, at, plain, base)
            if at >= len(pieces) or pieces[at] != ")":
                raise NotationError("has a bracket that is not closed")
            at += 1
            new: list[Part | Step] = [Step(tuple(options))]
        else:
            new = _parts(piece, plain, base)
        if at < len(pieces) and pieces[at] == "?":
            at += 1
            inner = new[0] if len(new) == 1 else None
            options = list(inner.options) if isinstance(inner, Step) else [Pattern(tuple(new))]
            new = [Step(tuple(options), optional=True)]
        steps.extend(new)
    out.append(Pattern(tuple(steps)))
    if any(not option.steps for option in out):
        raise NotationError("has an empty alternative")
    return out, at


def _parts(piece: str, plain: Plain, base: Base) -> list[Part | Step]:
    if piece in _GAPS:
        return [Part("gap", most=_GAPS[piece])]
    if piece in "{}":
        return [Part("open" if piece == "{" else "close")]
    if piece[0] == "<":
        return [Part("tag", piece[1:-1])]
    if piece[0] == "=" and len(piece) > 1:
        return [Part("exact", word) for word in plain(piece[1:])]
    return [Part("word", base(word)) for word in plain(piece)]
