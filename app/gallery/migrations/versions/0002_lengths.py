"""The length of an embedding beside its vector; how an imported model prepares its input, and its licence."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("embedding", sa.Column("length", sa.Double()))
    op.add_column("model", sa.Column("preprocessing", sa.JSON()))
    op.add_column("model", sa.Column("licence", sa.Text()))
