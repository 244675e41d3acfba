"""Messages that were left, and what the carrier is still to delete."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "recordings",
        sa.Column("promise", sa.String(32), primary_key=True),
        sa.Column("line", sa.String(80), nullable=False),
        sa.Column("seconds", sa.BigInteger, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("sid", sa.String(200)),
        sa.Column("digest", sa.String(32)),
        sa.Column("sound", sa.LargeBinary),
    )
    op.create_table(
        "carrier_deletions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("line", sa.String(80), nullable=False),
        sa.Column("sid", sa.String(200), nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("carrier_deletions")
    op.drop_table("recordings")
