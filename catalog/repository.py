"""The catalogue as the adviser uses it: the one class to ask for products."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from catalog import fit, index, judge, loosen, names, search
from catalog.engine import CatalogueUnavailable, create_engine, reading, writing
from catalog.judge import Judged
from catalog.limits import Condition, Limits, brand_key, conditions, unstated
from catalog.loosen import Loosening
from catalog.models import IndexRow, ProductRow, StateRow, VariantRow
from catalog.product import COLUMNS_READ, Product, from_row
from catalog.search import Hit, Ranked, Want

if TYPE_CHECKING:
    from catalog.fit_table import FitTable

_STATE = "SELECT version, currency, fit_digest FROM catalogue_state WHERE id = 1"
_PRODUCT = (
    sa.select(*COLUMNS_READ, StateRow.currency)
    .select_from(ProductRow)
    .join(IndexRow, IndexRow.product_id == ProductRow.id)
    .join(StateRow, StateRow.id == 1)
)
_ONE_PRODUCT = _PRODUCT.where(ProductRow.sku == sa.bindparam("sku"))
_PRODUCT_OF_VARIANT = (
    _PRODUCT.join(VariantRow, VariantRow.product_id == ProductRow.id)
    .where(VariantRow.sku == sa.bindparam("sku"))
    .order_by(ProductRow.sku)
    .limit(1)
)
_SOME_PRODUCTS = (
    sa.select(ProductRow.id, *COLUMNS_READ)
    .select_from(ProductRow)
    .join(IndexRow, IndexRow.product_id == ProductRow.id)
    .where(ProductRow.id.in_(sa.bindparam("ids", expanding=True)))
)
_MAX_COUNT = 1000
#: From so many products on it pays to let the fit table say which of them a search need look at.
_LARGE = 4096
#: How many products are kept in memory before they are read anew.
_MAX_KEPT = 2000


class Catalogue:
    """The shop's products. One for a process is enough: it is safe to share between threads.

    Every method raises CatalogueUnavailable, saying the mend, if the database cannot be used, and
    seeds.SeedError if seeds/fit.yml cannot. Nothing is remembered between calls but what the version of the
    catalogue vouches for.
    """

    def __init__(self, url: str | None = None) -> None:
        """`url` is a database address as SQLAlchemy writes them; DATABASE_URL or the project's file by
        default."""
        self._engine = create_engine(url)
        self._lock = Lock()
        self._seen: tuple[int, dict[int, Product]] = (-1, {})
        self._table: tuple[tuple[str, int], FitTable] | None = None

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    def version(self) -> int:
        """A number that goes up with every change of the catalogue."""
        with self._reading() as (_, _, state):
            return int(state.version)

    def currency(self) -> str:
        """The currency of all prices, as its ISO 4217 code."""
        with self._reading() as (_, _, state):
            return str(state.currency)

    def product(self, sku: str) -> Product | None:
        """The product with that sku, or None."""
        with self._reading() as (connection, _, _):
            row = connection.execute(_ONE_PRODUCT, {"sku": sku}).first()
        return None if row is None else from_row(row, row[-1])

    def product_sold_as(self, sku: str) -> Product | None:
        """The product with that sku, or one of whose sizes or colours has it; None where nothing is.

        A shop's page names what is put into the basket, which may be a variant.
        """
        with self._reading() as (connection, _, _):
            row = connection.execute(_ONE_PRODUCT, {"sku": sku}).first()
            if row is None:
                row = connection.execute(_PRODUCT_OF_VARIANT, {"sku": sku}).first()
        return None if row is None else from_row(row, row[-1])

    def products(self) -> Iterator[Product]:
        """All products in the order of their skus, read as they are asked for."""
        with self._reading() as (connection, _, _):
            rows = connection.execution_options(yield_per=500).execute(_PRODUCT.order_by(ProductRow.sku))
            for row in rows:
                yield from_row(row, row[-1])

    def search(
        self, wants: Sequence[Want], limits: Limits, count: int = 12, excluded: Collection[str] = (), brand: str = ""
    ) -> list[Ranked]:
        """The `count` best products that keep to the limits, without the skus `excluded`; of one `brand` if given.

        Ordered by score, then price, then sku. Raises ValueError for a fit, a word or a size that there is
        not.
        """
        with self._reading() as (connection, rules, state):
            return self._search(connection, rules, state, wants, limits, count, excluded, brand)

    def count(self, limits: Limits) -> int:
        """How many products keep to the limits."""
        with self._reading() as (connection, rules, state):
            return search.count(connection, conditions(limits, state.currency, rules))

    def loosen(self, wants: Sequence[Want], limits: Limits) -> list[Loosening]:
        """For limits that nothing passes: the fewest to give up, how far, and the best product that this
        brings."""
        with self._reading() as (connection, rules, state):

            def best(relaxed: Limits) -> Ranked | None:
                found = self._search(connection, rules, state, wants, relaxed, 1, ())
                return found[0] if found else None

            table = self._large(connection, rules, state)
            return loosen.loosen(connection, rules, limits, state.currency, best, table)

    def judge(self, sku: str, wants: Sequence[Want], limits: Limits) -> Judged | None:
        """How a product would rank and which limits it breaks; None where there is no such product."""
        with self._reading() as (connection, rules, state):
            ranked = self._rank(connection, rules, state, sku, wants, limits)
            if ranked is None:
                return None
            return Judged(ranked, judge.broken(connection, conditions(limits, state.currency, rules), sku))

    def rank(self, sku: str, wants: Sequence[Want], limits: Limits) -> Ranked | None:
        """How a product would rank, whether it passes the limits or not; None where there is no such product."""
        with self._reading() as (connection, rules, state):
            return self._rank(connection, rules, state, sku, wants, limits)

    def _rank(
        self, connection: Any, rules: fit.FitRules, state: Any, sku: str, wants: Sequence[Want], limits: Limits
    ) -> Ranked | None:
        hit = judge.rank(connection, rules, search.weights_of(wants, rules), sku)
        if hit is None:
            return None
        (product,) = self._products(connection, state, [hit.product_id])
        return Ranked(product, hit.score, hit.fits, unstated(product, limits))

    def brands_in(self, text: str) -> list[str]:
        """The makers that a text names, as the catalogue writes them."""
        with self._reading() as (connection, _, _):
            return names.brands_in(connection, text)

    def skus_named(self, text: str) -> list[str]:
        """The products that a text names by a telling word of their names, the best matches only."""
        with self._reading() as (connection, _, _):
            return names.skus_named(connection, text)

    def skus_called(self, called: str) -> list[str]:
        """The products on sale whose maker and name together are these words, capitals aside."""
        with self._reading() as (connection, _, _):
            return names.skus_called(connection, called)

    def fit_table(self) -> FitTable:
        """How every product meets every fit; kept until the catalogue or seeds/fit.yml changes."""
        with self._reading() as (connection, rules, state):
            return self._table_of(connection, rules, state)

    def _large(self, connection: Any, rules: fit.FitRules, state: Any) -> FitTable | None:
        """The fit table where the catalogue is large and somebody has asked for its table before, else None."""
        kept = self._table
        if kept is None or len(kept[1].skus) < _LARGE:
            return None
        del kept  # or else an old table would stay in memory while the new one is read
        return self._table_of(connection, rules, state)

    def _table_of(self, connection: Any, rules: fit.FitRules, state: Any) -> FitTable:
        now = (rules.digest, int(state.version))
        with self._lock:
            if self._table is not None and self._table[0] == now:
                return self._table[1]
            # Brings numpy, which the command line has no use for.
            from catalog import fit_table

            # The one before goes first, so that there are never two of them in memory.
            self._table = None
            table = fit_table.read(connection, rules, state)
            self._table = (now, table)
            return table

    def _search(
        self,
        connection: Any,
        rules: fit.FitRules,
        state: Any,
        wants: Sequence[Want],
        limits: Limits,
        count: int,
        excluded: Collection[str],
        brand: str = "",
    ) -> list[Ranked]:
        if not 1 <= count <= _MAX_COUNT:
            raise ValueError(f"count must be from 1 to {_MAX_COUNT}, not {count}")
        weights = search.weights_of(wants, rules)
        found = conditions(limits, state.currency, rules)
        if brand:
            found.append(Condition("brand", "equals", "brand_key", brand_key(brand)))
        # the fit table, which names candidates in a large catalogue, knows no single maker
        hits = None if brand else self._narrowed(connection, rules, state, weights, limits, found, count, excluded)
        if hits is None:
            hits = search.search(connection, rules, weights, found, count, excluded)
        products = self._products(connection, state, [hit.product_id for hit in hits])
        given = limits.given()
        return [
            Ranked(product, hit.score, hit.fits, unstated(product, limits, given))
            for hit, product in zip(hits, products, strict=True)
        ]

    def _narrowed(
        self,
        connection: Any,
        rules: fit.FitRules,
        state: Any,
        weights: Mapping[str, int],
        limits: Limits,
        found: Sequence[Condition],
        count: int,
        excluded: Collection[str],
    ) -> list[Hit] | None:
        """A search of a large catalogue only among the products that the fit table says are the best.

        None where nobody has asked for the table yet, the catalogue is small, or the table says otherwise than the
        database: search all of it then.
        """
        table = self._large(connection, rules, state) if len(excluded) <= _MAX_COUNT else None
        if table is None:
            return None
        wanted = table.weights([(key, weight / search.WEIGHT_UNIT) for key, weight in weights.items()])
        rows = table.best(wanted, [table.allowed(limits)], count + len(excluded))[0]
        expected = min(count, sum(table.skus[row] not in excluded for row in rows))
        among = [int(number) for number in table.ids[rows]]
        hits = search.search(connection, rules, weights, found, count, excluded, among)
        return hits if len(hits) == expected else None

    def _products(self, connection: Any, state: Any, ids: Sequence[int]) -> list[Product]:
        """The products of these rows, in that order; those already read at this version are not read
        again."""
        version = int(state.version)
        kept_version, kept = self._seen
        if kept_version != version or len(kept) > _MAX_KEPT:
            kept = {}
            self._seen = (version, kept)
        missing = [number for number in ids if number not in kept]
        read = {}
        if missing:
            rows = connection.execute(_SOME_PRODUCTS, {"ids": missing})
            read = {row[0]: from_row(row[1:], state.currency) for row in rows}
            kept.update(read)
        return [kept[number] if number in kept else read[number] for number in ids]

    @contextmanager
    def _reading(self) -> Iterator[tuple[Any, fit.FitRules, Any]]:
        """A connection to a catalogue whose index was worked out by the rules that seeds/fit.yml has now."""
        rules = fit.rules()
        with reading(self._engine) as connection:
            state = _state(connection)
            if state.fit_digest == rules.digest:
                yield connection, rules, state
                return
        with writing(self._engine) as connection:
            index.follow(connection, rules)
        with reading(self._engine) as connection:
            yield connection, rules, _state(connection)


def _state(connection: Any) -> Any:
    # Asked in every call: as plain text, which SQLAlchemy need not compile.
    state = connection.exec_driver_sql(_STATE).first()
    if state is None:
        raise CatalogueUnavailable("the catalogue is not set up: run `python -m catalog setup`")
    return state
