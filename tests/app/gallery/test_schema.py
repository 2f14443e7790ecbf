from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from app.core.text import quote
from app.gallery import photos
from app.gallery.database import Database
from app.gallery.schema import PhotoRow


def test_times_are_kept_in_utc(db: Database, rows: Callable[[str], list[tuple[Any, ...]]]) -> None:
    noon = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    with db.write() as session:
        session.execute(insert(PhotoRow).values(path="/a", read_at=noon))
        assert session.scalar(select(PhotoRow.read_at)) == noon
        assert session.scalars(select(PhotoRow.read_at)).one().tzinfo is UTC
    assert rows("SELECT read_at FROM photo") == [("2026-07-01 10:00:00.000000",)]


def test_paths_are_kept_as_bytes(db: Database, rows: Callable[[str], list[tuple[Any, ...]]]) -> None:
    with db.write() as session:
        session.execute(insert(PhotoRow).values(path="/caf\udce9", read_at=datetime.now(UTC)))
    assert rows("SELECT path FROM photo") == [(b"/caf\xe9",)]


def test_shown_text_survives_a_path_that_is_no_text(db: Database) -> None:
    with db.write() as session:
        photos.record_failure(
            session, Path("/caf\udce9"), quote("/caf\udce9 is no picture \u2013 \U0001f600")
        )
        assert session.scalar(select(PhotoRow.failure)) == "/caf\\xe9 is no picture \u2013 \U0001f600"
