"""Which pose a face shows."""

from app.domain.face import Quality
from app.domain.pose import level_of, pose_of


def turned(yaw: float, pitch: float = 0.0) -> Quality:
    return Quality(60.0, 200.0, 0.5, 0.2, yaw, pitch, 0.0, 0.9, 1.0)


def test_a_turn_counts_from_the_person_and_a_nod_from_their_own_level() -> None:
    assert [pose_of(turned(yaw), None) for yaw in (20.0, -20.0, 0.0, 12.0)] == [
        "left",
        "right",
        "front",
        None,
    ]
    assert [pose_of(turned(0, pitch), 5.0) for pitch in (14.0, 5.0, -4.0)] == ["up", "front", "down"]
    assert pose_of(turned(0, 40.0), None) == "front"  # nothing is known yet of how the camera stands


def test_the_level_is_a_frontal_faces_and_of_two_the_one_that_nods_less() -> None:
    assert level_of([turned(0, 20.0), turned(3, 2.0), turned(-3, -15.0), turned(30, 50.0)]) == 2.0
    assert level_of([turned(0, 18.0), turned(0, 3.0)]) == 3.0
    assert level_of([turned(30)]) is None
