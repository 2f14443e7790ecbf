"""Two widgets side by side, with a border between them that can be moved and stays where it was put."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from app.ui.link.memory import Memory

_GAP = 16


class Split(QSplitter):
    """The wide one at the left, the narrow one at the right.

    Args of its making:
        memory: Where it remembers how the room was shared.
        key: Under which name.
        wide: Takes what room there is more.
        narrow: Keeps its width when the window grows.
    """

    def __init__(self, memory: Memory, key: str, wide: QWidget, narrow: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._memory, self._key = memory, f"split/{key}"
        self.setHandleWidth(_GAP)
        self.setChildrenCollapsible(False)
        for one in (wide, narrow):
            self.addWidget(one)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.restoreState(memory.blob(self._key))
        self.splitterMoved.connect(self._keep)

    def _keep(self) -> None:
        self._memory.keep(self._key, self.saveState())
