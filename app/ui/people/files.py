"""Files that are dropped."""

from PySide6.QtCore import QMimeData


def dropped_paths(data: QMimeData) -> tuple[str, ...]:
    """Paths of the files and folders in what is dropped; addresses of pages are left out."""
    return tuple(url.toLocalFile() for url in data.urls() if url.isLocalFile())
