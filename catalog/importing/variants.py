"""What the options of a product's variants say: sizes, widths, whom they are for, and what each variant is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.feeds.item import Item
from catalog.importing.offers import Offer, can_be_bought, pairs_of
from catalog.importing.owners import OwnersMapping
from catalog.record import Variant
from catalog.selling.listing import Listing
from catalog.selling.size_mentions import mentioned_sizes
from catalog.selling.size_words import SizeWords, plain
from catalog.selling.sizes import Size, read_sizes
from catalog.sizes import ONE_SIZE, in_ranges

_SEVERAL = re.compile(r"\s*[|,;/&]\s*")
_LETTERS = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 200
_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Made:
    """The sizes, widths and wearers that the variants say; None where they say nothing that is understood.

    `sizes` can be bought, as long as any can; `words` says from which texts each was read and what is sold out.
    `mentioned` is whether no field names sizes and they were read from titles or the description.
    """

    sizes: tuple[Size, ...] | None
    widths: frozenset[str] | None
    wearer: frozenset[str] | None
    words: dict[str, str]
    unread: tuple[tuple[str, str], ...]  # (size or width, what the shop says)
    mentioned: bool = False


def variant(item: Item) -> Variant:
    """An item as one of its product's variants."""
    return Variant(item.sku, " / ".join(value for _, value in item.options)[:_MOST_WORDS], item.price, pairs_of(item))


class Facts:
    """What the options and details of items say of the things that seeds/variants.yml has names for."""

    def __init__(self, items: Iterable[Item], words: SizeWords) -> None:
        self.words = words
        self._said: dict[int, dict[str, tuple[str, ...]]] = {}
        self._marks: dict[tuple[int, str], str] = {}
        for item in items:
            found = self._said[id(item)] = {}
            for name, value in (*item.options, *item.details):
                what = words.name_of(name)
                if what and value:
                    found[what] = (*found.get(what, ()), value)
                if what == "size" and not self._is_marked(value):
                    marks = [w for w in plain(name).split() if w in words.systems or w in words.wearers]
                    self._marks[id(item), value] = " ".join([*marks, value])

    def of(self, item: Item, *whats: str) -> tuple[str, ...]:
        """What one of the items says of size, system, colour, width, gender or age."""
        said = self._said[id(item)]
        return tuple(value for what in whats for value in said.get(what, ())) if said else ()

    def marked(self, item: Item, size: str) -> str:
        """A size of one of the items with the scale or the wearer that its field's name says: "UK size", 8 -> uk 8."""
        return self._marks.get((id(item), size), size)

    def _is_marked(self, size: str) -> bool:
        return any(w in self.words.systems or w in self.words.wearers for w in _LETTERS.findall(plain(size)))

    def wearer(self, item: Item) -> frozenset[str]:
        """Whom one of the items is for, by gender and age group; empty if they do not say. Children are children."""
        found: frozenset[str] = frozenset()
        for value in self.of(item, "age", "gender"):
            for piece in _SEVERAL.split(plain(value)):
                found |= self.words.wearers.get(piece, _NOBODY)
        return frozenset({"kids"}) if _CHILDREN & set(map(plain, self.of(item, "age"))) else found


_CHILDREN = {"kids", "toddler", "infant", "newborn"}


def made(
    items: Sequence[Item],
    facts: Facts,
    listing: Listing,
    titles: Mapping[str, str],
    offered: Offer,
    mapping: OwnersMapping,
) -> Made:
    """What the variants of one product are made in.

    The listing's title decides about bare sizes where no field names a wearer; where no field names sizes, those that
    the variants' own titles (`titles`, plain, by what the shop wrote) or the description mention count.
    """
    words = facts.words
    wearers = {id(item): facts.wearer(item) for item in items}
    unread: dict[tuple[str, str], None] = {}
    widths: set[str] = set()
    sizes = _Sizes(items, wearers, _in_title(listing.title, words), offered.currency, mapping, facts)
    can = sizes.read([item for item in items if can_be_bought(item)])
    gone = sizes.read([item for item in items if not can_be_bought(item)])
    unread.update(dict.fromkeys(("size", text) for text in (*can.unread, *gone.unread)))
    for item in items:
        for text in facts.of(item, "width"):
            found = _widths(text, wearers[id(item)], mapping, words)
            widths |= found
            if not found:
                unread["width", text] = None
    widths |= can.widths | gone.widths
    buyable = can.sizes or gone.sizes
    sold_out = gone.sizes - can.sizes if can.sizes else frozenset()
    told = {"sizes": _words([*(can.texts if can.sizes else gone.texts)], sold_out)}
    everybody = frozenset().union(*wearers.values()) if wearers else _NOBODY
    told["widths"] = _listed(t for item in items for t in (*facts.of(item, "width"), *facts.of(item, "size")))
    told["wearer"] = _listed(
        text for item in items for text in facts.of(item, "gender", "age") if plain(text) != "adult"
    )
    mentioned = False
    if not buyable:
        known = [titles[item.title] for item in items if can_be_bought(item)] or list(titles.values())
        wearer = everybody or sizes.in_title
        read, told["sizes"] = mentioned_sizes(
            dict.fromkeys(known), listing.description, wearer=wearer, currency=offered.currency, words=words
        )
        buyable, mentioned = frozenset(read.sizes), True
        widths |= read.widths
    told["widths"] = told["widths"] or told["sizes"]
    return Made(
        tuple(sorted(buyable)) or None, frozenset(widths) or None, everybody or None, told, tuple(unread), mentioned
    )


