"""The folders of the library: which there are, whether they can be reached, and which are watched."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QFrame, QPushButton, QWidget

from app.core.errors import Cancelled, KithError
from app.domain.job import JobStatus
from app.domain.photo import Folder, FolderState, Moved
from app.engine.requests.photos import FindFolder, ImportFolder, ListFolders, WatchFolder
from app.ui.look.texts import facts, sentences, tr, tr_n
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.file_dialog import FileDialog
from app.ui.widgets.fit import fit
from app.ui.widgets.labels import Elided, label, pill
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.scroll import scrolled


class Library(QObject):
    """The folders as the engine lists them, and what is asked of them.

    Attributes:
        folders: Of the library, and others in which photos lie.

    Signals:
        changed: Another list of folders, or one is being looked for.
        read: A folder is to be read; its path.
        renewed: A watched folder was read by itself.
    """

    changed = Signal()
    read = Signal(object)
    renewed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.folders: tuple[Folder, ...] = ()
        self._looking: set[Path] = set()
        self._left: set[Path] = set()
        context.bridge.job_done.connect(self._job_done)

    def show_folders(self, folders: tuple[Folder, ...]) -> None:
        """Take another list."""
        if folders != self.folders:
            self.folders = folders
            self.changed.emit()

    def gone(self) -> list[Folder]:
        """Folders with photos that are not where they were, but those that were left so."""
        return [
            one
            for one in self.folders
            if one.state == FolderState.GONE and one.photos and one.path not in self._left
        ]

    def looks_for(self, folder: Path) -> bool:
        """Whether its photos are being looked for in another place."""
        return folder in self._looking

    def leave(self) -> None:
        """Ask no more for those that are gone, until the window is opened anew."""
        self._left |= {one.path for one in self.gone()}
        self.changed.emit()

    def watch(self, folder: Path, on: bool) -> None:
        """Read what is new in a folder by itself, or not."""
        self._context.bridge.ask(WatchFolder(folder, on), lambda _: self._ask(), self._fail)

    def find(self, folder: Path, window: QWidget) -> None:
        """Let the place be chosen where a folder is now, and take its photos along."""
        above = next((one for one in folder.parents if one.is_dir()), Path.home())
        dialog = FileDialog(window, tr("Where is {folder} now?", folder=folder.name), str(above))
        dialog.choose_folder()
        dialog.fileSelected.connect(lambda path: self.look_in(folder, Path(path)))
        dialog.open()

    def look_in(self, folder: Path, place: Path) -> None:
        """Look for a folder's photos in a place."""
        self._looking.add(folder)
        self.changed.emit()
        job = FindFolder(folder, place)
        self._context.bridge.ask(job, partial(self._found, folder), partial(self._not_found, folder))

    def _found(self, folder: Path, moved: Moved) -> None:
        self._looking.discard(folder)
        name, missing = moved.folder.name or moved.folder, moved.missing
        said = tr_n("{n} photo found in {folder}", "{n} photos found in {folder}", moved.found, folder=name)
        lost = tr_n("{n} is not there", "{n} are not there", missing) if missing else ""
        self._context.notices.say(facts(said, lost))
        if missing:
            self.read.emit(moved.folder)  # what was renamed in it is known by its content
        self._ask()

    def _not_found(self, folder: Path, error: KithError | Cancelled) -> None:
        self._looking.discard(folder)
        self.changed.emit()
        self._fail(error)

    def _fail(self, error: KithError | Cancelled) -> None:
        if isinstance(error, KithError):
            self._context.notices.error(error)

    def _ask(self) -> None:
        self._context.bridge.ask(ListFolders(), self.show_folders, lambda _: None)
        self.changed.emit()

    def _job_done(self, card: JobStatus) -> None:
        """The engine's own jobs have numbers below 0."""
        if card.id < 0 and card.kind == ImportFolder.__name__ and card.outcome == "done":
            self.renewed.emit()


