"""What live view does while another page is shown."""

from app.ui.link.memory import GOES_ON
from app.ui.look.texts import tr
from app.ui.settings.section import Section
from app.ui.shell.context import Context


class LiveSection(Section):
    """One switch, remembered in the data folder."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Live view"))
        self._context = context
        self.switch = self.add_switch(
            tr("Go on while another page is shown"),
            tr(
                "The camera stays on, which a red sign in the rail shows. While this is off, the camera is "
                "let go of, and goes on when you come back."
            ),
            self._keep,
        )
        self.switch.setEnabled(True)
        self.switch.setChecked(context.memory.text(GOES_ON) == "1")

    def _keep(self, on: bool) -> None:
        self._context.memory.keep(GOES_ON, "1" if on else "")
        self.say_saved()
