"""What of a text is not read at all: sentences in other languages, and what a shop says of its other products.

The words are those of seeds/selling/not_meant.yml, `foreign` and `line`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from catalog.selling import lexicon

#: A heading stands alone on its line; what follows it is about what it says.
_HEADING = 6  # words
#: So many words may stand before: "and more from us".
_BEFORE = 2
_INK = re.compile(r"[^\n]")
_EMPTY = re.compile(r"\n[ ]*\n[ ]*(?=\n|[^\W_])")


class Asides:
    """The words that tell that a sentence or a line is not about this product in English."""

    def __init__(self) -> None:
        not_meant = lexicon.read("not_meant")
        foreign = [str(phrase).split() for phrases in not_meant["foreign"].values() for phrase in phrases]
        self._foreign = frozenset(words[0] for words in foreign if len(words) == 1)
        self._pairs = frozenset((words[0], words[1]) for words in foreign if len(words) == 2)
        phrases = {form for phrase in not_meant["elsewhere"]["line"] for form in lexicon.written_out(str(phrase))}
        self._hints = sorted({max(phrase.split(), key=len) for phrase in phrases})
        either = "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))
        self._line = re.compile(rf"(?<!\w)(?:{either})(?!\w)")

    def foreign(self, words: Sequence[str]) -> bool:
        """Whether a sentence is in another language, by an unmistakable word of it: "ohne Latex"."""
        return not self._foreign.isdisjoint(words) or any(pair in self._pairs for pair in pairwise(words))

    def without(self, text: str) -> str:
        """A plain text, as long as it was, with blanks for what is said of other products: the rest of the line where a
        sentence begins so. Under a heading it is the next line, or, with a colon, all lines up to an empty one.
        """
        if not any(hint in text for hint in self._hints):
            return text
        at = 0
        while match := self._line.search(text, at):
            line, at = text.rfind("\n", 0, match.start()) + 1, match.end()
            start = max(line, *(text.rfind(sign, line, match.start()) + 1 for sign in ".!?;:"))
            if len(text[start : match.start()].split()) > _BEFORE:
                continue
            end = _line_end(text, match.end())
            heading = text[line:end].strip()
            if heading.endswith(":"):
                end = _block_end(text, end)
            elif len(heading.split()) <= _HEADING and heading[-1] not in ".!?":
                end = _line_end(text, end + 1)
            text, at = text[:start] + _INK.sub(" ", text[start:end]) + text[end:], end
        return text


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _block_end(text: str, start: int) -> int:
    """Where the lines after `start` end that no empty line parts."""
    gap = _EMPTY.search(text, start)
    return gap.start() if gap else len(text)
