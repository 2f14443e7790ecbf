"""A border that stays where it was put."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel

from app.ui.link.memory import Memory
from app.ui.widgets.split import Split


def _made(memory: Memory) -> Split:
    split = Split(memory, "test", QLabel("wide"), QLabel("narrow"))
    split.resize(900, 300)
    split.show()
    QApplication.processEvents()
    return split


def test_where_it_was_put_is_remembered(qapp: QApplication, tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    split = _made(memory)
    split.moveSplitter(500, 1)
    sizes = split.sizes()
    assert sizes[0] == 500
    memory.flush()
    split.deleteLater()
    again = _made(Memory(tmp_path))
    assert again.sizes() == sizes
    again.resize(1000, 300)
    QApplication.processEvents()
    assert again.sizes()[1] == sizes[1]  # the narrow one keeps its width
    again.deleteLater()
