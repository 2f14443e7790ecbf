"""The dialog for files, as Qt draws it where the system has none."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from app.ui.look import icons, theme
from app.ui.widgets.file_dialog import FileDialog


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("look", ["light", "dark"])
def test_its_icons_are_in_the_colour_of_the_text(look: theme.Choice, qtbot: QtBot, tmp_path: Path) -> None:
    theme.put_on(look)
    icons.draw_all()
    (tmp_path / "inside").mkdir()
    dialog = FileDialog(None, "Choose", str(tmp_path / "inside"))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    seen = set[str]()
    for one in dialog.findChildren(QToolButton):
        drawn = one.icon().pixmap(one.iconSize()).toImage()
        spots = [drawn.pixelColor(x, y) for x in range(drawn.width()) for y in range(drawn.height())]
        strongest = max(spots, key=QColor.alpha)
        assert strongest.alpha() > 150
        wanted = theme.color("text")
        for part in (QColor.red, QColor.green, QColor.blue):
            assert abs(part(strongest) - part(wanted)) <= 3, one.objectName()
        seen.add(one.objectName())
    assert len(seen) == 6
    folders = list[str]()
    dialog.fileSelected.connect(folders.append)
    dialog.choose_folder()
    dialog.accept()
    assert folders == [str(tmp_path / "inside")]
    QTest.qWait(1)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_it_begins_at_home_and_then_where_something_was_chosen_last(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileDialog, "_last", None)
    first = Path(FileDialog(None, "Choose").directory().path())
    assert Path.home() in (first, *first.parents)
    dialog = FileDialog(None, "Choose", str(tmp_path))
    dialog.choose_folder()
    dialog.open()
    dialog.reject()
    assert Path(FileDialog(None, "Choose").directory().path()) == first  # nothing was chosen
    dialog = FileDialog(None, "Choose", str(tmp_path))
    dialog.choose_folder()
    dialog.open()
    dialog.accept()
    assert Path(FileDialog(None, "Choose").directory().path()) == tmp_path
    proposed = FileDialog(None, "Save", "faces.csv")
    assert proposed.selectedFiles() == [str(tmp_path / "faces.csv")]
    QTest.qWait(1)


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("answer", [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes])
def test_it_asks_before_a_file_that_is_there_is_chosen_to_be_saved(
    answer: QMessageBox.StandardButton, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "faces.csv").write_text("mine")
    dialog = FileDialog(None, "Save", str(tmp_path / "faces"))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(FileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("csv")  # which the question must heed
    asked, chosen = list[str](), list[str]()
    dialog.fileSelected.connect(chosen.append)

    def reply() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        box.button(answer).click()

    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    QTimer.singleShot(0, reply)
    dialog.accept()
    assert (len(asked), "faces.csv" in asked[0]) == (1, True)
    assert chosen == ([str(tmp_path / "faces.csv")] if answer == QMessageBox.StandardButton.Yes else [])
    dialog.reject()
    QTest.qWait(1)
