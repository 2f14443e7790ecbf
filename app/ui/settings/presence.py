"""Whether it is kept who comes and goes, and for how long."""

from app.core.settings import Settings
from app.ui.look.texts import tr, tr_n
from app.ui.settings.choices import Choices
from app.ui.settings.section import Choice, Section
from app.ui.shell import tray
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.layouts import REST, in_row

_DAYS = (1, 7, 30, 90, 365)


class PresenceSection(Section):
    """Visits: a switch, for how many days they are kept, and the way to them."""

    def __init__(self, context: Context, choices: Choices) -> None:
        super().__init__(tr("Who comes and goes"))
        self._choices = choices
        self.switch = self.add_switch(
            tr("Keep visits while something is watched"),
            tr(
                "Of each person whom Kith is sure of: where, from when to when. No pictures, and nothing of "
                "strangers. While this is off, nothing is kept. Tell the people whom it concerns."
            ),
            lambda on: choices.change(presence=on),
        )
        self.days = Choice(
            [(str(days), _in_words(days)) for days in _DAYS],
            lambda value: choices.change(visit_days=int(value)),
        )
        self.days.setEnabled(False)
        self.add_row(tr("Visits are kept for"), self.days, tr("Older ones are erased for good."))
        self.tray = self.add_switch(
            tr("Go on in the tray when the window is closed"),
            tr("While something is watched. The icon in the desktop's tray opens the window again.")
            if tray.available()
            else tr("This desktop has no tray."),
            lambda on: tray.want(context.memory, on=on),
        )
        self.tray.setEnabled(tray.available())
        self.tray.setChecked(tray.wanted(context.memory))
        self.visits = button(tr("Show visits"), lambda: context.go("activity", "visits"), "link")
        self.column.addLayout(in_row(self.visits, REST))
        choices.stored.connect(self._show)
        choices.saved.connect(self._written)

    def _show(self) -> None:
        now: Settings | None = self._choices.now
        if now is None:
            return
        self.switch.setEnabled(True)
        self.switch.setChecked(now.presence)
        if self.days.findData(str(now.visit_days)) < 0:
            self.days.addItem(_in_words(now.visit_days), str(now.visit_days))
        self.days.setEnabled(True)
        self.days.show_value(str(now.visit_days))

    def _written(self, name: str) -> None:
        if name in ("presence", "visit_days"):
            self.say_saved()


def _in_words(days: int) -> str:
    return tr_n("{n} day", "{n} days", days)
