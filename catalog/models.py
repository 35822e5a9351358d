"""The tables of the catalogue. Every attribute that may be unknown is nullable, and NULL means unknown.

`products` and `product_sizes` are the truth. `product_index` is worked out from them and from seeds/fit.yml
within the transaction of every change (index.py): what a search filters and scores by, as small numbers.
`fit_pages` holds the same once more in bytes (fit_pages.py).
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import declarative_base

from catalog.attributes import BY_NAME
from catalog.sizes import COLUMNS
from catalog.types import Word, WordSet

#: Room for as many fits as seeds/fit.yml may define: the n-th of them is kept in column f<n>.
FIT_COLUMNS: tuple[str, ...] = tuple(f"f{n}" for n in range(96))

Base: Any = declarative_base(
    metadata=sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
)


def sku_type() -> Any:
    """Text that sorts by its bytes on every database, so that equal ranks have the same order everywhere."""
    return sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def _words(name: str) -> Any:
    return WordSet(BY_NAME[name].word_list)


def _word(name: str) -> Any:
    return Word(BY_NAME[name].word_list)


class ProductRow(Base):  # type: ignore[misc]
    """One product of the shop. The meaning of each column is in attributes.py."""

    __tablename__ = "products"
    __table_args__ = (
        sa.CheckConstraint("price_minor >= 0", name="price"),
        sa.CheckConstraint("stock >= 0", name="stock"),
        sa.CheckConstraint("trial_days >= 0", name="trial_days"),
    )

    id = sa.Column(sa.Integer, primary_key=True)
    sku = sa.Column(sku_type(), nullable=False, unique=True)
    brand = sa.Column(sa.String(80), nullable=False)
    brand_key = sa.Column(sa.String(160), nullable=False)  # the brand without regard to capitals
    name = sa.Column(sa.String(160), nullable=False)
    price_minor = sa.Column(sa.BigInteger, nullable=False)  # in the smallest unit of the shop's currency
    price_high_minor = sa.Column(sa.BigInteger)
    insole_type = sa.Column(_word("insole_type"))
    arch_types = sa.Column(_words("arch_types"))
    support_structure = sa.Column(_word("support_structure"))
    cushioning_amount = sa.Column(_word("cushioning_amount"))
    cushioning_place = sa.Column(_word("cushioning_place"))
    cushioning_material = sa.Column(_word("cushioning_material"))
    cushioning_density = sa.Column(_word("cushioning_density"))
    heel_counter = sa.Column(_word("heel_counter"))
    heel_cup_mm = sa.Column(sa.Float)
    breathability = sa.Column(_word("breathability"))
    durability = sa.Column(_word("durability"))
    life_months = sa.Column(sa.Integer)
    metatarsal_pad = sa.Column(sa.Boolean(create_constraint=False))
    posting = sa.Column(_word("posting"))
    length = sa.Column(_word("length"))
    thickness_mm = sa.Column(sa.Float)
    firmness = sa.Column(_word("firmness"))
    volume = sa.Column(_word("volume"))
    widths = sa.Column(_words("widths"))
    top_cover = sa.Column(_word("top_cover"))
    materials = sa.Column(_words("materials"))
    trim_to_fit = sa.Column(sa.Boolean(create_constraint=False))
    heat_mouldable = sa.Column(sa.Boolean(create_constraint=False))
    needs_removable_liner = sa.Column(sa.Boolean(create_constraint=False))
    footwear = sa.Column(_words("footwear"))
    activities = sa.Column(_words("activities"))
    weight_g = sa.Column(sa.Float)
    claims = sa.Column(_words("claims"))
    warm = sa.Column(sa.Boolean(create_constraint=False))
    wearer = sa.Column(_words("wearer"))
    stock = sa.Column(sa.Integer)
    trial_days = sa.Column(sa.Integer)
    return_terms = sa.Column(_word("return_terms"))
    url = sa.Column(sa.String(500))
    image = sa.Column(sa.String(500))
    description = sa.Column(sa.Text)
    provenance = sa.Column(sa.JSON, nullable=False, default=dict)  # attribute -> {source, words}
    feed = sa.Column(sa.String(40), nullable=False, server_default="")  # which feed brings it; "" is none
    reading = sa.Column(sa.String(64))  # digest of the feed's entry and of the words it was read by
    retired_on = sa.Column(sa.Date)  # since when it is not sold any more; it has no row in product_index then
    retired_by = sa.Column(sa.String(8))  # feed or owner


class SizeRow(Base):  # type: ignore[misc]
    """A run of shoe sizes, whole and half, that a product is made in; the runs of a system do not touch.

    No row at all means that the sizes are unknown.
    """

    __tablename__ = "product_sizes"

    product_id = sa.Column(sa.ForeignKey("products.id", ondelete="CASCADE"), primary_key=True)
    system = sa.Column(sa.String(8), primary_key=True)  # of sizes.SYSTEMS, or "one size"
    first_half = sa.Column(sa.SmallInteger, primary_key=True)  # the smallest size times two: 9.5 is 19
    last_half = sa.Column(sa.SmallInteger, nullable=False)  # the largest


class VariantRow(Base):  # type: ignore[misc]
    """What a customer puts into the basket: one size, colour or width of a product, with a number of its own."""

    __tablename__ = "product_variants"

    product_id = sa.Column(sa.ForeignKey("products.id", ondelete="CASCADE"), primary_key=True)
    place = sa.Column(sa.Integer, primary_key=True)  # from 0, in the order of the feed
    sku = sa.Column(sku_type(), nullable=False, index=True)
    said = sa.Column(sa.String(200), nullable=False)
    price_minor = sa.Column(sa.BigInteger)
    stock = sa.Column(sa.Integer)


class NameWordRow(Base):  # type: ignore[misc]
    """A word of a product's name, by which a message that names it finds it (names.py)."""

    __tablename__ = "product_words"

    word = sa.Column(sa.String(40), primary_key=True)
    product_id = sa.Column(sa.ForeignKey("products.id", ondelete="CASCADE"), primary_key=True, index=True)


