"""Who says a claim, how firmly, and whether it is read too unsurely to count."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline import tables

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("claims") as claims:
        claims.add_column(sa.Column("said_by_type", tables.PlainText(), nullable=True))
        claims.add_column(sa.Column("standing", tables.PlainText(), nullable=True))
        # Until now only what was sure enough was kept.
        claims.add_column(sa.Column("insufficient", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("claims") as claims:
        claims.alter_column("insufficient", server_default=None)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM claims WHERE insufficient"))
    with op.batch_alter_table("claims") as claims:
        claims.drop_column("insufficient")
        claims.drop_column("standing")
        claims.drop_column("said_by_type")
