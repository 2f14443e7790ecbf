import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from app.ui.widgets.wrapped import wrapped


@pytest.mark.parametrize("most", [1, 2, 3])
def test_what_fits_is_whole_and_no_line_is_too_long(qapp: QApplication, most: int) -> None:
    font = QFont()
    metrics = QFontMetrics(font)
    width = metrics.horizontalAdvance("Gerhard Fritz ")
    assert wrapped("", font, width, most) == []
    assert wrapped("Noor", font, width, most) == ["Noor"]
    lines = wrapped("Gerhard Fritz Kurt Schroeder of Mossenberg and elsewhere", font, width, most)
    assert len(lines) == most
    assert lines[-1].endswith("…")
    assert all(metrics.horizontalAdvance(line) <= width for line in lines)
    assert len(wrapped("x" * 200, font, width, most)) == most


def test_a_name_that_takes_all_its_lines_is_not_elided(qapp: QApplication) -> None:
    font = QFont()
    width = QFontMetrics(font).horizontalAdvance("Schwarzenegger") + 2
    assert wrapped("Arnold Schwarzenegger", font, width) == ["Arnold", "Schwarzenegger"]
