"""Order: who is asked first where a skill goes by order."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("specialists", sa.Column("order", sa.Integer(), nullable=False, server_default="999"))


def downgrade() -> None:
    op.drop_column("specialists", "order")
