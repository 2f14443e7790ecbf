"""A gallery of an earlier version is read again by itself, as a job that the window shows and can stop."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.engine.protocol import Changed, JobDone, JobStarted
from app.engine.requests.people import ListPeople
from tests.app.aged import age
from tests.app.engine.conftest import Watched


@pytest.mark.slow
def test_it_begins_by_itself_and_once(
    engines: Callable[[Path], Watched], gallery: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(gallery, tmp_path / "aged"))
    age(folder)
    engine = engines(folder)
    started = engine.hear(JobStarted)
    assert started.card.title == "Reading 18 faces again"
    assert len(engine.ask(ListPeople())) == 3
    done = engine.hear(JobDone)
    assert (done.card.id, done.card.outcome) == (started.card.id, "done")
    assert any(event.changes.models for event in engine.heard(Changed))
    engine.client.close()
    again = engines(folder)
    again.ask(ListPeople())
    assert not again.heard(JobStarted)
