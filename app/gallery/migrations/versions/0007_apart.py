"""People who look alike and were said to be two: a row for each pair. Names with ß and ss are two names.

Names are compared letter by letter in small letters from now on, so the keys of those that other rules had
changed further are made anew, in the journal as well.
"""

import json

import sqlalchemy as sa
from alembic import op

from app.domain.names import name_key

revision = "0007"
down_revision = "0006"

_PAIRS = """
    SELECT k.entry_id, k.seq, n.before, n.after FROM journal_change k
    JOIN journal_change n ON n.entry_id = k.entry_id AND n.row_id = k.row_id AND n.table_name = k.table_name
    WHERE k.table_name = 'person' AND k.field = 'name_key' AND n.field = 'name'
"""


def upgrade() -> None:
    """Add the table and make the keys."""
    op.create_table(
        "apart",
        sa.Column("first_id", sa.Integer(), sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
        sa.Column(
            "second_id", sa.Integer(), sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("said_at", sa.DateTime(), nullable=False),
    )
    op.create_index("apart_second", "apart", ["second_id"])
    connection = op.get_bind()
    for person, name in connection.execute(sa.text("SELECT id, name FROM person")).all():
        update = sa.text("UPDATE person SET name_key = :key WHERE id = :id AND name_key <> :key")
        connection.execute(update, {"key": name_key(name), "id": person})
    for entry, seq, *names in connection.execute(sa.text(_PAIRS)).all():
        before, after = (json.dumps(name_key(json.loads(name))) for name in names)
        connection.execute(
            sa.text("UPDATE journal_change SET before = :b, after = :a WHERE entry_id = :e AND seq = :s"),
            {"b": before, "a": after, "e": entry, "s": seq},
        )
