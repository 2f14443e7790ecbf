"""What was erased stays erased when an earlier copy is restored; a gallery has a name of its own for that."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add the table, and mark the file as a gallery of Kith's."""
    op.create_table(
        "erased",
        sa.Column("kind", sa.String(8), primary_key=True),
        sa.Column("row_id", sa.Integer(), primary_key=True),
        sa.Column("checksum", sa.Integer()),
    )
    op.execute("INSERT OR IGNORE INTO state (key, value) VALUES ('gallery', lower(hex(randomblob(16))))")
    op.execute("PRAGMA application_id = 1265202280")  # "Kith"
