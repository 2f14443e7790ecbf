"""What is said over the last picture of a source that was lost."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.ui.live import lost

SAID = (
    "http://127.0.0.1:34075/video gives no more pictures.",
    "It is silent. Kith tries again until it is back.",
)


def test_words_stay_in_the_room_that_name_and_button_leave(qapp: QApplication) -> None:
    for height in (160, 200, 300, 700):
        picture = QImage(240, height, QImage.Format.Format_RGB32)
        picture.fill(0)
        painter = QPainter(picture)
        lost.paint(painter, SAID, QRectF(0, 52, 240, height - 104), QRectF(), QFont())
        painter.end()
        lit = [
            y for y in range(height) if any(picture.pixelColor(x, y) != QColor("black") for x in range(240))
        ]
        assert lit
        assert 52 <= min(lit) <= max(lit) < height - 52
