"""Answers about pairs of faces, and of people: rows that the journal can take back."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the table of answers, and number the pairs of people who were said to be two."""
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("face_id", sa.Integer(), sa.ForeignKey("face.id", ondelete="CASCADE"), nullable=False),
        sa.Column("other_id", sa.Integer(), sa.ForeignKey("face.id", ondelete="CASCADE"), nullable=False),
        sa.Column("same", sa.Boolean()),
        sqlite_autoincrement=True,
    )
    op.create_index("answer_face", "answer", ["face_id"])
    op.create_index("answer_other", "answer", ["other_id"])
    op.drop_index("apart_second", "apart")
    op.rename_table("apart", "apart_before")
    op.create_table(
        "apart",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("first_id", sa.Integer(), sa.ForeignKey("person.id", ondelete="CASCADE")),
        sa.Column("second_id", sa.Integer(), sa.ForeignKey("person.id", ondelete="CASCADE")),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("apart_first", "apart", ["first_id"])
    op.create_index("apart_second", "apart", ["second_id"])
    op.execute(
        "INSERT INTO apart (first_id, second_id, said_at) "
        "SELECT first_id, second_id, said_at FROM apart_before"
    )
    op.drop_table("apart_before")
