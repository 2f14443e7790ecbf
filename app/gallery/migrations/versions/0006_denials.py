"""Whose a face is not: the answer "not Amira" holds for as long as the face is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column."""
    op.add_column("face", sa.Column("not_person_id", sa.Integer()))
