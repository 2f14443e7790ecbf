"""The Photos page: folders in, faces sorted into people, names on them."""

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.core.errors import Cancelled, KithError, UsageError
from app.core.text import say
from app.domain.photo import Counts, Folder, ImportReport
from app.engine.protocol import Progress
from app.engine.requests.photos import GetCounts, ImportFolder, ListFolders
from app.ui.link.when_seen import WhenSeen
from app.ui.look import theme
from app.ui.look.texts import tr
from app.ui.photos.banners import ImportBanner
from app.ui.photos.board import Board
from app.ui.photos.cluster_view import ClusterView
from app.ui.photos.folder_box import FolderBox
from app.ui.photos.imports import Imports
from app.ui.photos.library import GoneBanner, Library, LibraryDialog
from app.ui.photos.review import ReviewView
from app.ui.photos.session import PhotosSession
from app.ui.photos.similar import SimilarFaces
from app.ui.photos.states import Failed, Sorting, empty_state
from app.ui.photos.viewer import Viewer
from app.ui.photos.words import how_much, was_read
from app.ui.shell.context import Context
from app.ui.shell.page import Page
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.drops import Drops
from app.ui.widgets.file_dialog import FileDialog

_LAST_FOLDER = "photos/folder"
_COUNT_MS = 300


