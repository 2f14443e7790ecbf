"""Addresses of cameras on the network."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.widgets.address import AddressDialog, address_error


@pytest.mark.parametrize(
    "address",
    ["rtsp://10.0.0.2/stream", "http://cam.local:8080/video", "RTSP://user:pass@cam/1", " https://x/y "],
)
def test_good_addresses(address: str) -> None:
    assert address_error(address) == ""


@pytest.mark.parametrize(
    "address", ["", "  ", "camera", "10.0.0.2", "ftp://x/y", "rtsp://", "http:// cam", "http://a b"]
)
def test_bad_addresses_are_told_in_words(address: str) -> None:
    assert address_error(address)


def test_the_dialog_says_what_is_wrong_and_stays(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = AddressDialog(parent)
    heard: list[str] = []
    dialog.chosen.connect(heard.append)
    dialog.open()
    QTest.keyClicks(dialog.field, "my camera")
    dialog._accept()
    assert dialog.isVisible()
    assert "rtsp://" in dialog.hint.text()
    dialog.field.setText(" rtsp://cam/1 ")
    dialog._accept()
    assert heard == ["rtsp://cam/1"]
    assert not dialog.isVisible()


def test_a_known_password_is_kept_and_not_shown(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    heard: list[str] = []
    for text in ("", "rtsp://***@cam/2", "rtsp://me:new@cam/2"):
        dialog = AddressDialog(parent, "rtsp://me:S3cret@cam/1")
        dialog.chosen.connect(heard.append)
        dialog.open()
        assert dialog.field.text() == "rtsp://***@cam/1"
        dialog.field.setText(text or dialog.field.text())
        dialog._accept()
        assert dialog.isVisible() == (text == "rtsp://***@cam/2")
    assert heard == ["rtsp://me:S3cret@cam/1", "rtsp://me:new@cam/2"]
