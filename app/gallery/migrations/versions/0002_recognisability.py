"""How far an embedding can be trusted, and what a model of unknown origin needs to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; of what is there already they stay empty."""
    op.add_column("embedding", sa.Column("length", sa.Double()))
    op.add_column("model", sa.Column("preprocessing", sa.JSON()))
    op.add_column("model", sa.Column("licence", sa.Text()))
