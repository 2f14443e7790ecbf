"""Several sources watched at the same time by a real engine."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from app.core.playing import Playing
from app.domain.live import LiveFrame
from app.engine.protocol import EngineReady, Guided, LiveState
from app.engine.requests.enrolling import EnrolFromSource, EnrolTrack
from app.engine.requests.live import PlayLive, StartLive, StopLive
from tests.app.mjpeg import Camera, network_camera

from .conftest import Watched, until

_ROUNDS = 5


@pytest.fixture
def camera() -> Iterator[Camera]:
    with network_camera() as camera:
        yield camera


def start(engine: Watched, tile: int, source: str) -> None:
    engine.ask(StartLive(source, tile))
    engine.ask(PlayLive(Playing(loop=True), tile=tile))


def next_frame(engine: Watched, tile: int) -> LiveFrame:
    return engine.hear(LiveFrame, lambda frame: frame.tile == tile, after=len(engine.events))


def holds(pid: int) -> tuple[int, int]:
    """Threads and descriptors of a process."""
    return len([*Path(f"/proc/{pid}/task").iterdir()]), len([*Path(f"/proc/{pid}/fd").iterdir()])


def test_a_source_that_is_lost_disturbs_no_other(
    known: Watched, clip: str, street: str, camera: Camera
) -> None:
    for tile, source in enumerate((clip, street, camera.address)):
        start(known, tile, source)
    named = known.hear(LiveFrame, lambda frame: any(face.name == "Tony Blair" for face in frame.faces))
    crowd = known.hear(LiveFrame, lambda frame: len(frame.faces) > 2)
    assert (named.tile, crowd.tile) == (0, 1)
    began = {state.tile: state.size for state in known.heard(LiveState) if state.state == "running"}
    assert (began[0], began[1]) == ((500, 500), (1920, 1080))
    known.hear(LiveFrame, lambda frame: frame.tile == 2)
    frames = [until(partial(known.client.newest_frame, tile)) for tile in range(3)]
    shapes = [frame.image.shape for frame in frames if frame is not None]
    assert shapes == [(500, 500, 3), (720, 1280, 3), (96, 128, 3)]
    tracks = [
        {face.track for frame in known.heard(LiveFrame) if frame.tile == tile for face in frame.faces}
        for tile in range(2)
    ]
    assert tracks[0].isdisjoint(tracks[1])

    camera.mode = "stall"
    lost = known.hear(LiveState, lambda state: state.state == "lost")
    assert (lost.tile, lost.source) == (2, camera.address)
    for tile in range(2):
        next_frame(known, tile)
    known.ask(StopLive(0))
    known.hear(LiveState, lambda state: (state.tile, state.state) == (0, "ended"))
    next_frame(known, 1)
    known.ask(EnrolTrack(_recognisable(known, 1), "Passer-by"))
    camera.mode = "run"
    after = len(known.events)
    known.hear(LiveState, lambda state: (state.tile, state.state) == (2, "running"), after)
    known.ask(StopLive())
    until(lambda: {1, 2} <= {state.tile for state in known.heard(LiveState) if state.state == "ended"})


def _recognisable(engine: Watched, tile: int) -> int:
    """A face in a tile that has a number as a stranger, and so can be enrolled."""
    seen = engine.hear(
        LiveFrame,
        lambda frame: frame.tile == tile and any(face.stranger for face in frame.faces),
        after=len(engine.events) - 1,
    )
    return next(face.track for face in seen.faces if face.stranger)


@pytest.mark.own_processes  # another opens its networks once it has something new to ask them
def test_closing_one_leaves_no_thread_and_no_descriptor(engine: Watched, clip: str, street: str) -> None:
    engine.hear(EngineReady, lambda event: event.stage == "vision")
    start(engine, 0, street)
    next_frame(engine, 0)
    start(engine, 1, clip)
    next_frame(engine, 1)  # each kind of thread was there once
    engine.ask(StopLive(1))
    engine.hear(LiveState, lambda state: (state.tile, state.state) == (1, "ended"))
    before = holds(engine.host())
    for _ in range(_ROUNDS):
        after = len(engine.events)
        start(engine, 1, clip)
        next_frame(engine, 1)
        engine.ask(StopLive(1))
        engine.hear(LiveState, lambda state: (state.tile, state.state) == (1, "ended"), after)
    more = [now - then for now, then in zip(holds(engine.host()), before, strict=True)]
    assert max(more) < _ROUNDS / 2, "what other parts open once may be new, but nothing in each round"
    next_frame(engine, 0)


def test_a_new_run_counts_anew_once_nothing_is_watched(engine: Watched, clip: str) -> None:
    start(engine, 2, clip)
    first = engine.hear(LiveFrame, lambda frame: any(face.stranger for face in frame.faces))
    assert {face.stranger for face in first.faces} == {1}
    engine.ask(StopLive())
    engine.hear(LiveState, lambda state: state.state == "ended")
    after = len(engine.events)
    start(engine, 0, clip)
    again = engine.hear(LiveFrame, lambda frame: any(face.stranger for face in frame.faces), after)
    assert [(face.track, face.stranger) for face in again.faces] == [
        (face.track, face.stranger) for face in first.faces
    ]


def test_an_enrolment_takes_the_camera_off_whichever_tile_shows_it(
    engine: Watched, clip: str, street: str
) -> None:
    start(engine, 0, street)
    start(engine, 3, clip)
    next_frame(engine, 3)
    engine.client.request(EnrolFromSource("Tony", clip))
    engine.hear(Guided)
    assert {state.tile for state in engine.heard(LiveState) if state.state == "ended"} == {0, 3}
