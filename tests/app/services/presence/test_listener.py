"""A scripted clip of real faces gives exactly the right visits; while presence is off, nothing is written."""

import hashlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import enumerate as enumerate_threads
from time import monotonic, sleep
from typing import Any

import numpy as np
import PIL.Image
import pytest

from app.core.progress import CancelToken
from app.domain.arrays import Image
from app.domain.box import Box
from app.domain.consent import Consent
from app.domain.decision import State
from app.domain.live import LiveFace, LiveFrame, Sign, StageTimes
from app.domain.visit import Visit, VisitFilter, VisitState
from app.gallery import people, visits
from app.services.enrolment import enrol
from app.services.people import browse, corrections, privacy, rights
from app.services.presence import listener
from app.services.presence.book import Told
from app.services.presence.listener import Listener
from app.services.presence.watch import Rules
from app.services.recognise.live import Pipeline
from app.services.workspace import Workspace, clock

Lfw = dict[str, list[Path]]
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
RULES = Rules(gap=timedelta(seconds=3))
SCRIPT = (
    # seconds, who is on the left, who is on the right
    (2.0, "Tony Blair", None),  # the first visit
    (1.5, None, None),  # an interruption, shorter than the gap
    (2.0, "Tony Blair", None),
    (4.0, None, None),
    (2.0, "Gerhard Schroeder", "Vladimir Putin"),  # the second and the third
    (2.0, None, None),  # another interruption, of both
    (2.0, "Gerhard Schroeder", None),
    (4.0, None, None),
    (2.0, "Hugo Chavez", None),  # unsure: he is enrolled twice
    (2.0, None, "Tony Blair"),  # the fourth
    (0.2, "Colin Powell", None),  # a glimpse
    (2.0, None, None),
    (2.0, None, "Jacques Chirac"),  # a picture of a face
    (4.0, None, None),
    (2.0, None, "Colin Powell"),  # the fifth, there to the end
)
VISITS = [
    ("Tony Blair", 0.0, 5.5, VisitState.LEFT),
    ("Gerhard Schroeder", 9.5, 15.5, VisitState.LEFT),
    ("Vladimir Putin", 9.5, 11.5, VisitState.LEFT),
    ("Tony Blair", 21.5, 23.5, VisitState.LEFT),
    ("Colin Powell", 31.7, 33.7, VisitState.CUT),
]


@pytest.fixture
def frames(
    known: Path,
    workspace: Workspace,
    lfw: Lfw,
    panning: Callable[[list[Path]], list[Image]],
    clip: Callable[[list[Image]], Path],
) -> Iterator[LiveFrame]:
    """The script as a video, watched: real faces, one of whom is enrolled under a second name too."""
    for number, photo in enumerate(lfw["Hugo Chavez"][:5]):
        copy = known.parent / f"{number}.png"
        PIL.Image.open(photo).save(copy)
        enrol.enrol(workspace, "Chavez's twin", [str(copy)], apart=True)
    empty = np.full((400, 400, 3), 128, np.uint8)

    def half(name: str | None, count: int) -> list[Image]:
        return [empty] * count if name is None else panning([lfw[name][6]])[:count]

    shown = [
        np.hstack(pair)
        for seconds, left, right in SCRIPT
        for pair in zip(half(left, round(10 * seconds)), half(right, round(10 * seconds)), strict=True)
    ]
    return _with_a_spoof(Pipeline(workspace).watch(str(clip(shown)), CancelToken()))


def _with_a_spoof(frames: Iterator[LiveFrame]) -> Iterator[LiveFrame]:
    """Jacques Chirac is found to be a picture of a face, as a check for that would say."""
    for frame in frames:
        faces = (
            replace(face, sign=Sign.BORDER if face.name == "Jacques Chirac" else None) for face in frame.faces
        )
        yield replace(frame, faces=tuple(faces))


def _turn_on(workspace: Workspace, *, on: bool = True) -> None:
    workspace.adopt(replace(workspace.settings, presence=on))


def _listen(
    workspace: Workspace, frames: Iterator[LiveFrame], source: str = "rtsp://me:secret@hall/1"
) -> None:
    with Listener(workspace, source, rules=RULES, recorded_from=NOON) as presence:
        for frame in frames:
            presence.hear(frame)


def _all(workspace: Workspace) -> list[Visit]:
    with workspace.db.read() as session:
        return visits.listed(session, VisitFilter())[::-1]


