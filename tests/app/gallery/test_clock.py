"""What a gallery keeps of the clock, and what it makes of nothing or nonsense."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.text import quote
from app.domain.access import What
from app.domain.clock import Clock
from app.gallery import access, clock, journal
from app.gallery.database import Database
from app.gallery.models import set_state

NOW = datetime(2026, 11, 28, 12, 0, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize("kept", [Clock(NOW), Clock(NOW, NOW + timedelta(days=400))])
def test_what_is_kept_is_known_and_goes_into_an_earlier_copy(
    db: Database, tmp_path_factory: pytest.TempPathFactory, kept: Clock
) -> None:
    with db.write() as session:
        assert clock.known(session) is None
        clock.keep(session, kept)
        assert clock.known(session) == kept
    copy = Database.open(tmp_path_factory.mktemp("copy"))
    with copy.write() as session, db.read() as now:
        clock.carry(session, now)
        assert clock.known(session) == kept
    copy.close()


@pytest.mark.parametrize(
    "value",
    [
        "",
        "null",
        "[]",
        '["x", null]',
        '["9999-12-31T23:59:59+00:00", null]',
        "[1, 2]",
        '["1900-01-01", null]',
    ],
)
def test_what_makes_no_sense_is_not_kept_to(db: Database, value: str) -> None:
    with db.write() as session:
        set_state(session, "clock", value)
        assert clock.known(session) is None


def test_a_gallery_of_an_earlier_kith_knows_when_it_was_written_last(db: Database) -> None:
    with db.write() as session:
        access.note(session, What.EXPORT, 1)
        journal.begin(session, "rename", quote("x"))
        found = clock.known(session)
    assert found is not None
    assert abs(found.seen - datetime.now(UTC)) < timedelta(minutes=5)
