"""When a place is open."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
TABLES = ("places", "meetings")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("hours", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "hours")
