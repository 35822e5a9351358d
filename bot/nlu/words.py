"""From what somebody typed to plain words, each of which knows where it stood in the message."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# No more than this many characters of a message are read (the issue of work that one message may cause).
LONGEST_MESSAGE = 5_000

_PLAIN = {
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u0060": "'", "\u00b4": "'",
    "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": " - ", "\u2212": "-", "\u2026": "...",
    "\u00bd": ".5", "\u00bc": ".25", "\u00be": ".75", "\u200d": "", "\ufe0f": "", "\u00ad": "", "\u200b": "",
}  # fmt: skip
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*'?|\n+|[^\s\w]|_+")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?$")
_IS_AFTER = frozenset(
    {
        "it",
        "that",
        "he",
        "she",
        "what",
        "there",
        "here",
        "who",
        "where",
        "how",
        "when",
        "everything",
        "nothing",
        "something",
        "this",
    }
)
_ENDINGS = {"'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'d": "would"}


@dataclass(frozen=True)
class Word:
    """One plain word: its normal form, and the characters of the message that it was written in."""

    norm: str
    start: int
    end: int


@dataclass(frozen=True)
class Spelling:
    """How unusual spellings are written out.

    expand: one written word to the words that it stands for ("dont" to "do not", "n" to "and").
    forms: an irregular form to its base ("feet" to "foot").
    unchanged: words whose ending only looks like an inflection ("morning").
    final_e: base forms that end in a silent e, so that "aching" is led back to "ache".
    """

    expand: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    unchanged: frozenset[str] = frozenset()
    final_e: frozenset[str] = frozenset()


def plain_characters(text: str) -> tuple[str, Sequence[int]]:
    """Lower-case text without accents, typographic signs and control characters.

    Returns the plain text and, for each of its characters, the index of the character that it came from
    (with one more at the end). Anything longer than LONGEST_MESSAGE is cut.
    """
    text = text[:LONGEST_MESSAGE]
    if text.isascii():
        plain = "".join(c if c >= " " or c == "\n" else " " for c in text.lower())
        return plain.replace("`", "'"), range(len(text) + 1)
    out: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        if char in _PLAIN:
            piece = _PLAIN[char]
        elif char < "\x80":
            piece = char if char >= " " or char == "\n" else " "
        else:
            kind = unicodedata.category(char)
            if kind[0] == "C" or kind[0] == "Z":
                piece = " "
            else:
                piece = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
        piece = piece.lower()
        out.append(piece)
        origin.extend([index] * len(piece))
    origin.append(len(text))
    return "".join(out), origin


def _written_out(written: str, spelling: Spelling) -> tuple[str, ...]:
    """The plain words that one written word stands for."""
    known = spelling.expand.get(written)
    if known is not None:
        return known
    if "'" not in written:
        return (written,)
    bare = written.strip("'")
    known = spelling.expand.get(bare) or spelling.expand.get(bare.replace("'", ""))
    if known is not None:
        return known
    if bare.endswith("n't"):
        return (bare[:-3], "not")
    for ending, word in _ENDINGS.items():
        if bare.endswith(ending):
            return (bare[: -len(ending)], word)
    if bare.endswith("'s"):
        base = bare[:-2]
        return (base, "is") if base in _IS_AFTER else (base,)
    return (bare.replace("'", ""),) if bare else ("'",)


def words_of(text: str, spelling: Spelling) -> list[Word]:
    """The plain words of a text, in order. Punctuation is a word too, hyphens inside words are not."""
    plain, origin = plain_characters(text)
    found: list[Word] = []
    for match in _TOKEN.finditer(plain):
        written = match.group()
        begin, finish = match.start(), match.end()
        start, end = origin[begin], origin[finish - 1] + 1
        first = written[0]
        if first == "\n":
            found.append(Word(".", start, end))
        elif first.isdigit():
            if _THOUSANDS.fullmatch(written):
                written = written.replace(",", "")
            elif written.count(",") == 1 and "." not in written:
                written = written.replace(",", ".")
            found.append(Word(written.rstrip(".,"), start, end))
        elif first == "-":
            inside = begin > 0 and finish < len(plain) and plain[begin - 1].isalnum() and plain[finish].isalnum()
            if not inside or (plain[begin - 1].isdigit() and plain[finish].isdigit()):
                found.append(Word("-", start, end))
        elif first.isalpha() or first == "'":
            stretched = _STRETCHED.sub(r"\1\1", written) if len(set(written)) > 1 else written
            found.extend(Word(word, start, end) for word in _written_out(stretched, spelling) if word)
        else:
            found.append(Word("," if first in "()[]{}" else written, start, end))
    return found


_DOUBLED = frozenset("bdgmnprt")
_VOWELS = frozenset("aeiouy")


def base_form(norm: str, spelling: Spelling) -> str:
    """The word without its inflection, the same for "ache", "aches", "ached" and "aching".

    A light stemmer made for the lexicon: it only takes off plural and verb endings.
    """
    known = spelling.forms.get(norm)
    if known is not None:
        return known
    size = len(norm)
    if size < 4 or norm in spelling.unchanged or not norm.isalpha():
        return norm
    if norm.endswith("ies") and size > 4:
        return norm[:-3] + "y"
    if norm[-1] == "s":
        if norm[-2] in "sui":
            return norm
        if norm.endswith(("sses", "ches", "shes", "xes")):
            return _with_final_e(norm[:-2], spelling)
        return norm[:-1]
    for ending in ("ing", "ed"):
        if norm.endswith(ending):
            base = norm[: -len(ending)]
            if len(base) < 3 or norm.endswith("eed") or not _VOWELS & set(base):
                return norm
            if base[-1] == base[-2] and base[-1] in _DOUBLED:
                return base[:-1]
            if ending == "ed" and base[-1] == "i":
                return base[:-1] + "y"
            return _with_final_e(base, spelling)
    return norm


def _with_final_e(base: str, spelling: Spelling) -> str:
    return base + "e" if base + "e" in spelling.final_e else base
