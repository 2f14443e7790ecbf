"""Who else is told as someone comes or goes: a program, an address, an MQTT broker."""

import shlex
from dataclasses import replace
from functools import partial
from typing import Literal

from PySide6.QtWidgets import QLineEdit

from app.core.errors import Cancelled, KithError, UsageError
from app.core.settings import Settings
from app.engine.requests.presence import KeepSecret
from app.ui.look.texts import tr
from app.ui.settings.choices import Choices
from app.ui.settings.section import Section
from app.ui.shell.context import Context
from app.ui.widgets.labels import Hint
from app.ui.widgets.line_edit import LineEdit


class VisitActionsSection(Section):
    """A field for each way to tell others of visits; secrets go to the keyring and are never shown again.

    Attributes:
        command: Program and arguments, as a shell would have them.
        webhook: An address.
        token: Its token.
        mqtt: A broker's address.
        password: Its password.
    """

    def __init__(self, context: Context, choices: Choices) -> None:
        super().__init__(tr("What is done as someone comes or goes"))
        self._context, self._choices = context, choices
        self.command = self._add(
            "visit_command",
            tr("Run a program"),
            tr(
                "With its arguments. It gets the visit as KITH_ variables, and as JSON on its standard input."
            ),
        )
        self.webhook = self._add(
            "visit_webhook", tr("Post to an address"), tr("As JSON, to http:// or https://.")
        )
        self.token = self._add_secret("webhook", tr("Token of that address"))
        self.mqtt = self._add(
            "visit_mqtt",
            tr("Tell an MQTT broker"),
            tr(
                "As mqtt://user@host:1883, or mqtts://. Home Assistant finds who is there by itself. "
                "Names leave this computer then."
            ),
        )
        self.password = self._add_secret("mqtt", tr("Password of that user"))
        self._hint = Hint(*(one.textEdited for one in (self.command, self.webhook, self.mqtt)))
        self.column.addWidget(self._hint)
        choices.stored.connect(self._show)
        choices.saved.connect(self._written)

    @property
    def hint(self) -> str:
        """What is wrong with what was typed, or ""."""
        return self._hint.text()

    def _add(self, setting: str, name: str, note: str) -> LineEdit:
        made = LineEdit()
        made.setEnabled(False)
        made.editingFinished.connect(partial(self._chosen, setting, made))
        self.add_row(name, made, note)
        return made

    def _add_secret(self, secret: Literal["mqtt", "webhook"], name: str) -> LineEdit:
        made = LineEdit()
        made.setEchoMode(QLineEdit.EchoMode.Password)
        made.setPlaceholderText(tr("Kept in the system's keyring"))
        made.returnPressed.connect(partial(self._keep, secret, made))
        self.add_row(name, made, tr("Enter keeps it; an empty one is forgotten."))
        return made

    def _chosen(self, setting: str, field: LineEdit) -> None:
        if self._choices.now is None:
            return
        try:
            value = tuple(shlex.split(field.text())) if field is self.command else field.text().strip()
            replace(self._choices.now, **{setting: value})  # type: ignore[arg-type] # by its name
        except (ValueError, UsageError):
            self._hint.tell(_wrong(setting))
            return
        self._choices.change(**{setting: value})

    def _keep(self, secret: Literal["mqtt", "webhook"], field: LineEdit) -> None:
        value = field.text()

        def kept(_: None) -> None:
            field.clear()
            self.say_saved()
            if secret == "webhook":  # noqa: S105 - which one it is
                self._choices.change(webhook_token=bool(value))

        self._context.bridge.ask(KeepSecret(secret, value), kept, self._failed)

    def _failed(self, error: KithError | Cancelled) -> None:
        self._context.notices.error(error)

    def _show(self) -> None:
        now: Settings | None = self._choices.now
        if now is None:
            return
        for field, text in (
            (self.command, shlex.join(now.visit_command)),
            (self.webhook, now.visit_webhook),
            (self.mqtt, now.visit_mqtt),
        ):
            field.setEnabled(True)
            if not field.hasFocus():
                field.setText(text)

    def _written(self, name: str) -> None:
        if name in ("visit_command", "visit_webhook", "visit_mqtt", "webhook_token"):
            self.say_saved()


def _wrong(setting: str) -> str:
    if setting == "visit_command":
        return tr("A quotation mark is not closed.")
    if setting == "visit_webhook":
        return tr("Write an address that begins with http:// or https://, without a password in it.")
    return tr("Write an address like mqtt://user@host:1883, and the password below.")
