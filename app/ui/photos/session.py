"""Keeps the sorted faces true: sorts them, and asks how those are that something was said of."""

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, KithError
from app.domain.changes import Changes
from app.domain.cluster import Clustering
from app.domain.face import StoredFace
from app.engine.requests.faces import GetFaces
from app.ui.link.bridge import Bridge
from app.ui.photos.sorted_faces import SortedFaces
from app.ui.photos.sorter import Sorter


class PhotosSession(QObject):
    """What was sorted last, what was said of it since, and the next sorting.

    A sorting of 50,000 faces takes many seconds, so that names, undo and changes from elsewhere do not start
    one: the faces concerned are asked for and put where they belong.

    Attributes:
        faces: The faces as they are now.
        sorter: What sorts them.

    Signals:
        renewed: A new sorting was taken over.
    """

    renewed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.faces = SortedFaces(self)
        self.sorter = Sorter(bridge, self)
        self._holding = False
        self._held: Clustering | None = None
        self._meanwhile: set[int] = set()
        self._unanswered: set[int] = set()
        self._told: set[int] = set()
        self.sorter.started.connect(self._started)
        self.sorter.done.connect(self._done)
        bridge.changed.connect(self._changed)
        bridge.ready.connect(self._engine_ready)

    def hold(self, *, on: bool) -> None:
        """Change no row under somebody's hands: while this is on, a new sorting waits."""
        self._holding = on
        if not on and self._held is not None:
            self._done(self._held)

    def regroup(self, faces: Collection[int]) -> None:
        """Sort soon: something was said of these faces that only sorting follows. Undo of it too."""
        self._told.update(faces)
        self.sorter.sort_soon()

    def _started(self) -> None:
        self._held = None
        self._meanwhile.clear()

    def _done(self, report: Clustering) -> None:
        if self._holding:
            self._held = report
            return
        self._held = None
        self.faces.take(report)
        self._settle(self._meanwhile)
        self.renewed.emit()

    def _changed(self, changes: Changes) -> None:
        if self.sorter.running or self._held is not None:
            self._meanwhile |= changes.faces
        self._settle(changes.faces)
        if not self._told.isdisjoint(changes.faces):
            self.sorter.sort_soon()

    def _settle(self, faces: Collection[int]) -> None:
        asked = self.faces.concerns(faces)

        def take(found: tuple[StoredFace, ...]) -> None:
            if self.faces.settle(asked, found):
                self.sorter.sort_soon()

        def fail(_: KithError | Cancelled) -> None:
            self._unanswered.update(asked)

        if asked:
            self._bridge.ask(GetFaces(asked), take, fail)

    def _engine_ready(self, stage: str) -> None:
        """What was written is kept; only what became of the faces was not heard."""
        if stage == "library" and self._unanswered:
            asked, self._unanswered = self._unanswered, set()
            self._settle(asked)
