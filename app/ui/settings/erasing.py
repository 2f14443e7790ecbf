"""Erasing faces for good, in one place: of strangers, of photos that are gone, of a folder, of long ago."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import shiboken6
from PySide6.QtWidgets import QCheckBox, QRadioButton, QWidget

from app.core.errors import Cancelled, KithError
from app.domain.erasing import Erasing, Which
from app.domain.erasure import Erasure, erased_text
from app.engine.requests.people import Erase, WouldErase
from app.ui.look.texts import shown, tr, tr_n
from app.ui.settings.choices import Choices
from app.ui.settings.section import Choice, Section, words
from app.ui.settings.terms import Terms, tell_clock
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button, say
from app.ui.widgets.file_dialog import FileDialog
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import REST, in_row
from app.ui.widgets.question import Question

_DAYS = (30, 90, 365, 1095)


class ErasingSection(Section):
    """Leads to the question of what is to be erased, and says who agrees no more.

    Attributes:
        ask: Asks what is to be erased.
        terms: Who agrees no more, or whose term ends soon.
        switch: Whether they are erased without being asked for.
    """

    def __init__(self, context: Context, choices: Choices) -> None:
        super().__init__(tr("Erase for good"))
        self._context, self._choices = context, choices
        self.column.addWidget(
            words(
                tr(
                    "Faces of strangers and of photos that you deleted stay until they are erased. A person "
                    "is erased on their page, with Forget. Your own photo files stay where they are."
                ),
                "small",
            )
        )
        self.ask = button(tr("Erase faces…"), lambda: AskErase(self, context).open())
        self.column.addLayout(in_row(self.ask, REST))
        self.terms = Terms(context)
        self.column.addWidget(self.terms)
        self.switch = self.add_switch(
            tr("Erase who agrees no more"),
            tr("When Kith starts and once a day: people who withdrew, or whose term is over."),
            lambda on: choices.change(erase_lapsed=on),
        )
        choices.stored.connect(self._show)
        choices.saved.connect(lambda name: self.say_saved() if name == "erase_lapsed" else None)

    def read(self) -> None:
        """Ask who agrees no more."""
        self.terms.read()

    def _show(self) -> None:
        if self._choices.now is not None:
            self.switch.setEnabled(True)
            self.switch.setChecked(self._choices.now.erase_lapsed)


class AskErase(Question):
    """What is to be erased, and how much that is, before anything is done.

    Attributes:
        kinds: The choices, by what they stand for.
        named: Whether faces with a name go too.
        days: How long is kept, of what is older.
        clock: Says where the computer's clock is not believed.
        found: How much it is.
        erase: Does it.
    """

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent, tr("Erase faces"))
        self._context = context
        self._folder: Path | None = None
        self.kinds = {which: QRadioButton(text) for which, text in _kinds()}
        for made in self.kinds.values():
            self.body.addWidget(made)
            made.toggled.connect(self._look)
        self.choose = button(tr("Choose a folder…"), self._ask_folder, icon="folder-open")
        self.body.addLayout(in_row(self.choose, REST))
        self.days = Choice([(str(days), _in_words(days)) for days in _DAYS], lambda _: self._look())
        self.days.setAccessibleName(tr("How long faces and visits are kept"))
        self.body.addWidget(self.days)
        self.named = QCheckBox(tr("Faces with a name too; who has none left is forgotten"))
        self.named.toggled.connect(self._look)
        self.body.addWidget(self.named)
        self.clock = label(wrap=True)
        self.clock.hide()
        self.body.addWidget(self.clock)
        self.found = label("", "strong", wrap=True)
        self.body.addWidget(self.found)
        self.body.addWidget(label(tr("This cannot be undone."), "muted"))
        self.erase = self.add_buttons(tr("Erase for good"), self._erase, "danger")
        self.kinds[Which.STRANGERS].setChecked(True)
        tell_clock(context, self.clock)

    @property
    def wanted(self) -> Erasing | None:
        """What is chosen, or None while no folder is."""
        which = next(which for which, made in self.kinds.items() if made.isChecked())
        if which is Which.FOLDER and self._folder is None:
            return None
        named = self.named.isChecked() and which is not Which.STRANGERS
        before = date.today() - timedelta(int(self.days.value)) if which is Which.OLDER else None
        return Erasing(which, self._folder if which is Which.FOLDER else None, before, named)

    def choose_folder(self, folder: Path) -> None:
        """Take a folder, and look at what is in it."""
        self._folder = folder
        say(self.choose, shown(folder.name or str(folder)))
        self._look()

    def _ask_folder(self) -> None:
        dialog = FileDialog(self, tr("Erase the faces of a folder"))
        dialog.choose_folder()
        dialog.fileSelected.connect(lambda path: self.choose_folder(Path(path)))
        dialog.open()

    def _look(self) -> None:
        """Say how much it is, once the engine knows."""
        self.choose.setVisible(self.kinds[Which.FOLDER].isChecked())
        self.days.setVisible(self.kinds[Which.OLDER].isChecked())
        self.named.setEnabled(not self.kinds[Which.STRANGERS].isChecked())
        self.erase.setEnabled(False)
        wanted = self.wanted
        self.found.setText(tr("Counting") if wanted is not None else "")
        if wanted is not None:
            self._context.bridge.ask(WouldErase(wanted), self._if(wanted, self._tell), self._failed)

    def _if(self, wanted: Erasing, then: Callable[[Erasure], object]) -> Callable[[Erasure], object]:
        """Heed an answer only if it is still the one asked for."""
        return lambda found: then(found) if shiboken6.isValid(self) and self.wanted == wanted else None

    def _tell(self, found: Erasure) -> None:
        self.found.setText(shown(erased_text(found, would=True)))
        self.erase.setEnabled(any(found.counts().values()))

    def _failed(self, error: KithError | Cancelled) -> None:
        self._context.notices.error(error)

    def _erase(self) -> None:
        wanted = self.wanted
        if wanted is None:
            return
        notices = self._context.notices
        self.accept()
        self._context.bridge.ask(
            Erase(wanted), lambda done: notices.say(shown(erased_text(done))), notices.error
        )


def _kinds() -> tuple[tuple[Which, str], ...]:
    return (
        (Which.STRANGERS, tr("All faces without a name")),
        (Which.GONE, tr("Faces of photos that are gone")),
        (Which.FOLDER, tr("Faces of the photos in a folder")),
        (Which.OLDER, tr("Faces and visits kept for longer than")),
    )


def _in_words(days: int) -> str:
    return tr_n("{n} day", "{n} days", days)
