"""When a deletion is tried again, and until when what was written is to be deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
COLUMNS = ("until", "tries", "next_at")


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("carrier_deletions", sa.Column(column, sa.BigInteger, nullable=False, server_default="0"))


def downgrade() -> None:
    for column in reversed(COLUMNS):
        op.drop_column("carrier_deletions", column)
