"""The Activity page."""

from app.ui.context import Context
from app.ui.page import Page
from app.ui.texts import tr


class ActivityPage(Page):
    """The Activity page."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Activity"))
