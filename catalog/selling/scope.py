"""What of a sentence is denied, and what is said of something else than the product."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.selling.lexicon import Match, function_words

#: A denial ends here, and so does a comparison.
_ENDS = frozenset((";", ".", ":", "but", "however", "(", ")", "-", "yet", "|", "!", "?", "although", "though"))
#: After "and" or a comma these begin a new statement.
_VERBS = function_words("statements")
_REACH = 9  # tokens

Words = Sequence[str]


class Scopes:
    """For each token of a sentence: denied or not, about this product or not."""

    def __init__(self, words: Words, matches: Sequence[Match], quotes: Sequence[tuple[int, int]]) -> None:
        self.denied = bytearray(len(words))
        self.elsewhere = bytearray(len(words))
        for start, end in quotes:
            self.elsewhere[start:end] = b"\x01" * (end - start)
        for start, end, sense in matches:
            if not sense.cue or self.elsewhere[start]:
                continue
            kind, _, where = sense.cue.partition(" ")
            if kind == "elsewhere":
                first = 0 if where == "sentence" else start
                last = len(words) if where == "sentence" else _clause_end(words, end)
                self.elsewhere[first:last] = b"\x01" * (last - first)
            elif where == "before":
                last = _denial_end(words, end, words[start] == "free")
                self.denied[start:last] = b"\x01" * (last - start)
            elif where == "after":
                first = _noun_before(words, start, matches)
                self.denied[first:start] = b"\x01" * (start - first)

    def opens(self, token: int) -> bool:
        """Whether a denial begins at this token: then the phrase holds its own denial."""
        return bool(self.denied[token]) and not (token and self.denied[token - 1])


def _clause_end(words: Words, start: int) -> int:
    for n in range(start, len(words)):
        if words[n] in _ENDS:
            return n
        goes_on = words[n + 1 : n + 2] in (["which"], ["that"])
        if words[n] == "," and n > start and not goes_on and not _list_goes_on(words, n + 1):
            return n
    return len(words)


def _denial_end(words: Words, start: int, of_all: bool = False) -> int:
    """Where a denial ends. `of_all`: a list with "and" is denied as a whole, "free from PVC, lead and latex"."""
    listed = False
    for n in range(start, min(len(words), start + _REACH)):
        word = words[n]
        if word in _ENDS:
            if n == start and word in ("-", ":"):
                continue  # "not for: cleats"
            return n
        if word in (",", "and", "&", "+") and n + 1 < len(words):
            if word == "," and not _list_goes_on(words, n + 1, of_all):
                return n
            if words[n + 1] in _VERBS or (word != "," and not listed and words[n + 1] in ("a", "an", "deep", "firm")):
                return n
            listed = True
        if word in ("which", "that", "because", "since", "while", "when", "so", "only", "instead") and n > start:
            return n
    return min(len(words), start + _REACH)


def _list_goes_on(words: Words, start: int, of_all: bool = False) -> bool:
    """Whether an "or" or "nor" comes soon: "no latex, gel or cork"; or (`of_all`) an "and"."""
    for n in range(start, min(len(words), start + 5)):
        if words[n] in ("or", "nor") or (of_all and words[n] in ("and", "&")):
            return True
        if words[n] in _ENDS or words[n] in _VERBS:
            return False
    return False


def _noun_before(words: Words, start: int, matches: Sequence[Match]) -> int:
    """Where the phrase begins that a denial behind it ("latex free", "trimming not required") is about."""
    for first, end, sense in reversed(matches):
        if end <= start and not sense.cue:
            return first if start == end or (start - end <= 2 and "," not in words[end:start]) else start
    return max(0, start - 2) if start and words[start - 1] not in _ENDS else start
