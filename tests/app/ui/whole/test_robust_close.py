"""The window closed at many moments of whatever work: quickly, quietly, and with nothing lost."""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.changes import Changes
from app.engine.client import Client
from app.engine.requests.enrolling import EnrolFiles
from app.engine.requests.people import ListPeople, Rename
from app.engine.requests.photos import GetCounts
from app.ui.enrol.view import EnrolView
from app.ui.live.page import LivePage
from app.ui.people.page import PeoplePage
from app.ui.photos.page import PhotosPage
from app.ui.settings.page import SettingsPage
from app.ui.training.page import TrainingPage
from tests.app.processes import processes
from tests.app.ui.conftest import Driver

# what the offscreen platform cannot do when a window opens over another
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

_RENAME_MS = 150


@dataclass(frozen=True)
class Pace:
    """How windows are opened and closed.

    Attributes:
        moments: How often each work is ended: early, late and between; a random moment of each.
        longest_wait: Seconds of the latest.
        at_once: Windows open at the same time: while one is closed the others get deep into their work.
        unpainted: How often a window is closed before or while it is painted for the first time.
        seed: Of the moments and their order.
    """

    moments: int
    longest_wait: float
    at_once: int
    unpainted: int
    seed: int = 20


_HANGS = 10.0
"""Seconds that no closing takes, however busy the machine is; an idle one takes half of one."""
_STARTING = Pace(moments=1, longest_wait=0.35, at_once=3, unpainted=2)
"""Where engines take seconds to start and import."""
_WARM = Pace(moments=3, longest_wait=0.8, at_once=1, unpainted=2)
"""Where they are at work in a moment."""
_WARM_AGAIN = replace(_WARM, seed=21)


@dataclass
class Material:
    """What there is to work with.

    Attributes:
        street: A video of pedestrians.
        album: A folder of photos.
    """

    street: str
    album: Path


class Ledger:
    """A data folder, and what was acknowledged of it.

    Attributes:
        folder: The data folder.
        written: The last name that was acknowledged, as a number.
        asked: The last name that was asked for.
        photos: Photos whose reading was told.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written = self.asked = 0
        self.photos: set[int] = set()


@dataclass
class Life:
    """A window from its opening to its end.

    Attributes:
        drive: The window, as a person uses it.
        ledger: Of its data folder.
    """

    drive: Driver
    ledger: Ledger
    _scribe: "Scribe" = field(init=False)

    def __post_init__(self) -> None:
        self._scribe = Scribe(self.drive, self.ledger)

    def end(self) -> float:
        """Close it as a person would, and return how long that took."""
        mine = self._processes()
        frames = self.drive.shell.bridge._client._frames
        began = monotonic()
        self.drive.close()
        took = monotonic() - began
        self._scribe.deleteLater()
        assert not any(Path("/dev/shm", one.name).exists() for one in frames)  # noqa: S108
        self.drive.until(lambda: not mine & set(processes(self.drive.token)), 5000)
        return took

    def _processes(self) -> set[int]:
        """The engine's host and its children."""
        host = self.drive.shell.bridge._client._host
        process = None if host is None else host._process
        if process is None:
            return set()
        return {process.pid} | {one for one in processes(self.drive.token) if _parent(one) == process.pid}


class Scribe(QObject):
    """Renames somebody again and again, and notes what was acknowledged."""

    def __init__(self, drive: Driver, ledger: Ledger) -> None:
        super().__init__()
        self._bridge, self._ledger = drive.shell.bridge, ledger
        self._bridge.changed.connect(self._note)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._write)
        self._timer.start(_RENAME_MS)

    def _write(self) -> None:
        number = self._ledger.asked = self._ledger.asked + 1

        def done(_: Changes) -> None:
            self._ledger.written = number

        self._bridge.ask(Rename(1, f"Number {number}"), done, lambda _: None)

    def _note(self, changes: Changes) -> None:
        self._ledger.photos |= changes.photos