class IndexRow(Base):  # type: ignore[misc]
    """What a search reads of a product: worked out from its row, never edited.

    An unknown set of words is -1 here (all bits: it passes every demand), an unknown fit is NULL.
    """

    __tablename__ = "product_index"

    product_id = sa.Column(sa.ForeignKey("products.id", ondelete="CASCADE"), primary_key=True)
    sku = sa.Column(sku_type(), nullable=False)
    price_minor = sa.Column(sa.BigInteger, nullable=False)
    brand_key = sa.Column(sa.String(160), nullable=False, index=True)  # the brand without regard to capitals
    stock = sa.Column(sa.Integer, nullable=False)  # -1 is unknown
    insole_type = sa.Column(sa.SmallInteger, nullable=False)  # its bit; 0 is unknown
    needs_removable_liner = sa.Column(sa.SmallInteger, nullable=False)  # 1, 0; -1 is unknown
    widths = sa.Column(sa.BigInteger, nullable=False)
    wearer = sa.Column(sa.BigInteger, nullable=False)
    footwear = sa.Column(sa.BigInteger, nullable=False)
    material_words = sa.Column(sa.BigInteger, nullable=False)  # what it is known to contain
    features_present = sa.Column(sa.BigInteger, nullable=False)
    features_absent = sa.Column(sa.BigInteger, nullable=False)
    size_systems = sa.Column(sa.SmallInteger, nullable=False)


for _column in COLUMNS:
    setattr(IndexRow, _column.name, sa.Column(sa.BigInteger, nullable=False))
for _name in FIT_COLUMNS:
    setattr(IndexRow, _name, sa.Column(sa.SmallInteger))


class PageRow(Base):  # type: ignore[misc]
    """Some of product_index in bytes, for reading all of it at once; see fit_pages.Page for the columns."""

    __tablename__ = "fit_pages"

    page = sa.Column(sa.Integer, primary_key=True, autoincrement=False)
    products = sa.Column(sa.Integer, nullable=False)
    skus = sa.Column(sa.JSON, nullable=False)
    brands = sa.Column(sa.JSON, nullable=False)
    numbers = sa.Column(sa.LargeBinary, nullable=False)
    points = sa.Column(sa.LargeBinary, nullable=False)


class StateRow(Base):  # type: ignore[misc]
    """The one row about the catalogue as a whole."""

    __tablename__ = "catalogue_state"

    id = sa.Column(sa.Integer, primary_key=True, autoincrement=False)
    version = sa.Column(sa.BigInteger, nullable=False)  # counts up with every change
    currency = sa.Column(sa.String(3), nullable=False)
    fit_digest = sa.Column(sa.String(64), nullable=False)  # the seeds/fit.yml that product_index was worked out from
