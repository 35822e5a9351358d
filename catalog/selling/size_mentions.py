"""Shoe sizes that a title or a description names ("Gel insoles, UK 6-11", "Sizes: EU 36-47"), for products without
sizes of their own. Only what names its scale, or its wearer with a range, is taken for a size.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from catalog.selling.size_words import SizeWords, plain, size_words
from catalog.selling.sizes import Read, read_sizes

_PIECE = re.compile(r"\s[-–—]\s|[,|()\[\]–—\n]")
_SENTENCE = re.compile(r"\n|[;!?]|\.(?=\s|$)")
_WORD = re.compile(r"\S+")
_MARKED = re.compile(r"(eu|uk|us)?[mwk]?[0-9]", re.ASCII)
#: Words of sentences that tell what to do with a size, not which there are.
_ADVICE = re.compile(
    r"(?<!\w)(?:trim\w*|cut\w*|up|if|not|order|between|model|example|smaller|larger|half|than|choose)(?!\w)"
)
#: What numbers count besides sizes: how it is packed, and how long it is.
_COUNTED = re.compile(r"(?<!\w)(?:3/4|1/2|pairs?|packs?|pcs)(?!\w)")
_MOST_PIECES, _LONGEST = 400, 120


def mentioned_sizes(
    titles: Iterable[str],
    description: str,
    *,
    wearer: Collection[str] = (),
    currency: str = "",
    words: SizeWords | None = None,
) -> tuple[Read, str]:
    """The sizes that a product's texts (plain, not HTML) name, and the words that do; empty where none are certain.

    `titles` are those of all its variants. `wearer` and `currency` as in catalog.selling.sizes.read_sizes.
    """
    words = words or size_words()
    in_titles = (piece for title in titles for piece in _of_title(title, words))
    for pieces in (in_titles, _of_description(description, words)):
        said = list(dict.fromkeys(pieces))
        read = read_sizes(said, wearer=wearer, currency=currency, words=words)
        if read.sizes:
            return Read(read.sizes, read.widths), "; ".join(text for text in said if text not in read.unread)
    return Read(), ""


def _of_title(title: str, words: SizeWords) -> Iterator[str]:
    """The ends of a title's parts that begin like a size: "Women's 5-7" of "Gel insoles Women's 5-7"."""
    if not any(map(str.isdigit, title)):
        return
    for piece in _PIECE.split(title):
        for match in _WORD.finditer(piece):
            rest = piece[match.start() :].strip()
            if _begins(match[0], words) and _is_size(rest, words):
                if not _ADVICE.search(plain(piece)):
                    yield rest
                break


def _of_description(description: str, words: SizeWords) -> Iterator[str]:
    """What follows the word "sizes" in a sentence, with the scale or wearer before it: "EU sizes 36 to 47"."""
    for sentence in _SENTENCE.split(description)[:_MOST_PIECES]:
        if not any(map(str.isdigit, sentence)):
            continue
        spans = list(_WORD.finditer(sentence))
        for n in range(len(spans) - 1, -1, -1):
            if words.names.get(plain(spans[n][0].rstrip(":"))) == "size":
                before = spans[n - 1][0] if n and _is_mark(spans[n - 1][0], words) else ""
                rest = f"{before} {sentence[spans[n].end() :].strip(' :')}".strip()
                if not _ADVICE.search(plain(sentence)) and _is_size(rest, words):
                    yield rest
                break


def _is_mark(word: str, words: SizeWords) -> bool:
    return plain(word) in words.systems or plain(word) in words.wearers


def _begins(word: str, words: SizeWords) -> bool:
    said = plain(word.rstrip(":"))
    return (
        said in words.systems or said in words.wearers or bool(_MARKED.match(said)) or words.names.get(said) == "size"
    )


def _is_size(text: str, words: SizeWords) -> bool:
    """Whether a text names its scale, or whom it is for and a range, and nothing that is no size."""
    said = plain(text)
    if len(text) > _LONGEST or not any(map(str.isdigit, said)) or _COUNTED.search(said):
        return False
    named = re.findall(r"[^\W\d_]+", said)
    if any(words.systems.get(word, "other") != "other" for word in named):
        return True
    numbers = len(re.findall(r"[0-9]+(?:[.,][05])?", said))
    return numbers > 1 and any(word in words.wearers or word in ("m", "w") for word in named)
