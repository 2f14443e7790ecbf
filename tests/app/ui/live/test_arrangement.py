"""Who is here lies where the picture keeps the most room."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.link.memory import Memory
from app.ui.live.arrangement import Arrangement
from app.ui.live.side_panel import SidePanel
from app.ui.live.sightings import Sightings

BESIDE, BELOW = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


@pytest.fixture
def made(qapp: QApplication, tmp_path: Path) -> Arrangement:
    picture = QWidget()
    picture.setMinimumSize(240, 160)
    return Arrangement(Memory(tmp_path), picture, SidePanel(Sightings()))


def shown(made: Arrangement, room: tuple[int, int], picture: QSize) -> float:
    """Share of the picture's part that the picture fills."""
    made.resize(*room)
    made.show()
    QApplication.processEvents()
    made.take_shape(picture)
    QApplication.processEvents()
    first = made.widget(0)
    assert first is not None
    part = first.size()
    fitted = picture.scaled(part, Qt.AspectRatioMode.KeepAspectRatio)
    return fitted.width() * fitted.height() / (part.width() * part.height())


@pytest.mark.parametrize(
    ("room", "picture", "where"),
    [
        ((1016, 700), QSize(1280, 720), BELOW),
        ((1350, 900), QSize(1280, 720), BELOW),
        ((1600, 800), QSize(1280, 720), BESIDE),
        ((1016, 700), QSize(640, 480), BESIDE),
        ((1016, 700), QSize(720, 1280), BESIDE),
        ((780, 520), QSize(1280, 720), BELOW),
        ((768, 550), QSize(720, 1280), BESIDE),
        ((1550, 900), QSize(720, 1280), BESIDE),
    ],
)
def test_the_picture_fills_most_of_its_part(
    made: Arrangement, room: tuple[int, int], picture: QSize, where: Qt.Orientation
) -> None:
    share = shown(made, room, picture)
    assert made.orientation() is where
    assert share > 0.7


@pytest.mark.parametrize("room", [(688, 910), (1900, 600)])
def test_without_a_picture_the_list_leaves_the_room_to_the_message(
    made: Arrangement, room: tuple[int, int]
) -> None:
    shown(made, room, QSize(720, 1280))
    made.take_shape(QSize())
    assert made.sizes()[1] <= 240


def test_where_the_border_was_put_is_kept_for_each_way(made: Arrangement) -> None:
    shown(made, (1600, 800), QSize(1280, 720))
    made.moveSplitter(1250, 1)
    assert made.sizes()[1] == pytest.approx(334, abs=2)
    shown(made, (1016, 700), QSize(1280, 720))
    shown(made, (1600, 800), QSize(1280, 721))
    assert made.sizes()[1] == pytest.approx(334, abs=2)
