"""How the live picture is shown: like a mirror, without strangers' faces, with times; it is remembered."""

from hashlib import sha256

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from app.core.text import masked
from app.ui.link.memory import Memory
from app.ui.look.icons import put_icon
from app.ui.look.texts import tip, tr

_HUD, _BLUR, _MIRROR = "live/hud", "live/blur", "live/mirror"


class ViewButton(QPushButton):
    """A menu of what can be switched on and off.

    Attributes:
        mirror: Left and right are swapped, for the source watched.
        blur: Faces without a name are blurred.
        hud: Times and counts are shown.

    Signals:
        changed: Something was switched.
    """

    changed = Signal()

    def __init__(self, memory: Memory) -> None:
        super().__init__(tr("View"))
        self._memory, self._source = memory, ""
        self.setAutoDefault(False)
        self.setAccessibleName(tr("View"))
        self.setToolTip(tr("How the picture is shown"))
        put_icon(self, "sliders-horizontal")
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.mirror = self._add(menu, tr("Like a mirror"), "M", tr("Remembered for each source"))
        why = tr("Faces that no detector finds cannot be blurred: look before you show the picture around")
        self.blur = self._add(menu, tr("Blur faces without a name"), "B", why)
        self.hud = self._add(menu, tr("Times and counts"), "H")
        self.blur.setChecked(memory.text(_BLUR) == "1")
        self.hud.setChecked(memory.text(_HUD, "1") == "1")
        for action, key in ((self.blur, _BLUR), (self.hud, _HUD)):
            action.toggled.connect(lambda on, key=key: self._keep(key, on=on))
        self.mirror.toggled.connect(lambda on: self._keep(_mirror_key(self._source), on=on))
        self.setMenu(menu)

    def watch(self, source: str) -> None:
        """The menu is about another source: it is mirrored if it was before."""
        self._source = source
        self.mirror.setChecked(self.mirrors(source))

    def mirrors(self, source: str) -> bool:
        """Whether a source is shown like a mirror."""
        return self._memory.text(_mirror_key(source)) == "1"

    def _add(self, menu: QMenu, text: str, key: str, why: str = "") -> QAction:
        action = menu.addAction(f"{text}\t{key}")
        action.setCheckable(True)
        action.setToolTip(tip(why))
        return action

    def _keep(self, key: str, *, on: bool) -> None:
        self._memory.keep(key, "1" if on else "0")
        self.changed.emit()


def _mirror_key(source: str) -> str:
    """A name that tells nothing of an address, nor lets its password be guessed."""
    return f"{_MIRROR}/{sha256(masked(source).encode()).hexdigest()[:16]}"
