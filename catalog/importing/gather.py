"""All entries of a feed that are variants of one product (sizes, colours, widths), gathered into that product."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from catalog.attributes import BY_NAME
from catalog.feeds.item import Item, Pairs
from catalog.importing.columns import Columns, attribute_of, read_columns
from catalog.importing.offers import Offer, can_be_bought, offer
from catalog.importing.owners import IGNORE, OwnersMapping
from catalog.importing.titles import one_name
from catalog.importing.variants import Facts, Made, made, variant
from catalog.problem import Problem
from catalog.record import Variant
from catalog.selling.listing import Listing
from catalog.selling.size_words import size_words
from catalog.selling.sizes import Size

#: What one product may bring at most, so that no feed fills the memory: pairs, texts, problems.
_MOST_PAIRS, _MOST_TEXTS, MAX_PROBLEMS = 200, 20, 50
_LONGEST_WORDS = 200
#: What marketplaces make shops write where there is no brand.
_NO_BRAND = frozenset(
    {
        "generic",
        "n/a",
        "na",
        "none",
        "no brand",
        "nobrand",
        "unbranded",
        "unknown",
        "does not apply",
        "not applicable",
        "-",
    }
)
_LONGEST_SKU, _DIGEST = int(BY_NAME["sku"].high), 8
_LONGEST_TEXT = int(BY_NAME["description"].high)
_LONGEST_ADDRESS = int(BY_NAME["url"].high)


@dataclass(frozen=True)
class Gathered:
    """One product of a feed. None and "" are unknown.

    `place` is where its first entry stands. `values` are attributes from the owner's columns, in the form of
    catalog.cells.read_cell. `provenance` says of each attribute that is set its source and the shop's words. `unread`
    are things that the shop says and that were not understood, as (what, words), to be shown to the owner. `stated` are
    the cells of our own CSV.
    """

    place: int
    sku: str
    brand: str
    name: str
    listing: Listing
    price: Decimal | None
    price_high: Decimal | None
    currency: str
    stock: int | None
    sizes: tuple[Size, ...] | None
    widths: frozenset[str] | None
    wearer: frozenset[str] | None
    url: str
    image: str
    variants: tuple[Variant, ...]
    values: Mapping[str, Any]
    provenance: Mapping[str, Mapping[str, str]]
    unread: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]
    stated: Mapping[str, str]

    @property
    def usable(self) -> bool:
        """Whether it has what a product of the catalogue cannot be without: sku, brand, name, price and currency."""
        return bool(self.sku and self.brand and self.name and self.currency) and self.price is not None

    def attributes(self) -> dict[str, Any]:
        """Every attribute that is known, by name, for catalog.record.Record: the fields, and `values` over them."""
        fields = {
            "sku": self.sku,
            "brand": self.brand,
            "name": self.name,
            "price": self.price,
            "price_high": self.price_high,
            "stock": self.stock,
            "sizes": None if self.sizes is None else list(self.sizes),
            "widths": self.widths,
            "wearer": self.wearer,
            "url": self.url,
            "image": self.image,
            "description": self.listing.description,
        }
        return {name: value for name, value in {**fields, **self.values}.items() if value not in (None, "")}


def gather(items: Sequence[Item], mapping: OwnersMapping, *, clean: Callable[[str], str]) -> Gathered:
    """The product that these entries of one group, or this one entry without a group, are variants of.

    `clean` turns HTML into plain text (catalog.feeds.plain_text). The order of the entries does not matter. Raises
    ValueError if there are none; whatever else is wrong is in `problems`.
    """
    if not items:
        raise ValueError("a product has at least one entry")
    problems: list[Problem] = []
    items = _distinct(_in_order(items), problems)
    words = size_words()
    facts = Facts(items, words)
    columns = read_columns(_asked(items, mapping), mapping)
    problems += columns.problems
    brand = (
        columns.values.pop("brand", "")
        or _first(i.brand for i in items if i.brand.casefold() not in _NO_BRAND)
        or mapping.brand
    )
    brand = " ".join(clean(brand).split())[: int(BY_NAME["brand"].high)].strip()
    if not brand:
        problems.append(
            Problem(items[0].place, "brand", "", "given; or write `brand: ...` for all into the mapping file")
        )
    titles = {item.title: " ".join(clean(item.title).split()) for item in items}
    parts = [(titles[i.title], facts.of(i, "size", "colour", "width")) for i in items]
    name = one_name(parts, brand, words) or items[0].sku
    offered = offer(items, mapping.currency, problems)
    title = titles[items[0].title]
    buyable = [item for item in items if can_be_bought(item)] or list(items)
    listing = Listing(
        title if len(titles) == 1 else name,
        brand,
        _description(items, clean),
        _texts(clean(text) for item in items for text in item.categories),
        _first(item.taxonomy for item in items),
        _texts(clean(text) for item in items for text in item.tags),
        _pairs((p for i in items for p in i.details), mapping, clean),
        _pairs((p for i in items for p in i.options), mapping, clean),
    )
    found = made(items, facts, listing, titles, offered, mapping)
    return Gathered(
        place=items[0].place,
        sku=_sku(items[0].group or items[0].sku),
        brand=brand,
        name=name,
        listing=listing,
        price=offered.price,
        price_high=offered.price_high,
        currency=offered.currency,
        stock=offered.stock,
        sizes=found.sizes,
        widths=found.widths,
        wearer=found.wearer,
        url=_address(buyable, "url", problems),
        image=_address(buyable, "image", problems),
        variants=tuple(variant(item) for item in items),
        values=columns.values,
        provenance=_provenance(items[0], brand, title, offered, found, columns),
        unread=(*found.unread, *columns.unread),
        problems=tuple(dict.fromkeys(problems))[:MAX_PROBLEMS],
        stated=items[0].stated if len(items) == 1 else {},
    )


def _in_order(items: Sequence[Item]) -> list[Item]:
    """By place, which variants of one entry share."""
    ordered = sorted(items, key=lambda item: (item.place, item.sku))
    if len({(item.place, item.sku) for item in items}) < len(items):
        ordered.sort(key=lambda item: (item.place, item.sku, repr(item)))
    return ordered


def _distinct(items: Sequence[Item], problems: list[Problem]) -> list[Item]:
    """Each variant once: the same entry twice is one. A sku that two different entries have is a Problem: where their
    options differ both count, else the first."""
    found: dict[tuple[str, Pairs], Item] = {}
    firsts: dict[str, Item] = {}
    for item in items:
        same = found.setdefault((item.sku, item.options), item)
        first = firsts.setdefault(item.sku, item)
        if first is not item and replace(item, place=same.place) != same:
            expected = f"its own: {first.place} has it already, and says something else; the first counts"
            problems.append(Problem(item.place, "sku", item.sku, expected))
        elif first is not item and same is item:
            expected = f"its own: the variant at {first.place} has it too"
            problems.append(Problem(item.place, "sku", item.sku, expected))
    return list(found.values())


def _asked(items: Sequence[Item], mapping: OwnersMapping) -> Iterable[tuple[int, str, str]]:
    """The fields that the owner has given a meaning, each pair of name and value once."""
    seen: dict[tuple[str, str], int] = {}
    if mapping.columns or mapping.values:
        for item in items:
            for name, value in (*item.options, *item.details):
                if value and attribute_of(name, mapping) not in ("", IGNORE):
                    seen.setdefault((name, value), item.place)
    return [(place, name, value) for (name, value), place in seen.items()]


def _pairs(pairs: Iterable[tuple[str, str]], mapping: OwnersMapping, clean: Callable[[str], str]) -> Pairs:
    """Each pair once and plain, without those that the owner wants ignored."""
    found: dict[tuple[str, str], None] = {}
    for name, value in dict.fromkeys(pairs):
        if value and mapping.column(name) != IGNORE:
            found[name, clean(value)] = None
            if len(found) == _MOST_PAIRS:
                break
    return tuple(found)


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))[:_MOST_PAIRS]


def _description(items: Sequence[Item], clean: Callable[[str], str]) -> str:
    """The descriptions of all variants, each line once."""
    raw = list(dict.fromkeys(item.description for item in items if item.description))[:_MOST_TEXTS]
    text = "\n".join(dict.fromkeys(line for one in raw for line in clean(one).splitlines() if line))
    if len(text) <= _LONGEST_TEXT:
        return text
    cut = text[: _LONGEST_TEXT + 1]
    return cut[: max(cut.rfind(" "), cut.rfind("\n"), _LONGEST_TEXT // 2)].rstrip()


def _sku(said: str) -> str:
    """The shop's own number, or, where that is longer than a sku may be, its beginning and a digest of all of it."""
    if len(said) <= _LONGEST_SKU:
        return said
    return f"{said[: _LONGEST_SKU - _DIGEST - 1]}-{hashlib.sha256(said.encode()).hexdigest()[:_DIGEST]}"


