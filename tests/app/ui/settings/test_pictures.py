"""Keeping no pictures of faces is asked first; faces are shown from their photos then."""

import pytest
from PySide6.QtWidgets import QDialog

from app.engine.requests.faces import ChipsOf
from app.engine.requests.people import FacesOfPerson
from app.ui.link.thumbnails import Thumbnails
from app.ui.settings.page import SettingsPage
from app.ui.settings.pictures import AskDrop
from tests.app.ui.conftest import Driver


@pytest.mark.slow
def test_pictures_go_once_that_is_confirmed_and_faces_come_from_photos(known: Driver) -> None:
    faces = known.ask(FacesOfPerson(known.until(lambda: known.window.context.people.cards)[0].id))
    page = known.page("settings", SettingsPage)
    switch = page.pictures.switch
    known.until(switch.isEnabled)
    switch.click()
    [asked] = page.findChildren(AskDrop)
    known.until(lambda: asked.found.text().startswith("12 pictures would be deleted"))
    asked.reject()
    assert not switch.isChecked()
    switch.click()
    known.until(lambda: not page.findChildren(QDialog) or len(page.findChildren(AskDrop)) == 1)
    known.press("Delete the pictures", page.findChildren(AskDrop)[-1])
    known.until(lambda: known.window.context.notices.text == "Deleted 12 pictures of faces")
    known.until(switch.isChecked)
    assert known.ask(ChipsOf(faces)) == {}
    fresh = Thumbnails(known.shell.bridge)
    picture = known.until(lambda: fresh.get(faces[0]))
    assert picture is not None
    assert picture.width() > 40
    fresh.close()
    switch.click()
    known.until(lambda: page.pictures.said == "saved")