def _in_title(title: str, words: SizeWords) -> frozenset[str]:
    """The one kind of wearer that a title names ("Women's gel insole"); empty if it names none or several."""
    found: frozenset[str] = frozenset()
    for word in re.findall(r"[^\W\d_]+", plain(title)):
        found |= words.wearers.get(word, _NOBODY)
    return found if len(found) == 1 else _NOBODY


@dataclass(frozen=True)
class _Found:
    sizes: frozenset[Size]
    widths: frozenset[str]
    texts: tuple[str, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True)
class _Sizes:
    """Reads the sizes of some of a product's items, with what is known of each and in the sight of all."""

    items: Sequence[Item]
    wearers: dict[int, frozenset[str]]
    in_title: frozenset[str]
    currency: str
    mapping: OwnersMapping
    facts: Facts

    def read(self, some: Sequence[Item]) -> _Found:
        if not some:
            return _Found(frozenset(), frozenset(), (), ())
        sizes: set[Size] = set()
        widths: set[str] = set()
        texts: dict[str, None] = {}
        unread: dict[str, None] = {}
        among = [text for item in self.items for text in self.facts.of(item, "size")]
        alike: dict[tuple[str, frozenset[str]], dict[str, str]] = {}
        for item in some:
            system = next(iter(self.facts.of(item, "system")), "")
            wearer = self.wearers[id(item)] or self.in_title
            for text in self.facts.of(item, "size"):
                texts[text] = None
                owners = self._owners(text)
                sizes |= owners
                if not owners:
                    alike.setdefault((system, wearer), {})[self.facts.marked(item, text).strip()] = text
        for (system, wearer), several in alike.items():
            found = read_sizes(
                several, system=system, wearer=wearer, currency=self.currency, among=among, words=self.facts.words
            )
            sizes |= set(found.sizes)
            widths |= found.widths
            unread.update(dict.fromkeys(several[said] for said in found.unread))
        if len(sizes) > 1:
            sizes.discard((ONE_SIZE, 0.0))
        return _Found(frozenset(sizes), frozenset(widths), tuple(t for t in texts if t not in unread), tuple(unread))

    def _owners(self, text: str) -> frozenset[Size]:
        """The sizes that the mapping file names for a text, or for each part of a list such as S, M, L."""
        known = self.mapping.sizes
        if plain(text) in known:
            return frozenset(known[plain(text)])
        pieces = _SEVERAL.split(plain(text))
        return frozenset(s for p in pieces for s in known[p]) if all(p in known for p in pieces) else frozenset()


def _widths(text: str, wearer: frozenset[str], mapping: OwnersMapping, words: SizeWords) -> frozenset[str]:
    explained = mapping.values.get("widths", {})
    if plain(text) in explained:
        return explained[plain(text)] or _NOBODY
    found: frozenset[str] = frozenset()
    for piece in _SEVERAL.split(text):
        width = words.width(piece, wearer)
        found |= explained.get(plain(piece)) or ({width} if width else _NOBODY)
    return found


def _listed(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(texts))[:_MOST_WORDS]


def _words(texts: Sequence[str], sold_out: frozenset[Size]) -> str:
    """The texts that sizes were read from, with those that are sold out named behind."""
    if not sold_out:
        return _listed(texts)
    gone = ", ".join(in_ranges([f"{system} {size:g}" for system, size in sorted(sold_out)]))
    behind = f"; sold out: {gone}"[:_MOST_WORDS]
    return _listed(texts)[: _MOST_WORDS - len(behind)] + behind
