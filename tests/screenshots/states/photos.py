"""From a folder of photos to names."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.domain.question import Kind, Question
from app.ui.photos.page import PhotosPage
from app.ui.photos.people_lines import LINE
from app.ui.photos.strip import FaceStrip
from app.ui.photos.timeline import Timeline
from app.ui.photos.viewer import Viewer
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
    page.board.rows.setFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space):
        QTest.keyClick(page.board.rows, key)
    yield "clusters-chosen"
    page.board.rows.peel()
    strip = page.board.rows.findChildren(FaceStrip)[0]
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(120, 30))
    yield "clusters-face"
    page.board.rows.peel()
    page.board.show_tab(1)
    yield "single"
    page.board.show_tab(2)
    yield "named"
    if page.faces.failed:
        page.board.show_tab(4)
        yield "failed"
    yield from _timeline(stage, page)
    page.board.show_tab(0)
    page._open_cluster(0)
    yield "cluster"
    page.cluster._ask_halves()
    stage.until(page.cluster.picker.grid.chosen)
    yield "cluster-split"
    page.cluster.peel()
    yield from _one_photo(stage, page)
    page._show_board()
    yield from _review(stage, page)
    stage.until(lambda: not page.faces.rows)
    yield "all-named"


def _one_photo(stage: Stage, page: PhotosPage) -> Iterator[str]:
    """A photo, a face in it, and a box drawn by hand."""
    page.show_face((page.faces.singles or page.faces.rows[0].faces)[0])
    stage.until(lambda: _photo_shown(page))
    yield "photo"
    viewer = _viewers(page)[0]
    QTest.keyClick(viewer.boxes, Qt.Key.Key_Return)
    yield "photo-face"
    viewer.menu._why_here.click()
    stage.until(viewer.menu.reason.isVisible)
    stage.settle()
    yield "photo-why"
    viewer.peel()
    QTest.keyClick(viewer.boxes, Qt.Key.Key_B)
    _drag(viewer, QPoint(120, 90), QPoint(240, 230))
    yield "photo-drawn"
    viewer.close()


def _review(stage: Stage, page: PhotosPage) -> Iterator[str]:
    """Each kind of question, and the end."""
    page._start_review()
    stage.until(lambda: page.review.questions.current is not None)
    yield "review"
    for question in _kinds(stage, page):
        page.review.questions.current = question
        page.review._ask()
        yield f"review-{question.kind}"
    page.review.start()
    stage.until(lambda: _answer(page))
    yield "review-done"
    page.review.left.emit()


def _timeline(stage: Stage, page: PhotosPage) -> Iterator[str]:
    """All photos by date, then those of one person, then none."""
    line = page.board.timeline
    page.board.show_tab(5)
    stage.until(lambda: line.grid.photos and line.people.model().rowCount())
    _settle(stage, line)
    yield "timeline"
    line.bar.with_person(line.people.model().index(0, 0).data(LINE).person)
    stage.until(lambda: len(line.grid.photos) < sum(one.photos for one in line.bar.folders))
    _settle(stage, line)
    yield "timeline-filtered"
    line.bar.want(replace(line.bar.wanted, failed=True))
    stage.until(lambda: not line.grid.photos)
    yield "timeline-none"
    line.peel()


def _settle(stage: Stage, line: Timeline) -> None:
    """Let the photos come that are in view in the largest window; they are kept for the others."""
    stage.window.resize(1600, 1000)
    stage.settle()
    stage.until(lambda: not line._thumbnails._asked and not line._thumbnails._wanted)


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
    question = page.review.questions.current
    if question is None:
        return page.review.end.isVisible()
    page.review.answer("stranger")
    if page.review.questions.current is question:  # of people who have names
        page.review.answer("skipped")
    return False


def _kinds(stage: Stage, page: PhotosPage) -> Iterator[Question]:
    """A question of each kind, about the people there are and faces that are nobody's."""
    one, other, *_ = [card.id for card in stage.window.context.people.cards if card.faces > 1]
    groups = [row.faces for row in page.faces.rows]
    lone = tuple((face,) for face in (*page.faces.singles, *sum(groups, ()))[:9])
    yield Question(Kind.WHO, (groups[0],), (), (one, other))
    yield Question(Kind.SAME, (groups[0], groups[1][:1]))
    yield Question(Kind.ODD, (groups[0], *lone[:4]), (one,))
    yield Question(Kind.TWO, (groups[0], groups[-1]), (one, other))
    yield Question(Kind.STRANGERS, (*groups, *lone)[:9])
    people = stage.window.context.people.cards
    covers = [(card.cover,) for card in people if card.cover is not None]
    yield Question(Kind.NAMES, tuple(covers[:9]))


def _photo_shown(page: PhotosPage) -> bool:
    """Whether the photo that is opened has come."""
    return bool(views := _viewers(page)) and views[0].boxes.shows_photo


def _drag(viewer: Viewer, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(viewer.boxes, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewer.boxes, end)
    QTest.mouseRelease(viewer.boxes, Qt.MouseButton.LeftButton, pos=end)


def _viewers(page: PhotosPage) -> list[Viewer]:
    return [one for one in page.findChildren(Viewer) if one.isVisible()]
