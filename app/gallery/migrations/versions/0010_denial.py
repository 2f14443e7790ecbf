"""A face may be denied to any number of people: each answer is a row of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the table, and move there what was said before, as the journal has it too.

    A face was denied to one person at most until now, so that its row bears its number.
    """
    op.create_table(
        "denial",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("face_id", sa.Integer(), sa.ForeignKey("face.id", ondelete="CASCADE"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id")),
        sqlite_autoincrement=True,
    )
    op.create_index("denial_face", "denial", ["face_id"])
    op.create_index("denial_person", "denial", ["person_id"])
    op.execute(
        "INSERT INTO denial (id, face_id, person_id) SELECT id, id, not_person_id FROM face "
        "WHERE not_person_id IS NOT NULL "
        "OR id IN (SELECT row_id FROM journal_change WHERE field = 'not_person_id')"
    )
    op.execute(
        "UPDATE journal_change SET table_name = 'denial', field = 'person_id' WHERE field = 'not_person_id'"
    )
    op.drop_column("face", "not_person_id")
