"""What the command line does meanwhile is noticed, once, and the engine's own writes are not told twice."""

import time
from dataclasses import replace

import pytest

from app.domain.changes import Changes
from app.engine.protocol import Changed, EngineReady
from app.engine.requests.activity import Undo
from app.engine.requests.people import ListPeople, Rename
from app.services.people import browse, corrections, privacy
from app.services.workspace import Workspace, activity

from .conftest import Watched

_TWO_LOOKS = 4.5


def _told(engine: Watched) -> list[Changes]:
    return [event.changes for event in engine.heard(Changed)]


def _without_entry(changes: Changes) -> Changes:
    """What was changed, less the one entry of the journal that says so."""
    assert len(changes.entries) == 1
    return replace(changes, entries=frozenset())


@pytest.mark.slow
def test_another_programs_changes_are_told_and_ones_own_only_once(known: Watched) -> None:
    ids = {person.name: person.id for person in known.ask(ListPeople())}
    known.hear(EngineReady, lambda event: event.stage == "vision")
    time.sleep(_TWO_LOOKS)
    with Workspace.open(known.folder) as workspace:
        corrections.rename(workspace, browse.find(workspace, "Tony Blair"), "Anthony")
    tony, putin = ids["Tony Blair"], ids["Vladimir Putin"]
    assert _without_entry(known.hear(Changed).changes) == Changes(people=frozenset({tony}))
    before = len(_told(known))
    known.ask(Rename(ids["Hugo Chavez"], "Hugo"))
    known.ask(Undo())
    time.sleep(_TWO_LOOKS)
    renamed = Changes(people=frozenset({ids["Hugo Chavez"]}))
    assert list(map(_without_entry, _told(known)[before:])) == 2 * [renamed]
    with Workspace.open(known.folder) as workspace:
        corrections.merge(workspace, tony, putin)
        activity.undo(workspace)
    told = known.hear(Changed, lambda event: putin in event.changes.people).changes
    assert told.people == {tony, putin}
    assert len(told.faces) == 6


@pytest.mark.slow
def test_someone_forgotten_by_another_program_is_told_too(known: Watched) -> None:
    tony = {person.name: person.id for person in known.ask(ListPeople())}["Tony Blair"]
    known.hear(EngineReady, lambda event: event.stage == "vision")
    time.sleep(_TWO_LOOKS)
    with Workspace.open(known.folder) as workspace:
        privacy.forget(workspace, "Tony Blair")
    told = known.hear(Changed, lambda event: tony in event.changes.people).changes
    assert len(told.faces) == 6
