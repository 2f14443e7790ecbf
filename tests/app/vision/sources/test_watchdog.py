"""Losses and returns, against a real server that has every fault."""

import os
import random
import signal
import sys
import threading
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from app.core.errors import Cancelled, SourceError
from app.core.progress import CancelToken
from app.domain.source import Lost
from app.vision.sources import Frame
from app.vision.sources.watchdog import Patience, Stillness, live_frames
from tests.app.decoders import decoders
from tests.app.mjpeg import Camera, Mode, flat, network_camera, number_of, until

_BUSY = 2.0
"""Seconds that other tests on the same cores may add to what the watchdog itself takes."""
QUICK = Patience(silent=0.3, still=0.3, again=(0.0, 0.05, 0.1), steady=0.2)
HASTY = Patience(silent=0.15, still=0.15, again=(0.0, 0.02), steady=0.0)


class Watcher:
    """Watches a source on a thread of its own, and notes when it was lost and back."""

    def __init__(self, source: str, patience: Patience | None = None) -> None:
        self.frames: list[tuple[float, int]] = []
        self.told: list[tuple[float, Lost | None]] = []
        self.ended: BaseException | None = None
        self._cancel = CancelToken()
        self._options = {} if patience is None else {"patience": patience}
        self._thread = Thread(target=self._watch, args=(source,), name="watcher")
        self._thread.start()

    @property
    def lost(self) -> bool:
        return bool(self.told) and self.told[-1][1] is not None

    def stop(self) -> float:
        """Stop, and return how long that took."""
        began = time.monotonic()
        self._cancel.cancel()
        self._thread.join(10)
        assert not self._thread.is_alive()
        return time.monotonic() - began

    def _watch(self, source: str) -> None:
        try:
            for frame in live_frames(source, self._cancel, self._tell, **self._options):
                self.frames.append((time.monotonic(), frame.number))
        except (Cancelled, SourceError) as error:
            self.ended = error

    def _tell(self, lost: Lost | None) -> None:
        self.told.append((time.monotonic(), lost))


@pytest.fixture
def watcher(camera: Camera) -> Generator[Watcher, None, None]:
    """Somebody who watches the camera, and has seen a few pictures."""
    watcher = Watcher(camera.address)
    until(lambda: len(watcher.frames) > 20)
    yield watcher
    watcher.stop()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mode", "why"),
    [
        ("stall", "it is silent"),
        ("freeze", "the same picture again and again"),
        ("close", "the connection broke"),
        ("garbage", "the connection broke"),
        ("half", "the connection broke"),
        ("broken", "the connection broke"),
        ("refuse", ""),
    ],
)
def test_a_loss_is_known_within_two_seconds_and_over_within_three(
    camera: Camera, watcher: Watcher, mode: Mode, why: str
) -> None:
    camera.mode, at = mode, time.monotonic()
    until(lambda: watcher.lost)
    moment, lost = watcher.told[0]
    assert moment - at < 2 + _BUSY
    assert lost is not None
    assert why in lost.error.text
    assert lost.time == pytest.approx(watcher.frames[-1][0] - watcher.frames[0][0], abs=0.6 + _BUSY)
    time.sleep(3)
    assert watcher.lost or mode == "half", "of half pictures some are shown"
    camera.mode, at, seen = "run", time.monotonic(), len(watcher.frames)
    until(lambda: len(watcher.frames) > seen + 5)
    assert watcher.frames[seen][0] - at < 3 + _BUSY
    assert watcher.told[-1][1] is None
    numbers = [number for _, number in watcher.frames]
    assert numbers == sorted(set(numbers)), "they go on over the gap"


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.own_processes
@pytest.mark.slow
@pytest.mark.parametrize(
    ("sign", "why"),
    [(signal.SIGSEGV, "it brings down what decodes it"), (signal.SIGSTOP, "it is silent")],
)
def test_a_process_that_dies_or_hangs_is_a_loss_and_replaced(
    camera: Camera, watcher: Watcher, sign: signal.Signals, why: str
) -> None:
    [process] = decoders()
    os.kill(process, sign)
    until(lambda: watcher.lost)
    lost = watcher.told[0][1]
    assert lost is not None
    assert why in lost.error.text
    until(lambda: not watcher.lost)
    assert process not in decoders()
    watcher.stop()
    assert not decoders()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.own_processes
