"""Places and meetings, by the lists that they come from."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "place_lists",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("format", sa.String(80), nullable=False),
        sa.Column("as_of", sa.String(10), nullable=False),
        sa.Column("read_on", sa.String(10), nullable=False),
    )
    op.create_table("places", *_listed())
    op.create_table(
        "meetings",
        *_listed(),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("fellowship", "venue", "link", "dial")),
        sa.Column("days", sa.String(16), nullable=False),
        sa.Column("start", sa.Integer),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
    )


def downgrade() -> None:
    for table in ("meetings", "places", "place_lists"):
        op.drop_table(table)


def _listed() -> list[sa.Column[str] | sa.Column[float]]:
    texts = ("name", "street", "city", "state", "phone", "website", "features")
    return [
        sa.Column("list_name", sa.String(80), primary_key=True),
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("zip", sa.String(5), nullable=False),
        sa.Column("latitude", sa.Double),
        sa.Column("longitude", sa.Double),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
    ]
