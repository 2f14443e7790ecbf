"""Faces to choose: their names can be read, and their lines are evenly long."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.link.bridge import Bridge
from app.ui.link.thumbnails import Thumbnails
from app.ui.photos.face_button import FaceButton
from app.ui.widgets.flow import Flow

LONG = "Arnold Alois Schwarzenegger-Shriver von und zu Thal bei Graz in der Steiermark"


@pytest.fixture
def bridge(tmp_path: Path, qapp: QApplication) -> Iterator[Bridge]:
    """One without an engine."""
    made = Bridge(tmp_path)
    yield made
    made.close()


def _faces(bridge: Bridge, *names: str) -> list[FaceButton]:
    made = []
    for place, name in enumerate(names):
        one = FaceButton(Thumbnails(bridge), str(place + 1), lambda: None, 104, 124)
        one.show_face(place, name)
        made.append(one)
    return made


def test_a_long_name_wraps_before_it_is_elided_and_is_in_the_tooltip(qtbot: QtBot, bridge: Bridge) -> None:
    short, full, long, none = _faces(bridge, "Noor", "Gerhard Fritz Schroeder", LONG, "")
    shown = Flow([short, full, long, none])
    qtbot.addWidget(shown)
    assert short.lines() == ["Noor"]
    assert " ".join(full.lines()) == "Gerhard Fritz Schroeder"
    assert len(long.lines()) == 2
    assert long.lines()[1].endswith("…")
    assert LONG in long.toolTip()
    assert not none.lines()
    heights = [one.sizeHint().height() for one in (none, short, full, long)]
    assert heights[0] < heights[1] < heights[2] == heights[3]


def test_lines_of_faces_are_evenly_long(qtbot: QtBot, bridge: Bridge) -> None:
    faces = _faces(bridge, *["Noor"] * 9)
    shown = Flow(faces, even=True)
    qtbot.addWidget(shown)
    each = faces[0].sizeHint().width() + 12
    shown.resize(8 * each, 600)
    shown.show()
    tops = [one.y() for one in faces]
    assert tops[:5] == [tops[0]] * 5
    assert tops[5:] == [tops[5]] * 4
    assert tops[5] > tops[0]
