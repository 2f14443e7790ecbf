"""Presence through the real engine: kept while it is on, whoever turned it on, and told of at once."""

from collections.abc import Callable
from dataclasses import replace

from app.core.settings import save
from app.domain.live import LiveFrame
from app.domain.visit import PresenceStatus, Visit
from app.engine.protocol import Changed, JobDone, SettingsChanged
from app.engine.requests.activity import ListJobs
from app.engine.requests.live import StartLive, StopLive
from app.engine.requests.presence import CorrectVisit, GetPresence, ListVisits, ListVisitSources
from app.engine.requests.settings import GetSettings, SetSettings

from .conftest import Watched, until


def _visits(engine: Watched, look: Callable[[Visit], bool] = lambda _: True) -> list[Visit]:
    return [visit for visit in engine.ask(ListVisits()) if look(visit)]


def test_visits_are_kept_while_it_is_on_and_told_of_at_once(known: Watched, clip: str) -> None:
    assert known.ask(GetPresence()) == PresenceStatus(on=False, today=0)
    known.ask(SetSettings(replace(known.ask(GetSettings()), presence=True)))
    known.ask(StartLive(clip))
    told = known.hear(Changed, lambda event: bool(event.changes.visits))
    [visit] = _visits(known)
    assert told.changes.visits == {visit.id}
    assert (visit.name, visit.source, visit.left) == ("Tony Blair", clip, None)
    assert known.ask(GetPresence()) == PresenceStatus(on=True, today=1)
    known.ask(StopLive())
    [ended] = until(lambda: _visits(known, lambda one: one.left is not None))
    assert ended.left is not None
    assert known.ask(ListVisitSources()) == (clip,)
    assert known.ask(CorrectVisit(ended.id, "hugo chavez")).visits == {ended.id}
    assert _visits(known)[0].said == "Tony Blair"


def test_settings_that_another_program_stores_are_adopted(known: Watched) -> None:
    before = known.ask(GetSettings())
    save(known.folder / "settings.json", before)
    known.ask(SetSettings(replace(before, visit_days=7)))
    known.hear(SettingsChanged, lambda event: event.settings.visit_days == 7)
    save(known.folder / "settings.json", replace(before, presence=True))
    known.hear(SettingsChanged, lambda event: event.settings.presence)
    assert known.ask(GetPresence()).on


def test_an_action_that_fails_is_listed_and_live_view_goes_on(known: Watched, clip: str) -> None:
    nowhere = str(known.folder / "nowhere")
    known.ask(
        SetSettings(replace(known.ask(GetSettings()), presence=True, visit_command=(nowhere, "secret")))
    )
    known.ask(StartLive(clip))
    card = known.hear(JobDone, lambda event: "command" in event.card.title).card
    assert (card.outcome, card.detail != "") == ("failed", True)
    assert "secret" not in card.detail
    assert card in known.ask(ListJobs())
    after = len(known.events)
    known.hear(LiveFrame, after=after)
    known.ask(StopLive())
