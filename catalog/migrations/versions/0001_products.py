"""Products, their sizes, the index that searches read, and the state of the catalogue.

Sets of words are integers (catalog/types.py); NULL is unknown. Written out in full, not taken from models.py:
a migration must stay what it was when the models go on.
"""

from __future__ import annotations

import time

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_WORD = sa.String(24)
_SKU = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "products",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("sku", _SKU, nullable=False),
        sa.Column("brand", sa.String(80), nullable=False),
        sa.Column("brand_key", sa.String(160), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("price_minor", sa.BigInteger, nullable=False),
        sa.Column("insole_type", _WORD),
        sa.Column("arch_types", sa.BigInteger),
        sa.Column("support_structure", _WORD),
        sa.Column("cushioning_amount", _WORD),
        sa.Column("cushioning_place", _WORD),
        sa.Column("cushioning_material", _WORD),
        sa.Column("cushioning_density", _WORD),
        sa.Column("heel_counter", _WORD),
        sa.Column("heel_cup_mm", sa.Float),
        sa.Column("breathability", _WORD),
        sa.Column("durability", _WORD),
        sa.Column("life_months", sa.Integer),
        sa.Column("metatarsal_pad", sa.Boolean(create_constraint=False)),
        sa.Column("length", _WORD),
        sa.Column("thickness_mm", sa.Float),
        sa.Column("firmness", _WORD),
        sa.Column("volume", _WORD),
        sa.Column("widths", sa.BigInteger),
        sa.Column("top_cover", _WORD),
        sa.Column("materials", sa.BigInteger),
        sa.Column("trim_to_fit", sa.Boolean(create_constraint=False)),
        sa.Column("heat_mouldable", sa.Boolean(create_constraint=False)),
        sa.Column("needs_removable_liner", sa.Boolean(create_constraint=False)),
        sa.Column("footwear", sa.BigInteger),
        sa.Column("activities", sa.BigInteger),
        sa.Column("weight_g", sa.Float),
        sa.Column("warm", sa.Boolean(create_constraint=False)),
        sa.Column("wearer", sa.BigInteger),
        sa.Column("stock", sa.Integer),
        sa.Column("trial_days", sa.Integer),
        sa.Column("return_terms", _WORD),
        sa.Column("url", sa.String(500)),
        sa.Column("image", sa.String(500)),
        sa.Column("description", sa.Text),
        sa.Column("provenance", sa.JSON, nullable=False),
        sa.UniqueConstraint("sku", name="uq_products_sku"),
        sa.CheckConstraint("price_minor >= 0", name="ck_products_price"),
        sa.CheckConstraint("stock >= 0", name="ck_products_stock"),
        sa.CheckConstraint("trial_days >= 0", name="ck_products_trial_days"),
    )
    op.create_table(
        "product_sizes",
        sa.Column("product_id", sa.Integer, nullable=False),
        sa.Column("system", sa.String(8), nullable=False),
        sa.Column("first_half", sa.SmallInteger, nullable=False),
        sa.Column("last_half", sa.SmallInteger, nullable=False),
        sa.PrimaryKeyConstraint("product_id", "system", "first_half", name="pk_product_sizes"),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name="fk_product_sizes_product_id", ondelete="CASCADE"
        ),
    )
    size_columns = (
        "size_eu_low",
        "size_eu_high",
        "size_uk",
        "size_uk_kids",
        "size_us_men",
        "size_us_women",
        "size_us_kids",
    )
    op.create_table(
        "product_index",
        sa.Column("product_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sku", _SKU, nullable=False),
        sa.Column("price_minor", sa.BigInteger, nullable=False),
        sa.Column("brand_key", sa.String(160), nullable=False),
        sa.Column("stock", sa.Integer, nullable=False),
        sa.Column("insole_type", sa.SmallInteger, nullable=False),
        sa.Column("needs_removable_liner", sa.SmallInteger, nullable=False),
        *(
            sa.Column(name, sa.BigInteger, nullable=False)
            for name in (
                "widths",
                "wearer",
                "footwear",
                "material_words",
                "features_present",
                "features_absent",
            )
        ),
        sa.Column("size_systems", sa.SmallInteger, nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in size_columns),
        *(sa.Column(f"f{n}", sa.SmallInteger) for n in range(96)),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name="fk_product_index_product_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_product_index_price_minor", "product_index", ["price_minor"])
    state = op.create_table(
        "catalogue_state",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("fit_digest", sa.String(64), nullable=False),
    )
    # Versions count up from the clock: a catalogue made anew never has a version of the one before it.
    op.bulk_insert(state, [{"id": 1, "version": int(time.time() * 1000), "currency": "USD", "fit_digest": ""}])


def downgrade() -> None:
    """Remove the tables with all products."""
    op.drop_table("catalogue_state")
    op.drop_index("ix_product_index_price_minor", "product_index")
    op.drop_table("product_index")
    op.drop_table("product_sizes")
    op.drop_table("products")
