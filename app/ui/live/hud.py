"""Figures over the live picture: how fast it goes, what each stage takes, and whether it lags."""

from time import monotonic

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter

from app.domain.live import LiveFrame
from app.ui.live.overlay import chip
from app.ui.look.texts import facts, number, sentences, tr, tr_n

_LATE_MS = 150.0
"""Age of a frame, from the source to the screen, beyond which what is shown is late."""
_SLOW = 2 / 3
"""Share of the source's frames below which too few are shown."""
_STEADY = 0.8
"""Share of what was before in the figure of the age: one late frame is no lag."""


class Hud:
    """Says how live view goes.

    Attributes:
        shown: Whether the user wants to see it.
        place: Where it was painted last.
    """

    def __init__(self) -> None:
        self.shown = True
        self.place = QRectF()
        self._seen: LiveFrame | None = None
        self._age = 0.0

    def clear(self) -> None:
        """There is nothing to tell of."""
        self._seen, self._age, self.place = None, 0.0, QRectF()

    def see(self, seen: LiveFrame) -> None:
        """Take in the newest frame, as it is about to be shown."""
        self._age = _STEADY * self._age + (1 - _STEADY) * 1000 * (monotonic() - seen.came)
        self._seen = seen

    @property
    def lag(self) -> str:
        """In what it lags, in words; "" while it does not."""
        seen = self._seen
        if seen is None:
            return ""
        if self._age > _LATE_MS:
            return tr("The picture is {late} ms late.", late=number(self._age))
        if 0 < seen.fps < _SLOW * seen.rate:
            fps, rate = number(seen.fps), number(seen.rate)
            return tr("{fps} of the {rate} frames a second are shown.", fps=fps, rate=rate)
        return ""

    def said(self) -> str:
        """The figures."""
        seen = self._seen
        if seen is None:
            return ""
        times = seen.times
        return facts(
            *([tr("{fps} fps", fps=number(seen.fps))] if seen.fps else []),
            tr("detect {detect} ms", detect=number(times.detect)),
            tr("embed {embed} ms", embed=number(times.embed)),
            tr("{late} ms late", late=number(self._age)),
            tr("{count} dropped", count=number(seen.dropped)),
            tr_n("{n} face", "{n} faces", len(seen.faces)),
        )

    def explained(self) -> str:
        """What the figures mean."""
        return sentences(
            *filter(None, [self.lag]),
            tr("fps: frames shown a second."),
            tr("detect: finding the faces of a frame."),
            tr("embed: telling who those are that show something new."),
            tr("late: from the camera to the screen."),
            tr("dropped: frames passed over because newer ones were there."),
        )

    def paint(self, painter: QPainter, corner: QPointF, font: QFont) -> QPointF:
        """Paint the figures with their lower left at a corner; return where something else may stand."""
        self.place = QRectF()
        if not self.shown or not (said := self.said()):
            return corner
        self.place = chip(painter, said, corner, font, warning=bool(self.lag))
        return corner - QPointF(0, 32)
