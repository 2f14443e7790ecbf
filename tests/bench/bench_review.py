"""How long the review takes from a key to the next question, through the real window and engine.

    python -m tests.bench.bench_review

The photos of `lfw10` and `aligned12` are read and sorted; then questions are answered with keys, 0.3 s
after each is there, while the engine writes each answer and weighs all questions anew. A question is there
once the window has painted it. Without a screen Qt draws off it.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.question import Kind
from app.services.photos.importing import import_folder
from app.services.workspace import Workspace
from app.ui.pages import pages
from app.ui.photos.page import PhotosPage
from app.ui.photos.review import ReviewView
from app.ui.shell.shell import Shell
from tests.bench.harness import faces_folder, machine

_ANSWERS = 60
_LOOK_MS = 300
"""A quick look at the next question."""
_KEYS = {Kind.IS: "Y", Kind.ODD: "Y", Kind.SAME: "N", Kind.TWO: "N", Kind.STRANGERS: "N"}


class Painted(QObject):
    """When a widget was painted last."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Note the time once the painting is over."""
        if event.type() == QEvent.Type.Paint:
            self.at = time.perf_counter()
        return False


def _until(look: Callable[[], object], seconds: float = 120) -> None:
    end = time.perf_counter() + seconds
    while not look():
        if time.perf_counter() > end:
            raise TimeoutError
        QApplication.processEvents()


def answered(review: ReviewView) -> list[tuple[float, float]]:
    """Milliseconds from key to next question, answer by answer: by the clock, and of them at work.

    Names are typed without being timed.
    """
    painted, taken, names = Painted(review.question), list[tuple[float, float]](), 0
    while len(taken) < _ANSWERS:
        _until(lambda: review.questions.current is not None or review.end.isVisible())
        question = review.questions.current
        if question is None:
            break
        if question.kind is Kind.WHO and names < 12:
            names += 1
            review.question.named.emit(f"Person {names}")
            _until(lambda asked=question: review.questions.current is not asked)  # type: ignore[misc]
            continue
        began, worked = time.perf_counter(), time.thread_time()
        QTest.keyClick(review, getattr(Qt.Key, f"Key_{_KEYS.get(question.kind, 'I')}"))
        _until(lambda start=began: painted.at > start or review.end.isVisible())  # type: ignore[misc]
        if review.end.isVisible():
            break  # that waited for the last answer to be written, and is no question
        taken.append((1000 * (time.perf_counter() - began), 1000 * (time.thread_time() - worked)))
        QTest.qWait(_LOOK_MS)
    return taken


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    source = faces_folder()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        with Workspace.open(Path(folder), device="cpu") as workspace:
            for album in ("lfw10", "aligned12"):
                import_folder(workspace, source / album)
        app = QApplication([])
        shell = Shell(Path(folder), "cpu", pages)
        shell.open()
        assert shell.window is not None
        shell.window.resize(1280, 800)
        shell.window.go("photos")
        page = shell.window.page("photos")
        assert isinstance(page, PhotosPage)
        _until(lambda: page.faces.known and not page.sorter.running)
        page._start_review()
        taken = answered(page.review)
        shell.window.close()
        shell.close()
        app.processEvents()
    for what, values in zip(("by the clock", "at work"), zip(*taken, strict=True), strict=True):
        found = f"median {statistics.median(values):.1f} ms, most {max(values):.1f} ms"
        print(f"{len(taken)} answers with a key, {what}: {found}")


if __name__ == "__main__":
    main()
