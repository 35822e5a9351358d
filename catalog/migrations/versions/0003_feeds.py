"""What feeds bring: posting, claims and a highest price; which feed a product comes from, and when it was retired.
An index by maker, too, for a search among one maker's products.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

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
    op.create_index("ix_product_index_brand_key", "product_index", ["brand_key"])
    op.execute("UPDATE catalogue_state SET fit_digest = ''")


def downgrade() -> None:
    """Remove the columns, and the products that are not sold any more."""
    op.drop_index("ix_product_index_brand_key", "product_index")
    op.execute("DELETE FROM products WHERE retired_on IS NOT NULL")
    for column in reversed(_ADDED):
        op.drop_column("products", column.name)
