"""Frames that do not wait for the look at them."""

import threading
from collections.abc import Iterator
from time import monotonic, sleep

import cv2
import numpy as np
import pytest

from app.domain.arrays import Image
from app.domain.box import Box
from app.domain.decision import State
from app.domain.live import LiveFace, LiveFrame, StageTimes
from app.services.recognise.steady import steadily
from app.vision.sources import Frame

SIDE, SPEED = 120, 4


def _texture(seed: int, cells: tuple[int, int], size: tuple[int, int]) -> Image:
    grid = np.random.default_rng(seed).integers(40, 200, (cells[1], cells[0], 3), np.uint8)
    return np.asarray(cv2.resize(grid, size, interpolation=cv2.INTER_CUBIC), np.uint8)


_PATTERN = _texture(1, (12, 12), (SIDE, SIDE))
_STREET = _texture(2, (16, 9), (640, 360))


def where(number: int) -> Box:
    return Box(60 + SPEED * number, 100, SIDE, SIDE)


def street(number: int) -> Image:
    """A patterned square that walks to the right."""
    image = _STREET.copy()
    x, y, w, h = map(int, where(number))
    image[y : y + h, x : x + w] = _PATTERN
    return np.asarray(image, np.uint8)


def walking(count: int, seconds: float = 0.02) -> Iterator[Frame]:
    for number in range(count):
        yield Frame(number, number * seconds, street(number))
        sleep(seconds)


def seen(frame: Frame) -> LiveFrame:
    face = LiveFace(1, where(frame.number), State.UNKNOWN, None, None)
    return LiveFrame(frame.number, frame.time, frame.image, (face,), StageTimes(1, 2, 3, 4), 9.0)


def slowly(frame: Frame) -> LiveFrame:
    sleep(0.15)
    return seen(frame)


@pytest.mark.slow
def test_the_picture_does_not_wait_and_boxes_stay_on_their_faces() -> None:
    began = monotonic()
    frames = list(steadily(walking(60), slowly))
    assert monotonic() - began < 60 * 0.15 / 2
    assert [frame.number for frame in frames] == list(range(60))
    assert all(frame.image is not None and frame.times == StageTimes(1, 2, 3, 4) for frame in frames)
    assert max(abs(frame.faces[0].box.x - where(frame.number).x) for frame in frames) <= SPEED
    assert frames[-1].fps > 10


@pytest.mark.slow
def test_it_looks_no_more_often_than_is_of_use() -> None:
    looked: list[int] = []

    def noting(frame: Frame) -> LiveFrame:
        looked.append(frame.number)
        return seen(frame)

    assert len(list(steadily(walking(60), noting))) == 60
    assert looked[0] == 0
    assert len(looked) <= 30


def test_nobody_is_left_standing_where_the_picture_has_jumped() -> None:
    elsewhere = _texture(3, (8, 8), (640, 360))

    def frames() -> Iterator[Frame]:
        yield Frame(0, 0.0, street(0))
        yield Frame(1, 0.1, elsewhere)

    assert [len(frame.faces) for frame in steadily(frames(), seen)] == [1, 0]


@pytest.mark.slow
def test_the_pictures_of_a_folder_and_a_place_that_is_sought_come_with_their_faces() -> None:
    pictures = [_texture(seed, (8, 8), (640, 360)) for seed in range(4)]
    times = [0.0, 0.5, 30.0, 2.0]
    frames = (Frame(k, time, pictures[k]) for k, time in enumerate(times))
    shown = [[face.box for face in frame.faces] for frame in steadily(frames, slowly)]
    assert shown == [[where(number)] for number in range(4)]


def test_a_machine_too_slow_for_most_frames_of_a_video_does_not_wait_for_each_look_besides() -> None:
    began = monotonic()
    frames = (Frame(30 * k, float(k), street(k)) for k in range(8))
    assert len(list(steadily(frames, slowly))) == 8
    assert monotonic() - began < 8 * 0.15


def test_what_goes_wrong_while_looking_is_told() -> None:
    def fails(_: Frame) -> LiveFrame:
        raise ValueError("no model")

    with pytest.raises(ValueError, match="no model"):
        list(steadily(walking(5), fails))


def test_it_stops_looking_when_nobody_asks_any_more() -> None:
    before = threading.active_count()
    frames = steadily(walking(50), slowly)
    next(frames)
    assert threading.active_count() == before + 1
    del frames
    assert threading.active_count() == before
