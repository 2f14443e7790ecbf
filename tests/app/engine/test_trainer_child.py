"""A training process that dies."""

import os
import signal

import pytest

from app.core.errors import BugError, Cancelled
from app.engine.protocol import Training
from app.engine.requests.activity import Cancel
from app.engine.requests.people import ListPeople
from app.engine.requests.training import ListModels, Retrain
from tests.app.processes import processes

from .conftest import PATIENCE, Watched


@pytest.mark.own_processes
@pytest.mark.logs_errors("error=BugError(The training stopped)<app.engine.trainer_child")
def test_a_killed_training_is_told_in_words_and_leaves_nothing(known: Watched) -> None:
    job = known.client.request(Retrain())
    known.hear_step()
    host = known.host()
    (trainer,) = processes(known.token, "app.engine.trainer_process")
    os.kill(trainer, signal.SIGKILL)
    with pytest.raises(BugError, match="training stopped") as caught:
        job.result(PATIENCE)
    assert "too little memory" in str(caught.value)
    assert known.host() == host
    assert len(known.ask(ListPeople())) == 3
    assert [model.active for model in known.ask(ListModels())] == [True]
    assert not list(known.folder.glob("models/*"))
    said = len(known.events)
    again = known.client.request(Retrain())
    assert known.hear(Training, after=said).fit == 1
    known.ask(Cancel(again.id))
    with pytest.raises(Cancelled):
        again.result(PATIENCE)
