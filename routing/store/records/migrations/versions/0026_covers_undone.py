"""Who is still to be told that a shift was given back."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.create_table(
        "covers_undone",
        sa.Column("cover", sa.String(32), primary_key=True),
        sa.Column("told", sa.String(32), primary_key=True),
        sa.Column("specialist", sa.String(32), nullable=False),
        sa.Column("start", sa.BigInteger, nullable=False),
        sa.Column("end", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("covers_undone")
