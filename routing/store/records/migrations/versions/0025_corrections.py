"""What is told of places instead of what their lists say."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("list", sa.String(80), primary_key=True),
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("on", sa.String(10), nullable=False),
        sa.Column("why", sa.String(200), nullable=False),
        sa.Column("listed", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("corrections")
