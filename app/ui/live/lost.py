"""What is painted over the last picture of a source that was lost."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from app.core.errors import KithError
from app.core.text import sentence
from app.ui.look.texts import shown, tr

_DIM = QColor(16, 20, 19, 195)
_SOFT = QColor("#C9D1CF")
_MARGIN = 24


def words(error: KithError) -> tuple[str, str]:
    """What happened, and what is known and done about it."""
    why = sentence(shown(error.why))
    return sentence(shown(error.what)), " ".join(
        filter(None, (why, tr("Kith tries again until it is back.")))
    )


def paint(painter: QPainter, error: KithError, whole: QRectF, picture: QRectF, font: QFont) -> None:
    """Dim the picture, and say over it what happened."""
    painter.fillRect(picture, _DIM)
    middle = whole.adjusted(_MARGIN, 0, -_MARGIN, 0)
    flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)
    what, more = words(error)
    large, small = _font(font, 16, bold=True), _font(font, 13, bold=False)
    painter.setFont(large)
    height = painter.boundingRect(middle, flags, what).height()
    painter.setPen(Qt.GlobalColor.white)
    painter.drawText(middle.adjusted(0, middle.height() / 2 - height - 4, 0, 0), flags, what)
    painter.setFont(small)
    painter.setPen(_SOFT)
    painter.drawText(middle.adjusted(0, middle.height() / 2 + 4, 0, 0), flags, more)


def _font(font: QFont, pixels: int, *, bold: bool) -> QFont:
    made = QFont(font)
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made
