"""People may have a birth date."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the column, empty."""
    op.add_column("person", sa.Column("born", sa.String(10)))
