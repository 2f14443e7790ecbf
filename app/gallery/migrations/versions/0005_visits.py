"""Who came and went: a row for each visit of a person at a source."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("arrived", sa.DateTime(), nullable=False),
        sa.Column("seen", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("said_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("corrected_at", sa.DateTime()),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("visit_person", "visit", ["person_id"])
    op.create_index("visit_arrived", "visit", ["arrived"])