class PhotosPage(Page):
    """Photos, from a folder to people with names.

    Attributes:
        imports: The folders being read.
        library: The folders there are.
        faces: The faces as they are sorted.
        sorter: What sorts them.
        board: Clusters, single faces, people, strangers, failed files.
        cluster: One cluster whole.
        review: One question at a time.
    """

    resumes = ImportFolder.__name__

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Photos"))
        Drops(self, self._take_dropped).over.connect(self._set_dropping)
        self.imports = Imports(context.bridge, context.memory, self)
        self._session = PhotosSession(context.bridge, self)
        self.faces, self.sorter = self._session.faces, self._session.sorter
        self._counts: Counts | None = None
        self._dropping = False
        self._reading = False
        self.library = Library(context, self)
        self._folder_box = FolderBox()
        self._again = button(
            tr("Sort again"), self.sorter.sort, "link", tip=tr("With all that was named since")
        )
        self._kept = button(tr("Folders…"), lambda: LibraryDialog(self.library, self).open(), "link")
        self._add = button(tr("Add folder…"), self.choose_folder, icon="folder-plus")
        for tool in (self._folder_box, self._again, self._kept, self._add):
            self.tools.addWidget(tool)
        self._banner = ImportBanner(self.imports)
        self._empty = empty_state(self.choose_folder)
        self._sorting = Sorting(self.sorter.cancel)
        self._failed = Failed(self.sorter.sort)
        self.board = Board(context, self.faces, self.choose_folder)
        self.cluster = ClusterView(context, self.faces)
        self.review = ReviewView(context, self.faces)
        self._stack = QStackedWidget()
        for one in (self._empty, self._sorting, self._failed, self.board, self.cluster, self.review):
            self._stack.addWidget(one)
        for stack in (self._stack, self.board.parts):
            stack.currentChanged.connect(context.notices.settle)
        self.body.addWidget(self._banner)
        self.body.addWidget(GoneBanner(self.library))
        self.body.addWidget(self._stack, 1)
        self._timer = WhenSeen(self, _COUNT_MS, self._count)
        self._listen()
        self._note_keys()
        self._count()
        self._show_state()

    def enter(self, *task: object) -> None:
        """Show where things stand; a path is a folder to add, `"choose"` asks for one, `"person"` and an id
        shows all photos with somebody."""
        match task:
            case (Path() as folder,):
                self.add_folder(folder)
            case ("choose",):
                self.choose_folder()
            case ("person", int(person)):
                if self._stack.currentWidget() in (self.cluster, self.review):
                    self._show_board()
                self.board.show_photos_of(person)
        self._timer.start()  # a folder may have gone meanwhile
        if self._stack.currentWidget() is self.board:
            self.board.focus_rows()

    def own_lower_bar(self) -> QWidget | None:
        """What can be done with the clusters chosen."""
        return self.board.lower_bar() if self._stack.currentWidget() is self.board else None

    def peel(self) -> bool:
        """One step back: out of a field, out of what is chosen, out of a cluster or the review."""
        view = self._stack.currentWidget()
        if view is self.board:
            return self.board.peel()
        if view is self.cluster:
            self.cluster.peel()
        elif view is self.review:
            self.review.peel()
        return view in (self.cluster, self.review)

    def let_go(self) -> None:
        """The window closes."""
        self.board.timeline.let_go()

    def halt(self) -> bool:
        """Folders being read go on after a locking."""
        return self.imports.halt()

    def resume(self) -> None:
        """Read on."""
        self.imports.resume()

    def tells(self) -> Collection[int]:
        """The reading of a folder, and the first sorting."""
        reads = {self.imports.job} if self.imports.running is not None else set()
        sorts = self.sorter.running and self._stack.currentWidget() is self._sorting
        return reads | {self.sorter.job} if sorts else reads

    def choose_folder(self) -> None:
        """Let a folder be chosen, and read it."""
        last = self.context.memory.text(_LAST_FOLDER)
        dialog = FileDialog(self, tr("Choose a folder with photos"), last)
        dialog.choose_folder()
        dialog.fileSelected.connect(lambda path: self.add_folder(Path(path)))
        dialog.open()

    def add_folder(self, folder: Path) -> None:
        """Read a folder."""
        self.context.memory.keep(_LAST_FOLDER, str(folder))
        self.imports.add(folder)

    def show_face(self, face: int, among: Sequence[int] = ()) -> None:
        """Open the photo that a face is in; those of the faces it stands among are at hand."""
        Viewer(self.context, self).show_face(face, among)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show that a folder may be dropped here."""
        super().paintEvent(event)
        if self._dropping:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("accent"), 3))
            painter.drawRoundedRect(self.rect().adjusted(8, 8, -8, -8), 12, 12)
            painter.end()

    def _listen(self) -> None:
        bridge = self.context.bridge
        bridge.ready.connect(self._ready)
        bridge.changed.connect(self._changed)
        self.imports.ended.connect(self._import_ended)
        self.imports.failed.connect(self.context.notices.error)
        self.imports.changed.connect(self._imports_changed)
        self.sorter.started.connect(self._sort_started)
        self.sorter.progressed.connect(self._sort_progressed)
        self.sorter.done.connect(lambda _: wait_for(self._again, ""))
        self._session.renewed.connect(self._sorted)
        self.sorter.failed.connect(self._sort_failed)
        self._folder_box.chosen.connect(self._choose)
        self.library.read.connect(self.imports.add)
        self.library.renewed.connect(self.sorter.sort)
        self.board.review_asked.connect(self._start_review)
        self.board.opened.connect(self._open_cluster)
        self.board.failed.again.connect(self._try_again)
        self.cluster.left.connect(self._show_board)
        self.review.left.connect(self._show_board)
        for part in (self.board, self.cluster):
            part.face_opened.connect(self.show_face)
            part.regroup_wanted.connect(self._session.regroup)
        self.board.photo_opened.connect(
            lambda photo, among: Viewer(self.context, self).show_photo(photo, among)
        )

    def _note_keys(self) -> None:
        section = tr("Photos")
        for keys, text in (
            ("Enter", tr("Name the current row")),
            ("Y", tr("Accept its suggestion")),
            ("I", tr("Say that it is a stranger")),
            ("O", tr("Open it to see all its faces")),
            ("Del", tr("Say that the face that was clicked is somebody else")),
            ("Space", tr("Choose it, to name several at once")),
            ("M", tr("Say that those chosen are one person")),
        ):
            self.context.keys.note(section, keys, text, self)

    def _ready(self, stage: str) -> None:
        if stage == "library":
            self._failed.clear()  # where the engine died over it, the new one tries anew
            self._count()

    def _changed(self, _: object) -> None:
        self._timer.start()

    def _count(self) -> None:
        bridge = self.context.bridge
        bridge.ask(ListFolders(), self._show_folders, lambda _: None)
        bridge.ask(GetCounts(), self._show_counts, lambda _: None)

    def _show_folders(self, folders: tuple[Folder, ...]) -> None:
        self._folder_box.show_folders(folders)
        self.library.show_folders(folders)
        self._show_tools()

    def _show_counts(self, counts: Counts) -> None:
        self._counts = counts
        self._sorting.count(counts.faces)
        idle = not self.sorter.running and self.imports.running is None
        if not self._holds_photos(counts):
            self.faces.forget()
        elif idle and not self.faces.known and self._failed.error is None:
            self.sorter.sort()
        self._tell_counts()
        self._show_state()

    def _tell_counts(self) -> None:
        counts, folder = self._counts, self._folder_box.card()
        if counts is None or not self._holds_photos(counts):
            self.subtitle.setText("")
            return
        self.subtitle.setText(how_much(counts, folder))

    def _imports_changed(self) -> None:
        """Where an import stopped halfway, what it read is sorted all the same."""
        stopped = self._reading and self.imports.running is None and bool(self.imports.stopped)
        self._reading = self.imports.running is not None
        if stopped:
            self.sorter.sort()
        self._show_state()

    def _import_ended(self, report: ImportReport) -> None:
        folder = report.folder.name or str(report.folder)
        if not report.files:
            said = say("There is no picture in {folder}", folder=folder)
            self.context.notices.error(UsageError(said, remedy=say("Choose another folder")))
            return
        self.sorter.sort()
        self.context.notices.say(was_read(report))

    def _try_again(self) -> None:
        """Read again the folders with files that failed; what was read before is not."""
        chosen = self._folder_box.card()

        def add(folders: tuple[Folder, ...]) -> None:
            for card in folders:
                if card.failed and (chosen is None or chosen.path == card.path):
                    self.add_folder(card.path)

        self.context.bridge.ask(ListFolders(), add, self.context.notices.error)

    def _choose(self, folder: Path | None) -> None:
        self.sorter.choose(folder)
        self._tell_counts()

    def _sort_started(self) -> None:
        wait_for(self._again, tr("Photos are being sorted"))
        self._sorting.start()
        self._show_state()

    def _sort_progressed(self, progress: Progress) -> None:
        self._sorting.tell(progress)

    def _sorted(self) -> None:
        self._failed.clear()
        self._show_state()

    def _sort_failed(self, error: KithError | Cancelled | None) -> None:
        wait_for(self._again, "")
        self._failed.tell(error)
        if self.faces.known and error is not None:
            self.context.notices.error(error)
        self._show_state()

    def _start_review(self) -> None:
        self._session.hold(on=True)
        self.context.notices.hush()
        self._show(self.review)
        self.review.start()

    def _open_cluster(self, place: int) -> None:
        self._session.hold(on=True)
        self._show(self.cluster)
        self.cluster.show_cluster(place)

    def _show_board(self) -> None:
        self.cluster.close_cluster()
        self._show(self.board)
        self.board.focus_rows()
        self._session.hold(on=False)
        if self.review.regroups:
            self.review.regroups = False
            self.sorter.sort_soon()

    def _show_state(self) -> None:
        """Show what there is: nothing yet, the first sorting, why it failed, or the faces."""
        if self.faces.known:
            if self._stack.currentWidget() not in (self.board, self.cluster, self.review):
                self._show(self.board)
                self.board.focus_rows()
            return
        none = self._counts is None or not self._holds_photos(self._counts)
        if self.sorter.running or self.imports.running is not None or self._counts is None:
            self._sorting.wait(reading=self.imports.running is not None, sorting=self.sorter.running)
            self._show(self._sorting)
        elif self._failed.error is not None:
            self._show(self._failed)
        elif none:
            self._show(self._empty)

    def _holds_photos(self, counts: Counts) -> bool:
        """Whether there is anything but the pictures that somebody was enrolled from."""
        chosen = bool(self.context.memory.text(_LAST_FOLDER))
        return bool(counts.photos and (chosen or counts.unnamed or counts.aside or counts.failed))

    def _show(self, view: QWidget) -> None:
        self._stack.setCurrentWidget(view)
        self._show_tools()

    def _show_tools(self) -> None:
        """What the title line holds; a review and a cluster have one of their own."""
        view = self._stack.currentWidget()
        whole = view not in (self.review, self.cluster)
        for one in (self.title, self.subtitle, self._add):
            one.setVisible(whole)
        self._again.setVisible(view is self.board)
        self._folder_box.setVisible(whole and len(self._folder_box.folders) > 1)
        self._add.setVisible(whole and view is not self._empty)
        self._kept.setVisible(whole and bool(self.library.folders) and view is not self._empty)

    def _take_dropped(self, paths: Sequence[str]) -> None:
        folders = [path for path in map(Path, paths) if path.is_dir()]
        for folder in folders:
            self.add_folder(folder)
        if len(paths) == 1 and not folders and self.library.folders:
            SimilarFaces(self.context, self, Path(paths[0])).open()
        elif not folders:
            self.context.notices.say(tr("Drop the folder that the photos are in"))

    def _set_dropping(self, on: bool) -> None:
        self._dropping = on
        self.update()
