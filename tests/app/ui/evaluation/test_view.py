"""The evaluation through its buttons, with a real engine and real faces."""

import os
import shutil
import signal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.core.errors import UsageError
from app.ui.evaluation.result import Result
from app.ui.evaluation.view import EvaluationView
from app.ui.photos.viewer import Viewer
from app.ui.training.page import TrainingPage
from app.ui.widgets.chart import Chart
from tests.app.processes import processes
from tests.app.ui.conftest import Driver

# what the offscreen platform cannot do when a window opens over another
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def opened(drive: Driver) -> EvaluationView:
    """The view, opened from the Training page, with the models known."""
    page = drive.page("training", TrainingPage)
    drive.press("Evaluate…")
    view = page._evaluation
    assert view is not None
    drive.until(lambda: view.setup.model.count())
    return view


def texts(widget: QWidget) -> str:
    """All that is written in a widget."""
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def result(view: EvaluationView) -> Result:
    found = view._scroll.widget()
    assert isinstance(found, Result)
    return found


def test_it_says_what_is_missing(drive: Driver) -> None:
    view = opened(drive)
    drive.until(lambda: drive.window.context.people.known and not view.start_button.isEnabled())
    assert "Enrol at least two people" in view.intro.sentence.text()
    assert view.start_button.toolTip() == view._missing()
    drive.press("Training", view)
    drive.until(lambda: not view.isVisible())


@pytest.mark.slow
def test_the_people_enrolled_are_judged_and_a_worst_pair_is_opened(known: Driver, tmp_path: Path) -> None:
    view = opened(known)
    known.press("Evaluate", view)
    known.until(lambda: view.run.state == "done")
    shown = result(view)
    said = texts(shown)
    assert "12 of 12 faces get their name, 0 another's" in said
    assert "12 faces of 3 people: 18 pairs of one person, 48 of two." in said
    assert len(shown.findChildren(Chart)) == 3
    assert all(one.accessibleName() and one.accessibleDescription() for one in shown.findChildren(Chart))
    same, different = shown.worst
    assert len(same.pairs) > 8
    assert "Tony Blair" in said
    view.save(str(tmp_path / "page.html"))
    known.until((tmp_path / "page.html").is_file)
    known.until(lambda: "Saved page.html" in known.window.context.notices.text)
    view.save(str(tmp_path / "table.csv"))
    known.until(lambda: "Saved table.csv" in known.window.context.notices.text)
    assert (tmp_path / "table.csv").read_text(encoding="utf-8-sig").startswith("model,part,name")
    view.save(str(tmp_path / "gone" / "table.csv"))
    known.until(lambda: isinstance(known.window.context.notices.problem, UsageError))
    known.window.context.notices.clear()
    view._scroll.ensureWidgetVisible(different)
    first = next(one for one in different.findChildren(QAbstractButton) if one.text() == "Open")
    known.click(first)
    photo = known.until(lambda: known.window.findChild(Viewer))
    assert photo is not None
    known.until(lambda: photo._photo)
    photo.close()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    known.until(lambda: not view.isVisible())
    known.press("Evaluate…")
    assert isinstance(view._scroll.widget(), Result)  # what was found is still there


@pytest.mark.slow
def test_a_folder_is_judged_without_anybody_enrolled_and_what_failed_is_told(
    drive: Driver, faces: Path, tmp_path: Path
) -> None:
    for name in ("Tony_Blair", "Hugo_Chavez"):
        (tmp_path / "set" / name).mkdir(parents=True)
        for photo in sorted((faces / "lfw10" / name).glob("*.jpg"))[:2]:
            shutil.copy(photo, tmp_path / "set" / name)
    (tmp_path / "set" / "Tony_Blair" / "bad.jpg").write_text("no picture")
    view = opened(drive)
    view.setup.take(str(tmp_path / "set"))
    assert view.setup.other.isChecked()
    drive.press("Evaluate", view)
    drive.until(lambda: view.run.state == "done")
    said = texts(result(view))
    assert "4 faces of 2 people: 2 pairs of one person, 4 of two." in said
    assert "1 input could not be used" in said
    assert not [one for one in result(view).findChildren(QAbstractButton) if one.text() == "Open"]
    view.setup.take(str(tmp_path / "nowhere"))
    drive.press("Evaluate", view)
    drive.until(lambda: view.run.state == "failed")
    assert "There is no folder" in texts(view._problem)
    view.setup.take(str(tmp_path / "set"))
    drive.press("Evaluate", view)
    drive.until(lambda: view.run.state == "done")


@pytest.mark.slow
@pytest.mark.logs_errors("the engine died exit_code=-9")
def test_it_can_be_stopped_and_outlives_the_engine(known: Driver, faces: Path) -> None:
    view = opened(known)
    view.setup.take(str(faces / "orl40"))
    known.press("Evaluate", view)
    known.until(lambda: view.run.progress)
    known.press("Cancel", view)
    known.until(lambda: view.run.state == "cancelled")
    assert "was stopped" in view.intro.sentence.text()
    known.press("Evaluate", view)
    known.until(lambda: view.run.progress)
    os.kill(processes(known.token, "app.engine.host")[0], signal.SIGKILL)
    known.until(lambda: view.run.state == "died")
    assert "because the engine stopped" in view.intro.sentence.text()
    known.until(lambda: view.start_button.isEnabled())
