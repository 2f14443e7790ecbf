"""Copies of the gallery: how many there are, one more, here or elsewhere, and bringing one back."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from app.core.errors import Cancelled, KithError
from app.domain.backup import Backup, Restored
from app.engine.requests.backup import BackUp, ListBackups, Restore
from app.ui.look.texts import facts, number, tr, tr_n
from app.ui.settings.section import words
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.file_dialog import FileDialog
from app.ui.widgets.layouts import in_column, in_row
from app.ui.widgets.problem import Problem


class Copies(QWidget):
    """What is kept, with buttons to make a copy and to restore one.

    Attributes:
        told: What is kept, or what came of the last step.
        where: Where one more may go.
        menu: The copies to restore, the newest first, and one that lies elsewhere.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.told = words("")
        self._problem = Problem()
        self._problem.hide()
        self._make = button(tr("Copy now"), lambda: None, icon="copy")
        self.where = QMenu(self)
        self.where.addAction(tr("Beside the others"), self.copy_to)
        self.where.addAction(tr("To a file…"), self._choose_target)
        self._make.setMenu(self.where)
        self._restore = button(tr("Restore"), lambda: None)
        self.menu = QMenu(self)
        self._restore.setMenu(self.menu)
        self._fill(())
        row = in_row((self.told, 1), self._make, self._restore, spacing=12)
        in_column(row, self._problem, on=self, spacing=8)

    def look(self) -> None:
        """Ask which there are."""
        self._context.bridge.ask(ListBackups(), self._take)

    def _take(self, found: tuple[Backup, ...]) -> None:
        self.told.setText(
            tr_n(
                "{n} copy of people and faces is kept, of {moment}",
                "{n} copies of people and faces are kept, the newest of {moment}",
                len(found),
                moment=found[0].made.astimezone(),
            )
            if found
            else tr("No copy of people and faces is kept yet: one is made each day while the window is open")
        )
        self._fill(found)

    def _fill(self, found: tuple[Backup, ...]) -> None:
        self.menu.clear()
        for one in found:
            size = tr("{size} MB", size=number(one.size / 1e6, 1))
            said = facts(one.made.astimezone(), size)
            self.menu.addAction(said, partial(self.bring, one.path))
        self.menu.addAction(tr("From a file…"), self._choose_source)

    def _choose_target(self) -> None:
        dialog = FileDialog(self, tr("Copy people and faces to a file"), "kith-copy.db", _kinds())
        dialog.setAcceptMode(FileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("db")
        dialog.fileSelected.connect(lambda path: self.copy_to(Path(path)))
        dialog.open()

    def copy_to(self, target: Path | None = None) -> None:
        """Make a copy, beside the others or in the place of a file."""
        wait_for(self._make, tr("A copy is being made"))
        self._problem.hide()
        self._context.bridge.ask(BackUp(target), self._made, self._failed)

    def _made(self, made: Backup) -> None:
        wait_for(self._make, "")
        if made.keys is None:
            self.look()
            return
        self.told.setText(
            tr(
                "Copied to {path}. Only {keys} beside it opens it: whoever is forgotten is taken out of that",
                path=str(made.path),
                keys=made.keys.name,
            )
        )

    def _choose_source(self) -> None:
        dialog = FileDialog(self, tr("Restore a copy"), kinds=_kinds())
        dialog.setFileMode(FileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.bring(Path(path)))
        dialog.open()

    def bring(self, copy: Path) -> None:
        """Put back what a copy holds; what was there before becomes the newest copy."""
        self._problem.hide()
        self.told.setText(tr("Restoring: this takes a few seconds"))
        self._context.bridge.ask(Restore(copy), self._restored, self._failed)

    def _restored(self, done: Restored) -> None:
        self._context.bridge.ask(ListBackups(), self._fill)
        there = tr_n("Restored: {n} person", "Restored: {n} people", done.people)
        gone = (
            tr_n("{n} forgotten since stays so", "{n} forgotten since stay so", done.forgotten)
            if done.forgotten
            else ""
        )
        self.told.setText(facts(there, gone, tr("what was there before is the newest copy now")))

    def _failed(self, error: KithError | Cancelled) -> None:
        wait_for(self._make, "")
        self.look()
        if isinstance(error, KithError):
            self._problem.show_error(error)
            self._problem.show()


def _kinds() -> str:
    return tr("Copies of Kith (*.db)")
