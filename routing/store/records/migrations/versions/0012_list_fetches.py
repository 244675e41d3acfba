"""How the fetching of lists stands."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "list_fetches",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("etag", sa.String(200), nullable=False),
        sa.Column("modified", sa.String(200), nullable=False),
        sa.Column("looked_at", sa.BigInteger, nullable=False),
        sa.Column("next_at", sa.BigInteger, nullable=False),
        sa.Column("failures", sa.BigInteger, nullable=False),
        sa.Column("why", sa.String(200), nullable=False),
        sa.Column("busy_till", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("list_fetches")
