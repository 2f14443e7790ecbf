"""Enrolling with the camera."""

from collections.abc import Iterator
from dataclasses import replace

from app.engine.requests.settings import GetSettings, SetSettings
from app.ui.enrol.view import EnrolView
from app.ui.shell.look_alike import LookAlike
from tests.screenshots.material import Material
from tests.screenshots.stage import Stage


def empty(stage: Stage, material: Material) -> Iterator[str]:
    """A name is missing."""
    view = _open(stage)
    view.form.start.click()
    yield "nameless"
    view.go_back()


def full(stage: Stage, material: Material) -> Iterator[str]:
    """From the first sentence to the end."""
    view = _open(stage)
    view.form.field.setText(material.newcomer)
    view.form.agreement.tick.setChecked(True)
    yield "before"
    view._source.choose(str(material.guide))
    view.form.try_to_start()
    stage.until(lambda: view.progress.has_picture("left"))
    yield "during"
    _keep(stage, view)
    yield "tested"
    stage.until(lambda: view.result is not None)
    yield "done"
    view.start_for("")
    view.form.field.setText(material.newcomer)
    view.form.agreement.tick.setChecked(True)
    view._source.choose(str(material.camera))
    view.form.try_to_start()
    stage.until(lambda: "1" in [mark.title for mark in view.picture.marks()])
    yield "asked"
    view.start_for("")
    view.form.field.setText(material.newcomer)
    view.form.agreement.tick.setChecked(True)
    view._source.choose("/nowhere/camera.mp4")
    view.form.try_to_start()
    stage.until(lambda: view._stack.currentWidget() is view._failed)
    yield "failed"
    yield from turns(stage, view, material)
    view.go_back()


def _keep(stage: Stage, view: EnrolView) -> None:
    """Keep the views; people drawn by a program look like each other now and then: then they are two."""

    def kept() -> bool:
        return view._testing or view.result is not None

    view.form.keep.click()
    stage.until(lambda: kept() or view.findChildren(LookAlike))
    for question in view.findChildren(LookAlike):
        stage.press("Keep apart", question)
        stage.until(lambda: view.progress.has_picture("left") or kept())
        view.form.keep.click()
        stage.until(kept)


def turns(stage: Stage, view: EnrolView, material: Material) -> Iterator[str]:
    """Head turns are required, and a video cannot know which."""
    stage.ask(SetSettings(replace(stage.ask(GetSettings()), liveness="require")))
    view.start_for("")
    view.form.field.setText(material.newcomer)
    view.form.agreement.tick.setChecked(True)
    view._source.choose(str(material.guide))
    view.form.try_to_start()
    stage.until(lambda: view.progress.has_picture("front"))
    view.form.keep.click()
    stage.settle(1500)
    yield "turns"
    stage.until(lambda: view._stack.currentWidget() is view._failed)
    yield "unproven"
    stage.ask(SetSettings(replace(stage.ask(GetSettings()), liveness="off")))


def _open(stage: Stage) -> EnrolView:
    stage.go("people", "enrol")
    return next(iter(stage.window.page("people").findChildren(EnrolView)))