@pytest.mark.slow
def test_a_stream_that_ended_is_opened_by_the_same_process(camera: Camera, watcher: Watcher) -> None:
    before = decoders()
    camera.mode = "refuse"
    until(lambda: watcher.lost)
    served = camera.served
    until(lambda: camera.served > served + 3)
    camera.mode = "run"
    until(lambda: not watcher.lost)
    assert decoders() == before


@pytest.mark.slow
def test_stopping_takes_a_moment_whatever_the_source_does(camera: Camera) -> None:
    modes: tuple[Mode, ...] = ("run", "stall", "freeze", "close", "garbage")
    for mode in modes:
        camera.mode = "run"
        watcher = Watcher(camera.address, QUICK)
        until(lambda watcher=watcher: len(watcher.frames) > 5)  # type: ignore[misc]
        camera.mode = mode
        if mode != "run":
            until(lambda watcher=watcher: watcher.lost)  # type: ignore[misc]
        assert watcher.stop() < 0.5 + _BUSY, mode
        assert isinstance(watcher.ended, Cancelled)


def test_stopping_takes_a_moment_while_a_source_is_opened(camera: Camera) -> None:
    camera.mode = "no headers"
    watcher = Watcher(camera.address)
    until(lambda: camera.served > 0)
    assert watcher.stop() < 0.5 + _BUSY
    camera.mode = "run"


@pytest.mark.slow
def test_pictures_of_another_size_are_no_loss(camera: Camera, watcher: Watcher) -> None:
    camera.mode, seen = "sizes", len(watcher.frames)
    until(lambda: len(watcher.frames) > seen + 60)
    assert not watcher.told


@pytest.mark.slow
def test_a_slow_camera_is_not_lost(camera: Camera) -> None:
    camera.rate = 2
    watcher = Watcher(camera.address)
    until(lambda: len(watcher.frames) >= 7, 20)
    watcher.stop()
    assert not watcher.told


@pytest.mark.slow
def test_a_camera_whose_rate_varies_is_not_lost(camera: Camera) -> None:
    watcher = Watcher(camera.address)
    for rate in (50, 5, 2, 25, 3, 100):
        camera.rate, seen = rate, camera.sent
        until(lambda rate=rate, seen=seen: camera.sent > seen + rate)  # type: ignore[misc]
    watcher.stop()
    assert not watcher.told


@pytest.mark.slow
def test_a_camera_of_five_pictures_a_second_is_lost_as_soon(camera: Camera) -> None:
    camera.rate = 5
    watcher = Watcher(camera.address)
    until(lambda: len(watcher.frames) > 4)
    camera.mode, at = "freeze", time.monotonic()
    until(lambda: watcher.lost)
    assert watcher.told[0][0] - at < 2 + _BUSY
    watcher.stop()


@pytest.mark.slow
@pytest.mark.parametrize("grey", [0, 255])
def test_a_lens_that_is_covered_or_blinded_is_no_loss(camera: Camera, grey: int) -> None:
    watcher = Watcher(camera.address, QUICK)
    until(lambda: len(watcher.frames) > 5)
    camera.pictures = [flat(grey)]
    seen = len(watcher.frames)
    until(lambda: len(watcher.frames) > seen + 60)
    watcher.stop()
    assert not watcher.told


@pytest.mark.slow
def test_a_picture_that_never_changed_is_no_loss(camera: Camera) -> None:
    camera.mode = "freeze"
    watcher = Watcher(camera.address, QUICK)
    until(lambda: len(watcher.frames) > 60)
    assert not watcher.told
    watcher.stop()


def test_a_loss_is_an_error_where_nobody_is_told(camera: Camera) -> None:
    frames = live_frames(camera.address, CancelToken(), patience=QUICK)
    for _ in range(5):
        next(frames)
    camera.mode = "stall"
    with pytest.raises(SourceError, match="stopped delivering pictures: it is silent"):
        list(frames)


