"""Sellers' texts made comparable without moving a character, and cut into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_TEXT = 20_000  # characters of a listing's description that are read
MAX_SENTENCE = 600

_APOSTROPHES = dict.fromkeys(map(ord, "’‘`´ʼ"), "'")
_QUOTES = dict.fromkeys(map(ord, "“”„«»″❝❞"), '"')
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−―"), "-")
_NOTHING = dict.fromkeys(map(ord, "®™©℠\u00ad\u200b\u200c\u200d\ufeff\u00a0\u2009\u202f\t*_"), " ")
_BREAKS = dict.fromkeys(map(ord, "•●▪■◆►①②③④⑤⑥⑦⑧⑨⑩➀➁➂➃➄❶❷❸❹❺❻▶✓✔✅★☆→➤➜✦❖【】·♦✿\r\u2028"), "\n")
_TABLE = {**_APOSTROPHES, **_QUOTES, **_DASHES, **_NOTHING, **_BREAKS}
#: A hyphen inside a word: sellers write "semi-rigid", "semi rigid" and "latex-free" alike.
#: "wear 'em" is read as "wear it", as long as it was.
_THEM = re.compile(r"(?<=\s)'em\b")
_HYPHEN = re.compile(r"(?<=[^\W_])-(?=[^\W\d_])")
#: A line that runs on: long, without a full stop, and the next begins small (or it is as long as wrapped text is).
_WRAPPED = re.compile(r"(?<=[^\n]{50}[^\n.!?:;])\n(?=[ ]*[a-z0-9(&])|(?<=[^\n]{105}[^\n.!?:;])\n(?=[ ]*[^\s\-])")
#: The last sign ends one fact of a row of them: "Arch: high / Top: leather".
_END = re.compile(r"[!?]+(?=\s|$)|;|\.(?=\s|$|\")|\n|\s[/|]\s(?=[a-z][a-z ]{1,24}:\s)")
#: A full stop behind these ends no sentence.
_SHORT = re.compile(r"(?:\d\s?in|\b(?:approx|incl|excl|max|min|vs|ca|dr|no|st|mrs|mr|art|nr|e\.g|i\.e))$")


def unwrapped(text: str) -> str:
    """The text with hard-wrapped lines joined; as long as it was."""
    return _WRAPPED.sub(" ", text) if "\n" in text else text


def plain(text: str) -> str:
    """The text in lower case with one kind of apostrophe, quote, dash and bullet; as long as it was."""
    shown = text.translate(_TABLE)
    low = shown.lower()
    if len(low) != len(shown):  # a few letters of other scripts grow when lowered
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in shown)
    if "'em" in low:
        low = _THEM.sub("it ", low)
    return _HYPHEN.sub(" ", low)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence or line of a plain text begins and ends; long ones are cut."""
    start = 0
    text = text[:MAX_TEXT]
    for match in _END.finditer(text):
        if match.group() == "." and _SHORT.search(text, max(start, match.start() - 8), match.start()):
            continue
        yield from _cut(text, start, match.end())
        start = match.end()
    yield from _cut(text, start, len(text))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    if end - start >= 2:
        for cut in range(start, end, MAX_SENTENCE):
            yield cut, min(cut + MAX_SENTENCE, end)
