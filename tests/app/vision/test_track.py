from pathlib import Path

import numpy as np

from app.domain.box import Box
from app.domain.face import Detection
from app.vision.detect import YuNetDetector, scan_fast
from app.vision.sources import VideoSource
from app.vision.track import Tracker


def face(x: float, y: float, side: float = 40) -> Detection:
    return Detection(Box(x, y, side, side), np.zeros((5, 2), np.float32), 0.9)


def numbers(tracker: Tracker, *found: Detection) -> list[int]:
    return [track.number for track in tracker.update(list(found))]


def test_numbers_count_up_as_faces_appear() -> None:
    tracker = Tracker()
    assert numbers(tracker) == []
    assert numbers(tracker, face(0, 0)) == [1]
    assert numbers(tracker, face(200, 0), face(2, 0)) == [2, 1]
    assert [track.number for track in tracker.tracks] == [1, 2]


def test_faces_that_cross_keep_their_numbers() -> None:
    tracker = Tracker()
    for step in range(30):
        there, back = face(10 * step, 100), face(290 - 10 * step, 108)
        assert numbers(tracker, there, back) == [1, 2], step


def test_faces_that_cross_while_one_hides_the_other() -> None:
    tracker = Tracker()
    for step in range(30):
        there, back = face(10 * step, 100), face(290 - 10 * step, 112)
        if 13 <= step <= 16:
            assert numbers(tracker, there) == [1], step
        else:
            assert numbers(tracker, there, back) == [1, 2], step


def test_the_order_of_the_finds_does_not_matter() -> None:
    tracker = Tracker()
    numbers(tracker, face(0, 0), face(100, 0), face(200, 0))
    assert numbers(tracker, face(201, 0), face(1, 0), face(101, 0)) == [3, 1, 2]


def test_a_face_missing_for_some_frames_keeps_its_number() -> None:
    tracker = Tracker()
    numbers(tracker, face(50, 50))
    for _ in range(12):
        assert numbers(tracker) == []
    assert numbers(tracker, face(52, 50)) == [1]
    assert tracker.tracks[0].missed == 0
    assert tracker.tracks[0].seen == 2


def test_a_moving_face_is_expected_where_it_would_be_by_now() -> None:
    tracker = Tracker()
    for step in range(6):
        numbers(tracker, face(12 * step, 0))
    for _ in range(6):
        numbers(tracker)
    assert numbers(tracker, face(12 * 12, 0)) == [1]


def test_a_face_missing_for_long_ends_its_track() -> None:
    tracker = Tracker()
    numbers(tracker, face(50, 50))
    for _ in range(13):
        numbers(tracker)
    assert tracker.tracks == []
    assert numbers(tracker, face(50, 50)) == [2]


def test_a_leap_is_another_face() -> None:
    tracker = Tracker()
    numbers(tracker, face(0, 0))
    assert numbers(tracker, face(500, 300)) == [2]


def test_the_street(faces: Path, yunet: YuNetDetector) -> None:
    """Ten or so people walk by: long tracks for them, few numbers beyond that, and never one number twice."""
    tracker = Tracker()
    seen: dict[int, int] = {}
    with VideoSource(str(faces / "street.mp4")) as video:
        for frame in video:
            now = [track.number for track in tracker.update(scan_fast(yunet, frame.image))]
            assert len(set(now)) == len(now)
            seen |= {number: seen.get(number, 0) + 1 for number in now}
    long = [number for number, frames in seen.items() if frames >= 25]
    assert 7 <= len(long) <= 14
    assert len(seen) <= 30
    assert sum(seen[number] for number in long) >= 0.8 * sum(seen.values())
