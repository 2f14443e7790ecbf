"""The sources being watched, side by side: up to four pictures, of which one may have all the room."""

from collections import deque
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.live import TILES, LiveFrame
from app.domain.source import device_of
from app.ui.link.bridge import Bridge
from app.ui.link.memory import Memory
from app.ui.live.sightings import Sightings
from app.ui.live.tile import Tile
from app.ui.live.video import LiveVideo
from app.ui.live.view_button import ViewButton

_KEY = "live/tiles"
_GAP = 8
_ROW, _COLUMN, _SQUARE = QSize(32, 9), QSize(16, 18), QSize(32, 18)
"""Shapes of two pictures side by side, of two one above the other, and of four: most cameras have 16 to 9."""


class Tiles(QWidget):
    """A grid of tiles, one at least.

    Attributes:
        all: In the order in which they were added.
        current: Where the keyboard or the mouse was last: what one source alone can be told is told to this.
        big: The one that has all the room; the others go on behind it.

    Signals:
        changed: How a tile goes; the `Tile`.
        turned: Another is current or has all the room, or the current one shows another source.
        shaped: The picture, or all of them together, may have another shape.
        seen: The newest `LiveFrame` of the current tile.
        face_chosen: A face was chosen; its track.
    """

    changed = Signal(object)
    turned = Signal()
    shaped = Signal()
    seen = Signal(object)
    face_chosen = Signal(int)

    def __init__(self, bridge: Bridge, memory: Memory, sightings: Sightings, view: ViewButton) -> None:
        super().__init__()
        self._bridge, self._memory, self._sightings, self._view = bridge, memory, sightings, view
        self._free = deque(range(TILES))  # the one last given up comes last: its run still tells of its end
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self.all: list[Tile] = []
        self.big: Tile | None = None
        self._upright = False
        self.current = self._made()
        for address, name in memory.pairs(_KEY)[:TILES]:
            tile = self.current if not self.current.address else self._made()
            tile.address, tile.name = address, name
        self._arrange()

    @property
    def on(self) -> bool:
        """Whether anything is being watched, or about to be."""
        return any(tile.session.on for tile in self.all)

    @property
    def several(self) -> bool:
        """Whether there are others beside the first."""
        return len(self.all) > 1

    def shapes(self) -> list[QSize]:
        """The shapes that all pictures together can have; empty where that is not known."""
        shown = self._shown()
        if len(shown) == 1:
            return [shown[0].video.image.size()]
        return [_ROW, _COLUMN] if len(shown) == 2 else [_SQUARE]

    def take_shape(self, shape: QSize) -> None:
        """Lay the pictures out in one of these shapes."""
        if self._upright != (shape == _COLUMN):
            self._upright = not self._upright
            self._arrange()

    def add(self, address: str, name: str) -> None:
        """Watch one more source, if there is room for it; one that is shown already is turned to."""
        if not self._turned_to(address) and self._free:
            self.enlarge(None)
            self.turn_to(self._made())
            self.watch(address, name)

    def watch(self, address: str, name: str) -> None:
        """Watch a source in place of the current one; one that is shown already is turned to."""
        if device_of(self.current.address) == device_of(address) or not self._turned_to(address):
            self.current.watch(address, name)
            self._keep()
            self._arrange()
            self.turned.emit()

    def start(self) -> None:
        """Watch all that are not watched."""
        for tile in self.all:
            if not tile.session.on:
                tile.start()

    def stop(self) -> None:
        """Watch nothing."""
        for tile in self.all:
            tile.session.stop()

    def close_one(self, tile: Tile) -> None:
        """Take a tile away; the last one stays."""
        if not self.several:
            return
        tile.session.stop()
        self._sightings.leave(tile.number)
        self.all.remove(tile)
        self._free.append(tile.number)
        self._grid.removeWidget(tile)
        tile.hide()
        tile.deleteLater()
        self.big = None
        self._keep()
        self._arrange()
        self.turn_to(self.all[0] if self.current is tile else self.current)
        self.changed.emit(self.current)

    def turn_to(self, tile: Tile) -> None:
        """Make a tile the current one."""
        self.current = tile
        self.setFocusProxy(tile.video)
        if self.big is not None and self.big is not tile:
            self.enlarge(tile)
        else:
            self.turned.emit()

    def enlarge(self, tile: Tile | None) -> None:
        """Give one all the room, or show all of them again."""
        self.big = tile if self.several else None
        self._arrange()
        self.turned.emit()
        self.current.video.setFocus()

    def video_of(self, track: int) -> LiveVideo | None:
        """The picture that a face is in."""
        return next((tile.video for tile in self.all if tile.video.face(track) is not None), None)

    def round_corners(self, *, rounded: bool) -> None:
        """Show the pictures with round corners, as in a page, or not, as on a whole screen."""
        for tile in self.all:
            tile.video.rounded = rounded

    def _made(self) -> Tile:
        tile = Tile(self._free.popleft(), self._bridge, self._sightings, self._view)
        self.all.append(tile)
        tile.session.changed.connect(partial(self._changed, tile))
        tile.session.faces.connect(partial(self._saw, tile))
        tile.video.face_chosen.connect(self.face_chosen)
        tile.video.entered.connect(partial(self._entered, tile))
        tile.video.opened.connect(lambda: self.enlarge(None if self.big else tile))
        tile.showing.shaped.connect(self.shaped)
        tile.closed.connect(partial(self.close_one, tile))
        return tile

    def _turned_to(self, address: str) -> bool:
        """Turn to the tile that shows a source; False if none does."""
        for tile in self.all:
            if tile.address and device_of(tile.address) == device_of(address):
                self.turn_to(tile)
                return True
        return False

    def _entered(self, tile: Tile) -> None:
        if tile is not self.current:
            self.turn_to(tile)

    def _saw(self, tile: Tile, seen: LiveFrame) -> None:
        if tile is self.current:
            self.seen.emit(seen)

    def _changed(self, tile: Tile) -> None:
        if tile.session.stage == "starting":
            if any(one.session.on for one in self.all if one is not tile):
                self._sightings.leave(tile.number)
            else:
                self._sightings.begin()
        self.changed.emit(tile)

    def _shown(self) -> list[Tile]:
        return self.all if self.big is None else [self.big]

    def _arrange(self) -> None:
        shown = self._shown()
        columns = 1 if len(shown) == 1 or (len(shown) == 2 and self._upright) else 2
        rows = -(-len(shown) // columns)
        for tile in self.all:
            self._grid.removeWidget(tile)
            tile.be_among(others=self.several)
        for place, tile in enumerate(shown):
            self._grid.addWidget(tile, *divmod(place, columns))
        for tile in self.all:  # once each lies in the grid: else it would be a window of its own
            tile.setVisible(tile in shown)
        for place in range(2):
            self._grid.setColumnStretch(place, int(place < columns))
            self._grid.setRowStretch(place, int(place < rows))
        self._sightings.names = {tile.number: tile.name for tile in self.all} if self.several else {}
        self.shaped.emit()

    def _keep(self) -> None:
        listed = [(tile.address, tile.name) for tile in self.all] if self.several else []
        self._memory.keep_pairs(_KEY, listed)
