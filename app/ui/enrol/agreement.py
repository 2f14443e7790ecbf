"""What somebody agrees to before anything of them is kept: what for, until when, and that they do."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QWidget

from app.core.text import Text, capital
from app.domain.consent import MOST, PURPOSES, Consent, purpose_of, years_on
from app.ui.look.texts import shown, tr, tr_n
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import in_column, in_row
from app.ui.widgets.popup_list import Combo

_YEARS = (1, 2)


class Agreement(QWidget):
    """Two boxes, and a tick beside the words that follow from them.

    Attributes:
        purpose: What for; another purpose can be typed.
        term: Until when.
        tick: That they agree. It goes where what they agree to changes.
        words: What they agree to.
    """

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self.purpose, self.term, self.tick = Combo(), Combo(), QCheckBox()
        self.words = _Clickable(self.tick)
        self._choices = QWidget()
        self._fill()
        in_column(
            label(tr("What for"), "muted"),
            self.purpose,
            label(tr("Until when"), "muted"),
            self.term,
            on=self._choices,
            spacing=8,
        )
        in_column(
            self._choices,
            in_row((self.tick, 0, Qt.AlignmentFlag.AlignTop), (self.words, 1), spacing=0),
            label(
                tr("A name is a likeness, no proof: it should open no door or account."), "small", wrap=True
            ),
            on=self,
            spacing=8,
        )
        self.purpose.editTextChanged.connect(self._changed)
        self.term.currentIndexChanged.connect(self._changed)

    @property
    def missing(self) -> str:
        """What is still to be said, in words; "" where nothing is."""
        if not self.purpose.currentText().strip():
            return tr("Say first what it is for.")
        return "" if self.tick.isChecked() else tr("Tick that {name} agrees first.", name=self._name)

    def consent(self) -> Consent:
        """What they agree to, from now on.

        Raises:
            ValueError: No purpose is said.
        """
        return Consent(purpose_of(self.purpose.currentText()), self.term.currentData())

    def begin(self, purpose: Text | None = None) -> None:
        """Ask anew; where somebody agreed to a purpose before, to that one for a year."""
        known = -1 if purpose is None else self.purpose.findText(capital(shown(purpose)))
        self.purpose.setCurrentIndex(max(0, known))
        if purpose is not None and known < 0:  # their own words
            self.purpose.setEditText(shown(purpose))
        self.term.setCurrentIndex(self.term.count() - 1 if purpose is None else 0)
        self.tick.setChecked(False)

    def let_edit(self, *, editable: bool) -> None:
        """Whether it can be changed; else only the words are shown."""
        self._choices.setVisible(editable)
        self.setEnabled(editable)

    def about(self, name: str) -> None:
        """Say whose agreement it is."""
        self._name = name or tr("This person")
        self._say()

    def focus(self) -> None:
        """Go to what is missing."""
        typed = self.purpose.currentText().strip()
        (self.tick if typed else self.purpose).setFocus()

    def _fill(self) -> None:
        for box in (self.purpose, self.term):  # as wide as there is room, whatever they hold
            box.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.purpose.setEditable(True)
        self.purpose.setInsertPolicy(Combo.InsertPolicy.NoInsert)
        line = self.purpose.lineEdit() or QLineEdit()
        line.setMaxLength(MOST)
        self.purpose.addItems([capital(shown(one)) for one in PURPOSES])
        self.purpose.setAccessibleName(tr("What for"))
        today = date.today()
        for years in _YEARS:
            self.term.addItem(tr_n("{n} year", "{n} years", years), years_on(today, years))
        self.term.addItem(tr("No end"), None)
        self.term.setAccessibleName(tr("Until when"))

    def _changed(self) -> None:
        self.tick.setChecked(False)
        self._say()

    def _say(self) -> None:
        said = self.purpose.currentText().strip()
        agreed = self.consent().agreed(self._name) if said else ""
        self.words.setText(shown(agreed) if agreed else tr("Say first what it is for."))
        self.tick.setAccessibleName(self.words.text())


class _Clickable(QLabel):
    """The words of a checkbox, over several lines."""

    def __init__(self, box: QCheckBox) -> None:
        super().__init__()
        self._box = box
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "small")
        self.setWordWrap(True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """As on the box itself."""
        if self.isEnabled() and self.rect().contains(event.position().toPoint()):
            self._box.toggle()
