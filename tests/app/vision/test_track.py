from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.box import Box
from app.domain.face import Detection
from app.vision.detect import YuNetDetector, scan_fast
from app.vision.sources import VideoSource
from app.vision.track import Tracker

FRAME = 1 / 25


class Watched(Tracker):
    """A tracker that is shown a frame every 25th of a second."""

    def __init__(self) -> None:
        super().__init__()
        self.frames = 0

    def see(self, *found: Detection) -> list[int]:
        self.frames += 1
        return [track.number for track in self.update(found, self.frames * FRAME)]


def face(x: float, y: float, side: float = 40) -> Detection:
    return Detection(Box(x, y, side, side), np.zeros((5, 2), np.float32), 0.9)


def test_numbers_count_up_as_faces_appear() -> None:
    tracker = Watched()
    assert tracker.see() == []
    assert tracker.see(face(0, 0)) == [1]
    assert tracker.see(face(200, 0), face(2, 0)) == [2, 1]
    assert [track.number for track in tracker.tracks] == [1, 2]


def test_faces_that_cross_keep_their_numbers_and_are_doubted() -> None:
    tracker = Watched()
    for step in range(30):
        there, back = face(10 * step, 100), face(290 - 10 * step, 108)
        assert tracker.see(there, back) == [1, 2], step
        if step == 5:
            assert not any(track.doubtful for track in tracker.tracks)
        if step == 14:
            assert all(track.crowded for track in tracker.tracks)
    assert all(track.doubtful and not track.crowded for track in tracker.tracks)


def test_faces_that_cross_while_one_hides_the_other() -> None:
    tracker = Watched()
    for step in range(30):
        there, back = face(10 * step, 100), face(290 - 10 * step, 112)
        if 13 <= step <= 16:
            assert tracker.see(there) == [1], step
        else:
            assert tracker.see(there, back) == [1, 2], step


@given(order=st.permutations(range(4)), shift=st.floats(-8, 8))
def test_the_order_of_the_finds_does_not_matter(order: list[int], shift: float) -> None:
    tracker = Watched()
    tracker.see(*(face(100 * place, 0) for place in range(4)))
    assert tracker.see(*(face(100 * place + shift, shift) for place in order)) == [one + 1 for one in order]


@pytest.mark.slow
@given(
    steps=st.lists(
        st.lists(st.tuples(st.floats(0, 600), st.floats(0, 400), st.floats(10, 90)), max_size=6), max_size=12
    )
)
def test_no_number_is_given_twice_in_a_frame_and_every_face_has_one(
    steps: list[list[tuple[float, float, float]]],
) -> None:
    tracker = Watched()
    for step in steps:
        seen = tracker.see(*(face(*one) for one in step))
        assert len(set(seen)) == len(step)
        assert len({track.number for track in (*tracker.tracks, *tracker.lost)}) == len(
            [*tracker.tracks, *tracker.lost]
        )


def test_a_face_missing_for_some_frames_keeps_its_number() -> None:
    tracker = Watched()
    tracker.see(face(50, 50))
    for _ in range(20):
        assert tracker.see() == []
    assert tracker.see(face(52, 50)) == [1]
    assert tracker.present() == tracker.tracks
    assert tracker.tracks[0].seen == 2
    assert tracker.tracks[0].doubtful, "another face may stand there by now"


def test_a_moving_face_is_expected_where_it_would_be_by_now() -> None:
    tracker = Watched()
    for step in range(6):
        tracker.see(face(12 * step, 0))
    for _ in range(6):
        tracker.see()
    assert tracker.see(face(12 * 12, 0)) == [1]


def test_a_face_is_expected_where_it_was_seen_to_go() -> None:
    tracker = Watched()
    tracker.see(face(0, 0))
    tracker.tracks[0].carried = Box(200, 30, 40, 40)
    assert tracker.see(face(205, 30)) == [1]
    assert tracker.see(face(205, 300)) == [2], "that was for one frame"


def test_a_fast_face_is_found_within_reach_and_doubted() -> None:
    tracker = Watched()
    tracker.see(face(0, 0))
    assert tracker.see(face(50, 0)) == [1], "they do not overlap, but they are close"
    assert tracker.tracks[0].doubtful


def test_a_face_missing_for_long_is_lost_and_later_gone() -> None:
    tracker = Watched()
    tracker.see(face(50, 50))
    for _ in range(26):
        tracker.see()
    assert (tracker.tracks, [track.number for track in tracker.lost]) == ([], [1])
    assert tracker.see(face(50, 50)) == [2]
    gone = []
    for _ in range(50):
        tracker.see(face(50, 50))
        gone += tracker.gone
    assert [track.number for track in gone] == [1]
    assert tracker.lost == []


def test_who_stands_there_after_a_long_gap_is_another() -> None:
    tracker = Watched()
    tracker.see(face(50, 50))
    tracker.frames += 50
    assert tracker.see(face(50, 50)) == [2]


def test_a_lost_face_goes_on_in_place_of_a_new_one() -> None:
    tracker = Watched()
    tracker.see(face(50, 50))
    tracker.cut()
    assert tracker.see(face(300, 50)) == [2]
    (lost,), (new,) = tracker.lost, tracker.tracks
    assert tracker.missing() == [lost]
    tracker.rejoin(lost, new)
    assert (tracker.tracks, tracker.lost, tracker.missing()) == ([lost], [], [])
    assert tracker.see(face(301, 50)) == [1]


def test_a_face_that_took_over_a_track_gets_its_own() -> None:
    tracker = Watched()
    tracker.see(face(0, 0))
    before = tracker.frames * FRAME
    tracker.see(face(40, 0))
    track = tracker.tracks[0]
    new = tracker.part(track)
    assert (tracker.tracks, tracker.lost, new.number) == ([new], [track], 2)
    assert track.last == before < new.began, "it was lost when it began to be doubtful"
    assert tracker.see(face(42, 0)) == [2]


def test_a_leap_is_another_face() -> None:
    tracker = Watched()
    tracker.see(face(0, 0))
    assert tracker.see(face(500, 300)) == [2]


@pytest.mark.slow
def test_the_street(faces: Path, yunet: YuNetDetector) -> None:
    """Ten or so people walk by: long tracks for them, few numbers beyond that, and never one number twice."""
    tracker = Tracker()
    seen: dict[int, int] = {}
    with VideoSource(str(faces / "street.mp4")) as video:
        for frame in video:
            found = scan_fast(yunet, frame.image)
            now = [track.number for track in tracker.update(found, frame.number * FRAME)]
            assert len(set(now)) == len(now)
            seen |= {number: seen.get(number, 0) + 1 for number in now}
    long = [number for number, frames in seen.items() if frames >= 25]
    assert 7 <= len(long) <= 14
    assert len(seen) <= 26
    assert sum(seen[number] for number in long) >= 0.8 * sum(seen.values())
