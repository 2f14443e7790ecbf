"""What each commit touched, so that other processes learn of it, deletions too."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "written",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("writer", sa.String(32), nullable=False),
        sa.Column("touched", sa.JSON(), nullable=False),
        sqlite_autoincrement=True,
    )
