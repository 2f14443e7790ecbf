"""Choosing what to watch: a camera by its name, a video file, a folder of pictures, or an address."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from app.core.text import masked
from app.domain.live import TILES
from app.domain.source import Source, camera_name, device_of, is_camera, rate_of, size_of
from app.engine.requests.live import ListSources
from app.ui.link.bridge import Bridge
from app.ui.link.memory import Memory
from app.ui.look.icons import put_icon
from app.ui.look.texts import number, shown, tip, tr
from app.ui.widgets.address import AddressDialog
from app.ui.widgets.file_dialog import FileDialog
from app.ui.widgets.recent_sources import RecentSources

Then = Callable[..., None]
"""Takes an address, and perhaps a name."""
SUFFIXES = (".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".wmv", ".flv", ".3gp", ".ts")
"""Of the video files that can be watched."""
_KEY = "live/source"
_NAME = "live/source name"
_WIDEST = 240
SIZES = ((640, 480), (1280, 720), (1920, 1080))
"""That a camera may be asked for which does not say what it has."""


def is_recording(path: str) -> bool:
    """Whether this is a folder, or a file that looks like a video by its name."""
    return Path(path).suffix.lower() in SUFFIXES or Path(path).is_dir()


def name_of(address: str) -> str:
    """What to call a source that is not a camera by its name. Never shows a password."""
    if is_camera(address):
        return shown(camera_name(address))
    if "://" in address:
        parts = urlsplit(masked(address))
        return parts.netloc.rpartition("@")[2] + parts.path
    return Path(address).name


def size_text(size: tuple[int, int]) -> str:
    """Width and height of pictures in pixels."""
    return tr("{width} x {height}", width=str(size[0]), height=str(size[1]))


def _size_key(camera: str) -> str:
    """Under which the size of a camera's picture is remembered."""
    return "live/size of " + device_of(camera).replace("/", ":")


