"""Everything that is written can be read: contrast of each text with each ground it stands on."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.look import theme
from app.ui.look.stylesheet import _SHEET, images
from app.ui.look.theme import Choice
from app.ui.look.tokens import DARK, LIGHT, Tokens
from app.ui.widgets.buttons import button
from app.ui.widgets.line_edit import LineEdit
from app.ui.widgets.popup_list import Combo

_READ = 4.5
"""Least contrast of text (WCAG 2.2, success criterion 1.4.3)."""
_SEEN = 3.0
"""Least contrast of what shows the focus, and of marks (1.4.11)."""
TEXTS = {
    "text": ("window", "panel", "sunk", "weak"),
    "muted": ("window", "panel", "sunk", "weak"),
    "accent": ("window", "panel", "sunk", "weak"),
    "on_accent": ("accent",),
    "good": ("window", "panel"),
    "warning": ("window", "panel", "warning_ground"),
    "bad": ("window", "panel", "bad_ground"),
}
"""By the colour of a text: what it stands on, in the style sheet and where widgets paint."""
MARKS = {
    "accent": ("window", "panel", "weak", "sunk"),
    "text": ("window", "panel"),
    "muted": ("window", "panel"),
}
"""By the colour of a focus ring or a mark: what it stands on."""


def contrast(one: str, other: str) -> float:
    """WCAG's contrast of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def tokens(request: pytest.FixtureRequest) -> Tokens:
    made: Tokens = request.param
    return made


def test_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("text", "ground"), [(t, g) for t, grounds in TEXTS.items() for g in grounds])
def test_texts_can_be_read(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= _READ


@pytest.mark.parametrize(("mark", "ground"), [(m, g) for m, grounds in MARKS.items() for g in grounds])
def test_focus_and_marks_can_be_seen(tokens: Tokens, mark: str, ground: str) -> None:
    assert contrast(getattr(tokens, mark), getattr(tokens, ground)) >= _SEEN


def test_the_style_sheet_uses_no_pair_that_is_not_checked() -> None:
    checked = {(text, ground) for text, grounds in TEXTS.items() for ground in grounds}
    rules = re.findall(r"\{([^}]*)\}", _SHEET.template)
    assert len(rules) > 50
    for rule in rules:
        for kind in ("", "selection-"):
            text = re.search(rf"(?:^|[;\s]){kind}color: \$(\w+)", rule)
            ground = re.search(rf"(?:^|[;\s]){kind}background(?:-color)?: \$(\w+)", rule)
            assert text is None or ground is None or (text[1], ground[1]) in checked, rule


def test_the_style_sheet_has_its_pictures(tokens: Tokens) -> None:
    for path in images(tokens).values():
        assert Path(path).is_file()


def test_a_theme_is_put_on_at_once(qapp: QApplication) -> None:
    theme.put_on("dark")
    assert theme.color("panel").name().upper() == DARK.panel
    assert DARK.panel in qapp.styleSheet()
    theme.put_on("light")
    assert theme.color("panel").name().upper() == LIGHT.panel


@pytest.fixture(params=["light", "dark"])
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Choice]:
    """A theme put on."""
    theme.put_on(request.param)
    yield request.param
    theme.put_on("light")


@pytest.mark.parametrize("kind", [LineEdit, QLineEdit, QPlainTextEdit])
def test_placeholders_can_be_read(look: Choice, kind: type[QWidget]) -> None:
    field = kind()
    field.ensurePolished()
    palette = field.palette()
    said, ground = palette.placeholderText().color(), palette.base().color()
    assert said.alpha() == 255  # else it is fainter than its colour says
    assert contrast(said.name(), ground.name()) >= _READ


def test_the_keyboard_shows_its_place_by_one_ring(look: Choice) -> None:
    """Where Tab comes by, Qt's own rectangle is not drawn inside the ring."""
    window = QWidget()
    column = QVBoxLayout(window)
    controls: list[QWidget] = [button("Go on", lambda: None), button("Link", lambda: None, "link")]
    controls += [QCheckBox("Box"), QRadioButton("Choice"), Combo()]
    for one in controls:
        column.addWidget(one)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    for one in controls:
        one.setFocus(Qt.FocusReason.OtherFocusReason)
        window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, on=False)
        by_mouse = one.grab().toImage()
        window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, on=True)
        assert one.grab().toImage() == by_mouse, one
    window.close()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_what_the_file_dialog_completes_can_be_read(look: Choice, tmp_path: Path) -> None:
    (tmp_path / "album").mkdir()
    dialog = QFileDialog(None, "", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(field, QLineEdit)
    completer = field.completer()
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    popup.ensurePolished()
    assert contrast(popup.palette().text().color().name(), popup.palette().base().color().name()) >= _READ
