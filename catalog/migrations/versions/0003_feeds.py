"""What feeds bring: posting, claims, a highest price, variants; which feed a product comes from, and since when it is
not sold any more. An index by maker, too, for a search among one maker's products."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SKU = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
_ADDED = (
    sa.Column("price_high_minor", sa.BigInteger),
    sa.Column("posting", sa.String(24)),
    sa.Column("claims", sa.BigInteger),
    sa.Column("feed", sa.String(40), nullable=False, server_default=""),
    sa.Column("reading", sa.String(64)),
    sa.Column("retired_on", sa.Date),
    sa.Column("retired_by", sa.String(8)),
)


def upgrade() -> None:
    """Add the columns."""
    for column in _ADDED:
        op.add_column("products", column.copy())
    op.create_table(
        "product_variants",
        sa.Column("product_id", sa.Integer, sa.ForeignKey("products.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("sku", _SKU, nullable=False),
        sa.Column("said", sa.String(200), nullable=False),
        sa.Column("price_minor", sa.BigInteger),
        sa.Column("stock", sa.Integer),
    )
    op.create_index("ix_product_variants_sku", "product_variants", ["sku"])
    # The sample shop's products are known by their skus: they go when a shop's own come.
    op.execute("UPDATE products SET feed = 'sample' WHERE sku LIKE 'SAMPLE-%'")
    op.create_index("ix_product_index_brand_key", "product_index", ["brand_key"])
    op.execute("UPDATE catalogue_state SET fit_digest = ''")


def downgrade() -> None:
    """Remove the columns, and the products that are not sold any more."""
    op.drop_table("product_variants")
    op.drop_index("ix_product_index_brand_key", "product_index")
    op.execute("DELETE FROM products WHERE retired_on IS NOT NULL")
    for column in reversed(_ADDED):
        op.drop_column("products", column.name)
