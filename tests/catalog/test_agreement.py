"""Over random shops, wishes and limits: the fit table agrees with the search, the search with the rules as
they are written, on every database to the last digit, and no hard limit is ever broken."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog import Limits, Product, Want, refused_materials, repository, sizes
from catalog.attributes import ATTRIBUTES, Attribute, Kind
from catalog.engine import create_engine, reading, writing
from catalog.fit import Group, Part, Scale, rules
from catalog.migrate import migrate
from catalog.models import IndexRow, ProductRow
from catalog.record import Record
from catalog.store import save
from catalog.words import vocabulary
from tests.catalog.databases import Databases, PostgresDatabases, SqliteDatabases

RULES = rules()
KEYS = list(RULES.fits)


def values(attribute: Attribute) -> st.SearchStrategy[Any]:
    if attribute.kind is Kind.WORD:
        return st.sampled_from(attribute.word_list.words)
    if attribute.kind is Kind.WORDS:
        return st.frozensets(st.sampled_from(attribute.word_list.words), max_size=4)
    if attribute.kind is Kind.FLAG:
        return st.booleans()
    if attribute.kind is Kind.COUNT:
        return st.integers(int(attribute.low), min(int(attribute.high), 130))
    if attribute.kind is Kind.NUMBER:
        return st.integers(int(attribute.low) * 2, min(int(attribute.high), 250) * 2).map(lambda n: n / 2)
    if attribute.kind is Kind.SIZES:
        systems = st.sampled_from([("EU", 42.0), ("EU", 34.5), ("EU", 35.0), ("UK", 8.0), ("US M", 9.0), ("US W", 9.0)])
        return st.lists(systems | st.sampled_from([("US K", 2.0), ("UK K", 13.0)]), min_size=1, unique=True)
    if attribute.kind is Kind.MONEY:
        return st.integers(1200, 22000).map(lambda cents: Decimal(cents).scaleb(-2))
    return st.just("x")


OPTIONAL = {a.name: st.none() | values(a) for a in ATTRIBUTES if not a.required and a.kind is not Kind.TEXT}
PRODUCTS = st.fixed_dictionaries(
    OPTIONAL
    | {
        "brand": st.sampled_from(["Alder", "ALDER", "Birch", "Cedar"]),
        "price": st.integers(1200, 22000).map(lambda cents: Decimal(cents).scaleb(-2)),
    }
)
WANTS = st.lists(st.builds(Want, st.sampled_from(KEYS), st.integers(-4000, 5000).map(lambda w: w / 1000)), max_size=14)


def some(words: Collection[str], most: int = 2) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(sorted(words)), max_size=most)


LIMITS = st.builds(
    Limits,
    budget_max=st.none() | st.decimals(15, 230, places=2),
    budget_min=st.none() | st.decimals(5, 60, places=2),
    shoe_size=st.sampled_from([None, None, "EU 42", "EU 34.5", "EU 35", "UK 8", "US 9", "US W 9", "9", "42", "US 55"]),
    width=st.sampled_from([None, None, *vocabulary("width")]),
    wearer=st.sampled_from([None, None, *vocabulary("wearer")]),
    footwear=some(vocabulary("footwear"), 1),
    liner=st.sampled_from([None, None, "fixed", "removable"]),
    avoid_materials=some(vocabulary("material")),
    avoid_features=some(vocabulary("feature")),
    avoid_types=some(vocabulary("insole_type")),
    avoid_brands=some({"alder", "Birch", "nobody"}, 1),
    in_stock=st.booleans(),
)
SHOPS = st.lists(PRODUCTS, min_size=1, max_size=12)
FEWER = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
THOROUGH = settings(FEWER, max_examples=80)
ON_SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True, scope="session")
ON_POSTGRES = pytest.mark.parametrize("databases", ["postgres"], indirect=True, scope="session")
SHOP_AND_WISHES = given(products=SHOPS, wants=WANTS)
SHOP_WISHES_AND_LIMITS = given(products=SHOPS, wants=WANTS, limits=LIMITS)
INDEXED = [column for column in IndexRow.__table__.columns if column.name != "product_id"]


def fewer(test: Any, drawn: Any) -> Any:
    """The same test with fewer examples on PostgreSQL, where each takes longer."""
    return ON_POSTGRES(FEWER(drawn(test.hypothesis.inner_test)))


def records(products: list[dict[str, Any]]) -> list[Record]:
    filled = []
    for n, product in enumerate(products):
        known = {name: value for name, value in product.items() if value is not None}
        filled.append(Record(known | {"sku": f"P{n:02d}", "name": f"product {n}"}, {}))
    return filled


def keeps(product: Product, limits: Limits) -> bool:
    """Whether a product keeps to the limits, told from what it says and from nothing else."""
    brands = {" ".join(brand.casefold().split()) for brand in limits.avoid_brands}
    refused = refused_materials(limits.avoid_materials, RULES)
    demands = [
        limits.budget_max is None or product.price <= limits.budget_max,
        limits.budget_min is None or product.price >= limits.budget_min,
        not limits.in_stock or product.stock != 0,
        limits.width is None or product.widths is None or limits.width in product.widths,
        limits.wearer is None or product.wearer is None or limits.wearer in product.wearer,
        product.footwear is None or limits.footwear <= product.footwear,
        limits.liner != "fixed" or product.needs_removable_liner is not True,
        not refused & ((product.materials or frozenset()) | {product.cushioning_material}),
        not any(product.features[feature] for feature in limits.avoid_features),
        product.insole_type not in limits.avoid_types,
        product.brand.casefold() not in brands,
        limits.shoe_size is None or wears(product, limits.shoe_size, limits.wearer),
    ]
    return all(demands)


def wears(product: Product, size: str, wearer: str | None) -> bool:
    if product.sizes is None or product.sizes == ("one size",):
        return True
    families = {listed.split()[0] for listed in product.sizes}
    number = size.split()[-1]
    asked = {size.split()[0]} if " " in size else {"EU"} if float(number) >= 21 else {"UK", "US"}
    if not families & asked:
        return True
    letter = size.split()[1] if size.count(" ") == 2 else {"men": "M", "women": "W", "kids": "K"}.get(wearer or "", "")
    fitting = set()
    for family in asked:
        scales = {s for s in sizes.SYSTEMS if s.split()[0] == family}
        exact = {s for s in scales if s == f"{family} {letter}"}
        fitting |= {f"{scale} {number}" for scale in exact or {s for s in scales if not s.endswith(" K")}}
    return bool(fitting & set(product.sizes))


@ON_SQLITE
@THOROUGH
@SHOP_WISHES_AND_LIMITS
def test_fit_table_and_search_agree_and_limits_hold(
    refill: Any, products: list[dict[str, Any]], wants: list[Want], limits: Limits
) -> None:
    # given
    catalogue = refill(*records(products))
    table = catalogue.fit_table()

    # when
    found = catalogue.search(wants, limits, count=100)
    scores = table.scores(table.weights([(want.fit, want.weight) for want in wants]))[0]
    allowed = table.allowed(limits)

    # then the same products in the same order with the very same scores
    order = [n for n in np.argsort(-scores, kind="stable") if allowed[n]]
    assert [table.skus[n] for n in order] == [ranked.product.sku for ranked in found]
    assert [float(scores[n]) for n in order] == [ranked.score for ranked in found]
    # and they stay the same where the table says among which to look, as it does in a large catalogue
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repository, "_LARGE", 0)
        assert catalogue.search(wants, limits, count=100) == found
        first = {ranked.product.sku for ranked in found[:1]}
        assert catalogue.search(wants, limits, count=2, excluded=first) == found[1:3]
    # and just those that keep to the limits
    kept = {product.sku for product in catalogue.products() if keeps(product, limits)}
    assert {ranked.product.sku for ranked in found} == kept
    assert catalogue.count(limits) == len(kept)


test_fit_table_and_search_agree_and_limits_hold_on_postgres = fewer(
    test_fit_table_and_search_agree_and_limits_hold, SHOP_WISHES_AND_LIMITS
)


@ON_SQLITE
@THOROUGH
@SHOP_AND_WISHES
def test_scores_are_what_the_rules_say(refill: Any, products: list[dict[str, Any]], wants: list[Want]) -> None:
    # given
    catalogue = refill(*records(products))
    weights: dict[str, float] = {}
    for want in wants:
        weights[want.fit] = round(weights.get(want.fit, 0.0) + want.weight, 3)
    whole = sum(map(abs, weights.values()))

    for ranked in catalogue.search(wants, Limits(in_stock=False), count=100):
        expected = 0.0
        for key, weight in weights.items():
            # then each fit is the one written in seeds/fit.yml
            fit = plain_group(RULES.fits[key].rule, ranked.product)
            shown = ranked.fits[key]
            if fit is None:
                assert shown is None, key
            else:
                assert shown is not None, key
                assert abs(shown - fit) <= 0.00501, key
            # and the score their weighted share, the unknown at its discount
            good = RULES.unknown if shown is None else shown if weight > 0 else 1 - shown
            expected += abs(weight) * good
        assert abs(ranked.score - (expected / whole if whole else 0.0)) < 1e-9


test_scores_are_what_the_rules_say_on_postgres = fewer(test_scores_are_what_the_rules_say, SHOP_AND_WISHES)


def plain_group(group: Group, product: Product) -> float | None:
    """A fit as seeds/fit.yml explains it in words, in plain Python."""
    parts = [(part, plain_part(part, product)) for part in group.parts]
    told = [fit for _, fit in parts if fit is not None]
    if group.combine == "first_known":
        return told[0] if told else None
    if group.combine == "average":
        if not told or any(part.needed and fit is None for part, fit in parts):
            return None
        known = [(part.weight, fit) for part, fit in parts if fit is not None]
        return sum(weight * fit for weight, fit in known) / sum(weight for weight, _ in known)
    end, choose = (0.0, min) if group.combine == "lowest" else (1.0, max)
    if end in told:
        return end
    return choose(told) if len(told) == len(parts) else None


def plain_part(part: Part, product: Product) -> float | None:
    return plain_scale(part.what, product) if isinstance(part.what, Scale) else plain_group(part.what, product)


def plain_scale(scale: Scale, product: Product) -> float | None:
    value = getattr(product, scale.attribute)
    if value is None:
        return None
    if scale.words is None:
        numbers, fits = zip(*scale.steps, strict=True)
        return float(np.interp(float(value), numbers, fits))
    if isinstance(value, bool):
        value = "yes" if value else "no"
    has = [scale.words[word] for word in (value if isinstance(value, frozenset) else {value}) if word in scale.words]
    known = [fit for fit in has if fit is not None]
    if known:
        return max(known)
    return None if has else scale.otherwise


@ON_SQLITE
@THOROUGH
@SHOP_WISHES_AND_LIMITS
def test_loosening_brings_what_it_promises(
    refill: Any, products: list[dict[str, Any]], wants: list[Want], limits: Limits
) -> None:
    # given
    catalogue = refill(*records(products))

    # when
    offers = catalogue.loosen(wants, limits)

    # then searching with the loosened limits brings the promised product first
    for offer in offers:
        best = catalogue.search(wants, offer.limits, count=1)[0]
        assert (best.product.sku, best.score) == (offer.gains.product.sku, offer.gains.score)
        assert keeps(best.product, offer.limits)
        assert not keeps(best.product, limits)
        assert {move.limit for move in offer.moves} <= set(limits.given())
        for move in offer.moves:
            assert getattr(limits, move.limit) == move.from_ != move.to == getattr(offer.limits, move.limit)
    # and the offers are the same where the table is asked, as it is in a large catalogue
    catalogue.fit_table()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repository, "_LARGE", 0)
        assert catalogue.loosen(wants, limits) == offers
    # and there is an offer just where nothing passes and the shop has anything in stock: no dead end
    passes = catalogue.search(wants, limits, count=1)
    in_stock = catalogue.search([], Limits(in_stock=limits.in_stock), count=1)
    assert bool(offers) == (not passes and bool(in_stock))


test_loosening_brings_what_it_promises_on_postgres = fewer(
    test_loosening_brings_what_it_promises, SHOP_WISHES_AND_LIMITS
)


@given(products=st.lists(PRODUCTS, min_size=10, max_size=25))
@settings(FEWER, max_examples=8)
def test_the_index_is_the_same_on_every_database(both: list[Any], products: list[dict[str, Any]]) -> None:
    # when
    indexes = []
    for engine in both:
        with writing(engine) as connection:
            connection.execute(sa.delete(ProductRow))
        save(engine, records(products), "USD")
        with reading(engine) as connection:
            rows = connection.execute(sa.select(*INDEXED).order_by(IndexRow.sku)).all()
        indexes.append([tuple(row) for row in rows])

    # then
    assert len(indexes[0]) == len(products)
    assert indexes[0] == indexes[1]


@pytest.fixture(scope="module")
def both(sqlite: SqliteDatabases, postgres: PostgresDatabases) -> Iterator[list[Any]]:
    """An engine for a catalogue of one's own on each kind of database."""
    kinds: list[Databases] = [sqlite, postgres]
    urls = [kind.new() for kind in kinds]
    engines = [create_engine(url, may_create=True) for url in urls]
    for engine in engines:
        migrate(engine)
    yield engines
    for kind, url, engine in zip(kinds, urls, engines, strict=True):
        engine.dispose()
        kind.remove(url)
