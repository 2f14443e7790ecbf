"""Theme, size and language of the window."""

from app.ui.look import scale
from app.ui.look.texts import percent, tr
from app.ui.settings.section import Choice, Section
from app.ui.shell.context import Context


class LookSection(Section):
    """Remembered in the data folder; theme and language are put on at once."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Appearance and language"))
        self._context = context
        self.theme = Choice(
            [("system", tr("As the system")), ("light", tr("Light", "theme")), ("dark", tr("Dark"))],
            lambda value: self._keep("theme", value),
        )
        self.theme.show_value(context.memory.text("theme", "system"))
        self.add_row(tr("Appearance"), self.theme)
        self.scale = Choice(
            [(str(one), percent(one, 0)) for one in scale.SCALES],
            lambda value: self._enlarge(float(value)),
        )
        self.scale.show_value(str(scale.chosen(context.memory)))
        self.add_row(tr("Size of everything"), self.scale, tr("From the next start of Kith."))
        self.language = Choice(
            [("system", tr("As the system")), ("en", "English"), ("de", "Deutsch")],
            lambda value: self._keep("language", value),
        )
        self.language.show_value(context.memory.text("language", "system"))
        self.add_row(tr("Language"), self.language)

    def _enlarge(self, chosen: float) -> None:
        scale.keep(self._context.memory, chosen)
        self.say_saved()

    def _keep(self, key: str, value: str) -> None:
        if self._context.memory.text(key, "system") != value:
            self._context.memory.keep(key, value)
            self.say_saved()
            self._context.change_look()
