"""A chart, with pyqtgraph: importing this takes half a second, so nobody does until one is shown."""

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from app.ui.look import theme
from app.ui.widgets.layouts import in_column
from app.ui.widgets.legend import Line

Ticks = list[tuple[float, str]]


class Chart(QWidget):
    """A plot that is only looked at: no menu, no tools, no dragging; it follows the theme."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__()
        self.plot = pg.PlotWidget()
        self.plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.setMenuEnabled(False)
        self.plot.plotItem.ctrlMenu.setParent(self)  # a window of its own else, which outlives the plot
        self.plot.hideButtons()
        self.plot.setAntialiasing(True)
        self.lines = list(lines)
        self.curves = [self._add(line) for line in lines]
        in_column(self.plot, on=self)
        self.restyle()

    def sizeHint(self) -> QSize:
        """What a small window has room for; the layout gives more."""
        return QSize(320, 150)

    def axis(self, side: str) -> "pg.AxisItem":
        """The axis on a side: "left", "right", "bottom"."""
        self.plot.showAxis(side)
        return self.plot.getAxis(side)

    def set_ticks(self, side: str, ticks: Ticks) -> None:
        """Say what stands where on an axis."""
        self.axis(side).setTicks([ticks])

    def restyle(self) -> None:
        """Put on the colours of now."""
        self.plot.setBackground(theme.color("panel"))
        font = QFont(self.font())
        font.setPixelSize(11)
        for side in ("left", "right", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setTextPen(theme.color("muted"))
            axis.setPen(pg.mkPen(theme.color("line")))
            axis.setTickPen(pg.mkPen(theme.color("line")))
            axis.setStyle(tickFont=font, tickLength=0, tickTextOffset=6, hideOverlappingLabels=False)
        for line, curve in zip(self.lines, self.curves, strict=True):
            curve.setPen(line.pen())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange) and hasattr(self, "curves"):
            self.restyle()
        super().changeEvent(event)

    def _add(self, line: Line) -> "pg.PlotDataItem":
        return self.plot.plot(pen=line.pen(), antialias=True)
