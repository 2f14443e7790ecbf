"""What was undone is left behind once something new is done, and an entry may take back an older one."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the columns; what was undone before something that was done later is left behind."""
    op.add_column(
        "journal", sa.Column("abandoned", sa.Boolean(), nullable=False, server_default=sa.text("0"))
    )
    op.add_column("journal", sa.Column("undoes", sa.Integer()))
    op.create_index("journal_undoes", "journal", ["undoes"])
    op.execute(
        "UPDATE journal SET abandoned = 1 WHERE undone_at IS NOT NULL AND EXISTS "
        "(SELECT 1 FROM journal AS later WHERE later.id > journal.id AND later.at >= journal.undone_at)"
    )
