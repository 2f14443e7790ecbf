"""Training anew without people who were forgotten or agree no more: that it can be done, and what it does."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QWidget

from app.domain.model import Model
from app.ui.look.texts import listed, tr
from app.ui.training import words
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import in_row
from app.ui.widgets.question import Question


class KeepsBanner(QFrame):
    """Says that models keep what they learnt of such people, and leads to the way out."""

    def __init__(self, ask: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "warning")
        self.text = label("", "plain", wrap=True)
        self.ask = button(tr("Retrain without them…"), ask)
        in_row((self.text, 1), self.ask, on=self, margins=(14, 10, 12, 10), spacing=12)
        self.hide()

    def show_models(self, models: Sequence[Model]) -> None:
        """Tell of these, the one that decides first."""
        self.setVisible(bool(models))
        lines = [
            tr("{model}: {what}", model=one.name, what=words.keeps(one))
            for one in sorted(models, key=lambda one: not one.active)
        ]
        self.text.setText("\n".join(lines))


class AskWithout(Question):
    """Whether to train anew, and what happens then."""

    def __init__(
        self, parent: QWidget, models: Sequence[Model], busy: str, then: Callable[[], object]
    ) -> None:
        sentence = tr(
            "A new model learns from everyone who is enrolled and agrees. What knows the others is deleted "
            "then, with all it read from faces: {models}. The new one decides if it proves better, else the "
            "published one does. This cannot be undone.",
            models=listed(one.name for one in models),
        )
        super().__init__(parent, tr("Retrain without them"), sentence)
        self._then = then
        on = self.add_buttons(tr("Train, then delete"), self._agreed, "danger")
        wait_for(on, busy)
        if busy:
            self.body.addWidget(label(busy, "small", wrap=True))

    def _agreed(self) -> None:
        self.accept()
        self._then()
