"""Everything the user may choose, applied as it is chosen, and what Kith is."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from app.core.errors import KithError
from app.ui.look.texts import tr
from app.ui.settings.about import AboutSection
from app.ui.settings.choices import Choices
from app.ui.settings.computer import ComputerSection
from app.ui.settings.encryption import EncryptionSection
from app.ui.settings.erasing import ErasingSection
from app.ui.settings.folder import FolderSection
from app.ui.settings.live import LiveSection
from app.ui.settings.liveness import LivenessSection
from app.ui.settings.look import LookSection
from app.ui.settings.photos import PhotosSection
from app.ui.settings.pictures import PicturesSection
from app.ui.settings.presence import PresenceSection
from app.ui.settings.recognition import RecognitionSection
from app.ui.settings.visit_actions import VisitActionsSection
from app.ui.shell.context import Context
from app.ui.shell.page import Page
from app.ui.widgets.buttons import button
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.problem import Problem
from app.ui.widgets.scroll import scrolled

_WIDEST = 820


class SettingsPage(Page):
    """Sections one below the other.

    Attributes:
        recognition: Rate of false accepts, detector and model.
        photos: Whether videos are read, and places kept.
        live: Whether live view goes on while another page is shown.
        liveness: Whether faces are checked for being pictures.
        presence: Whether visits are kept, and for how long.
        visit_actions: Who else is told of visits.
        computer: Device, and whether all is there that Kith needs.
        look: Theme and language.
        encryption: How the gallery is kept, and when it locks.
        pictures: Whether pictures of faces are kept.
        erasing: What can be erased for good.
        folder: Where everything is kept.
        about: Versions and licences.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Settings"))
        self.subtitle.setText(tr("Each choice applies at once"))
        self._choices = Choices(context, self)
        self._choices.unreadable.connect(self._tell)
        self._choices.stored.connect(self._all_is_well)
        self._problem = Problem()
        self._problem.hide()
        self.recognition = RecognitionSection(context, self._choices)
        self.photos = PhotosSection(self._choices)
        self.live = LiveSection(context)
        self.liveness = LivenessSection(self._choices)
        self.presence = PresenceSection(context, self._choices)
        self.visit_actions = VisitActionsSection(context, self._choices)
        self.computer = ComputerSection(context, self._choices)
        self.look = LookSection(context)
        self.encryption = EncryptionSection(context)
        self.pictures = PicturesSection(context)
        self.erasing = ErasingSection(context, self._choices)
        self.folder = FolderSection(context)
        self.about = AboutSection()
        self._area = self._scrolled()
        self.body.addWidget(self._area, 1)

    def enter(self, *task: object) -> None:
        """Models and the folder's size may have changed meanwhile; `"look"` shows theme and language."""
        if task == ("look",):
            QTimer.singleShot(0, self, self._show_look)  # once all has its place
        self._choices.read()
        self.folder.measure()
        self.pictures.read()
        self.erasing.read()

    def _show_look(self) -> None:
        self._area.ensureWidgetVisible(self.look)
        self.look.language.setFocus()

    def _scrolled(self) -> QScrollArea:
        column = in_column(
            self._problem,
            self.recognition,
            self.photos,
            self.live,
            self.liveness,
            self.presence,
            self.visit_actions,
            self.computer,
            self.look,
            self.encryption,
            self.pictures,
            self.erasing,
            self.folder,
            self.about,
            REST,
            spacing=16,
        )
        held = QWidget()
        held.setMaximumWidth(_WIDEST)
        held.setLayout(column)
        inside = QWidget()
        inside.setProperty("role", "page")
        in_row((held, 1), on=inside, margins=(0, 0, 12, 0))
        return scrolled(inside, sideways=False)

    def _tell(self, error: KithError) -> None:
        self._problem.show_error(error, [button(tr("Try again"), self._choices.read)])
        self._problem.show()

    def _all_is_well(self) -> None:
        self._problem.hide()