def test_the_scripted_clip_gives_exactly_the_right_visits(
    known: Path, workspace: Workspace, frames: Iterator[LiveFrame]
) -> None:
    _turn_on(workspace)
    seen = [*frames]
    _listen(workspace, iter(seen))
    found = sorted(_all(workspace), key=lambda visit: (visit.arrived, visit.name))
    assert [(visit.name, visit.state) for visit in found] == [(name, state) for name, _, _, state in VISITS]
    for visit, (_, arrived, left, _) in zip(found, VISITS, strict=True):
        assert abs((visit.arrived - NOON).total_seconds() - arrived) <= 0.5
        assert abs((visit.seen - NOON).total_seconds() - left) <= 0.5
        assert visit.source == "rtsp://***@hall/1"
    states = {face.state.value for frame in seen for face in frame.faces}
    assert {"name", "unsure"} <= states, "the clip has what must not become a visit"
    assert any(face.spoofed for frame in seen for face in frame.faces)


def _contents(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_nothing_is_written_while_it_is_off(
    known: Path, workspace: Workspace, frames: Iterator[LiveFrame]
) -> None:
    seen = [*frames]
    workspace.db.close()
    before = _contents(known)
    _listen(workspace, iter(seen))
    workspace.db.close()
    assert _contents(known) == before


def _frame(*there: int) -> LiveFrame:
    """A frame with people in it, by identifier."""
    faces = tuple(
        LiveFace(person, Box(0, 0, 50, 50), State.NAME, str(person), 0.9, person=person) for person in there
    )
    return LiveFrame(0, 0.0, None, faces, StageTimes(0, 0, 0, 0), 10.0)


def _are(told: list[Told], count: int) -> bool:
    return len(told) == count


def _people(workspace: Workspace, *names: str) -> list[int]:
    with workspace.db.write() as session:
        return [people.create(session, name)[0] for name in names]


def _hear(presence: Listener, seconds: float, *there: int, until: Callable[[], bool] = lambda: False) -> None:
    """Let time really pass, ten frames a second, until something has come of it."""
    end = monotonic() + seconds
    while monotonic() < end and not until():
        presence.hear(_frame(*there))
        sleep(0.05)


@pytest.mark.slow
def test_turning_it_off_ends_visits_and_on_again_begins_new_ones(workspace: Workspace) -> None:
    [ana] = _people(workspace, "Ana")
    told: list[Told] = []
    with Listener(workspace, "0", tell=told.extend) as presence:
        for on, count in ((True, 1), (False, 2), (True, 3)):
            _turn_on(workspace, on=on)
            _hear(presence, 10, ana, until=partial(_are, told, count))
    assert [one.arrived for one in told] == [True, False, True, False]
    assert [(one.name, one.state) for one in _all(workspace)] == [("Ana", VisitState.CUT)] * 2
    assert "presence" not in [thread.name for thread in enumerate_threads()]


@pytest.mark.slow
def test_a_source_whose_name_is_no_text_has_visits_like_any_other(workspace: Workspace) -> None:
    [ana] = _people(workspace, "Ana")
    told: list[Told] = []
    _turn_on(workspace)
    with Listener(workspace, "/videos/caf\udce9.mp4", tell=told.extend) as presence:
        _hear(presence, 5, ana, until=lambda: bool(told))
    assert [visit.source for visit in _all(workspace)] == ["/videos/caf\\xe9.mp4"]


@pytest.mark.slow
def test_someone_leaves_though_no_frame_comes_any_more(workspace: Workspace) -> None:
    [ana] = _people(workspace, "Ana")
    told: list[Told] = []
    _turn_on(workspace)
    with Listener(workspace, "0", rules=Rules(gap=timedelta(seconds=0.5)), tell=told.extend) as presence:
        _hear(presence, 10, ana, until=lambda: bool(told))
        end = monotonic() + 10
        while len(told) < 2 and monotonic() < end:
            sleep(0.05)
        assert [(one.arrived, one.visit.state) for one in told] == [
            (True, VisitState.HERE),
            (False, VisitState.LEFT),
        ]


@pytest.mark.slow
def test_people_who_are_merged_while_they_are_there_have_one_visit(workspace: Workspace) -> None:
    ana, anna = _people(workspace, "Ana", "Anna")
    told: list[Told] = []
    _turn_on(workspace)
    with Listener(workspace, "0", rules=Rules(gap=timedelta(seconds=1)), tell=told.extend) as presence:
        _hear(presence, 10, ana, until=lambda: bool(told))
        corrections.merge(workspace, ana, anna)
        _hear(presence, 3, anna)
        assert [(one.name, one.state) for one in _all(workspace)] == [("Anna", VisitState.HERE)]
    assert [(one.name, one.state) for one in _all(workspace)] == [("Anna", VisitState.CUT)]
    assert len(told) == 2


@pytest.mark.slow
def test_someone_forgotten_while_they_are_there_leaves_no_visit(workspace: Workspace) -> None:
    [ana] = _people(workspace, "Ana")
    told: list[Told] = []
    _turn_on(workspace)
    with Listener(workspace, "0", tell=told.extend) as presence:
        _hear(presence, 10, ana, until=lambda: bool(told))
        privacy.forget(workspace, "Ana")
        _hear(presence, 1, ana)
    assert _all(workspace) == []
    assert len(told) == 1


@pytest.mark.slow
def test_a_gallery_that_cannot_be_written_for_a_while_costs_no_visit(workspace: Workspace) -> None:
    [ana] = _people(workspace, "Ana")
    told: list[Told] = []
    _turn_on(workspace)
    with Listener(workspace, "0", tell=told.extend) as presence:
        with workspace.db.write():  # which keeps the lock
            began = monotonic()
            _hear(presence, 2, ana)
            assert monotonic() - began < 2.5, "live view waits for nothing"
        _hear(presence, 10, ana, until=lambda: bool(told))
    assert [(one.name, one.state) for one in _all(workspace)] == [("Ana", VisitState.CUT)]


def test_old_visits_are_swept_when_it_begins(workspace: Workspace) -> None:
    [ana] = _people(workspace, "Ana")
    now = datetime.now(UTC)
    with workspace.db.write() as session:
        for days in (31, 29):
            moment = now - timedelta(days=days)
            assert visits.arrive(session, ana, "0", moment, moment, timedelta(0))
    _turn_on(workspace)
    with Listener(workspace, "0") as presence:
        presence.hear(_frame())
    [kept] = _all(workspace)
    assert (kept.state, kept.left) == (VisitState.CUT, now - timedelta(days=29))


def test_old_visits_are_swept_daily_though_frames_never_pause(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    [ana] = _people(workspace, "Ana")
    late = datetime.now(UTC) + timedelta(days=20)
    _turn_on(workspace)
    with Listener(workspace, "0") as presence:
        presence.hear(_frame())
        with workspace.db.write() as session:
            moment = datetime.now(UTC)
            assert visits.arrive(session, ana, "a/house/of/hers", moment, moment, timedelta(0))
        workspace.adopt(replace(workspace.settings, visit_days=7))
        monkeypatch.setattr(listener, "_now", lambda: late)
        monkeypatch.setattr(clock, "now", lambda: late)
        files = (workspace.db.file, Path(f"{workspace.db.file}-wal"))
        for _ in range(500):  # a frame each 10 ms: the thread is never idle for as long as it waits
            presence.hear(_frame())
            sleep(0.01)
            if not _all(workspace) and not any(b"a/house/of/hers" in file.read_bytes() for file in files):
                break
        else:
            pytest.fail("it is there still")


@pytest.mark.parametrize("chosen", [True, False])
def test_who_agrees_no_more_is_erased_as_visits_begin_to_be_kept_if_that_is_chosen(
    workspace: Workspace, chosen: bool
) -> None:
    ana, _ = _people(workspace, "Ana", "Bo")
    rights.agree(workspace, ana, Consent())
    rights.withdraw(workspace, ana)
    _turn_on(workspace)
    workspace.choose(erase_lapsed=chosen, presence=True)
    with Listener(workspace, "0") as presence:
        presence.hear(_frame())
    assert [one.name for one in browse.everyone(workspace)] == (["Bo"] if chosen else ["Ana", "Bo"])


def test_who_opens_no_window_has_old_visits_swept_too(workspace: Workspace, kith: Callable[..., Any]) -> None:
    [ana] = _people(workspace, "Ana")
    with workspace.db.write() as session:
        for days in (31, 29):
            moment = datetime.now(UTC) - timedelta(days=days)
            assert visits.arrive(session, ana, f"door {days}", moment, moment, timedelta(0))
    listed = kith("presence", "list", "--json").document["visits"]
    assert [one["source"] for one in listed] == ["door 29"]
    assert b"door 31" not in workspace.db.file.read_bytes()
    kith("presence", "delete", listed[0]["id"])
    assert kith("presence", "list", "--json").document == {"visits": []}
    kith("undo")
    assert kith("presence", "list", "--json").document["visits"] == listed


@pytest.mark.slow
def test_an_action_that_hangs_does_not_hold_up_live_view_when_it_is_turned_off(workspace: Workspace) -> None:
    [ana] = _people(workspace, "Ana")
    told: list[Told] = []
    hangs = (sys.executable, "-c", "import time; time.sleep(8)")
    workspace.adopt(replace(workspace.settings, presence=True, visit_command=hangs))
    with Listener(workspace, "0", tell=told.extend) as presence:
        _hear(presence, 10, ana, until=lambda: bool(told))
        _turn_on(workspace, on=False)
        began = monotonic()
        presence.hear(_frame(ana))
        assert monotonic() - began < 2
        assert [one.arrived for one in told] == [True, False]
