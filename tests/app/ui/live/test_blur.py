"""Who has no name cannot be made out in the picture any more."""

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.domain.arrays import Image
from app.domain.box import Box
from app.domain.decision import State
from app.domain.live import LiveFace
from app.ui.live.blur import Blur
from app.ui.widgets.picture import as_image

BOX = Box(200, 100, 80, 100)


def noise() -> QImage:
    picture: Image = np.random.default_rng(0).integers(0, 256, (400, 500, 3), np.uint8)
    return as_image(picture)


def detail(image: QImage, box: Box) -> float:
    """How much neighbouring pixels differ within a box."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    x, y, w, h = map(int, box)
    return float(np.abs(np.diff(pixels[y : y + h, x : x + w].astype(int), axis=1)).mean())


def face(state: State = State.UNKNOWN) -> LiveFace:
    return LiveFace(1, BOX, state, "Amira" if state is State.NAME else None, 0.5)


def test_only_faces_without_a_name_are_blurred(qapp: QApplication) -> None:
    blur, image = Blur(), noise()
    assert blur.over(image, [face()], 0.0) is image
    blur.on = True
    for state in (State.UNKNOWN, State.UNSURE):
        drawn = blur.over(image, [face(state)], 0.0)
        assert detail(drawn, BOX) < 0.1 * detail(image, BOX)
        corner = Box(0, 0, 80, 80)
        assert detail(drawn, corner) == detail(image, corner)
    assert blur.over(image, [face(State.NAME)], 5.0) is image


def test_a_face_that_the_detector_loses_stays_blurred_for_a_moment(qapp: QApplication) -> None:
    blur, image = Blur(), noise()
    blur.on = True
    blur.over(image, [face()], 10.0)
    assert detail(blur.over(image, [], 10.5), BOX) < 0.1 * detail(image, BOX)
    assert blur.over(image, [], 12.0) is image
    edge = LiveFace(2, Box(-30, -30, 40, 40), State.UNKNOWN, None, None)
    assert blur.over(image, [edge], 13.0).size() == image.size()
