"""Shoe sizes as sellers write them ("Men's 8-8.5 / Women's 10-10.5", "36/37 EU"), read to the catalogue's own.

Nothing is guessed or converted: a size whose scale is not certain is handed back as unread, in the seller's words.
The words are those of seeds/variants.yml.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from catalog.selling.size_parts import Part, read_parts
from catalog.selling.size_tokens import Token, UnreadError
from catalog.selling.size_words import SizeWords, plain, size_words
from catalog.sizes import ONE_SIZE, bit_of

Size = tuple[str, float]
_ONE: Size = (ONE_SIZE, 0.0)
_NOBODY: frozenset[str] = frozenset()
#: Numbers from here on are EU sizes, whatever else is known: no other scale reaches them.
_FIRST_EU = 30
#: For children from here on: their scales in the UK and the US end at 13.5.
_FIRST_EU_KIDS = 20
_LAST_KIDS = 13.5
_MOST_OF_A_MAKER = 6
_LETTERS = {"men": "M", "women": "W", "kids": "K"}
#: The scale of a bare number, by what the shop's prices are in.
_BY_CURRENCY = {"GBP": "UK", "USD": "US", "CAD": "US"}
#: Where men's and women's sizes differ as they do in the US, and yet are not the US's.
_LIKE_US = ("AUD", "NZD")
_LONGEST = 200


@dataclass(frozen=True)
class Read:
    """What texts of sizes say: (system, size) pairs as catalog.sizes has them, widths, and the texts not read."""

    sizes: tuple[Size, ...] = ()
    widths: frozenset[str] = _NOBODY
    unread: tuple[str, ...] = ()


def read_sizes(
    texts: Iterable[str],
    *,
    system: str = "",
    wearer: Collection[str] = (),
    currency: str = "",
    among: Iterable[str] = (),
    words: SizeWords | None = None,
) -> Read:
    """The shoe sizes and widths that the variants of one product name, one text a variant.

    `system` is the scale that the feed states (Google's size_system), `wearer` whom the product is for (men, women,
    kids), `currency` (ISO 4217) that of its prices; they decide what a bare number means: EU from 30 (for children,
    or where the feed states EU, from the first EU size), else the stated system, else UK for GBP and US for USD and
    CAD. US sizes need a wearer. Texts are read together because "M" among "S" and "L" is medium, not men's; `among` are
    more of the product's texts, which only help so. `words` are those of seeds/variants.yml if not given.
    """
    words = words or size_words()
    said = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    beside = [text for text in dict.fromkeys(text.strip() for text in among if text.strip()) if text not in set(said)]
    stated = words.systems.get(plain(system), "other" if system.strip() else "")
    known = _Known(stated, frozenset(wearer), currency.upper(), _has_medium([*said, *beside]))
    unread: list[str] = []
    read: dict[str, _One] = {}
    others: dict[str, _One] = {}
    for text, into in [*((text, read) for text in said), *((text, others) for text in beside)]:
        one = _read_one(words, text, known) if len(text) <= _LONGEST else None
        if one is not None:
            into[text] = one
        elif into is read:
            unread.append(text)
    if _are_numbers_of_a_maker({**read, **others}):
        return Read(unread=tuple(said))
    sizes = {size for one in read.values() for size in one.sizes}
    if len(sizes) > 1 and _ONE in sizes:
        # One size for everybody beside sizes of their own: which of them holds, only the shop knows.
        sizes.discard(_ONE)
        unread += [text for text, one in read.items() if one.sizes == (_ONE,)]
    widths = frozenset(width for one in read.values() for width in one.widths)
    return Read(tuple(sorted(sizes)), widths, tuple(unread))


@dataclass(frozen=True)
class _Known:
    """What is known of a text before it is read."""

    system: str
    wearer: frozenset[str]
    currency: str
    medium: bool


@dataclass(frozen=True)
class _One:
    """What one text says. `bare` is whether it is a number and nothing else."""

    sizes: tuple[Size, ...]
    widths: frozenset[str]
    bare: bool = False


@dataclass(frozen=True)
class _Numbers:
    """Numbers of one part with what the parts before it say of them too."""

    ranges: list[tuple[float, float]]
    system: str
    wearer: frozenset[str]
    bare: bool


def _has_medium(said: Iterable[str]) -> bool:
    """Whether the sizes are named S, M and L, so that M is no letter for men."""
    return any(plain(text).replace("(", " ").split()[:1] in (["s"], ["l"], ["xl"], ["xs"]) for text in said)


def _are_numbers_of_a_maker(read: Mapping[str, _One]) -> bool:
    """Whether the sizes are the maker's own from 1 up, as those of orthotics are: 1, 2, 3."""
    numbers = {size for one in read.values() for system, size in one.sizes if system != "EU"}
    return (
        len(read) > 1 and all(one.bare for one in read.values()) and 1.0 in numbers and max(numbers) <= _MOST_OF_A_MAKER
    )


