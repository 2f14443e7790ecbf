"""A whole session leaves a log of what happened, and no name, path or password in it."""

import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from app.core import log
from app.core.errors import Cancelled, KnownError
from app.domain.arrays import Image
from app.engine.protocol import LiveState
from app.engine.requests.activity import Cancel, History, Undo
from app.engine.requests.enrolling import EnrolFiles
from app.engine.requests.faces import NameFaces
from app.engine.requests.live import StartLive, StopLive
from app.engine.requests.models import ExportModel
from app.engine.requests.people import Forget, ListPeople, Rename
from app.engine.requests.photos import ImportFolder, SortFaces
from app.engine.requests.training import ListModels, Retrain
from app.vision import image_io
from tests.app.conftest import Ran
from tests.app.services.conftest import serving as serving  # a network camera

from .conftest import PATIENCE, PEOPLE, Watched

_PASSWORD = "hunter2"  # noqa: S105 - of no camera
_STRANGER = "Zacharias Quist"


@pytest.fixture
def album(faces: Path, tmp_path: Path) -> Path:
    """Photos of two people, in a folder and files whose names tell something."""
    folder = tmp_path / "Quist Wedding"
    folder.mkdir()
    for person in ("Ariel_Sharon", "Jacques_Chirac"):
        for photo in sorted((faces / "lfw10" / person).glob("*.jpg"))[:4]:
            shutil.copy(photo, folder / f"secret {photo.name}")
    return folder


def test_a_session_is_logged_without_names_paths_and_passwords(
    engines: Callable[..., Watched],
    gallery: Path,
    album: Path,
    serving: Callable[[list[Image]], AbstractContextManager[str]],
    kith: Callable[..., Ran],
    tmp_path: Path,
) -> None:
    folder = Path(shutil.copytree(gallery, tmp_path / "data"))
    log.start("window", folder, verbose=True)
    engine = engines(folder)
    _photos(engine, album)
    _people(engine, album)
    _streams(engine, serving, album)
    _models(engine, album)
    engine.client.close()
    log.stop()
    assert kith("--verbose", "identify", album).code == 0
    assert kith("enroll", "Nobody Known", album / "secret.jpg").code in (1, 2)
    log.stop()
    lines = (folder / "logs" / "kith.log").read_text(encoding="utf-8").splitlines()
    _tells_what_happened(lines)
    _tells_nothing_else(lines, folder, album)


def _photos(engine: Watched, album: Path) -> None:
    engine.ask(ImportFolder(album))
    found = engine.ask(SortFaces(album))
    engine.ask(NameFaces(found.clusters[0].faces, _STRANGER))
    with pytest.raises(KnownError):
        engine.ask(ImportFolder(album / "gone"))


def _people(engine: Watched, album: Path) -> None:
    engine.ask(EnrolFiles("Jacques Chirac", tuple(map(str, album.glob("*Chirac*")))))
    known = {person.name: person.id for person in engine.ask(ListPeople())}
    engine.ask(Rename(known["Tony Blair"], "Anthony Lynton"))
    engine.ask(Undo())
    engine.ask(Forget("Hugo Chavez"))
    with pytest.raises(KnownError):
        engine.ask(Rename(known["Tony Blair"], "Vladimir Putin"))
    engine.ask(History())


def _streams(
    engine: Watched, serving: Callable[[list[Image]], AbstractContextManager[str]], album: Path
) -> None:
    with serving([image_io.load(min(album.iterdir()))] * 20) as address:
        secret = address.replace("//", f"//admin:{_PASSWORD}@") + f"?token={_PASSWORD}"
        engine.ask(StartLive(secret))
        engine.hear(LiveState, lambda state: state.state == "running")
        engine.hear(LiveState, lambda state: state.state == "lost")
    heard = len(engine.events)
    engine.ask(StartLive(f"rtsp://admin:{_PASSWORD}@127.0.0.1:9/door"))
    engine.hear(LiveState, lambda state: state.state == "failed", after=heard)
    engine.ask(StopLive())


def _models(engine: Watched, album: Path) -> None:
    training = engine.client.request(Retrain())
    engine.hear_step()
    engine.ask(Cancel(training.id))
    with pytest.raises(Cancelled):
        training.result(PATIENCE)
    engine.ask(ExportModel(engine.ask(ListModels())[0].id, album / "export"))


def _tells_what_happened(lines: list[str]) -> None:
    text = "\n".join(lines)
    for process in ("window", "engine", "trainer", "cli"):
        assert f" {process}[" in text
    for event in (
        r"process started python=3\.\d+\.\d+",
        r"versions kith=\S+ openvino=\S+",
        r"job started job=\d+ kind=ImportFolder",
        r"job ended job=\d+ outcome=done",
        r"job ended job=\d+ outcome=failed",
        r"job ended job=\d+ outcome=cancelled",
        r"request refused id=\d+ error=\w+(\(.*\))?<app\.",
        r"request answered id=\d+ kind=Rename seconds=",
        r"source opened source=http://\*\*\*@127\.0\.0\.1:\d+/stream\.mjpg\?token=\*\*\*",
        r"source lost source=rtsp://\*\*\*@127\.0\.0\.1:9/door error=SourceError(\(.*\))?<app\.",
        r"command started command=identify",
        r"process ended",
    ):
        assert re.search(event, text), event
    shape = re.compile(r"[\d-]{10} [\d:.]{12} (DEBUG|INFO|WARNING|ERROR) \w+\[\d+\] [\w.]+: \S")
    assert [line for line in lines if not shape.match(line)] == []


def _tells_nothing_else(lines: list[str], folder: Path, album: Path) -> None:
    names = [*PEOPLE, "Ariel_Sharon", "Jacques_Chirac", "Anthony Lynton", _STRANGER, "Nobody Known"]
    words = {word for name in names for word in re.split("[ _]", name)}
    words |= {_PASSWORD, "admin", "secret", "Wedding", str(folder), str(album), str(Path.home()), ".jpg"}
    told = [(word, line) for word in words for line in lines if word.lower() in line.lower()]
    assert told == []
