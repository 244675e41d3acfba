"""Who deals with a promise, and since when."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("promises", sa.Column("taken_by", sa.String(32), nullable=False, server_default=""))
    op.add_column("promises", sa.Column("taken_at", sa.BigInteger, nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("promises", "taken_at")
    op.drop_column("promises", "taken_by")
