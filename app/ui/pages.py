"""The pages of the window, each loaded when it is first shown."""

from app.ui.look.texts import tr
from app.ui.shell.context import Context
from app.ui.shell.page import Page, PageEntry


def pages() -> list[PageEntry]:
    """All of them, from top to bottom."""
    return [
        PageEntry("live", tr("Live"), "video-camera", _live),
        PageEntry("people", tr("People"), "users", _people),
        PageEntry("photos", tr("Photos"), "image", _photos),
        PageEntry("training", tr("Training"), "chart-line-up", _training),
        PageEntry("activity", tr("Activity"), "clock-counter-clockwise", _activity),
        PageEntry("settings", tr("Settings"), "sliders-horizontal", _settings),
    ]


def _live(context: Context) -> Page:
    from app.ui.live.page import LivePage

    return LivePage(context)


def _people(context: Context) -> Page:
    from app.ui.people.page import PeoplePage

    return PeoplePage(context)


def _photos(context: Context) -> Page:
    from app.ui.photos.page import PhotosPage

    return PhotosPage(context)


def _training(context: Context) -> Page:
    from app.ui.training.page import TrainingPage

    return TrainingPage(context)


def _activity(context: Context) -> Page:
    from app.ui.activity.page import ActivityPage

    return ActivityPage(context)


def _settings(context: Context) -> Page:
    from app.ui.settings.page import SettingsPage

    return SettingsPage(context)