@lru_cache(maxsize=16384)
def _read_one(words: SizeWords, text: str, known: _Known) -> _One | None:
    try:
        parts = read_parts(text, words, known.medium)
    except UnreadError:
        said = plain(text)
        whole = any(said.startswith(f"{entry} ") for entry in words.one_size if len(entry) > 2)
        return _One((_ONE,), _NOBODY) if whole and not any(map(str.isdigit, said)) else None
    try:
        numbers = list(_numbers(parts))
        sizes = {size for one in _certain(numbers, known.currency) for size in _sizes(one, known)}
    except UnreadError:
        return None
    if not sizes:
        alone = any(part.one_size for part in parts) and not numbers
        return _One((_ONE,), _NOBODY) if alone else None
    wearer = next((part.wearer for part in parts if part.wearer), known.wearer)
    widths = {_width(token, wearer, words) for part in parts for token in part.widths} - {""}
    return _One(tuple(sorted(sizes)), frozenset(widths), all(one.bare for one in numbers))


def _width(token: Token, wearer: frozenset[str], words: SizeWords) -> str:
    """The width that a word or letter beside a number says, or "" if it may be the wearer as well (9W, 9 M)."""
    likely = {"w": "women", "m": "men"}.get(token.text)
    if likely and likely in wearer and (token.glued or token.text == "m"):
        return ""
    return words.width(token.text, wearer)


def _numbers(parts: Iterable[Part]) -> Iterator[_Numbers]:
    """Each part's numbers. What a part without numbers says holds for the next ("Men's: US 8-9"), or, of the last one,
    for those before that have no wearer: "US 9 (Men)"."""
    parts = list(parts)
    lone = bool(parts) and not parts[-1].numbers and not any(part.wearer for part in parts[:-1])
    system, wearer, waiting = "", parts[-1].wearer if lone else _NOBODY, False
    for part in parts:
        if not part.numbers:
            waiting = waiting or part.marked
        else:
            follows = waiting or part.marked
            yield _Numbers(
                part.numbers,
                part.system or (system if follows and system != "other" else ""),
                part.wearer or (wearer if follows else _NOBODY),
                not follows,
            )
            waiting = False
        system, wearer = part.system or system, part.wearer or wearer


def _certain(numbers: list[_Numbers], currency: str) -> list[_Numbers]:
    """Without the numbers that may be a label or another scale beside numbers whose scale is plain.

    Raises UnreadError if several numbers have no scale: 7 / 8.5 may be anything.
    """
    lone = [one for one in numbers if one.bare and one.ranges[0][0] < _FIRST_EU]
    if lone and len(numbers) > 1:
        if len(lone) == len(numbers):
            raise UnreadError("")
        numbers = [one for one in numbers if one not in lone]
    pair = {next(iter(one.wearer)): one.ranges[0] for one in numbers if len(one.wearer) == 1 and not one.system}
    if {"men", "women"} <= set(pair) and currency not in _LIKE_US:
        # Only in the US do women's numbers run one to two above men's.
        gaps = [women - men for men, women in zip(pair["men"], pair["women"], strict=True)]
        if all(1 <= gap <= 2 for gap in gaps):
            return [one if one.system else replace(one, system="US") for one in numbers]
    return numbers


def _sizes(one: _Numbers, known: _Known) -> Iterator[Size]:
    for low, high in one.ranges:
        scale = _scale(one, low, known)
        if scale:
            for size in _every_half(low, high, scale):
                if bit_of(scale, size) is None:
                    raise UnreadError(scale)
                yield scale, size


def _scale(one: _Numbers, low: float, known: _Known) -> str:
    """The catalogue's scale for numbers from `low`, or "" if it is not certain."""
    who = one.wearer or known.wearer
    family = one.system
    if not family:
        large = low >= _FIRST_EU or (low >= _FIRST_EU_KIDS and who == {"kids"})
        family = "EU" if large and known.system != "other" else known.system or _BY_CURRENCY.get(known.currency, "")
    if family == "EU":
        return "EU"
    if family == "UK":
        return "UK K" if who == {"kids"} else "" if "kids" in who else "UK"
    if family == "US" and len(who) == 1:
        return f"US {_LETTERS[next(iter(who))]}"
    return ""


def _every_half(low: float, high: float, scale: str) -> Iterator[float]:
    """Every whole and half size of a range; a child's range may run past 13.5 into 1."""
    if high < low:
        if not (scale.endswith(" K") and high < _LAST_KIDS / 2 < low):
            raise UnreadError(scale)
        yield from _every_half(low, _LAST_KIDS, scale)
        low = 1.0
    yield from (half / 2 for half in range(round(low * 2), round(high * 2) + 1))
