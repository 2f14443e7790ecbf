"""Rows as the driver gives them."""

from sqlalchemy import select

from app.gallery.database import Database
from app.gallery.rows import rows_of
from app.gallery.schema import StateRow


def test_all_rows_come(db: Database) -> None:
    query = select(StateRow.key, StateRow.value).order_by(StateRow.key)
    with db.read() as session:
        assert rows_of(session, query) == [tuple(row) for row in session.execute(query)]
        assert list(rows_of(session, query.where(StateRow.key == "nothing"))) == []