class GoneBanner(QFrame):
    """Says that a folder is not where it was; hidden while all are."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library
        self.setProperty("role", "warning")
        self._title = Elided("", "bold")
        self._what = label("", "small", wrap=True)
        self._find = button(tr("Find folder…"), self._find_first)
        leave = button(tr("Leave it"), library.leave, "link", tip=tr("Names and faces stay"))
        words = in_column(self._title, self._what, spacing=4)
        in_row((words, 1), leave, self._find, on=self, margins=(16, 12, 16, 12), spacing=12)
        library.changed.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        gone = self._library.gone()
        self.setVisible(bool(gone))
        if not gone:
            return
        first, more = gone[0], len(gone) - 1
        title = tr("{folder} is not where it was", folder=first.path.name or first.path)
        self._title.setText(facts(title, tr_n("{n} more folder", "{n} more folders", more) if more else ""))
        keeps = tr_n("Its {n} photo keeps its names.", "Its {n} photos keep their names.", first.photos)
        self._what.setText(
            sentences(keeps, tr("Was it moved? Say where it is now. On a drive? Plug that in."))
        )
        wait_for(self._find, _looking(self._library, first))

    def _find_first(self) -> None:
        self._library.find(self._library.gone()[0].path, self)


class LibraryDialog(QDialog):
    """All folders, each with how much is in it and what can be done about it."""

    def __init__(self, library: Library, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Folders"))
        fit(self, 620, 460)
        self._library = library
        self._ground = QWidget()
        self._rows = in_column(REST, on=self._ground, spacing=12)
        done = button(tr("Done"), self.close, "primary")
        done.setDefault(True)
        said = tr("Photos are read where they lie, and are never changed, moved or copied.")
        in_column(
            label(said, "muted", wrap=True),
            (scrolled(self._ground, sideways=False), 1),
            in_row(REST, done),
            on=self,
            margins=(20, 18, 20, 18),
            spacing=12,
        )
        library.changed.connect(self._fill)
        self._fill()
        done.setFocus()

    def _fill(self) -> None:
        while self._rows.count() > 1:
            taken = self._rows.takeAt(0)
            if taken is not None and (old := taken.widget()) is not None:
                old.hide()
                old.deleteLater()
        for place, folder in enumerate(self._library.folders):
            self._rows.insertWidget(place, _FolderCard(self._library, folder))


class _FolderCard(QFrame):
    """One folder."""

    def __init__(self, library: Library, folder: Folder) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._library, self._folder = library, folder
        path = folder.path
        counts = facts(
            tr_n("{n} photo", "{n} photos", folder.photos),
            tr_n("{n} face", "{n} faces", folder.faces),
            tr_n("{n} could not be read", "{n} could not be read", folder.failed) if folder.failed else "",
        )
        gone = folder.state == FolderState.GONE
        title = in_row((Elided(path.name or str(path), "bold"), 1), spacing=8)
        if gone:
            title.addWidget(pill(tr("not where it was"), "warning"))
        words = in_column(title, Elided(str(path), "muted"), label(counts, "small"), spacing=4)
        if not gone and folder.watched is not None:
            words.addWidget(self._tick(watched=folder.watched))
        side = in_column(self._gone_button() if gone else self._here_button(), REST)
        in_row((words, 1), side, on=self, margins=(16, 12, 16, 12), spacing=16)

    def _tick(self, *, watched: bool) -> QCheckBox:
        tick = QCheckBox(tr("Read new photos in it by itself"))
        tick.setAccessibleName(tr("Read new photos in {folder} by itself", folder=self._folder.path.name))
        tick.setChecked(watched)
        tick.toggled.connect(lambda on: self._library.watch(self._folder.path, on))
        return tick

    def _here_button(self) -> QPushButton:
        path = self._folder.path
        return _named(tr("Look for new photos"), lambda: self._library.read.emit(path), path)

    def _gone_button(self) -> QPushButton:
        path = self._folder.path
        find = _named(tr("Find folder…"), lambda: self._library.find(path, self.window()), path)
        wait_for(find, _looking(self._library, self._folder))
        return find


def _named(text: str, then: Callable[[], object], folder: Path) -> QPushButton:
    """A button that is told from its like in other rows by those who hear it."""
    made = button(text, then)
    made.setAccessibleName(f"{text} {folder.name}")
    return made


def _looking(library: Library, folder: Folder) -> str:
    return tr("Its photos are being looked for") if library.looks_for(folder.path) else ""
