"""What `python -m catalog check` looks at: the rules, the sample shop and the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

import seeds
from catalog import fit, images
from catalog.engine import CatalogueUnavailable, create_engine, reading
from catalog.importing.apply import SAMPLE as SAMPLE_FEED
from catalog.importing.mapping import MappingError, read_mapping
from catalog.load import LoadError, read_csv
from catalog.models import IndexRow, PageRow, ProductRow, StateRow
from catalog.selling import check as selling
from catalog.selling.size_words import FILE as VARIANTS
from catalog.selling.size_words import size_words

SAMPLE = "sample_shop.csv"
MAPPING = "mapping_example.yml"


@dataclass(frozen=True)
class Finding:
    """The result of one check: what was looked at, and either what was found well or what is wrong."""

    what: str
    said: str
    well: bool


def run(url: str | None, *, files: bool = True, database: bool = True) -> Iterator[Finding]:
    """The checks of the files, of the database, or of both, one after the other; none changes anything."""
    checks: list[tuple[str, Callable[[], str]]] = []
    if files:
        checks += [(f"seeds/{fit.FILE}", _rules), (f"seeds/{SAMPLE}", _sample)]
        checks += [(f"seeds/{VARIANTS}", _variants), (f"seeds/{MAPPING}", _mapping)]
        checks.append(("seeds/selling", selling.check))
    if database:
        checks.append(("database", lambda: _database(create_engine(url))))
    for what, check in checks:
        try:
            yield Finding(what, check(), True)
        except (seeds.SeedError, LoadError, MappingError, CatalogueUnavailable) as error:
            yield Finding(what, str(error), False)


def _rules() -> str:
    rules = fit.rules()
    return f"{len(rules.fits)} fits, {len(rules.features)} features"


def _sample() -> str:
    loaded = read_csv(seeds.path(SAMPLE))
    missing = {
        str(record.attributes["image"])
        for record in loaded.records
        if record.attributes.get("image") and not seeds.path(str(record.attributes["image"])).is_file()
    }
    if missing:
        mend = "run `python -m catalog draw`" if any(images.draw(name) for name in missing) else "add them"
        raise seeds.SeedError(f"{SAMPLE} names pictures that are not there: {', '.join(sorted(missing))}; {mend}")
    return f"{len(loaded.records)} products"


def _variants() -> str:
    words = size_words()
    return f"{len(words.names)} names of options, {len(words.systems) + len(words.wearers)} words beside sizes"


def _mapping() -> str:
    mapping = read_mapping(seeds.path(MAPPING))
    return f"{len(mapping.columns)} columns, {len(mapping.sizes)} sizes"


def _database(engine: Any) -> str:
    try:
        with reading(engine) as connection:
            if engine.dialect.name == "sqlite":
                told = [row[0] for row in connection.exec_driver_sql("PRAGMA quick_check")]
                if told != ["ok"]:
                    raise CatalogueUnavailable(f"the database is damaged: {'; '.join(told[:3])}")
            state = connection.execute(sa.select(StateRow.version, StateRow.currency)).first()
            if state is None:
                raise CatalogueUnavailable("the catalogue is not set up: run `python -m catalog setup`")
            sold = sa.select(sa.func.count()).select_from(ProductRow).where(ProductRow.retired_on.is_(None))
            products = connection.execute(sold).scalar_one()
            invented = connection.execute(sold.where(ProductRow.feed == SAMPLE_FEED)).scalar_one()
            indexed = connection.execute(sa.select(sa.func.count()).select_from(IndexRow)).scalar_one()
            packed = connection.execute(sa.select(sa.func.coalesce(sa.func.sum(PageRow.products), 0))).scalar_one()
        for number, place in ((indexed, "index"), (packed, "pages of the index")):
            if products != number:
                raise CatalogueUnavailable(
                    f"{products} products, but {number} in the {place}: run `python -m catalog reindex`"
                )
    finally:
        engine.dispose()
    whose = f", {'all' if invented == products else invented} of them of the invented sample shop" if invented else ""
    return f"{products} products in {state.currency}{whose}, version {state.version}"
