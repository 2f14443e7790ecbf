"""Saying who a face is, on a real engine."""

from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QLabel

from app.domain.box import Box
from app.domain.decision import State
from app.domain.live import LiveFace
from app.ui.live.page import LivePage
from tests.app.ui.conftest import Driver


def stranger(track: int) -> LiveFace:
    return LiveFace(track, Box(10, 20, 100, 100), State.UNKNOWN, None, None)


def test_what_came_of_an_answer_is_not_told_of_the_face_asked_about_since(drive: Driver) -> None:
    popover = drive.page("live", LivePage).popover
    notices, people = drive.window.context.notices, drive.window.context.people
    drive.until(lambda: people.known)
    popover.ask_about(stranger(7), "Unknown", QPixmap(), QRectF(0, 0, 100, 100))
    popover.answer("Tony")
    popover.ask_about(stranger(8), "Unknown", QPixmap(), QRectF(0, 0, 100, 100))
    drive.until(lambda: "no longer in view" in str(notices.problem))
    assert (popover.track, popover.hint.text()) == (8, "")
    popover.answer("Tony")
    drive.until(lambda: "no longer in view" in popover.hint.text())


def test_why_a_face_has_no_name_is_said(drive: Driver) -> None:
    popover = drive.page("live", LivePage).popover
    unclear = replace(stranger(2), recognisable=False)
    reasons = ("Not enough of this face", "only in what all of them have in common.")
    for face, said in (
        (stranger(1), (False, False)),
        (unclear, (True, False)),
        (replace(stranger(3), in_common=True), (False, True)),
    ):
        popover.ask_about(face, "Unknown", QPixmap(), QRectF(0, 0, 100, 100))
        told = " ".join(one.text() for one in popover.findChildren(QLabel) if one.isVisibleTo(popover))
        assert tuple(why in told for why in reasons) == said


def test_what_is_agreed_to_can_be_read_whole(drive: Driver) -> None:
    popover = drive.page("live", LivePage).popover
    drive.until(lambda: drive.window.context.people.known)
    known = replace(stranger(7), stranger=7)
    popover.ask_about(known, "Unknown 7, who came by", QPixmap(96, 96), QRectF(0, 0, 100, 100))
    for name in ("Ana " * number for number in range(20)):
        popover.field.setText(name)
        QApplication.processEvents()
        agreed = popover._agreed
        assert agreed.height() >= agreed.heightForWidth(agreed.width()), name
