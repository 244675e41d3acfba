"""Lines that are closed, or were."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "closings",
        sa.Column("line", sa.String(80), primary_key=True),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.Column("said_at", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("closings")
