"""Text on a few lines: it wraps, and only what does not fit on the last line is elided."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption


def wrapped(text: str, font: QFont, width: int, most: int = 2) -> list[str]:
    """The lines of a text.

    Args:
        text: The text; "" has no line.
        font: In which it is written.
        width: Pixels that a line may take.
        most: Lines that it may take; the last ends in an ellipsis where it is too long.
    """
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(text) <= width:
        return [text] if text else []
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while (line := layout.createLine()).isValid() and len(starts) < most:
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    parts = [text[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)]
    return [metrics.elidedText(part, Qt.TextElideMode.ElideRight, width) for part in parts if part]
