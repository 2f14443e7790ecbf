"""An evaluation as the window follows it."""

from pathlib import Path

from PySide6.QtCore import QObject

from app.domain.evaluation import Evaluation
from app.engine.requests.evaluating import Evaluate
from app.ui.link.bridge import Bridge
from app.ui.link.job import JobFollower


class Run(JobFollower):
    """One evaluation at a time.

    Attributes:
        found: What the last one found, or None.
    """

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(bridge, parent)
        self.found: Evaluation | None = None

    def evaluate(self, model: str, against: str, folder: Path | None) -> None:
        """Judge a model, perhaps against another, on a folder or on the people enrolled."""
        self.start(Evaluate(model, against, folder), self._keep)

    def _keep(self, found: Evaluation) -> None:
        self.found = found
