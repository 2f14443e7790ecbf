"""What a live picture says of its faces."""

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from app.domain.box import Box
from app.domain.decision import State
from app.domain.live import LiveFace, LiveFrame, StageTimes
from app.ui.live.video import LiveVideo

UNSURE = LiveFace(1, Box(10, 20, 50, 50), State.UNSURE, None, 0.5, (("Jonas", 0.5), ("Lukas", 0.5)))


def test_the_keys_that_settle_a_face_are_told_of_one_picture_alone(qapp: QApplication) -> None:
    video = LiveVideo()
    video.show_faces(LiveFrame(0, 0.0, None, (UNSURE,), StageTimes(0, 0, 0, 0), 25.0))
    assert video._mark(UNSURE, QRectF(0, 0, 50, 50)).hint == "press 1 or 2"
    video.caption = "Yard"  # among others, where the keyboard is elsewhere
    assert video._mark(UNSURE, QRectF(0, 0, 50, 50)).hint == "click to say who"


def test_who_is_in_view_is_told_to_those_who_cannot_see_it(qapp: QApplication) -> None:
    video = LiveVideo()
    for name in ("Amira", "Noor"):
        face = LiveFace(1, Box(10, 20, 50, 50), State.NAME, name, 0.5)
        video.show_faces(LiveFrame(0, 0.0, None, (face,), StageTimes(0, 0, 0, 0), 25.0))
        assert video.accessibleDescription() == name
    video.show_faces(LiveFrame(0, 0.0, None, (), StageTimes(0, 0, 0, 0), 25.0))
    assert video.accessibleDescription() == ""
