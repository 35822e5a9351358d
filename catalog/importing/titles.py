"""The one name of a product whose variants have a title each: without sizes, colours, widths and the maker's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from catalog.attributes import BY_NAME
from catalog.selling.size_words import SizeWords, plain

_LONGEST = int(BY_NAME["name"].high)
_SEPARATOR = re.compile(r"(\s+[-–—/]\s+|\s*[,;:|·•()\[\]]+\s*)")
_EMPTY = re.compile(r"[(\[][\s,;/|·•–—-]*[)\]]")
_DOUBLED = re.compile(r"\s*[-–—/,;:|·•](?:\s*[-–—/,;:|·•])+\s*")
_EDGES = " -–—/,;:|·•®™"
#: Words that a name does not end with, once what they led to is gone.
_LEADING = (
    "in",
    "for",
    "with",
    "and",
    "of",
    "the",
    "a",
    "&",
    "size",
    "sizes",
    "colour",
    "color",
    "width",
    "eu",
    "uk",
    "us",
)
_FEWEST_LETTERS = 3


def one_name(titles: Sequence[tuple[str, Collection[str]]], brand: str, words: SizeWords) -> str:
    """The name of a product, from its variants' titles, each with the sizes, colours and widths of its variant.

    At most 160 characters, cut at a word's end; never empty unless all titles are.
    """
    distinct = {(" ".join(title.split()), tuple(sorted(values))) for title, values in titles}
    whole = list(dict.fromkeys(" ".join(title.split()) for title, _ in titles))
    if len(whole) == 1 < len(titles):
        names = whole  # a title that all variants share says what they share
    else:
        names = sorted({_without(title, values, words) for title, values in distinct})
    name = names[0] if len(names) == 1 else _shared(names)
    if sum(map(str.isalpha, name)) < _FEWEST_LETTERS or plain(name) == plain(brand):
        name = whole[0]
    return _shortened(_without_brand(name, brand) or name)


def _without(title: str, values: Collection[str], words: SizeWords) -> str:
    """The title without the parts that only say a variant's values: " - Blue / EU 42", "(Size M)", " 42"."""
    low = plain(title)
    said = [value for value in values if plain(value) and plain(value) in low]
    if not said:
        return title
    pieces = _SEPARATOR.split(title)
    for n in range(0, len(pieces), 2):
        if n and _says_only(pieces[n], said, words):
            pieces[n] = ""
    name = "".join(pieces)
    for value in said:
        if any(map(str.isdigit, value)) and any(map(str.isalpha, value)):  # "EU 42" is a size wherever it stands
            name = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", " ", name, flags=re.IGNORECASE)
    name = _tidy(name)
    for value in sorted(said, key=len, reverse=True):
        if name.casefold().endswith(f" {value.casefold()}"):
            name = _tidy(name[: -len(value)])
    return _without_end(name) or title


def _says_only(piece: str, values: Collection[str], words: SizeWords) -> bool:
    """Whether a piece of a title is a value, maybe with the word for it: "Size EU 42", "Blue"."""
    rest = f" {plain(piece)} "
    for value in sorted(map(plain, values), key=len, reverse=True):
        rest = rest.replace(f" {value} ", "  ")
    if rest.strip() == plain(piece):
        return False
    return all(word in words.names or word in words.systems or word in words.beside for word in rest.split())


def _shared(names: Sequence[str]) -> str:
    """The words that all names begin and end with."""
    parts = [name.split() for name in names]
    shortest = min(map(len, parts))
    first = 0
    while first < shortest and len({plain(part[first]) for part in parts}) == 1:
        first += 1
    last = 0
    while last < shortest - first and len({plain(part[-1 - last]) for part in parts}) == 1:
        last += 1
    words = parts[0][:first] + parts[0][len(parts[0]) - last :]
    name = _tidy(" ".join(words))
    return name if last else _without_end(name)


def _without_end(name: str) -> str:
    """Without the words at its end that led to what is gone."""
    while name and name.rpartition(" ")[2].casefold() in _LEADING and " " in name:
        name = _tidy(name.rpartition(" ")[0])
    return name


def _without_brand(name: str, brand: str) -> str:
    if brand and name.casefold().startswith(brand.casefold()):
        rest = name[len(brand) :]
        if rest and not rest[0].isalnum() and any(map(str.isalpha, rest)):
            return rest.lstrip(_EDGES).removeprefix("'s ").removeprefix("’s ")
    return name


def _tidy(name: str) -> str:
    """Without empty brackets, doubled separators, and separators at its ends."""
    name = _DOUBLED.sub(" - ", _EMPTY.sub(" ", name))
    name = " ".join(name.split()).strip(_EDGES)
    return name.rstrip("([ ") if name.count("(") + name.count("[") > name.count(")") + name.count("]") else name


def _shortened(name: str) -> str:
    if len(name) <= _LONGEST:
        return name
    cut = name[: _LONGEST + 1]
    return (cut[: cut.rfind(" ")] if " " in cut else cut[:_LONGEST]).rstrip(_EDGES)