class SourceButton(QPushButton):
    """Shows the source, and lets another be chosen from its menu; the choice is remembered.

    Attributes:
        address: What to watch, as `StartLive` takes it; "" while nothing was ever chosen.
        name: As shown.
        recent: What was watched before.
        watched: Addresses of what is watched at the same time.

    Signals:
        chosen: The user chose a source; its address.
        added: The user chose a source to be watched besides; its address and its name.
    """

    chosen = Signal(str)
    added = Signal(str, str)

    def __init__(self, bridge: Bridge, memory: Memory, *, several: bool = False) -> None:
        """Offer sources.

        Args:
            bridge: Knows the cameras.
            memory: Knows what was chosen last.
            several: Whether more than one may be watched.
        """
        super().__init__()
        self._bridge, self._memory, self._several = bridge, memory, several
        self.watched: list[str] = []
        self.address = ""
        self.name = ""
        self.recent = RecentSources(memory)
        self._cameras: tuple[Source, ...] = ()
        self._asked = False
        self.setAutoDefault(False)
        self.setMaximumWidth(_WIDEST)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        put_icon(self, "video-camera")
        self._menu = QMenu(self)
        self._menu.setAccessibleName(tr("Sources"))
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._refresh)
        self.setMenu(self._menu)
        self.recall()
        bridge.ready.connect(self._ready)

    def recall(self) -> None:
        """Take over what was chosen last, here or elsewhere."""
        self.show_source(self._memory.text(_KEY), self._memory.text(_NAME))
        self.recent.recall()

    def choose(self, address: str, name: str = "") -> None:
        """Take a source, remember it, and tell."""
        self.show_source(*self._taken(address, name))
        self._memory.keep(_KEY, self.address)
        self._memory.keep(_NAME, self.name)
        self.chosen.emit(self.address)

    def add(self, address: str, name: str = "") -> None:
        """Take one more source, and tell."""
        self.added.emit(*self._taken(address, name))

    def _taken(self, address: str, name: str) -> tuple[str, str]:
        """A source that was chosen, as it is watched and what it is called."""
        if is_camera(address):
            return device_of(address) + self._memory.text(_size_key(address)), name or name_of(address)
        self.recent.add(address, name or name_of(address))
        return address, name or name_of(address)

    def open_file(self, then: Then | None = None) -> None:
        """Let the user choose a video file."""
        dialog = FileDialog(self.window(), tr("Choose a video"))
        dialog.setFileMode(FileDialog.FileMode.ExistingFile)
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        dialog.setNameFilters([tr("Videos ({kinds})", kinds=kinds), tr("All files (*)")])
        dialog.fileSelected.connect(then or self.choose)
        dialog.open()

    def open_folder(self, then: Then | None = None) -> None:
        """Let the user choose a folder, whose pictures are shown one after the other."""
        dialog = FileDialog(self.window(), tr("Choose a folder of pictures"))
        dialog.setFileMode(FileDialog.FileMode.Directory)
        dialog.fileSelected.connect(then or self.choose)
        dialog.open()

    def open_address(self, then: Then | None = None) -> None:
        """Let the user write an address."""
        dialog = AddressDialog(self.window(), self.address if "://" in self.address else "")
        dialog.chosen.connect(then or self.choose)
        dialog.open()

    def show_source(self, address: str, name: str) -> None:
        """Show another source from now on, without telling."""
        self.address, self.name = address, name
        text = name or tr("Choose a source")
        room = _WIDEST - 76
        self.setText(
            self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room).replace("&", "&&")
        )
        self.setToolTip(tip(text))
        self.setAccessibleName(tr("Source: {name}", name=text))

    def _ready(self, stage: str) -> None:
        if stage == "library" and not self.address:
            self._ask()

    def _refresh(self) -> None:
        """Show what is known at once; cameras plugged in since then appear as soon as they are found."""
        self._fill()
        self._ask()

    def _ask(self) -> None:
        if not self._asked:
            self._asked = True
            self._bridge.ask(ListSources(), self._take, self._give_up)

    def _give_up(self, _: object) -> None:
        self._asked = False

    def _take(self, cameras: tuple[Source, ...]) -> None:
        self._asked = False
        found = cameras != self._cameras
        self._cameras = cameras
        if found and self._menu.isVisible():
            self._fill()
        if not self.address and cameras:
            first = cameras[0].address
            self.show_source(first + self._memory.text(_size_key(first)), shown(cameras[0].name))

    def _fill(self) -> None:
        self._menu.clear()
        self._offer_cameras(self._menu, self.choose)
        if is_camera(self.address):
            self._fill_sizes()
        if self.recent.listed:
            self._fill_recent()
        self._offer_dialogs(self._menu, self.choose)
        if self._several and self.address:
            self._fill_another(self._menu.addMenu(tr("Add another")))

    def _fill_another(self, menu: QMenu) -> None:
        """What can be watched besides, while there is room for it."""
        if len(self.watched) >= TILES:
            text = tr("{count} sources at most are watched at the same time", count=TILES)
            menu.addAction(text).setEnabled(False)
            return
        self._offer_cameras(menu, self.add)
        others = [one for one in self.recent.listed if one[0] not in self.watched]
        if others:
            menu.addSection(tr("Recent"))
        for address, name in others:
            self._offer(menu, address, name, self.add).setToolTip(tip(masked(address)))
        self._offer_dialogs(menu, self.add)

    def _offer_cameras(self, menu: QMenu, then: Then) -> None:
        for camera in self._cameras:
            self._offer(menu, camera.address, shown(camera.name), then)
        if not self._cameras:
            menu.addAction(tr("No camera found")).setEnabled(False)

    def _offer_dialogs(self, menu: QMenu, then: Then) -> None:
        menu.addSeparator()
        menu.addAction(tr("Video file…")).triggered.connect(lambda: self.open_file(then))
        menu.addAction(tr("Folder of pictures…")).triggered.connect(lambda: self.open_folder(then))
        menu.addAction(tr("Address…")).triggered.connect(lambda: self.open_address(then))

    def _fill_sizes(self) -> None:
        """Sizes that the camera says it has, each as fast as it can, and the rates of the one chosen.

        Where it cannot be asked, some that it may have: it gives the nearest.
        """
        device, wanted, rate = device_of(self.address), size_of(self.address), rate_of(self.address)
        modes = [mode for one in self._cameras if one.address == device for mode in one.modes]
        fastest = {(mode.width, mode.height): mode for mode in reversed(modes)}
        menu = self._menu.addMenu(tr("Size of the picture"))
        self._offer_size(menu, tr("As usual"), "", chosen=wanted is None)
        for size in [*reversed(fastest)] or SIZES:
            suffix = fastest[size].suffix if size in fastest else "#{}x{}".format(*size)
            self._offer_size(menu, size_text(size), suffix, chosen=size == wanted)
        rates = [mode for mode in modes if (mode.width, mode.height) == wanted]
        if len(rates) > 1:
            menu = self._menu.addMenu(tr("Pictures a second"))
            for mode in rates:
                text = number(mode.rate, 0 if mode.rate.is_integer() else 2)
                self._offer_size(menu, text, mode.suffix, chosen=mode.rate == rate)

    def _offer_size(self, menu: QMenu, text: str, suffix: str, *, chosen: bool) -> None:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(chosen)
        action.triggered.connect(lambda: self._choose_size(suffix))

    def _choose_size(self, size: str) -> None:
        """Remember a size for this camera, and take it."""
        self._memory.keep(_size_key(self.address), size)
        self.choose(self.address, self.name)

    def _fill_recent(self) -> None:
        self._menu.addSection(tr("Recent"))
        for address, name in self.recent.listed:
            self._offer(self._menu, address, name, self.choose).setToolTip(tip(masked(address)))
        removing = self._menu.addMenu(tr("Remove from this list"))
        for address, name in self.recent.listed:
            removing.addAction(name.replace("&", "&&")).triggered.connect(
                lambda _=False, address=address: self.recent.remove(address)
            )
        removing.addSeparator()
        removing.addAction(tr("All of them")).triggered.connect(lambda: self.recent.clear())

    def _offer(self, menu: QMenu, address: str, name: str, then: Then) -> QAction:
        """A line of a menu that chooses a source."""
        action = menu.addAction(name.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(address in (device_of(self.address), *map(device_of, self.watched)))
        action.setEnabled(then == self.choose or not action.isChecked())
        action.triggered.connect(lambda: then(address, name))
        return action
