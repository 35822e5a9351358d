"""The index packed into pages, from which the fit table is read, instead of an index by price.

The pages are empty at first. They are made with product_index, which the first use after this works out anew,
since the rules' digest is taken back.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of pages, drop the index by price."""
    op.create_table(
        "fit_pages",
        sa.Column("page", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("products", sa.Integer, nullable=False),
        sa.Column("skus", sa.JSON, nullable=False),
        sa.Column("brands", sa.JSON, nullable=False),
        sa.Column("numbers", sa.LargeBinary, nullable=False),
        sa.Column("points", sa.LargeBinary, nullable=False),
    )
    op.drop_index("ix_product_index_price_minor", "product_index")
    op.execute("UPDATE catalogue_state SET fit_digest = ''")


def downgrade() -> None:
    """Remove the pages, make the index by price again."""
    op.create_index("ix_product_index_price_minor", "product_index", ["price_minor"])
    op.drop_table("fit_pages")
