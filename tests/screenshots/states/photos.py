"""From a folder of photos to names."""

from collections.abc import Iterator

from PySide6.QtWidgets import QApplication

from app.ui.photos.page import PhotosPage
from app.ui.photos.photo_view import PhotoView
from tests.screenshots.material import Material
from tests.screenshots.stage import Stage


def empty(stage: Stage, material: Material) -> Iterator[str]:
    """No folder yet."""
    stage.go("photos")
    yield "empty"


def full(stage: Stage, material: Material) -> Iterator[str]:
    """A folder of known and unknown people, until all are named."""
    stage.go("photos")
    page = stage.page("photos", PhotosPage)
    stage.until(lambda: page.faces.known and not page.sorter.running)
    yield "clusters"
    page.board.show_tab(1)
    yield "single"
    page.board.show_tab(2)
    yield "named"
    if page.faces.failed:
        page.board.show_tab(4)
        yield "failed"
    page.board.show_tab(0)
    page._open_cluster(0)
    yield "cluster"
    page.show_face((page.faces.singles or page.faces.rows[0].faces)[0])
    stage.until(_photo_shown)
    yield "photo"
    stage.quiet()
    page._show_board()
    page._start_review()
    yield "review"
    stage.until(lambda: _answer(page))
    yield "review-done"
    page.review.left.emit()
    stage.until(lambda: not page.faces.rows)
    yield "all-named"


def busy(stage: Stage, material: Material) -> Iterator[str]:
    """A folder is being read."""
    stage.go("photos")
    stage.page("photos", PhotosPage).add_folder(material.album)
    page = stage.page("photos", PhotosPage)
    stage.until(lambda: page.imports.progress is not None and page.imports.progress.done > 3)
    yield "importing"
    stage.until(lambda: page.imports.running is None and page.faces.known and not page.sorter.running)


def _answer(page: PhotosPage) -> bool:
    """Answer one question of the review; whether it is over."""
    if page.review.questions.current is None:
        return True
    page.review.answer("stranger")
    return False


def _photo_shown() -> bool:
    """Whether the photo that is opened has come."""
    views = [one for one in QApplication.topLevelWidgets() if isinstance(one, PhotoView)]
    return bool(views) and not views[0].boxes._image.isNull()
