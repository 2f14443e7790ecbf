"""The command that trains anew without people who were forgotten or agree no more."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.domain.consent import Consent
from app.gallery import consents, journal, people
from app.services.models import catalogue
from app.services.people import rights
from app.services.training import recipe
from app.services.workspace import Workspace, activity

Kith = Callable[..., Any]


def _withdraws(workspace: Workspace, name: str) -> None:
    with workspace.db.write() as session:
        person = people.find(session, name) or 0
        entry = journal.begin(session, "agree", Consent().agreed(name))
        consents.keep(session, entry, person, Consent())
    assert rights.withdraw(workspace, person).models


def _flags(workspace: Workspace) -> list[int]:
    return [one.forgotten for one in catalogue.everything(workspace)]


@pytest.mark.slow
def test_training_anew_deletes_what_knows_people_who_are_to_be_known_no_more(
    retrained: Path, kith: Kith, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipe, "_EFFORT", {"usual": 0.03})
    kith("forget", "Tony Blair")
    with Workspace.open(retrained) as workspace:
        _withdraws(workspace, "Hugo Chavez")
        assert _flags(workspace) == [0, 2]
        activity.undo(workspace)
        assert _flags(workspace) == [0, 1]  # who agrees again is no reason
        activity.redo(workspace)
        sface, knows = catalogue.everything(workspace)
        catalogue.switch(workspace, knows)
        names = [one.name for one in rights.lapsed(workspace)]
        with workspace.db.read() as session:
            everyone = [name for name in people.names(session).values() if name not in names]
    files = set(retrained.glob("models/*"))
    few = [word for name in everyone for word in ("--leave-out", name)]
    assert kith("retrain", "--without-forgotten", *few).code == 3  # nobody is left: nothing is deleted
    with Workspace.open(retrained) as workspace:
        assert workspace.active_model().id == knows.id
    told = kith("retrain", "--without-forgotten", "--activate", "never", "--json", *few[6:]).document
    assert told["deleted"] == [knows.name]
    with Workspace.open(retrained) as workspace:
        assert [one.name for one in catalogue.everything(workspace)] == [sface.name, told["model"]]
        assert _flags(workspace) == [0, 0]
        assert workspace.active_model().id == sface.id
    assert files
    assert not files & set(retrained.glob("models/*"))