def test_a_source_that_was_never_there_is_an_error(camera: Camera) -> None:
    camera.mode = "refuse"
    watcher = Watcher(camera.address)
    until(lambda: watcher.ended is not None)
    assert isinstance(watcher.ended, SourceError)
    assert "the host answers with error 503" in str(watcher.ended)
    assert not watcher.told


@pytest.mark.slow
def test_the_newest_frame_however_slow_the_reader(camera: Camera) -> None:
    taken, shown = [], []
    frames = live_frames(camera.address, CancelToken())
    for frame in frames:
        taken.append(frame.number)
        shown.append(number_of(frame.image))
        if len(taken) == 8:
            break
        time.sleep(0.2)  # ten pictures' time
    frames.close()
    assert taken[-1] - taken[0] >= 7 * 5, "most were dropped"
    assert all((b - a) % 256 == d - c for a, b, c, d in zip(shown, shown[1:], taken, taken[1:], strict=False))


@pytest.mark.slow
def test_a_hundred_losses_leave_nothing_behind() -> None:
    """Threads, descriptors and processes are counted."""
    with ExitStack() as stack:
        cameras = [stack.enter_context(network_camera()) for _ in range(10)]
        watchers = [Watcher(camera.address, HASTY) for camera in cameras]
        until(lambda: all(len(watcher.frames) > 5 for watcher in watchers), 20)
        before = _descriptors()
        with ThreadPoolExecutor(len(cameras)) as pool:
            list(pool.map(_lose_ten_times, cameras, watchers, range(len(cameras))))
        assert max(watcher.stop() for watcher in watchers) < 1 + _BUSY
        until(lambda: not [one for one in threading.enumerate() if one.name == "camera"], 10)
        for camera in cameras:
            camera.mode = "close"
        until(lambda: _descriptors() <= before + 2, 10)
        assert not decoders()


def _lose_ten_times(camera: Camera, watcher: Watcher, seed: int) -> None:
    modes: tuple[Mode, ...] = ("close", "close", "freeze", "garbage", "half", "broken", "refuse", "stall")
    chance = random.Random(seed)
    for _ in range(10):
        seen, told = len(watcher.frames), len(watcher.told)
        camera.mode = chance.choice(modes)
        until(lambda told=told: len(watcher.told) > told, 20)  # type: ignore[misc]
        camera.mode = "run"
        until(lambda seen=seen: not watcher.lost and len(watcher.frames) > seen, 20)  # type: ignore[misc]
    assert sum(lost is None for _, lost in watcher.told) >= 10


def _descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


class TestStillness:
    def frame(self, grey: int) -> Frame:
        image = np.full((48, 64, 3), grey, np.uint8)
        image[20] = 90
        return Frame(0, 0.0, image)

    def test_noise_is_movement(self) -> None:
        still = Stillness(1.0)
        random_ = np.random.default_rng(0)
        for step in range(200):
            image = np.full((48, 64, 3), 8, np.uint8)
            image[random_.integers(48), random_.integers(64)] += 1
            assert not still.look(image, step / 25)

    def test_the_same_picture_for_long(self) -> None:
        still = Stillness(1.0)
        still.look(self.frame(1).image, 0.0)
        frozen = [still.look(self.frame(2).image, 0.1 * step) for step in range(1, 20)]
        assert frozen.index(True) == 10
        assert still.repeats
        still.begin()
        assert not still.look(self.frame(2).image, 5.0)
        assert still.repeats, "it is still the same"
        still.look(self.frame(3).image, 5.1)
        assert not still.repeats

    def test_two_pictures_far_apart_are_no_proof(self) -> None:
        still = Stillness(1.0)
        still.look(self.frame(1).image, 0.0)
        assert not any(still.look(self.frame(2).image, 3.0 * step) for step in range(1, 4))

    def test_a_picture_of_one_colour_is_no_proof(self) -> None:
        still = Stillness(1.0)
        still.look(self.frame(1).image, 0.0)
        black = np.zeros((48, 64, 3), np.uint8)
        assert not any(still.look(black, 0.1 * step) for step in range(1, 40))
