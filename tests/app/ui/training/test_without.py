"""From forgetting somebody to a model that never knew them, in the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel

from app.engine.requests.training import ListModels, Retrain, SwitchModel
from app.ui.people.page import PeoplePage
from app.ui.training.models_dialog import ModelsDialog
from app.ui.training.page import TrainingPage
from app.ui.training.without import AskWithout
from tests.app.processes import processes
from tests.app.ui.conftest import Driver

# what the offscreen platform cannot do when a window opens over another
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def trained(retrained: Path, token: str, qapp: object) -> Iterator[Driver]:
    """A window on a gallery that has a model trained on ten people, which decides."""
    driver = Driver(retrained, token)
    driver.ask(SwitchModel(driver.ask(ListModels())[-1].id))
    yield driver
    driver.close()
    driver.until(lambda: not processes(token), 1000)


def _leads(one: QAbstractButton) -> bool:
    return one.isVisible() and one.accessibleName() == "Retrain without them…"


@pytest.mark.slow
def test_forgetting_leads_to_training_without_them_and_stopping_that_deletes_nothing(
    trained: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    knows = trained.ask(ListModels())[-1]
    page = trained.page("people", PeoplePage)
    trained.until(lambda: page.context.people.cards)
    page._actions.forget("Tony Blair")
    trained.until(lambda: "erased for good" in page.context.notices.text)
    trained.press("Retrain without them…")
    training = trained.page("training", TrainingPage)
    [asked] = trained.until(lambda: training.findChildren(AskWithout))
    assert any(knows.name in one.text() for one in asked.findChildren(QLabel))
    trained.press("Cancel", asked)
    assert "learnt of 1 person who was forgotten" in training.keeps.text.text()
    assert training.keeps.isVisible()
    training.show_models()
    dialog = training.findChildren(ModelsDialog)[0]
    way = trained.until(lambda: [one for one in dialog.findChildren(QAbstractButton) if _leads(one)])
    trained.click(way[0])
    [asked] = trained.until(lambda: training.findChildren(AskWithout))
    trained.press("Train, then delete", asked)
    trained.until(lambda: training.run.progress is not None)
    trained.press("Stop")  # training to its end is the command's test
    trained.until(lambda: training.run.state == "cancelled")
    assert trained.ask(ListModels())[-1].forgotten == 1
    assert training.keeps.isVisible()
    begun: list[Retrain] = []
    monkeypatch.setattr(training.run, "start", begun.append)
    training.resume()  # as after a locking
    training.run.train()
    training.resume()
    assert [one.without_forgotten for one in begun] == [True, False, False]
