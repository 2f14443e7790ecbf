"""Where a photo was taken is kept, if asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Add the column, empty."""
    op.add_column("photo", sa.Column("place", sa.Text()))
