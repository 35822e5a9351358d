"""What feeds bring: posting, claims, a highest price, variants; which feed a product comes from, and since when it is
not sold any more. An index by maker, too, for a search among one maker's products."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SKU = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
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
    op.create_table(
        "product_words",
        sa.Column("word", sa.String(40), primary_key=True),
        sa.Column("product_id", sa.Integer, sa.ForeignKey("products.id", ondelete="CASCADE"), primary_key=True),
    )
    op.create_index("ix_product_words_product_id", "product_words", ["product_id"])
    _fill_words()
    # The sample shop's products are known by their skus: they go when a shop's own come.
    op.execute("UPDATE products SET feed = 'sample' WHERE sku LIKE 'SAMPLE-%'")
    op.create_index("ix_product_index_brand_key", "product_index", ["brand_key"])
    op.execute("UPDATE catalogue_state SET fit_digest = ''")


def downgrade() -> None:
    """Remove the columns, and the products that are not sold any more."""
    op.drop_table("product_words")
    op.drop_table("product_variants")
    op.drop_index("ix_product_index_brand_key", "product_index")
    op.execute("DELETE FROM products WHERE retired_on IS NOT NULL")
    for column in reversed(_ADDED):
        op.drop_column("products", column.name)


def _fill_words() -> None:
    """The words of the names that are there."""
    table = sa.table("product_words", sa.column("word"), sa.column("product_id"))
    connection = op.get_bind()
    for number, name in connection.execute(sa.text("SELECT id, name FROM products")).all():
        words = dict.fromkeys(word.casefold()[:40] for word in _WORD.findall(name) if len(word) >= 4)
        if words:
            connection.execute(sa.insert(table), [{"word": word, "product_id": number} for word in words])
