"""Videos are photos that last, and faces in them have a time."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add the columns, empty."""
    op.add_column("photo", sa.Column("seconds", sa.Double()))
    op.add_column("face", sa.Column("at", sa.Double()))
