"""Notes of contacts, each by a yes."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "contact_notes",
        sa.Column("contact", sa.String(32), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("topic", sa.String(80), nullable=False),
        sa.Column("wait", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("specialist", sa.String(32), nullable=False),
        sa.Column("consent", sa.String(32), sa.ForeignKey("consents.id"), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("contact_notes")
