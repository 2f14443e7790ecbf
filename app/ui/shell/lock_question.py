"""The question before a locking that would end something."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.core.text import Text
from app.ui.look.texts import listed, tr
from app.ui.widgets.question import Question


class LockQuestion(Question):
    """Names what would end, which is not begun again by itself."""

    def __init__(self, parent: QWidget, ending: Sequence[Text], then: Callable[[], object]) -> None:
        super().__init__(
            parent,
            tr("Lock while something is under way?"),
            tr("This ends and is not begun again by itself: {jobs}.", jobs=listed(ending)),
        )

        def lock() -> None:
            self.accept()
            then()

        self.add_buttons(tr("Lock"), lock)
