"""How near a face was."""

from dataclasses import replace

import pytest

from app.domain.face import Quality
from app.domain.grade import Grade, grade_of

_AHEAD = Quality(80, 300, 0.5, 0.2, 0, 0, 0, 0.9, 0.9)


@pytest.mark.parametrize(
    ("eyes", "yaw", "grade"),
    [
        (80, 0, Grade.GOOD),
        (79, 0, Grade.USABLE),
        (70, 30, Grade.GOOD),  # the eyes of a head that turns come nearer to each other
        (70, -30, Grade.GOOD),
        (40, 0, Grade.USABLE),
        (39, 0, None),
        (41, 80, Grade.USABLE),
    ],
)
def test_grades(eyes: float, yaw: float, grade: Grade | None) -> None:
    assert grade_of(replace(_AHEAD, eyes=eyes, yaw=yaw)) is grade
