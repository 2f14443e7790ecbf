"""The Training page through its buttons, with a real engine and real faces."""

import os
import signal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget

from app.domain.model import Model
from app.domain.training import TrainingOptions
from app.engine.requests.faces import AssignFaces
from app.engine.requests.people import FacesOfPerson
from app.engine.requests.training import ListModels
from app.ui.training import words
from app.ui.training.options_dialog import OptionsDialog
from app.ui.training.page import TrainingPage
from app.ui.training.preferences import Preferences
from app.ui.training.run import TrainingRun
from tests.app.processes import processes
from tests.app.ui.conftest import Driver

# what the offscreen platform cannot do when a window opens over another
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

_FOUR = ("Colin_Powell", "Hugo_Chavez", "Tony_Blair", "Vladimir_Putin")


def active(drive: Driver) -> str:
    """The model that decides, as the engine says."""
    return next(card.id for card in drive.ask(ListModels()) if card.active)


def dialog(page: TrainingPage, drive: Driver) -> QDialog:
    """The dialog that is open."""
    return drive.until(lambda: page.findChildren(QDialog))[0]


def named(widget: QWidget, name: str) -> list[QAbstractButton]:
    """The visible buttons of that name."""
    found = widget.findChildren(QAbstractButton)
    return [one for one in found if one.isVisible() and one.accessibleName() == name]


def shown(page: TrainingPage) -> Model:
    """The model whose proof is shown."""
    assert page.model is not None
    return page.model


def learns(page: TrainingPage, fits: int = 1) -> bool:
    """Whether so many fits have begun, and the newest has points."""
    return len(page.run.fits) >= fits and bool(page.run.fits[-1].taken)


def training(drive: Driver) -> TrainingPage:
    return drive.page("training", TrainingPage)


@pytest.mark.slow
def test_it_says_what_is_missing_and_leads_there(drive: Driver, faces: Path) -> None:
    page = training(drive)
    drive.until(lambda: page._stack.currentWidget() is page._empty)
    assert not page.buttons.train.isVisible()
    drive.enrol(faces, ("Tony_Blair",), 2)
    drive.until(lambda: "only one is enrolled" in page.ready.obstacle.text.text())
    assert page.ready.obstacle.isVisible()
    assert not page.buttons.train.isEnabled()
    assert "only one is enrolled" in page.buttons.train.toolTip()
    drive.enrol(faces, ("Hugo_Chavez",), 1)
    drive.until(lambda: page.buttons.train.isEnabled())
    assert page.ready.fact.text().startswith("1 ")
    assert "Too few photos to prove" in page.ready.held.text.text()
    drive.press("Show")
    drive.press("Add photos", dialog(page, drive))
    drive.until(lambda: drive.window.shown == "people")


@pytest.mark.slow
def test_train_look_at_the_proof_switch_and_switch_back(drive: Driver, faces: Path) -> None:
    drive.enrol(faces, _FOUR, 4)
    page = training(drive)
    old = active(drive)
    assert page.run.state == "none"
    drive.press("Train")
    drive.until(lambda: learns(page, 2))
    drive.window.go("live")
    assert training(drive) is page  # what it showed is still there
    chart = drive.until(lambda: page.learning.chart)
    assert chart is not None
    drive.until(lambda: chart.curves[0].xData is not None and page.learning.seen.isVisible())
    assert page.buttons.stop.isVisible()
    assert not page.buttons.train.isVisible()
    assert "try-out" in page.learning.far.text() or "all faces" in page.learning.far.text()
    drive.until(lambda: page.run.state == "done" and page.outcome.isVisible())
    drive.until(lambda: not page.learning.seen.isVisible())  # the proof says something else
    assert all(len(fit.taken) == fit.steps for fit in page.run.fits)
    assert len(page.run.fits[0].tar) == 11  # at first, and at ten looks
    assert page.outcome.result.headline.text() == words.headline(shown(page))
    assert active(drive) == old
    drive.press("Use the new model")
    drive.until(lambda: shown(page).active and page.outcome.choice.back_button.isVisible())
    assert active(drive) == shown(page).id
    drive.press("Switch back")
    drive.until(lambda: not shown(page).active and page.outcome.choice.use_button.isVisible())
    assert active(drive) == old
    trained = shown(page)
    drive.close()
    again = Driver(drive.folder, drive.token)
    page = training(again)
    again.until(lambda: page.outcome.isVisible())
    assert shown(page) == trained
    again.press("Models…")
    choose = again.until(lambda: named(dialog(page, again), f"Use {trained.name}"))
    again.click(choose[0])
    again.until(lambda: active(again) == trained.id)
    again.close()


@pytest.mark.slow
@pytest.mark.logs_errors("the engine died exit_code=-9")
def test_stopping_and_dying_change_nothing(drive: Driver, faces: Path) -> None:
    drive.enrol(faces, _FOUR, 3)
    page = training(drive)
    old = active(drive)
    drive.press("Train")
    drive.until(lambda: learns(page))
    drive.press("Stop")
    drive.until(lambda: page.run.state == "cancelled")
    assert "Nothing was changed" in page.learning.note.text()
    drive.press("Train")
    drive.until(lambda: learns(page))
    os.kill(processes(drive.token, "app.engine.host")[0], signal.SIGKILL)
    drive.until(lambda: page.run.state == "died")
    assert "because the engine stopped; nothing was changed" in page.learning.note.text()
    assert active(drive) == old
    drive.press("Train again")
    drive.until(lambda: page.run.running and page.run.fit)
    late = TrainingRun(
        drive.shell.bridge, page.preferences
    )  # as a window made anew in another language has one
    drive.until(lambda: late.running and late.fit and late.fit.taken)
    drive.press("Stop")
    drive.until(lambda: page.run.state == "cancelled" and late.state == "cancelled")
    assert len(drive.ask(ListModels())) == 1


@pytest.mark.slow
def test_doubtful_labels_people_left_out_and_effort_are_chosen_and_remembered(
    drive: Driver, faces: Path
) -> None:
    drive.enrol(faces, _FOUR, 4)
    page = training(drive)
    drive.until(lambda: page.plan.plan is not None)
    first, second, third, _ = page.context.people.cards
    wrong = drive.ask(FacesOfPerson(first.id))[0]
    drive.ask(AssignFaces((wrong,), second.id))
    drive.until(lambda: page.ready.doubts.isVisible())
    assert "1 face looks like somebody else" in page.ready.doubts.text.text()
    drive.press("Look")
    drive.press(f"Give it to {first.name}", dialog(page, drive))
    drive.until(lambda: not page.findChildren(QDialog) and not page.ready.doubts.isVisible())
    assert len(drive.ask(FacesOfPerson(first.id))) == 4
    drive.press("Change…")
    choose = dialog(page, drive)
    assert isinstance(choose, OptionsDialog)
    everyone = drive.button("Everyone", choose)
    assert not everyone.isEnabled()  # nobody is left out
    choose.people.doubleClicked.emit(choose.people.model().index(2, 0))
    assert everyone.isEnabled()
    choose.how_long._group.button(0).click()
    drive.press("Done", choose)
    drive.until(lambda: page.plan.plan is not None and page.plan.plan.people == 3)
    assert third.name in page.ready.left_out.text()
    assert page.ready.fact.text().startswith("3 ")
    again = Preferences(page.context.memory, page)
    assert again.options == TrainingOptions(frozenset({third.id}), effort="quick")
