"""What to judge, and which models."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QRadioButton, QWidget

from app.domain.model import Model
from app.ui.look.texts import tr
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialog import FileDialog
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.layouts import in_column, in_row
from app.ui.widgets.popup_list import Combo


class Setup(QFrame):
    """The people enrolled or a folder; one model, or one against another.

    Attributes:
        folder: The folder chosen, or None.

    Signals:
        changed: Something else is chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.folder: Path | None = None
        self.mine = QRadioButton(tr("My people"))
        self.other = QRadioButton(tr("A folder, with one for each person"))
        self.mine.setChecked(True)
        self.choose_button = button(tr("Choose…"), self.choose)
        self.choose_button.setAccessibleName(tr("Choose a folder"))
        self._path = Elided("", "muted")
        self.model, self.against = Combo(), Combo()
        self._picked = False
        self.model.activated.connect(self._pick)
        self._lay_out()
        self.mine.toggled.connect(self._show)
        for box in (self.model, self.against):
            box.currentIndexChanged.connect(self.changed)
        self._show()

    @property
    def on_folder(self) -> bool:
        """Whether a folder is to be judged."""
        return self.other.isChecked()

    @property
    def chosen(self) -> tuple[str, str, Path | None]:
        """Identifiers of the model and of the other or "", and the folder or None."""
        folder = self.folder if self.on_folder else None
        return self.model.currentData() or "", self.against.currentData() or "", folder

    def show_models(self, cards: Sequence[Model]) -> None:
        """Offer these, newest first: what the user chose, else the one that decides."""
        active = next((card.id for card in cards if card.active), "")
        for box, wanted in ((self.model, active), (self.against, "")):
            before = box.currentData() if self._picked or box is self.against else None
            box.blockSignals(True)
            box.clear()
            if box is self.against:
                box.addItem(tr("nothing"), "")
            for card in reversed(cards):
                text = tr("{name} (in use)", name=card.name) if card.active else card.name
                box.addItem(text, card.id)
            place = box.findData(wanted if before is None else before)
            box.setCurrentIndex(max(place, 0))
            box.blockSignals(False)
        self.changed.emit()

    def _pick(self) -> None:
        self._picked = True

    def choose(self) -> None:
        """Ask for a folder."""
        dialog = FileDialog(self, tr("Folder with one for each person"))
        dialog.choose_folder()
        dialog.fileSelected.connect(self.take)
        dialog.open()

    def take(self, folder: str) -> None:
        """Judge this folder."""
        if folder:
            self.folder = Path(folder)
            self._path.setText(folder)
            self.other.setChecked(True)
            self.changed.emit()

    def _show(self) -> None:
        if self.on_folder and self.folder is None and self.isVisible():
            self.choose()
        self.changed.emit()

    def _lay_out(self) -> None:
        kinds = in_row(self.mine, self.other, self.choose_button, (self._path, 1), spacing=12)
        models = QGridLayout()
        models.setHorizontalSpacing(12)
        pairs = ((tr("Model"), self.model), (tr("Compared with"), self.against))
        for place, (text, box) in enumerate(pairs):
            box.setAccessibleName(text)
            box.setMinimumWidth(160)
            box.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            models.addWidget(label(text, "muted"), 0, 2 * place)
            models.addWidget(box, 0, 2 * place + 1)
            models.setColumnStretch(2 * place + 1, 1)
        inside = QWidget()
        inside.setLayout(models)
        models.setContentsMargins(0, 0, 0, 0)
        in_column(kinds, inside, on=self, margins=(16, 12, 16, 12), spacing=10)
