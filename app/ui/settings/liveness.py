"""Whether faces are checked for being pictures, how strictly, and what that cannot stop."""

from PySide6.QtWidgets import QButtonGroup, QRadioButton

from app.core.settings import OFF, REQUIRE, WARN
from app.ui.look.texts import tr
from app.ui.settings.choices import Choices
from app.ui.settings.section import Section, words


class LivenessSection(Section):
    """Three choices.

    Attributes:
        modes: The button of each.
    """

    def __init__(self, choices: Choices) -> None:
        super().__init__(tr("Pictures instead of people"))
        self._choices = choices
        self._group = QButtonGroup(self)
        self.modes: dict[str, QRadioButton] = {}
        self._add(OFF, tr("Off"), tr("A photo or a video of somebody counts as that person."))
        self._add(
            WARN,
            tr("Warn"),
            tr(
                "Live view marks what stands still, repeats itself, has the border of paper or a phone "
                "around it, or shows the grid of a screen. Such a face makes no visit."
            ),
        )
        self._add(
            REQUIRE,
            tr("Require"),
            tr(
                "Such a face is given no name, either, and with the camera only who turns their head to four "
                "sides as asked is enrolled."
            ),
        )
        self.column.addWidget(
            words(
                tr(
                    "This makes cheating harder, no more: it does not stop a mask, a face computed live, "
                    "a good video that happens to turn as asked, or what is fed in instead of the camera. "
                    "It was measured on computed heads, prints and screens: a synthetic test, not a "
                    "certification."
                ),
                "small",
            )
        )
        choices.stored.connect(self._show)
        choices.saved.connect(self._written)

    def _add(self, mode: str, name: str, meaning: str) -> None:
        choice = self.modes[mode] = QRadioButton(name)
        choice.setAccessibleDescription(meaning)
        choice.setEnabled(False)
        choice.clicked.connect(lambda: self._choices.change(liveness=mode))
        self._group.addButton(choice)
        under = words(meaning, "small")
        under.setContentsMargins(31, 0, 0, 4)
        self.column.addWidget(choice)
        self.column.addWidget(under)

    def _show(self) -> None:
        now = self._choices.now
        if now is not None:
            for mode, choice in self.modes.items():
                choice.setEnabled(True)
                choice.setChecked(mode == now.liveness)

    def _written(self, name: str) -> None:
        if name == "liveness":
            self.say_saved()
