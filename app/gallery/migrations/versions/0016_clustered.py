"""Where each face was sorted last: clusters keep their numbers from one sorting to the next."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the table, empty: the next sorting fills it."""
    op.create_table(
        "clustered",
        sa.Column("face_id", sa.Integer(), sa.ForeignKey("face.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("cluster", sa.Integer()),
        sa.Column("mark", sa.Integer(), nullable=False),
    )
