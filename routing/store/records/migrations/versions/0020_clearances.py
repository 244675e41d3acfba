"""What named persons have signed off."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "clearances",
        sa.Column("statement", sa.String(120), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("on", sa.String(10), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("clearances")
