"""Promises, and the consents that go with them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "promises",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("contact", sa.String(32), nullable=False),
        sa.Column("line", sa.String(80), nullable=False),
        sa.Column("skill", sa.String(80), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("topic", sa.String(80), nullable=False),
        sa.Column("entered_at", sa.BigInteger, nullable=False),
        sa.Column("priority", sa.BigInteger, nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("any_hour", sa.Boolean, nullable=False),
        sa.Column("person", sa.String(32)),
        sa.Column("number", sa.String(200)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.BigInteger, nullable=False),
        sa.Column("attempted_at", sa.BigInteger, nullable=False),
        sa.Column("closed_at", sa.BigInteger, nullable=False),
        sa.Column("how", sa.String(32), nullable=False),
    )
    one_open = sa.text("kind = 'callback' AND person IS NOT NULL")
    op.create_index(
        "one_open_callback", "promises", ["person"], unique=True, sqlite_where=one_open, postgresql_where=one_open
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("scope", sa.String(16), nullable=False),
        sa.Column("wording", sa.String(80), nullable=False),
        sa.Column("sentence", sa.String(64), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("how", sa.String(32), nullable=False),
        sa.Column("given_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger, nullable=False),
        sa.Column("withdrawn_how", sa.String(32), nullable=False),
        sa.Column("person", sa.String(32)),
    )


def downgrade() -> None:
    op.drop_table("consents")
    op.drop_table("promises")
