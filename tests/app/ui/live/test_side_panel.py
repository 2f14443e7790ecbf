"""Two lists of people: whatever is in one, the other can be read."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.domain.live import Sign
from app.ui.live.side_panel import SidePanel
from app.ui.live.sightings import Sightings
from app.ui.widgets.labels import Elided
from tests.app.ui.live.test_sightings import IMAGE, face, frame


@pytest.fixture
def sightings(qapp: QApplication) -> Sightings:
    return Sightings()


def _settle(panel: SidePanel) -> None:
    panel.refresh()
    for _ in range(5):
        QApplication.processEvents()


@pytest.mark.parametrize("sign", list(Sign))
def test_a_picture_says_what_it_is_and_why(sightings: Sightings, sign: Sign) -> None:
    panel = SidePanel(sightings)
    panel.show()
    sightings.see(frame(face(1, "Amira", sign=sign)), IMAGE, 0.0)
    _settle(panel)
    (row,) = [one for one in panel.findChildren(QPushButton) if "Amira" in one.accessibleName()]
    assert "Picture?" in row.accessibleName()
    assert "Perhaps a picture" in row.toolTip()
    panel.close()


@pytest.mark.parametrize("width", [220, 288])
def test_long_names_can_be_read_to_their_end(sightings: Sightings, width: int) -> None:
    panel = SidePanel(sightings)
    panel.resize(width, 600)
    panel.show()
    two = face(1, others=("Arnold Schwarzenegger", "Gerhard Schroeder"))
    sightings.see(frame(two, face(2, "Ana"), face(3, stranger=7)), IMAGE, 0.0)
    _settle(panel)
    panel.grab()  # what is elided says so in its tooltip once it is painted
    names = {one.text(): one for one in panel.findChildren(Elided) if one.property("role") == "bold"}
    assert {*names} >= {"Arnold Schwarzenegger or Gerhard Schroeder", "Ana", "Unknown 7"}
    assert [one.text() for one in names.values() if one.toolTip()] == []
    assert [one.text() for one in names.values() if one.height() < one.heightForWidth(one.width())] == []
    panel.close()


def test_a_face_that_is_like_all_who_are_enrolled_says_so(sightings: Sightings) -> None:
    panel = SidePanel(sightings)
    panel.show()
    sightings.see(frame(face(1, stranger=1), face(2, stranger=2, in_common=True)), IMAGE, 0.0)
    _settle(panel)
    tips = {one.accessibleName().split(",")[0]: one.toolTip() for one in panel.findChildren(QPushButton)}
    assert tips["Unknown 1"] == "Say who this is"
    assert tips["Unknown 2"] == (
        "It is like somebody enrolled only in what all of them have in common. Say who this is."
    )
    panel.close()


def _widths(panel: SidePanel) -> dict[str, int]:
    return {one.text(): one.width() for one in panel.findChildren(Elided) if one.isVisible()}


@pytest.mark.parametrize("beside", [False, True])
def test_who_was_here_can_be_read_when_many_are(sightings: Sightings, beside: bool) -> None:
    panel = SidePanel(sightings)
    panel.lie(beside=beside)
    panel.resize(*((288, 600) if beside else (770, 150)))
    panel.show()
    here = [face(n, others=(f"Konstantin Alexander {n}", "Maximilian Theodor")) for n in range(1, 7)]
    for now in (0.0, 5.0):
        sightings.see(frame(face(99, "Mbali"), *here), IMAGE, now)
    _settle(panel)  # nobody left yet: those here have the whole width
    for now in (6.0, 12.0):
        sightings.see(frame(*here), IMAGE, now)
    _settle(panel)
    widths = _widths(panel)
    assert [one.title for one in sightings.gone()] == ["Mbali"]
    assert min(widths.values()) > 80, widths
    if not beside:
        (title,) = [one for one in panel.findChildren(QLabel) if one.text() == "Earlier"]
        assert title.mapTo(panel, QPoint()).x() == pytest.approx(panel.width() / 2, abs=20)
    panel.close()
