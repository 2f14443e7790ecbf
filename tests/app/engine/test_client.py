"""Dying and ending, at any moment and on either side."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.errors import Cancelled, KithError, StartError
from app.domain.live import LiveFrame
from app.engine.client import Client
from app.engine.protocol import (
    EngineLost,
    EngineReady,
    EngineRestarted,
    Guided,
    Progress,
)
from app.engine.requests.base import Job, Request
from app.engine.requests.enrolling import EnrolFromSource
from app.engine.requests.live import StartLive
from app.engine.requests.people import ListPeople, Rename
from app.engine.requests.photos import ImportFolder
from app.engine.requests.training import Retrain
from tests.app.processes import processes

from .conftest import Watched, segments, until

_DEAD = (EngineRestarted, EngineLost)
_WINDOW = Path(__file__).with_name("window.py")


@pytest.mark.own_processes
def test_people_are_listed_before_the_models_are_loaded(known: Watched) -> None:
    assert len(known.ask(ListPeople())) == 3
    stages = [event.stage for event in known.heard(EngineReady)]
    assert stages == ["hello", "library"]
    maps = Path(f"/proc/{known.host()}/maps")
    assert "libopenvino" not in maps.read_text()
    known.hear(EngineReady, lambda event: event.stage == "vision")
    assert "libopenvino" in maps.read_text()
    assert "libtorch" not in maps.read_text()  # on a CPU training alone needs it, in a process of its own


def _window(folder: Path, street: str, album: Path) -> tuple["subprocess.Popen[str]", str]:
    token = uuid.uuid4().hex
    process = subprocess.Popen(
        [sys.executable, _WINDOW, folder, street, album],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"KITH_TEST_TOKEN": token},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "busy\n"
    return process, token


def test_when_the_window_dies_all_of_the_engine_goes(
    gallery: Path, street: str, faces: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(gallery, tmp_path / "own")  # what is imported before the end stays in it
    process, token = _window(folder, street, faces / "lfw10")
    (host,) = processes(token, "app.engine.host")
    shared = {name for name in segments() if name in Path(f"/proc/{host}/maps").read_text()}
    assert shared
    assert processes(token, "app.engine.trainer_process")
    process.kill()
    process.communicate()
    until(lambda: not processes(token), patience=3)
    until(lambda: not shared & segments(), patience=3)


def _busy_with_nothing(_: Watched) -> None:
    return


def _busy_with_live_view(engine: Watched) -> None:
    engine.hear(LiveFrame)


def _busy_with_an_import(engine: Watched) -> None:
    engine.hear(Progress)


def _busy_with_training(engine: Watched) -> None:
    engine.hear_step()


def _busy_with_guidance(engine: Watched) -> None:
    engine.hear(Guided)


@pytest.mark.parametrize(
    "busy",
    [
        pytest.param(_busy_with_nothing, marks=pytest.mark.own_processes),
        _busy_with_live_view,
        _busy_with_an_import,
        pytest.param(_busy_with_training, marks=pytest.mark.own_processes),
        _busy_with_guidance,
    ],
)
@pytest.mark.logs_errors("the engine died exit_code=-9 often=False")
def test_a_killed_engine_is_noticed_and_replaced_and_nothing_acknowledged_is_lost(
    known: Watched, street: str, clip: str, faces: Path, busy: Callable[[Watched], None]
) -> None:
    requests: dict[Callable[[Watched], None], Request[object]] = {
        _busy_with_live_view: StartLive(street),
        _busy_with_an_import: ImportFolder(faces / "lfw10"),
        _busy_with_training: Retrain(),
        _busy_with_guidance: EnrolFromSource("Tony", clip),
    }
    asked = requests.get(busy, ListPeople())
    pending = known.client.request(asked)
    busy(known)
    person = known.ask(ListPeople())[0].id
    known.ask(Rename(person, "Renamed"))
    old = known.host()
    os.kill(old, signal.SIGKILL)
    killed = time.monotonic()
    restarted = known.hear(EngineRestarted)
    assert time.monotonic() - killed < 1
    assert restarted.exit_code == -signal.SIGKILL
    if isinstance(asked, Job):
        with pytest.raises(KithError, match="engine stopped before"):
            pending.result(1)
    assert "Renamed" in {one.name for one in known.ask(ListPeople())}
    until(lambda: len(processes(known.token)) == 1, patience=3)  # no trainer is left over
    assert known.host() != old


def _kill(engine: Watched) -> None:
    """Kill the engine, and wait until the client has noticed."""
    said = len(engine.events)
    os.kill(engine.host(), signal.SIGKILL)
    until(lambda: any(isinstance(event, _DEAD) for event in engine.events[said:]))


@pytest.mark.logs_errors("the engine died exit_code=-9")
def test_an_engine_that_dies_again_and_again_is_given_up_until_asked_for(known: Watched) -> None:
    for _ in range(5):
        _kill(known)
    assert "5 times within a minute" in str(known.hear(EngineLost).error)
    with pytest.raises(StartError, match="cannot be kept running"):
        known.ask(ListPeople())
    known.client.start()
    assert len(known.ask(ListPeople())) == 3


def test_a_data_folder_that_cannot_be_used_is_said_in_words(
    engines: Callable[[Path], Watched], tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("not a folder")
    engine = engines(tmp_path / "data")
    with pytest.raises(StartError, match="cannot be used"):
        engine.ask(ListPeople())
    (tmp_path / "data").unlink()  # mended by the user
    assert engine.ask(ListPeople()) == ()


@pytest.mark.slow
def test_requests_before_the_start_wait_and_after_the_end_are_refused(tmp_path: Path) -> None:
    client = Client(tmp_path, lambda _: None)
    waiting = client.request(ListPeople())
    assert not waiting.done()
    client.start()
    assert waiting.result(90) == ()
    client.close()
    with pytest.raises(KithError, match="closing"):
        client.request(ListPeople()).result(1)


def test_an_engine_that_was_never_started_fails_what_waits_for_it(tmp_path: Path) -> None:
    client = Client(tmp_path, lambda _: None)
    waiting = client.request(ListPeople())
    client.close()
    with pytest.raises(KithError, match="closing"):
        waiting.result(1)


def test_an_engine_closed_at_once_answers_nothing_more(tmp_path: Path) -> None:
    client = Client(tmp_path, lambda _: None)
    assert client.newest_frame() is None
    client.start()
    client.close()
    client.close()
    with pytest.raises(KithError, match="closing"):
        client.request(ListPeople()).result(1)
    assert client.newest_frame() is None


@pytest.mark.parametrize(
    "seed", [*(pytest.param(one, marks=pytest.mark.own_processes) for one in range(4)), *range(4, 8)]
)
def test_closing_at_any_moment_ends_all_in_three_seconds(
    known: Watched, street: str, faces: Path, seed: int
) -> None:
    """The fixture closes the engine and looks for what is left; here it gets to work first."""
    chance = random.Random(seed)
    work: list[Request[object]] = [StartLive(street), ImportFolder(faces / "lfw10"), Retrain(), ListPeople()]
    pending = [known.client.request(request) for request in chance.sample(work, chance.randint(1, 4))]
    if seed % 2:
        known.hear(EngineReady, lambda event: event.stage == "library")
    time.sleep(chance.uniform(0, 2))
    began = time.monotonic()
    known.client.close()
    assert time.monotonic() - began < 3
    for one in pending:
        assert one.done()
        assert one.exception() is None or isinstance(one.exception(), (KithError, Cancelled))
