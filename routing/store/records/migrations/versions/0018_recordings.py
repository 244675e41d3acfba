"""A recording's name at the carrier belongs to its promise, which names its deletion too: a digest is not needed."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.drop_column("recordings", "digest")


def downgrade() -> None:
    op.add_column("recordings", sa.Column("digest", sa.String(32)))
