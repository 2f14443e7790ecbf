"""What the window says when the engine died: that it was started again, or that it cannot be."""

from PySide6.QtWidgets import QFrame, QWidget

from app.core.errors import KithError
from app.ui.link.bridge import Bridge
from app.ui.link.debounce import debounce
from app.ui.look.texts import tr
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import in_column, in_row
from app.ui.widgets.problem import Problem

_SHOWN_MS = 15000


class EngineNotice(QWidget):
    """A line above the page; nothing while all is well."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._restarted = QFrame()
        self._restarted.setProperty("role", "warning")
        self._text = label("", "plain", wrap=True)
        in_row(
            (self._text, 1), button(tr("Close"), self.hide, "link"), on=self._restarted, margins=(16, 8, 8, 8)
        )
        self._problem = Problem()
        in_column(self._restarted, self._problem, on=self, margins=(24, 12, 24, 0))
        self._timer = debounce(self, _SHOWN_MS, self.hide)
        self.hide()
        bridge.restarted.connect(self._tell_restarted)
        bridge.lost.connect(self._tell_lost)
        bridge.ready.connect(self._ready)

    @property
    def text(self) -> str:
        """What is said, or ""."""
        return "" if self.isHidden() else self._text.text()

    def _tell_restarted(self, _: int) -> None:
        self._text.setText(tr("Kith's engine stopped and is being started again. Nothing saved is lost."))
        self._show(self._restarted)

    def _ready(self, stage: str) -> None:
        if stage == "library" and self._restarted.isVisibleTo(self):
            self._text.setText(tr("Kith's engine stopped and was started again. Nothing saved was lost."))
            self._timer.start()

    def _tell_lost(self, error: KithError) -> None:
        again = button(tr("Start it again"), self._start_again, "primary")
        self._problem.show_error(error, [again])
        self._show(self._problem)

    def _start_again(self) -> None:
        self.hide()
        self._bridge.start()

    def _show(self, one: QWidget) -> None:
        self._restarted.setVisible(one is self._restarted)
        self._problem.setVisible(one is self._problem)
        self._timer.stop()
        self.show()
