"""Specialists: the roster."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "specialists",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False, unique=True),
        sa.Column("phone", sa.String(200), nullable=False),
        sa.Column("languages", sa.String(80), nullable=False),
        sa.Column("skills", sa.String(200), nullable=False),
        sa.Column("activity", sa.String(16), nullable=False),
        sa.Column("pin", sa.String(120), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("specialists")
