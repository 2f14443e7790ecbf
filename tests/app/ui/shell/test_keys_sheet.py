"""The sheet of keys: complete, in order, in two columns."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.ui.shell.keys_sheet import KeysSheet, by_section, in_two, shown_keys
from app.ui.shell.shortcuts import Key
from tests.app.ui.conftest import Driver


def test_keys_that_do_the_same_share_a_line_and_sections_keep_their_order() -> None:
    keys = [Key("Live", "F", "Full screen"), Key("Everywhere", "?", "Keys"), Key("Everywhere", "F1", "Keys")]
    found = by_section([*keys, Key("Photo", "Esc", "Back"), keys[0]], ["Everywhere", "Live"])
    assert list(found) == ["Everywhere", "Live", "Photo"]
    assert found["Everywhere"] == {"Keys": ["?", "F1"]}
    assert found["Live"] == {"Full screen": ["F"]}


def test_columns_are_about_equally_long() -> None:
    lines = {str(number): [str(number)] for number in range(6)}
    assert in_two({"a": lines, "b": dict(list(lines.items())[:2]), "c": lines}) == (["a"], ["b", "c"])
    assert in_two({}) == ([], [])


def test_keys_of_many_numbers_are_one_range() -> None:
    assert shown_keys([*"123456789"]) == ["1 to 9"]
    assert shown_keys(["1", "2", "Esc"]) == ["1", "2", "Esc"]


def test_the_sheet_lists_the_keys_of_every_page(drive: Driver) -> None:
    drive.window.activateWindow()
    QTest.keyClick(drive.window, Qt.Key.Key_F1)
    sheet = drive.until(lambda: drive.window.findChild(KeysSheet))
    assert sheet is not None
    drive.until(lambda: len(drive.window._pages) == 6)
    drive.until(lambda: not sheet._filling.isActive())
    shown = {one.text() for one in sheet.findChildren(QLabel)}
    for key in drive.window.context.keys.listed():
        assert key.section in shown
        assert key.text in shown
    for key in drive.window.context.keys.listed():  # one key for one thing, on every page
        assert ("tranger" in key.text) <= (key.keys == "I"), key
    assert {"Live", "People", "Photos", "Training", "F1", "Ctrl+Z"} <= shown
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    drive.until(lambda: drive.window.findChild(KeysSheet) is None)
