"""Where places are, to be searched."""

from alembic import op

revision = "0013"
down_revision = "0012"
TABLES = ("places", "meetings")


def upgrade() -> None:
    for table in TABLES:
        op.create_index(f"ix_{table}_spot", table, ["kind", "latitude", "longitude"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_index(f"ix_{table}_spot", table)
