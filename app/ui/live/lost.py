"""What is painted over the last picture of a source that was lost."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from app.core.errors import KithError
from app.core.text import sentence
from app.ui.look.texts import shown, tr

_DIM = QColor(16, 20, 19, 195)
_SOFT = QColor("#C9D1CF")
_MARGIN, _GAP = 24, 8
_SMALL = 260
"""Pixels of height below which letters are small."""


def words(error: KithError, *, for_good: bool = False) -> tuple[str, str]:
    """What happened, and what is known and done about it, or is to be done where nothing is tried again."""
    why = sentence(shown(error.why))
    done = sentence(shown(error.remedy)) if for_good else tr("Kith tries again until it is back.")
    return sentence(shown(error.what)), " ".join(filter(None, (why, done)))


def paint(painter: QPainter, said: tuple[str, str], room: QRectF, picture: QRectF, font: QFont) -> None:
    """Dim the picture, and say in the middle of the room there is what happened, in `words`.

    In a small room letters are small, and what does not fit below is left out.
    """
    painter.fillRect(picture, _DIM)
    within = room.adjusted(_MARGIN, 0, -_MARGIN, 0)
    flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)
    large = _font(font, 16 if room.height() > _SMALL else 13, bold=True)
    small = _font(font, 13 if room.height() > _SMALL else 12, bold=False)
    what, more = said
    painter.setFont(small)
    below = _GAP + painter.boundingRect(within, flags, more).height()
    painter.setFont(large)
    height = painter.boundingRect(within, flags, what).height()
    top = max(0.0, (within.height() - height - below) / 2)
    painter.setPen(Qt.GlobalColor.white)
    painter.drawText(within.adjusted(0, top, 0, 0), flags, what)
    painter.setFont(small)
    painter.setPen(_SOFT)
    painter.drawText(within.adjusted(0, top + height + _GAP, 0, 0), flags, more)


def _font(font: QFont, pixels: int, *, bold: bool) -> QFont:
    made = QFont(font)
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made
