"""A real engine for each test, watched, with proof at the end that nothing of it is left."""

import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import cv2
import pytest

from app.engine.client import Client
from app.engine.protocol import Event, Training
from app.engine.requests.base import Request
from app.engine.requests.enrolling import EnrolFiles
from tests.app.made_once import made_once
from tests.app.processes import processes
from trainer.events import Stepped

Kind = TypeVar("Kind")
Value = TypeVar("Value")

PATIENCE = 90.0
"""Seconds to wait for anything: generous, as the machine may be busy."""
PEOPLE = ("Hugo_Chavez", "Tony_Blair", "Vladimir_Putin")


class Watched:
    """A client with all that its engine said.

    Attributes:
        client: The client that is watched.
        events: Everything heard, in order.
        token: In the environment of its processes, and of no other test's.
    """

    def __init__(self, folder: Path, token: str = "", device: str = "cpu") -> None:
        self.token = token
        self.folder = folder
        self.events: list[Event] = []
        self.client = Client(folder, self.events.append, device=device)

    def ask(self, request: Request[Value]) -> Value:
        return self.client.request(request).result(PATIENCE)

    def heard(self, kind: type[Kind]) -> list[Kind]:
        return [event for event in list(self.events) if isinstance(event, kind)]

    def hear(self, kind: type[Kind], like: Callable[[Kind], bool] = lambda _: True, after: int = 0) -> Kind:
        """Wait for an event, among those after the first `after` ones."""

        def found() -> list[Kind]:
            return [event for event in self.events[after:] if isinstance(event, kind) and like(event)]

        return until(found)[0]

    def hear_step(self) -> Training:
        """Wait until a training has taken a step."""
        return self.hear(Training, lambda told: isinstance(told.event, Stepped))

    def host(self) -> int:
        """The host's process."""
        return until(lambda: processes(self.token, "app.engine.host"))[0]


def until(look: Callable[[], Value], patience: float = PATIENCE) -> Value:
    """Wait until something is true, and return it."""
    deadline = time.monotonic() + patience
    while not (found := look()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)
    return found


def segments() -> set[str]:
    """Shared memory of this computer."""
    return {path.name for path in Path("/dev/shm").glob("psm_*")}  # noqa: S108


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Watched]]:
    """Start engines on data folders; afterwards all are closed and have left nothing behind."""
    made: list[Watched] = []
    token = uuid.uuid4().hex
    monkeypatch.setenv("KITH_TEST_TOKEN", token)

    def make(folder: Path, device: str = "cpu") -> Watched:
        made.append(Watched(folder, token, device))
        made[-1].client.start()
        return made[-1]

    yield make
    for one in made:
        frames = one.client._frames
        began = time.monotonic()
        one.client.close()
        assert time.monotonic() - began < 3
        assert segments().isdisjoint(one.name for one in frames)
    until(lambda: not processes(token), patience=1)


@pytest.fixture
def engine(engines: Callable[[Path], Watched], tmp_path: Path) -> Watched:
    """An engine on an empty data folder."""
    return engines(tmp_path / "data")


@pytest.fixture(scope="session")
def gallery(faces: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which three people are enrolled with six photos each."""

    def make(folder: Path) -> None:
        one = Watched(folder)
        one.client.start()
        for name in PEOPLE:
            photos = sorted((faces / "lfw10" / name).glob("*.jpg"))[:6]
            report = one.ask(EnrolFiles(name.replace("_", " "), tuple(map(str, photos))))
            assert (report.accepted, report.rejected) == (6, [])
        one.client.close()

    return made_once(tmp_path_factory, "six_each", make)


@pytest.fixture
def known(engines: Callable[[Path], Watched], gallery: Path, tmp_path: Path) -> Watched:
    """An engine on a data folder that knows three people."""
    return engines(shutil.copytree(gallery, tmp_path / "known"))


@pytest.fixture(scope="session")
def clip(faces: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A video of Tony Blair, from photos that nobody was enrolled from; ten seconds long."""
    path = str(tmp_path_factory.mktemp("clip") / "blair.avi")
    photos = sorted((faces / "lfw10" / "Tony_Blair").glob("*.jpg"))[6:]
    video = cv2.VideoWriter(path, cv2.VideoWriter.fourcc(*"MJPG"), 10, (500, 500))
    for index in range(100):
        picture: Any = cv2.imread(str(photos[index // 25]))
        video.write(cv2.resize(picture, (500, 500)))
    video.release()
    return path


@pytest.fixture
def street(faces: Path) -> str:
    """Pedestrians, whom nobody knows."""
    return str(faces / "street.mp4")
