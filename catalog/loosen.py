"""Which limits to give up when nothing passes: as few as can be, moved as little as can be, and what that
brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from catalog import money, sizes
from catalog.fit import FitRules
from catalog.limits import Condition, Limits, conditions
from catalog.search import Ranked, condition_values, where

if TYPE_CHECKING:
    from catalog.fit_table import FitTable

#: The limits are those of the profile, under the vocabulary's names.
_WORDS = {
    "budget_max": "budget",
    "budget_min": "budget",
    "avoid_materials": "material",
    "avoid_features": "feature",
    "avoid_types": "insole_type",
    "avoid_brands": "brand",
}
_MAX_OFFERS = 8
_MAX_ATOMS = 30
Setting = Decimal | str | frozenset[str] | None


@dataclass(frozen=True)
class Move:
    """One limit (a field of Limits) and what it would have to become; None or an empty set drops it."""

    limit: str
    from_: Setting
    to: Setting

    @property
    def word(self) -> str:
        """The limit under the vocabulary's name: budget, shoe_size, material, ..."""
        return _WORDS.get(self.limit, self.limit)


@dataclass(frozen=True)
class Loosening:
    """What giving up one limit (or, where that is not enough, several: `moves`) would bring."""

    moves: tuple[Move, ...]
    limits: Limits  # the limits after the moves: searching with them brings `gains` first
    gains: Ranked

    @property
    def limit(self) -> str:
        """The first (mostly the only) limit to give up."""
        return self.moves[0].limit

    @property
    def from_(self) -> Setting:
        """What that limit is now."""
        return self.moves[0].from_

    @property
    def to(self) -> Setting:
        """What it would become; None or an empty set drops it."""
        return self.moves[0].to


@dataclass(frozen=True)
class _Atom:
    """A limit, or one word of a limit that is a set: the smallest thing that can be given up."""

    limit: str
    word: str | None = None


def loosen(
    connection: Any,
    rules: FitRules,
    limits: Limits,
    currency: str,
    best: Callable[[Limits], Ranked | None],
    table: FitTable | None = None,
) -> list[Loosening]:
    """The offers, easiest first (by `loosening` of seeds/fit.yml); none where something passes already.

    `best` finds the first pick under some limits. `table`, where given, is asked which limits products fail, and
    the database is not.
    """
    atoms = _atoms(limits, rules)
    if not atoms:
        return []
    demands, kept = _demands(rules, limits, currency, atoms)
    if table is not None:
        failed = table.failures(demands, kept)
        if 0 in failed and best(limits) is not None:
            return []
        # Nobody goes without an offer because the table has products that are no longer there.
        offers = [] if 0 in failed else _offers(limits, atoms, failed, currency, best)
        if offers:
            return offers
    failed = _failures(connection, demands, kept)
    return [] if 0 in failed else _offers(limits, atoms, failed, currency, best)


def _offers(
    limits: Limits,
    atoms: Sequence[_Atom],
    failed: Mapping[int, tuple[int, int]],
    currency: str,
    best: Callable[[Limits], Ranked | None],
) -> list[Loosening]:
    """What giving up as few limits as can be brings, for each way to do it that brings anything."""
    if not failed:
        return []
    fewest = min(mask.bit_count() for mask in failed)
    offers = []
    # Bits are in the order of ease, so that smaller masks are easier to give up.
    for mask in sorted(mask for mask in failed if mask.bit_count() == fewest)[:_MAX_OFFERS]:
        given_up = [atom for n, atom in enumerate(atoms) if mask & (1 << n)]
        relaxed = _relaxed(limits, given_up, failed[mask], currency)
        gains = best(relaxed)
        if gains is not None:
            names = dict.fromkeys(atom.limit for atom in given_up)
            moves = tuple(Move(name, getattr(limits, name), getattr(relaxed, name)) for name in names)
            offers.append(Loosening(moves, relaxed, gains))
    return offers


def _atoms(limits: Limits, rules: FitRules) -> list[_Atom]:
    atoms: list[_Atom] = []
    for name in rules.loosening:
        value = getattr(limits, name)
        if isinstance(value, frozenset):
            atoms += [_Atom(name, word) for word in sorted(value)]
        elif value is not None and value != "removable":
            atoms.append(_Atom(name))
    return atoms[:_MAX_ATOMS]


def _alone(limits: Limits, atom: _Atom) -> Limits:
    """Only what one atom demands; the size needs to know the wearer to be understood."""
    value: Any = getattr(limits, atom.limit) if atom.word is None else frozenset({atom.word})
    kept = {"wearer": limits.wearer} if atom.limit == "shoe_size" else {}
    return Limits(**{"in_stock": False, **kept, atom.limit: value})


def _demands(
    rules: FitRules, limits: Limits, currency: str, atoms: Sequence[_Atom]
) -> tuple[list[list[Condition]], list[Condition]]:
    """The conditions that each atom stands for, and those that stay whatever is given up."""
    demands = []
    rest = limits
    for atom in atoms:
        demands.append([c for c in conditions(_alone(limits, atom), currency, rules) if c.limit == atom.limit])
        rest = _drop(rest, atom)
    return demands, conditions(rest, currency, rules)


def _failures(
    connection: Any, demands: Sequence[Sequence[Condition]], kept: Sequence[Condition]
) -> dict[int, tuple[int, int]]:
    """For each combination of demands that some product fails (bit n for the n-th): the lowest and the highest
    price among those products, in the currency's smallest unit."""
    flat = [condition for group in demands for condition in group] + list(kept)
    tests = where([condition.shape for condition in flat])
    terms = []
    for n, group in enumerate(demands):
        own, tests = tests[: len(group)], tests[len(group) :]
        terms.append(f"CASE WHEN {' AND '.join(own) or '1 = 1'} THEN 0 ELSE {1 << n} END")
    # Only names of columns of ours and whole numbers are written into the text; all values are parameters.
    failing = (
        f"SELECT {' + '.join(terms)} AS mask, price_minor FROM product_index "  # noqa: S608
        f"WHERE {' AND '.join(tests) or '1 = 1'}"
    )
    query = f"SELECT mask, min(price_minor), max(price_minor) FROM ({failing}) AS failing GROUP BY mask"  # noqa: S608
    rows = connection.execute(sa.text(query), condition_values(flat))
    return {int(row[0]): (int(row[1]), int(row[2])) for row in rows}


def _drop(limits: Limits, atom: _Atom) -> Limits:
    value = getattr(limits, atom.limit) - {atom.word} if atom.word is not None else None
    change: Any = {atom.limit: value}
    if atom.limit == "wearer" and limits.shoe_size is not None and limits.wearer is not None:
        # The foot stays as it is: a child's 2 does not become a grown-up's.
        change["shoe_size"] = sizes.on_scale_of(limits.shoe_size, limits.wearer)
    return replace(limits, **change)


def _relaxed(limits: Limits, given_up: Sequence[_Atom], prices: tuple[int, int], currency: str) -> Limits:
    relaxed = limits
    for atom in given_up:
        if atom.limit == "budget_max":
            relaxed = replace(relaxed, budget_max=money.from_minor(prices[0], currency))
        elif atom.limit == "budget_min":
            relaxed = replace(relaxed, budget_min=money.from_minor(prices[1], currency))
        else:
            relaxed = _drop(relaxed, atom)
    return relaxed