def _address(items: Sequence[Item], column: str, problems: list[Problem]) -> str:
    """The first web address among those of the items, or ""; what is none is a Problem."""
    for item in items[:_MOST_TEXTS]:
        said = item.url if column == "url" else item.image
        said = f"https:{said}" if said.startswith("//") else said
        if is_web_address(said) and len(said) <= _LONGEST_ADDRESS and said.isprintable() and " " not in said:
            return said
        if said:
            expected = f"an address that begins with https:// or http://, of at most {_LONGEST_ADDRESS} characters"
            problems.append(Problem(item.place, column, said[:_LONGEST_WORDS], expected))
    return ""


def is_web_address(said: str) -> bool:
    """Whether a text begins like an address of the web: no other scheme may stand behind a link."""
    try:
        parts = urlsplit(said)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _first(texts: Collection[str] | Iterable[str]) -> str:
    return next((text for text in texts if text), "")


def _provenance(
    first: Item, brand: str, title: str, offered: Offer, found: Made, columns: Columns
) -> dict[str, dict[str, str]]:
    said = {"sku": first.group or first.sku, "brand": brand, "name": title}
    for name, amount in (("price", offered.price), ("price_high", offered.price_high)):
        if amount is not None:
            said[name] = f"{amount} {offered.currency}"
    if offered.stock is not None:
        said["stock"] = str(offered.stock)
    for name, value in (("sizes", found.sizes), ("widths", found.widths), ("wearer", found.wearer)):
        if value is not None:
            said[name] = found.words[name]
    said |= columns.words
    sources = {"sizes": "text"} if found.mentioned else {}
    return {
        name: {"source": sources.get(name, "column"), "words": words[:_LONGEST_WORDS]} for name, words in said.items()
    }
