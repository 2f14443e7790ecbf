"""The oval and the instruction."""

import numpy as np
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.domain.pose import POSES
from app.ui.enrol.guided_picture import GuidedPicture


def test_arcs_fill_as_poses_are_seen(qtbot: QtBot) -> None:
    picture = GuidedPicture()
    qtbot.addWidget(picture)
    picture.resize(600, 500)
    picture.show_frame(np.zeros((720, 1280, 3), np.uint8))
    oval = picture._oval()

    def top() -> QColor:
        return picture.grab().toImage().pixelColor(round(oval.center().x()), round(oval.top()))

    waiting = top()
    picture.show_poses(dict.fromkeys(POSES, False) | {"up": True})
    assert top() != waiting
    assert top().green() > top().red()


def test_the_instruction_fits_a_small_window(qtbot: QtBot) -> None:
    picture = GuidedPicture()
    qtbot.addWidget(picture)
    picture.resize(260, 300)
    picture.show()
    picture.instruct("Turn a little to your left, and then hold still for a moment")
    assert picture.instruction.width() <= picture.width() - 32
    assert picture.instruction.text() == picture.accessibleDescription()
