"""What erases by itself where the computer's clock is not to be believed, on a real gallery."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.core.settings import Settings
from app.domain.consent import Consent
from app.domain.visit import VisitFilter
from app.gallery import consents, people, visits
from app.services.people import rights
from app.services.presence import over
from app.services.workspace import Workspace, backup, clock, restoring

DAY, YEAR = timedelta(days=1), timedelta(days=365)
_CHOSEN = Settings(erase_lapsed=True, visit_days=30, daily_copies=2)


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Move the clock by so much from now."""

    def move(by: timedelta) -> None:
        class Moved(date):
            @classmethod
            def today(cls) -> "Moved":
                return cls.fromordinal((date.today() + by).toordinal())

        monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + by)
        monkeypatch.setattr(consents, "date", Moved)

    return move


@pytest.fixture
def kept(known: Path) -> Path:
    """A gallery with a visit of now, somebody whose term ends tomorrow, and one who withdrew."""
    with Workspace.open(known) as workspace, workspace.db.write() as session:
        blair, chavez = (people.find(session, name) or 0 for name in ("Tony Blair", "Hugo Chavez"))
        visits.arrive(session, blair, "door", datetime.now(UTC), datetime.now(UTC), DAY)
    with Workspace.open(known) as workspace:
        rights.agree(workspace, blair, Consent(until=date.today() + DAY))
        rights.agree(workspace, chavez, Consent())
        rights.withdraw(workspace, chavez)
    return known


def _left(workspace: Workspace) -> tuple[set[str], int]:
    """Who of the two is left, and how many visits."""
    with workspace.db.read() as session:
        names = {"Tony Blair", "Hugo Chavez"} & set(people.names(session).values())
        return names, visits.count(session, VisitFilter())


def test_a_clock_that_is_years_ahead_for_one_start_erases_only_who_withdrew(
    kept: Path, moved: Callable[[timedelta], None]
) -> None:
    moved(10 * YEAR)
    with Workspace.open(kept, settings=_CHOSEN) as workspace:
        late = over.erase(workspace)
        assert late is not None
        assert "3,650 days ahead" in late.why
        assert late.remedy
        assert _left(workspace) == ({"Tony Blair"}, 1)
        assert {one.name for one in rights.lapsed(workspace)} == {"Tony Blair"}  # matched no more, till then
    moved(timedelta())
    with Workspace.open(kept, settings=_CHOSEN) as workspace:
        assert over.erase(workspace) is None
        assert _left(workspace) == ({"Tony Blair"}, 1)


@pytest.mark.parametrize(("ahead", "wait"), [(90 * DAY, DAY), (10 * YEAR, 7 * DAY)])
def test_a_clock_that_stays_there_is_believed(
    kept: Path, moved: Callable[[timedelta], None], ahead: timedelta, wait: timedelta
) -> None:
    moved(ahead)
    with Workspace.open(kept, settings=_CHOSEN) as workspace:
        assert over.erase(workspace) is not None
    moved(ahead + wait)
    with Workspace.open(kept, settings=_CHOSEN) as workspace:
        assert over.erase(workspace) is None
        assert _left(workspace) == (set(), 0)


def test_what_is_asked_for_is_done_and_the_clock_told_first(
    kept: Path, kith: Callable[..., Any], moved: Callable[[timedelta], None]
) -> None:
    moved(400 * DAY)
    for words in (("lapsed", "--forget", "--dry-run"), ("erase", "--older-than", "9", "--dry-run")):
        assert "400 days ahead" in kith(*words).err, words
    assert "400 days ahead" not in kith("erase", "--strangers", "--dry-run").err
    assert "not erased yet" in kith("presence", "list").err
    doctor = next(one for one in kith("doctor", "--json").document["checks"] if one["code"] == "clock")
    assert (doctor["ok"], "400 days ahead" in doctor["detail"]) == (False, True)
    assert kith("lapsed", "--forget", "--json").document["erased"]["people"] == 2


def test_no_daily_copy_goes_while_the_clock_is_not_believed(
    kept: Path, moved: Callable[[timedelta], None]
) -> None:
    with Workspace.open(kept, settings=_CHOSEN) as workspace:
        for _ in range(2):
            backup.back_up(workspace)
        before = {one.path for one in backup.backups(workspace)}
        for by in (10 * YEAR, -10 * YEAR):
            moved(by)
            backup.back_up(workspace)
            assert before < {one.path for one in backup.backups(workspace)}
        moved(timedelta())
        backup.back_up(workspace)
        assert len(backup.backups(workspace)) == 2


def test_a_restored_copy_knows_the_clock_of_now(kept: Path, moved: Callable[[timedelta], None]) -> None:
    with Workspace.open(kept, settings=_CHOSEN) as workspace:
        copy = backup.back_up(workspace).path
        for by in (25 * DAY, 50 * DAY):
            moved(by)
            assert clock.look(workspace.db).leapt is None
        restoring.restore(workspace, copy)
        assert clock.look(workspace.db).leapt is None
