"""The strip of samples and the gates."""

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.domain.grade import Grade
from app.ui.enrol.progress_panel import GATES, ProgressPanel


def test_each_sample_has_its_grade_in_words_and_by_its_shape(qtbot: QtBot) -> None:
    panel = ProgressPanel()
    qtbot.addWidget(panel)
    face = QImage(84, 84, QImage.Format.Format_RGB32)
    face.fill(0x808080)
    shown = panel._poses["front"]
    panel.picture("front", face, Grade.USABLE)
    usable = shown.grab().toImage()
    assert shown.accessibleName() == "Front: usable"
    assert "Nearer" in shown.toolTip()
    panel.picture("front", face, Grade.GOOD)
    assert shown.accessibleName() == "Front: good"
    assert "Nearer" not in shown.toolTip()
    assert shown.grab().toImage() != usable
    panel.drop("front")
    assert not panel.has_picture("front")
    assert shown.accessibleName() == "Front"


def test_a_face_that_is_near_enough_but_not_near_is_told_so(qtbot: QtBot) -> None:
    panel = ProgressPanel()
    qtbot.addWidget(panel)
    passed = dict.fromkeys(GATES, True)
    panel.show_gates(passed, Grade.USABLE, face=True)
    assert "nearer is better" in panel.gate("distance")
    panel.show_gates(passed, Grade.GOOD, face=True)
    assert panel.gate("distance") == "✓ good"
    panel.show_gates(passed | {"distance": False}, None, face=True)
    assert panel.gate("distance").startswith("✗")
