"""The parts of a seller's size text: numbers with the scale, the wearer and the width that stand beside them."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalog.selling.size_tokens import Sort, Token, UnreadError, tokens_of
from catalog.selling.size_words import SizeWords


@dataclass
class Part:
    """Numbers as (low, high), and what is said of them; "" and an empty set where nothing is said."""

    numbers: list[tuple[float, float]] = field(default_factory=list)
    system: str = ""  # EU, UK, US or other
    wearer: frozenset[str] = frozenset()
    widths: list[Token] = field(default_factory=list)
    one_size: bool = False

    @property
    def marked(self) -> bool:
        """Whether its scale or its wearer is said."""
        return bool(self.system or self.wearer)


_BETWEEN = (Sort.TO, Sort.COMMA, Sort.SLASH)
_MARKS = (Sort.SYSTEM, Sort.WEARER)
_LETTERS = {"m": "men", "w": "women"}
#: How far the two sizes of "36/37" may be apart to be one insole for both and all between: EU sizes are closer.
_APART, _APART_EU, _FIRST_EU = 1.0, 2.0, 30


def read_parts(text: str, words: SizeWords, medium: bool) -> list[Part]:
    """The parts of a text, in its order. `medium` is whether a lone M means the size between S and L.

    Raises UnreadError if the text holds anything that is not understood.
    """
    tokens = [token for token in tokens_of(text, words, medium) if token.sort is not Sort.NOTHING]
    parts: list[Part] = []
    run: list[Token] = []
    for n, token in enumerate(tokens):
        if token.sort is Sort.BREAK or (token.sort in _BETWEEN and not _joins(tokens, n)):
            if token.sort is Sort.TO and token.text != "-":
                raise UnreadError(text)
            parts += _parts(run, words)
            run = []
        else:
            run.append(token)
    return parts + _parts(run, words)


def _joins(tokens: list[Token], n: int) -> bool:
    """Whether the n-th token, a dash, comma or slash, stands between two numbers that belong together."""
    if not 0 < n < len(tokens) - 1:
        return False
    before, after = tokens[n - 1], tokens[n + 1]
    if before.sort is not Sort.NUMBER or after.sort is not Sort.NUMBER:
        return False
    if tokens[n].sort is not Sort.SLASH:
        return True
    if any(0 <= m < len(tokens) and tokens[m].sort is Sort.TO for m in (n - 2, n + 2)):
        return False  # 39-40 / 41-42 are two ranges
    return 0 < after.number - before.number <= (_APART_EU if before.number >= _FIRST_EU else _APART)


def _parts(run: list[Token], words: SizeWords) -> list[Part]:
    """The parts of tokens with no break among them: "EU 42 UK 8" are two, "42 EU" is one."""
    telling = [token.sort for token in run if token.sort is not Sort.WIDTH]
    behind = len(telling) > 1 and telling[0] is Sort.NUMBER and telling[-1] in _MARKS
    parts = [Part()]
    for n, token in enumerate(run):
        part = parts[-1]
        if token.sort is Sort.NUMBER:
            joined = n > 0 and run[n - 1].sort in _BETWEEN
            if part.numbers and not joined:
                if run[n - 1].sort is Sort.NUMBER:
                    raise UnreadError(token.text)
                part = Part()
                parts.append(part)
            _add_number(part, token, run[n - 1].sort if joined else None)
        elif token.sort in _MARKS:
            opens = not behind and n + 1 < len(run) and run[n + 1].sort in (Sort.NUMBER, *_MARKS)
            if part.numbers and opens:
                part = Part()
                parts.append(part)
            _add_mark(part, token, words)
        elif token.sort is Sort.WIDTH:
            part.widths.append(token)
        elif token.sort is Sort.ONE_SIZE:
            part.one_size = True
    return [part for part in parts if part.numbers or part.marked or part.one_size or part.widths]


def _add_number(part: Part, token: Token, joint: Sort | None) -> None:
    if joint not in (Sort.TO, Sort.SLASH):
        part.numbers.append((token.number, token.number))
        return
    low, high = part.numbers[-1]
    if low != high and joint is Sort.TO:
        raise UnreadError(token.text)  # 36-38-40: a range, or three sizes?
    part.numbers[-1] = (low, token.number)


def _add_mark(part: Part, token: Token, words: SizeWords) -> None:
    if token.sort is Sort.SYSTEM:
        if part.system:
            raise UnreadError(token.text)
        part.system = words.systems[token.text]
    else:
        who = words.wearers.get(token.text) or frozenset({_LETTERS[token.text]})
        if part.wearer and part.numbers:
            raise UnreadError(token.text)
        part.wearer |= who
