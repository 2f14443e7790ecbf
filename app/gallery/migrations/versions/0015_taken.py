"""When a photo was taken, as its tags say."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add the column; it is filled as photos are seen again, for which what else they show is noted anew."""
    op.add_column("photo", sa.Column("taken", sa.Integer()))
    op.execute("UPDATE photo SET pixels = NULL")