def _parent(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


# what a window may be busy with


def _nothing(drive: Driver, _: Material) -> None:
    drive.window.go("people")


def _watch(drive: Driver, material: Material) -> None:
    drive.page("live", LivePage)._source.choose(material.street)


def _watch_whole(drive: Driver, material: Material) -> None:
    page = drive.page("live", LivePage)
    page._source.choose(material.street)
    page._toggle_full()


def _import(drive: Driver, material: Material) -> None:
    page = drive.page("photos", PhotosPage)
    page.imports.go_on()
    page.add_folder(material.album)


def _sort(drive: Driver, _: Material) -> None:
    drive.page("photos", PhotosPage).sorter.sort()


def _train(drive: Driver, _: Material) -> None:
    drive.page("training", TrainingPage).run.train()


def _enrol(drive: Driver, material: Material) -> None:
    drive.window.go("people", "enrol", "Somebody New")
    (view,) = drive.window.findChildren(EnrolView)
    view._source.choose(material.street)
    view.form.agreement.tick.setChecked(True)
    view.form.try_to_start()


def _read_files(drive: Driver, material: Material) -> None:
    drive.shell.bridge.ask(EnrolFiles("Somebody New", (str(material.album),)), None, lambda _: None)
    drive.window.go("activity")


def _check(drive: Driver, _: Material) -> None:
    drive.page("settings", SettingsPage).computer._start.click()


def _change_language(drive: Driver, _: Material) -> None:
    drive.window.go("training")
    drive.shell.memory.keep("language", "de" if drive.shell.memory.text("language") == "en" else "en")
    drive.window.context.change_look()


def _look_at_keys(drive: Driver, _: Material) -> None:
    drive.window._show_keys()


def _choose_folder(drive: Driver, _: Material) -> None:
    drive.page("photos", PhotosPage).choose_folder()


def _ask_for_files(drive: Driver, _: Material) -> None:
    drive.page("people", PeoplePage)._add_files((), None)


def _look_at_models(drive: Driver, _: Material) -> None:
    drive.page("training", TrainingPage).show_models()


_WORKS: list[Callable[[Driver, Material], None]] = [
    _nothing,
    _watch,
    _watch_whole,
    _import,
    _sort,
    _train,
    _enrol,
    _read_files,
    _check,
    _change_language,
    _look_at_keys,
    _choose_folder,
    _ask_for_files,
    _look_at_models,
]


def _plan(pace: Pace, dice: random.Random) -> list[tuple[Callable[[Driver, Material], None] | None, float]]:
    """Each work with the seconds it is given, in random order; None is to be closed at once."""
    plan: list[tuple[Callable[[Driver, Material], None] | None, float]] = [
        (work, pace.longest_wait * (moment + dice.random()) / pace.moments)
        for moment in range(pace.moments)
        for work in _WORKS
    ]
    plan += [(None, 0.0)] * pace.unpainted
    dice.shuffle(plan)
    return plan


@pytest.fixture
def material(faces: Path, tmp_path: Path) -> Material:
    album = Path(shutil.copytree(faces / "lfw10", tmp_path / "album"))
    return Material(str(faces / "street.mp4"), album)


@pytest.fixture
def ledgers(gallery: Path, tmp_path: Path, pace: Pace) -> list[Ledger]:
    return [Ledger(Path(shutil.copytree(gallery, tmp_path / str(one)))) for one in range(pace.at_once)]


@pytest.fixture
def lives(qapp: QApplication, pace: Pace) -> Iterator[list[Life | None]]:
    """The windows that are open."""
    opened: list[Life | None] = [None] * pace.at_once
    yield opened
    for life in opened:
        if life is not None:
            life.end()


@pytest.mark.slow
@pytest.mark.parametrize(
    "pace",
    [
        pytest.param(_STARTING, marks=pytest.mark.own_processes, id="starting"),
        pytest.param(_WARM, id="warm"),
        pytest.param(_WARM_AGAIN, id="warm again"),
    ],
)
def test_closed_at_any_moment_it_ends_in_time_and_loses_nothing(
    pace: Pace, ledgers: list[Ledger], lives: list[Life | None], material: Material, token: str
) -> None:
    dice = random.Random(pace.seed)
    took = []
    for ledger in ledgers:
        _write_something(ledger, token)
    for moment, (work, wait) in enumerate(_plan(pace, dice)):
        slot = moment % pace.at_once
        if (life := lives[slot]) is not None:
            lives[slot] = None
            took.append(life.end())
        lives[slot] = life = Life(Driver(ledgers[slot].folder, token), ledgers[slot])
        if work is not None:
            work(life.drive, material)
            QTest.qWait(round(1000 * wait))
    for slot, life in enumerate(lives):
        if life is not None:
            lives[slot] = None
            took.append(life.end())
    print(f"closing took {sum(took) / len(took):.2f} s, at the most {max(took):.2f} s")  # noqa: T201
    assert len(took) == pace.moments * len(_WORKS) + pace.unpainted
    assert max(took) < _HANGS
    deadline = monotonic() + 5
    while processes(token) and monotonic() < deadline:
        QTest.qWait(10)
    assert processes(token) == []
    for ledger in ledgers:
        _all_is_kept(ledger)


def _write_something(ledger: Ledger, token: str) -> None:
    """On a busy machine none of the short lives to come may get so far."""
    life = Life(Driver(ledger.folder, token), ledger)
    life.drive.until(lambda: ledger.written)
    life.end()


def _all_is_kept(ledger: Ledger) -> None:
    assert ledger.written > 0
    client = Client(ledger.folder, lambda _: None, "cpu")
    client.start()
    try:
        names = {card.id: card.name for card in client.request(ListPeople()).result(90)}
        assert ledger.written <= int(names[1].removeprefix("Number ")) <= ledger.asked
        assert client.request(GetCounts()).result(90).photos >= len(ledger.photos)
    finally:
        client.close()
