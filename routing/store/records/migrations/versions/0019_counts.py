"""Anonymous counters by the hour, and up to which event they go."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "hourly_counts",
        sa.Column("hour", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("line", sa.String(80), primary_key=True),
        sa.Column("queue", sa.String(200), primary_key=True),
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("measure", sa.String(100), primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "counted_events",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", sa.String(48), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("counted_events")
    op.drop_table("hourly_counts")
