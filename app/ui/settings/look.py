"""Theme and language of the window."""

from app.ui.look.texts import tr
from app.ui.settings.section import Choice, Section
from app.ui.shell.context import Context


class LookSection(Section):
    """Both are put on at once, and remembered in the data folder."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Appearance and language"))
        self._context = context
        self.theme = Choice(
            [("system", tr("As the system")), ("light", tr("Light", "theme")), ("dark", tr("Dark"))],
            lambda value: self._keep("theme", value),
        )
        self.theme.show_value(context.memory.text("theme", "system"))
        self.add_row(tr("Appearance"), self.theme)
        self.language = Choice(
            [("system", tr("As the system")), ("en", "English"), ("de", "Deutsch")],
            lambda value: self._keep("language", value),
        )
        self.language.show_value(context.memory.text("language", "system"))
        self.add_row(tr("Language"), self.language)

    def _keep(self, key: str, value: str) -> None:
        if self._context.memory.text(key, "system") != value:
            self._context.memory.keep(key, value)
            self.say_saved()
            self._context.change_look()
