"""Rows carry checksums, by which damage is told; `migrate` fills them in after any migration."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

TABLES = (
    *("person", "photo", "copy", "folder", "face", "denial", "answer", "chip", "embedding", "model", "visit"),
    *("consent", "apart", "state", "journal", "journal_change"),
)


def upgrade() -> None:
    """Add the columns."""
    for table in TABLES:
        op.add_column(table, sa.Column("checksum", sa.Integer()))
