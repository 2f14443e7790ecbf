"""The field for a name: what it offers, what it gives, what it refuses."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.person import Person
from app.ui.link.bridge import Bridge
from app.ui.link.people_list import PeopleList
from app.ui.link.thumbnails import Thumbnails
from app.ui.widgets.face_grid import FACE
from app.ui.widgets.name_edit import NameEdit, matching

# what the offscreen platform cannot do when a popup opens
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KNOWN = ("Amélie", "Jonas", "Łukasz", "Lukas", "Lukas B.", "Märta Lukasson", "Zoë")


@pytest.fixture
def field(qapp: QApplication, tmp_path: Path) -> Iterator[NameEdit]:
    bridge = Bridge(tmp_path)
    people = PeopleList(bridge, Thumbnails(bridge))
    people.cards = tuple(Person(n, name, 1, 100 + n, datetime.now(UTC)) for n, name in enumerate(KNOWN))
    made = NameEdit(people, "Name")
    made.show()
    made.activateWindow()
    made.setFocus()
    QTest.qWaitForWindowActive(made)
    yield made
    made.close()


@pytest.fixture
def given(field: NameEdit) -> list[str]:
    """Names given and refusals, in order."""
    heard: list[str] = []
    field.named.connect(heard.append)
    field.refused.connect(heard.append)
    return heard


def popup_key(field: NameEdit, key: Qt.Key) -> None:
    popup = field._popup
    QTest.keyClick(popup if popup.isVisible() else field, key)


def test_case_and_accents_do_not_matter() -> None:
    assert matching(list(KNOWN), "ZOE") == ["Zoë"]
    assert matching(list(KNOWN), "amél") == ["Amélie"]


def test_beginnings_come_first_and_the_middle_counts() -> None:
    assert matching(list(KNOWN), "luk") == ["Łukasz", "Lukas", "Lukas B.", "Märta Lukasson"]
    assert matching(list(KNOWN), " ") == []


def test_a_name_is_picked_with_the_keys(field: NameEdit, given: list[str]) -> None:
    QTest.keyClicks(field, "marta")
    assert field.offered() == ["Märta Lukasson"]
    popup_key(field, Qt.Key.Key_Down)
    popup_key(field, Qt.Key.Key_Return)
    assert given == ["Märta Lukasson"]


def test_enter_gives_what_was_typed_though_names_are_offered(field: NameEdit, given: list[str]) -> None:
    QTest.keyClicks(field, "  Lu")
    assert field.offered()
    popup_key(field, Qt.Key.Key_Return)
    assert given == ["Lu"]


def test_a_known_name_is_given_as_it_is_stored(field: NameEdit, given: list[str]) -> None:
    QTest.keyClicks(field, "jONAS")
    popup_key(field, Qt.Key.Key_Return)
    assert given == ["Jonas"]


def test_what_cannot_be_a_name_is_refused_in_words(field: NameEdit, given: list[str]) -> None:
    popup_key(field, Qt.Key.Key_Return)
    field.setText("x" * 201)
    popup_key(field, Qt.Key.Key_Return)
    assert given == ["Write a name first.", "A name has 200 characters at the most"]


def test_names_are_offered_with_their_faces_and_seen_whole(field: NameEdit) -> None:
    QTest.keyClicks(field, "luk")
    popup = field._popup
    assert [popup.model().index(row, 0).data(FACE) for row in range(4)] == [102, 103, 104, 105]
    assert popup.verticalScrollBar().maximum() == 0
