"""Names and paths hold anything, and are shown as plain text."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.core.text import say
from app.domain.failure import Failure
from app.ui.look.texts import shown, tip, tr
from app.ui.photos.failed_list import _FailedModel
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import Elided, label

_UI = Path(__file__).parents[3] / "app" / "ui"
_MARKUP = "<img src='red.png' width=200> <b>Ben</b>"
_ODD = "\u202eneB\x1b[2J"


def test_markup_in_a_tooltip_is_shown_as_it_was_written() -> None:
    shown = tip(_MARKUP)
    assert "&lt;img src=" in shown
    assert "<img" not in shown
    assert tip("Ben & Carl") == "Ben & Carl"
    assert tip("a\nb") == "a\nb"
    assert tip(_ODD) == r"\u202eneB\x1b[2J"


def test_widgets_show_names_plainly(qapp: QApplication) -> None:
    for words in (label(_ODD), Elided(_ODD)):
        assert words.text() == r"\u202eneB\x1b[2J"
        assert words.textFormat() is Qt.TextFormat.PlainText
    narrow = Elided(_MARKUP)
    narrow.resize(40, 20)
    narrow.grab()
    assert "&lt;img" in narrow.toolTip()
    assert "&lt;img" in button("x", lambda: None, tip=_MARKUP).toolTip()


def test_sentences_show_names_plainly() -> None:
    assert tr("Is this {name}?", name=_ODD) == r"Is this \u202eneB\x1b[2J?"
    assert shown(f"Enrolling {_ODD}\r") == r"Enrolling \u202eneB\x1b[2J\r"


def test_a_failed_file_is_told_plainly(qapp: QApplication) -> None:
    parent = QWidget()
    files = _FailedModel(parent)
    files.rows = (Failure(f"/photos <b>2024</b>/{_ODD}.jpg", say("there is no such file")),)
    cell = files.index(0, 0)
    assert files.data(cell) == r"\u202eneB\x1b[2J.jpg"
    assert "&lt;b&gt;2024" in files.data(cell, Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize("path", sorted(_UI.rglob("*.py")), ids=lambda path: path.relative_to(_UI).as_posix())
def test_every_tooltip_is_made_plain(path: Path) -> None:
    """By `tip`, unless it is a fixed text, "" or one that takes no value."""
    source = path.read_text(encoding="utf-8")
    for given in re.findall(r"setToolTip\(\s*(.{1,200})", source, re.DOTALL):
        fixed = re.match(r'tr\(\s*"[^"]*"\s*\)', given)
        assert given.startswith(("tip(", "as_tip(")) or fixed, given.splitlines()[0]


@pytest.mark.parametrize("path", sorted(_UI.rglob("*.py")), ids=lambda path: path.relative_to(_UI).as_posix())
def test_every_label_is_plain(path: Path) -> None:
    """It is a `Words`, shows a picture alone, or says that it takes plain text; no box has other texts."""
    source = path.read_text(encoding="utf-8")
    rich = r"QLabel\([^)\s]|setInformativeText|setDetailedText|setHtml|QTextBrowser|RichText\b(?!\()"
    assert not re.search(rich, source.replace("mightBeRichText", ""))
    own = re.search(r"class \w+\(QLabel\)|QMessageBox\(", source)
    if own and path.name != "legend.py":  # a swatch of colour
        assert "TextFormat.PlainText" in source
