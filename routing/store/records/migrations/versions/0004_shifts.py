"""Shifts: when specialists are on call; and what was set by hand, when, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "shifts",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("specialist", sa.String(32), sa.ForeignKey("specialists.id"), nullable=False),
        sa.Column("uid", sa.String(255), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.UniqueConstraint("uid", "specialist"),
    )
    for name in ("activity_at", "activity_until"):
        op.add_column("specialists", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("specialists", sa.Column("call_out", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    for name in ("activity_at", "activity_until", "call_out"):
        op.drop_column("specialists", name)
    op.drop_table("shifts")
