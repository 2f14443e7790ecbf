"""What is painted over the last picture of a source that was lost."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from app.core.errors import KithError
from app.core.text import sentence
from app.ui.look.texts import shown, tr

_DIM = QColor(16, 20, 19, 195)
_SOFT = QColor("#C9D1CF")
_MARGIN = 24


def words(error: KithError, *, for_good: bool = False) -> tuple[str, str]:
    """What happened, and what is known and done about it, or is to be done where nothing is tried again."""
    why = sentence(shown(error.why))
    done = sentence(shown(error.remedy)) if for_good else tr("Kith tries again until it is back.")
    return sentence(shown(error.what)), " ".join(filter(None, (why, done)))


def paint(painter: QPainter, said: tuple[str, str], whole: QRectF, picture: QRectF, font: QFont) -> None:
    """Dim the picture, and say over it what happened, in `words`."""
    painter.fillRect(picture, _DIM)
    middle = whole.adjusted(_MARGIN, 0, -_MARGIN, 0)
    flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)
    what, more = said
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
