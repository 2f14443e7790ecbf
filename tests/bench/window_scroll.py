"""Scrolling a grid of 50,000 stored faces: what `bench_window` reports.

The window's grid against Qt's own list view with the same model and the same painting.
"""

import json
import statistics
import sys
import time
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView

from app.domain.person import Person
from app.engine.requests.people import FacesOfPerson, ListPeople
from app.ui.link.bridge import Bridge
from app.ui.link.thumbnails import Thumbnails
from app.ui.widgets.face_grid import FaceDelegate, FaceGrid, FacesModel

_STEPS = 200
_CELL = QSize(104, 104)


def _timed(work: object) -> float:
    """Milliseconds that a call takes."""
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return 1000 * (time.perf_counter() - began)


def list_view(thumbnails: Thumbnails) -> tuple[QListView, FacesModel]:
    """Qt's own list view, set up to be as fast as it can."""
    view = QListView()
    view.setViewMode(QListView.ViewMode.IconMode)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setUniformItemSizes(True)
    view.setGridSize(_CELL + QSize(10, 10))
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setItemDelegate(FaceDelegate(thumbnails, view))
    model = FacesModel(view)
    view.setModel(model)
    return view, model


def scroll(view: QAbstractItemView, app: QApplication) -> list[float]:
    """Milliseconds of each of many steps through all of it, thumbnails arriving meanwhile."""
    bar, taken = view.verticalScrollBar(), []
    for step in range(_STEPS):
        bar.setValue(bar.maximum() * step // _STEPS)
        taken.append(_timed(view.viewport().repaint))
        taken.append(_timed(app.processEvents))
    return taken


def main() -> None:
    """Scroll both, and print milliseconds as JSON."""
    app = QApplication([])
    bridge = Bridge(Path(sys.argv[1]), "cpu")
    thumbnails = Thumbnails(bridge)
    found: list[tuple[int, ...]] = []
    bridge.start()
    people: list[tuple[Person, ...]] = []
    bridge.ask(ListPeople(), people.append)
    while not people:
        QTest.qWait(10)
    crowd = max(people[0], key=lambda person: person.faces)
    bridge.ask(FacesOfPerson(crowd.id), found.append)
    while not found:
        QTest.qWait(10)
    grid, (view, model) = FaceGrid(thumbnails, _CELL.width()), list_view(thumbnails)
    report = {}
    for name, widget, fill in (
        ("kith", grid, lambda: grid.show_faces(found[0])),
        ("qlistview", view, lambda: model.show_faces(found[0])),
    ):
        widget.resize(1200, 760)
        widget.show()
        app.processEvents()
        shown = _timed(fill) + _timed(app.processEvents)
        steps = sorted(scroll(widget, app))
        QTest.qWait(300)
        report[name] = {
            "faces": len(found[0]),
            "show": shown,
            "resize": _timed(lambda one=widget: (one.resize(1000, 760), app.processEvents())),
            "p50": statistics.median(steps),
            "p99": steps[int(0.99 * len(steps))],
            "max": steps[-1],
        }
        widget.hide()
    thumbnails.close()
    bridge.close()
    print(json.dumps(report), flush=True)


if __name__ == "__main__":
    main()
