"""The oval and the instruction."""

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.core.text import say
from app.domain.box import Box
from app.domain.guidance import Guidance
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


def test_faces_are_numbered_from_left_to_right_as_shown_and_clicked_on(qtbot: QtBot) -> None:
    picture = GuidedPicture()
    qtbot.addWidget(picture)
    picture.resize(640, 360)
    picture.show_frame(np.zeros((720, 1280, 3), np.uint8))
    chosen = list[int]()
    picture.face_chosen.connect(chosen.append)
    left, right = Box(200, 200, 200, 200), Box(800, 200, 200, 200)
    asked = Guidance(
        None, say("Done"), dict.fromkeys(POSES, False), {}, 0, ((7, right), (3, left)), asks=True
    )
    picture.guide(asked)
    picture.choose(1)
    picture.choose(3)  # there are two
    picture.mirrored = True
    picture.choose(1)
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=picture.on_widget(left).center().toPoint())
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert chosen == [3, 7, 3]
    picture.guide(Guidance(left, say("Done"), dict.fromkeys(POSES, False), {}, 0, ((3, left),)))
    picture.choose(1)  # one is alone: there is nothing to choose
    assert chosen == [3, 7, 3]
