"""Pictures of faces on demand: asked for in batches, decoded on a thread, the recent ones kept."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QPixmap

from app.domain.changes import Changes
from app.engine.requests.base import Request
from app.engine.requests.faces import ChipsOf, CutFaces
from app.engine.requests.photos import PhotoThumbnails
from app.ui.link.bridge import Bridge
from app.ui.link.debounce import debounce

_WAIT_MS = 15
"""Time in which wishes gather, so that one painting of a grid is one request."""
_MOST_WANTED = 400
"""Wishes remembered: what was scrolled past long ago is asked for anew when it is seen again."""


@dataclass(frozen=True, slots=True)
class PictureKind:
    """What pictures are of.

    Attributes:
        request: Asks for some of them by what they are of.
        otherwise: Asks for those of which the engine keeps none, which takes longer.
        changed: Which of them a change concerns.
        side: Pixels of the longer side.
        kept: How many are kept.
        batch: How many are asked for at once.
    """

    request: Callable[[tuple[int, ...]], Request[dict[int, bytes]]]
    otherwise: Callable[[tuple[int, ...]], Request[dict[int, bytes]]] | None
    changed: Callable[[Changes], frozenset[int]]
    side: int
    kept: int
    batch: int


FACES = PictureKind(ChipsOf, CutFaces, lambda changes: changes.faces, 160, 2000, 12)
"""Faces; about 200 MB at the most."""
PHOTOS = PictureKind(PhotoThumbnails, None, lambda changes: changes.photos, 256, 800, 4)
"""Whole photos; about 160 MB at the most."""


class Thumbnails(QObject):
    """Pictures by what they are of: of faces, unless another kind is said.

    Signals:
        arrived: Some are there now; a frozenset of what they are of.
    """

    arrived = Signal(object)
    _decoded = Signal(object)

    def __init__(self, bridge: Bridge, kind: PictureKind = FACES) -> None:
        """Make one that has none yet; `kind` is what the pictures are of."""
        super().__init__()
        self._bridge, self._kind = bridge, kind
        self._kept: OrderedDict[int, QPixmap] = OrderedDict()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._asked: set[int] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._timer = debounce(self, _WAIT_MS, self._ask)
        self._decoded.connect(self._keep)
        bridge.changed.connect(self._check)
        bridge.ready.connect(self._engine_ready)

    def get(self, face: int) -> QPixmap | None:
        """A face's picture if it is here; else it is asked for, and `arrived` tells of it."""
        if (found := self._kept.get(face)) is not None:
            self._kept.move_to_end(face)
            return found
        self._wish(face)
        return None

    def close(self) -> None:
        """Let go of the thread."""
        self._timer.stop()
        self._wanted.clear()
        self._pool.clear()
        self._pool.waitForDone(1000)

    def _wish(self, face: int) -> None:
        if face in self._asked:
            return
        self._wanted[face] = None
        self._wanted.move_to_end(face)
        if len(self._wanted) > _MOST_WANTED:
            self._wanted.popitem(last=False)
        if not self._timer.isActive():
            self._timer.start()

    def _ask(self) -> None:
        """Ask for the newest wishes; one request at a time, so that scrolling is never behind itself."""
        if self._asked or not self._wanted:
            return
        batch = [self._wanted.popitem()[0] for _ in range(min(self._kind.batch, len(self._wanted)))]
        self._asked = set(batch)
        self._bridge.ask(self._kind.request(tuple(batch)), self._take, self._give_up)

    def _take(self, chips: dict[int, bytes]) -> None:
        lacking = tuple(self._asked - chips.keys())
        if not lacking or self._kind.otherwise is None:
            self._decode(chips)
            return
        more = self._kind.otherwise(lacking)
        self._bridge.ask(more, lambda found: self._decode(chips | found), lambda _: self._decode(chips))

    def _decode(self, chips: dict[int, bytes]) -> None:
        self._pool.start(_Decoding(chips, self._kind.side, self._decoded))

    def _keep(self, images: dict[int, QImage]) -> None:
        for face in self._asked - images.keys():
            self._kept.pop(face, None)
        for face, image in images.items():
            self._kept[face] = QPixmap.fromImage(image)
        while len(self._kept) > self._kind.kept:
            self._kept.popitem(last=False)
        self._asked = set()
        self.arrived.emit(frozenset(images))
        self._ask()

    def _give_up(self, _: object) -> None:
        """The engine could not answer: the next wish asks again, or the next engine's readiness."""
        self._wanted.update(dict.fromkeys(self._asked))
        self._asked = set()

    def _engine_ready(self, stage: str) -> None:
        """What the engine before it did not answer is painted only once, and would stay empty."""
        if stage == "library":
            self._ask()

    def _check(self, changes: Changes) -> None:
        """Ask again for pictures that a change concerns: those of a person forgotten are gone for good."""
        for face in self._kind.changed(changes) & self._kept.keys():
            self._wish(face)


class _Decoding(QRunnable):
    """Decodes and scales one batch on a thread of the pool."""

    def __init__(self, chips: dict[int, bytes], side: int, done: object) -> None:
        super().__init__()
        self._chips, self._side, self._done = chips, side, done

    def run(self) -> None:
        images = {}
        for face, data in self._chips.items():
            image = QImage.fromData(data)
            if not image.isNull():
                images[face] = image.scaled(
                    self._side,
                    self._side,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
        self._done.emit(images)  # type: ignore[attr-defined] # a bound signal, which has no public type
