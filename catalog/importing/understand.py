"""One product of a feed understood: its variants gathered, insole or not, its texts read, the owner's word over all.

What wins, from the first to the last: the mapping file's values for a product, columns (sizes, price, stock, the cells
of our own CSV, what the mapping file says a field holds), what the texts tell, the mapping file's defaults. What the
owner sets with `set` is laid over it when it is stored (catalog.owned).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from catalog.attributes import BY_NAME, Attribute, Kind
from catalog.cells import contradictions, read_cell
from catalog.feeds import plain_text
from catalog.feeds.item import Item
from catalog.importing.gather import Gathered, gather, is_web_address
from catalog.importing.outcome import Left
from catalog.importing.owners import OwnersMapping
from catalog.problem import Problem
from catalog.record import Record, Variant
from catalog.selling import SellersReader, kind_of
from catalog.spreadsheet import plain

#: Counted up when products that have not changed must be read again.
VERSION = "1"
#: Stands where neither the feed nor the mapping file names a brand.
NO_BRAND = "Unbranded"
_Sources = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Understood:
    """What became of a product's entries: a record, or left out with a reason, or neither where problems say why.

    `unread` is what the shop says and nothing understood: ("size", "Gr. M").
    """

    record: Record | None
    left: Left | None
    problems: tuple[Problem, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()


class Understanding:
    """Everything that is needed to understand a feed's products; one for a process."""

    def __init__(self, mapping: OwnersMapping, currency: str, feed: str, counted: str = "line") -> None:
        """`currency` is the one that the catalogue is kept in, and that of prices that name none; `counted` is what the
        places of the feed's entries count (Problem.counted)."""
        self._mapping = replace(mapping, currency=currency, brand=mapping.brand or NO_BRAND)
        self._currency = currency
        self._feed = feed
        self._counted = counted
        self._reader = sellers_reader()

    def understand(self, items: Sequence[Item], digest: str) -> Understood:
        """One product of all its entries. `digest` is that of the entries, kept with the record."""
        gathered = gather(items, self._mapping, clean=plain_text)
        left = self._left(gathered, items)
        if left is not None:
            return Understood(None, Left(gathered.place, gathered.sku, gathered.listing.title, left))
        problems = list(gathered.problems)
        if gathered.usable and gathered.currency != self._currency:
            expected = f"the currency of the catalogue, {self._currency}"
            problems.append(Problem(gathered.place, "currency", gathered.currency, expected))
        if gathered.price == 0:
            problems.append(Problem(gathered.place, "price", "0", "an amount above 0: what does a pair cost?"))
        usable = gathered.usable and gathered.currency == self._currency and gathered.price != 0
        stated, wrong = _stated(gathered) if gathered.stated else ({}, [])
        usable = usable and not wrong
        if gathered.stated:
            problems = [p for p in problems if p.column not in gathered.stated or p.column == "price"]
        told = tuple(
            replace(problem, sku=gathered.sku, kept=usable, counted=self._counted) for problem in (*problems, *wrong)
        )
        if not usable:
            return Understood(None, None, told, gathered.unread)
        values, sources = self._values(gathered, items, stated)
        unfit = [name for name, value in values.items() if not _fits(BY_NAME[name], value)]
        if unfit:
            return Understood(
                None, None, (*told, *(self._unfit(gathered, n, values[n]) for n in unfit)), gathered.unread
            )
        record = Record(values, sources, feed=self._feed, reading=digest, variants=_variants(gathered))
        return Understood(record, None, told, gathered.unread)

    def _unfit(self, gathered: Gathered, name: str, value: Any) -> Problem:
        said = str(value)[:200]
        return Problem(gathered.place, name, said, BY_NAME[name].expected, counted=self._counted, sku=gathered.sku)

    def _left(self, gathered: Gathered, items: Sequence[Item]) -> str | None:
        """Why a product is left out, or None where it is taken."""
        skus = dict.fromkeys([gathered.sku, *(item.sku for item in items)])
        verdict = self._mapping.verdict(skus, gathered.listing.categories)
        if verdict is not None:
            return None if verdict.taken else verdict.reason
        if gathered.stated:
            # Whoever writes our own form says that these are insoles.
            return None
        kind = kind_of(gathered.listing)
        return None if kind.taken else kind.reason

    def _values(
        self, gathered: Gathered, items: Sequence[Item], stated: Mapping[str, Any]
    ) -> tuple[dict[str, Any], _Sources]:
        read = self._reader.read(gathered.listing)
        values: dict[str, Any] = dict(read.values)
        sources: _Sources = {name: dict(entry) for name, entry in read.provenance.items()}
        if stated:
            columns = dict(stated)
            cells = {name: {"source": "column", "words": gathered.stated[name][:200]} for name in stated}
        else:
            columns = gathered.attributes()
            cells = {name: dict(entry) for name, entry in gathered.provenance.items()}
            for name in ("url", "image", "description"):
                if name in columns:
                    cells.setdefault(name, {"source": "column", "words": str(columns[name])[:200]})
            if gathered.brand == NO_BRAND:
                cells.pop("brand", None)
        values |= columns
        sources |= cells
        own = next((s for s in (gathered.sku, *(i.sku for i in items)) if s.casefold() in self._mapping.products), "")
        values, sources = self._mapping.settle(own or gathered.sku, values, sources)
        return _reconciled(values, sources)


