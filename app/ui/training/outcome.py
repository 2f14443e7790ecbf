"""What came of a retraining: curve, words, figures and the choice."""

from PySide6.QtWidgets import QBoxLayout, QWidget

from app.domain.model import Model
from app.ui.training.choice import Choice, Standing
from app.ui.training.model_job import ModelJob
from app.ui.training.proof import CurvePanel, Result
from app.ui.widgets.labels import panel
from app.ui.widgets.layouts import REST, in_column


class Outcome(QWidget):
    """The proof of one model, and what can be done with it.

    Attributes:
        curve: Its ROC.
        result: The proof in words and figures.
        choice: What can be done.
        row: Puts the panels beside each other or one below the other.
    """

    def __init__(self, job: ModelJob) -> None:
        super().__init__()
        self.curve = CurvePanel()
        self.curve.setMinimumHeight(244)
        self.result = Result()
        self.choice = Choice(job)
        self.words = panel()
        in_column(self.result, REST, self.choice, on=self.words, margins=(16, 14, 16, 14), spacing=8)
        self.row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(16)
        self.row.addWidget(self.curve, 3)
        self.row.addWidget(self.words, 4)

    def show_model(self, model: Model, base: str, standing: Standing, remark: str) -> None:
        """Show the proof that is kept with a model.

        Args:
            model: Which.
            base: Name of the model that it was trained from.
            standing: How it stands now.
            remark: What else must be known to read it, or "".
        """
        if self.curve.model != model:
            self.curve.show_model(model)
        self.result.show_model(model, base, remark)
        self.choice.show_standing(standing)
