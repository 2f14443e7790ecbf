"""The folders of the library: kept, and watched where that is wanted."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the table; folders that were read before come into it as they are read again."""
    op.create_table(
        "folder",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("path", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("watched", sa.Boolean(), nullable=False),
    )
