"""Since when a specialist's number is known to be theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    # Who was on the roster before anybody was asked is rung as before; so is whoever a process of then still adds.
    op.add_column("specialists", sa.Column("verified_at", sa.BigInteger(), nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_column("specialists", "verified_at")
