"""Shifts that one specialist offers and another takes."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "covers",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False, unique=True),
        sa.Column("shift", sa.String(32), nullable=False),
        sa.Column("specialist", sa.String(32), nullable=False),
        sa.Column("start", sa.BigInteger, nullable=False),
        sa.Column("end", sa.BigInteger, nullable=False),
        sa.Column("taken_by", sa.String(32), nullable=False),
        sa.Column("taken_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("shift", "start"),
    )


def downgrade() -> None:
    op.drop_table("covers")
