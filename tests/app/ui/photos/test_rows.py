"""Thousands of clusters as rows: few widgets, smooth scrolling, and keys."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.cluster import Suggestion
from app.ui.link.bridge import Bridge
from app.ui.link.job_list import JobList
from app.ui.link.memory import Memory
from app.ui.link.people_list import PeopleList
from app.ui.link.presence import PresenceState
from app.ui.link.thumbnails import Thumbnails
from app.ui.photos.row_widget import RowWidget
from app.ui.photos.rows import ClusterRows
from app.ui.photos.sorted_faces import Row
from app.ui.photos.strip import FaceStrip
from app.ui.shell.context import Context
from app.ui.shell.notices import Notices
from app.ui.shell.shortcuts import Keys

_FRAME = 0.016
"""Seconds in which the window's thread must be done with anything."""


@pytest.fixture
def rows(tmp_path: Path, qapp: QApplication) -> Iterator[ClusterRows]:
    """50,000 faces in 3,000 clusters, without an engine."""
    bridge, over = Bridge(tmp_path), QWidget()
    pictures = Thumbnails(bridge)
    context = Context(
        bridge,
        Notices(over, lambda: None, lambda: None),
        pictures,
        PeopleList(bridge, pictures),
        JobList(bridge),
        PresenceState(bridge),
        Memory(tmp_path),
        Keys(),
        lambda *_: None,
        lambda: None,
        lambda *_: None,
    )
    made = ClusterRows(context)
    made.resize(1300, 800)
    made.show()
    made.show_rows(_clusters(3000, 50_000))
    made.setFocus()
    QTest.qWait(50)
    yield made
    made.close()
    made.deleteLater()
    over.deleteLater()
    context.thumbnails.close()
    bridge.close()


def test_scrolling_takes_less_than_a_frame_and_few_widgets(rows: ClusterRows) -> None:
    bar, steps = rows.verticalScrollBar(), []
    for _ in range(120):
        began = time.thread_time()  # the thread's own, as other programs are none of its business
        bar.setValue(bar.value() + 97)
        QApplication.processEvents()
        steps.append(time.thread_time() - began)
    bar.setValue(bar.maximum())
    QApplication.processEvents()
    assert statistics.median(steps) < _FRAME
    assert len(rows.findChildren(RowWidget)) < 12


def test_a_row_goes_within_a_frame_and_the_next_becomes_current(rows: ClusterRows) -> None:
    QTest.keyClick(rows, Qt.Key.Key_Down)
    taken, left = [], list(_clusters(3000, 50_000))
    for _ in range(9):
        del left[1]
        began = time.thread_time()
        rows.show_rows(tuple(left))
        QApplication.processEvents()
        taken.append(time.thread_time() - began)
    assert statistics.median(taken) < _FRAME
    assert rows.current() == left[1]


def test_keys_reach_every_row(rows: ClusterRows) -> None:
    strangers: list[Row] = []
    rows.stranger.connect(strangers.append)
    accepted: list[tuple[Row, str]] = []
    rows.accepted.connect(lambda row, name: accepted.append((row, name)))
    QTest.keyClick(rows, Qt.Key.Key_End)
    QTest.keyClick(rows, Qt.Key.Key_I)
    assert [row.number for row in strangers] == [2999]
    assert rows.widget(2999) is not None
    QTest.keyClick(rows, Qt.Key.Key_Home)
    QTest.keyClick(rows, Qt.Key.Key_Y)
    assert [(row.number, name) for row, name in accepted] == [(0, "Ines")]


def test_what_is_sorted_anew_stays_current_under_another_number(rows: ClusterRows) -> None:
    first, second, *others = _clusters(20, 100)
    rows.show_rows((first, second, *others))
    QTest.keyClick(rows, Qt.Key.Key_Down)
    joined = Row(77, first.faces + second.faces, None)
    rows.show_rows((*others, joined))
    assert rows.current() == joined
    assert rows.widget(77) is not None, "it is in view"


def test_a_face_that_is_clicked_is_chosen_and_a_key_says_that_it_is_somebody_else(rows: ClusterRows) -> None:
    parted: list[tuple[Row, int]] = []
    rows.parted.connect(lambda row, face: parted.append((row, face)))
    second = _clusters(3000, 50_000)[1]
    widget = rows.widget(second.number)
    assert widget is not None
    (strip,) = widget.findChildren(FaceStrip)
    beside = QPoint(90, 30)  # the second face
    QTest.keyClick(rows, Qt.Key.Key_Delete)
    assert parted == []
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=beside)
    assert (rows.face, rows.current()) == (second.faces[1], second)
    QTest.keyClick(rows, Qt.Key.Key_Delete)
    assert parted == [(second, second.faces[1])]
    assert rows.peel()
    assert rows.face is None
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, beside)
    assert (rows.face, rows.marked()) == (None, [second])
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=beside)
    QTest.keyClick(rows, Qt.Key.Key_Up)
    assert rows.face is None, "another row is current"


def _clusters(count: int, faces: int) -> tuple[Row, ...]:
    """Clusters of which one in four has a suggestion."""
    each, made = faces // count, []
    for number in range(count):
        guess = Suggestion(1, "Ines", 0.9) if number % 4 == 0 else None
        made.append(Row(number, tuple(range(number * each, (number + 1) * each)), guess))
    return tuple(made)