def _variants(gathered: Gathered) -> tuple[Variant, ...] | None:
    """None where the form has no place for them (our own CSV): those stored stay."""
    if gathered.stated:
        return None
    alone = len(gathered.variants) == 1 and gathered.variants[0].sku == gathered.sku
    return () if alone else gathered.variants


@cache
def sellers_reader() -> SellersReader:
    """Building one takes a second or two; it remembers nothing of what it has read."""
    return SellersReader()


def _stated(gathered: Gathered) -> tuple[dict[str, Any], list[Problem]]:
    """The cells of our own CSV, as values, and those that are none."""
    values: dict[str, Any] = {}
    wrong: list[Problem] = []
    for name, cell in gathered.stated.items():
        attribute, said = BY_NAME.get(name), plain(cell.strip())
        if attribute is None or not said:
            continue
        try:
            values[name] = read_cell(attribute, said)
            if name == "url" and not is_web_address(said):
                raise ValueError(said)
        except ValueError:
            expected = "an address that begins with https:// or http://" if name == "url" else attribute.expected
            wrong.append(Problem(gathered.place, name, cell[:200], expected))
    wrong += [
        Problem(gathered.place, name, gathered.stated[name], expected)
        for name, expected in (contradictions(values) if not wrong else ())
    ]
    return values, wrong


def _fits(attribute: Attribute, value: Any) -> bool:
    """Whether a text or number keeps to its bounds; words, sizes and prices are made within theirs."""
    if attribute.kind is Kind.TEXT:
        try:
            read_cell(attribute, value)
        except ValueError:
            return False
        return True
    return attribute.kind not in (Kind.NUMBER, Kind.COUNT) or attribute.low <= value <= attribute.high


def _reconciled(values: dict[str, Any], sources: _Sources) -> tuple[dict[str, Any], _Sources]:
    """Of two statements that cannot both be true, the surer one: the owner's, then a column's, then a text's."""
    sure = {"owner": 2, "column": 1}
    for name, _ in contradictions(values):
        if name == "cushioning_material":
            # The list of materials was not complete.
            values["materials"] = frozenset(values["materials"]) | {values[name]}
            continue
        partner = {"return_terms": "trial_days"}.get(name, name)
        weaker = min(name, partner, key=lambda one: sure.get(sources.get(one, {}).get("source", ""), 0))
        del values[weaker]
        sources.pop(weaker, None)
    return values, sources
