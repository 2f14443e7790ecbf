"""How strict Kith is, which detector reads pictures, and which model decides."""

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from app.core.errors import Cancelled, KithError
from app.domain.changes import Changes
from app.domain.model import Model
from app.engine.requests.training import ListModels
from app.ui.look.texts import number, tr
from app.ui.settings.choices import Choices
from app.ui.settings.section import Choice, Section, words
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import Elided
from app.ui.widgets.layouts import in_column, in_row


def rates() -> dict[float, str]:
    """The rates of false accepts to choose from, and what each means."""
    return {
        1e-2: tr("Loosest: almost nobody is missed, but wrong names are more frequent."),
        1e-3: tr("Balanced: a good start for most people."),
        1e-4: tr("Stricter: fewer wrong names, more unknown."),
        1e-5: tr("Strictest: a wrong name is very rare, and many faces stay unknown."),
    }


def in_words(rate: float) -> str:
    """A rate of false accepts as it is chosen."""
    return tr("One stranger in {count}", count=number(round(1 / rate)))


def _whom() -> str:
    """Of which strangers the rate is promised, and of which it is not."""
    return tr(
        "Strangers who look like people enrolled, or whose photos are much like theirs, are named more "
        "often; much more often as long as fewer than ten people are enrolled."
    )


class RecognitionSection(Section):
    """The rate in words, the detector, and the model with a way to the others."""

    def __init__(self, context: Context, choices: Choices) -> None:
        super().__init__(tr("Recognition"))
        self._context, self._choices = context, choices
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.rates: dict[float, QRadioButton] = {}
        self.column.addWidget(words(tr("How often may a stranger be given a name?")))
        self.column.addWidget(words(_whom(), "small"))
        self._rows = in_column(spacing=4)
        self.column.addLayout(self._rows)
        for rate, meaning in rates().items():
            self._add_rate(rate, meaning)
        self.detector = Choice(
            [("yunet", tr("YuNet (fast)")), ("mtcnn", tr("MTCNN (slower)"))],
            lambda value: choices.change(detector=value),
        )
        self.detector.setEnabled(False)
        self.add_row(tr("Face detector"), self.detector, tr("Finds faces in pictures read from now on."))
        self.small = self.add_switch(
            tr("Also find small faces in the background"),
            tr("Large photos are searched twice, the second time in parts: several times slower."),
            lambda on: choices.change(small_faces=on),
        )
        self.mirror = self.add_switch(
            tr("Steadier names in live view, but slower"),
            tr("Each face is read twice, the second time as its mirror image."),
            lambda on: choices.change(mirror_live=on),
        )
        self.model = Elided("…", "bold")
        self.add_row(tr("Model that decides"), self._with_link(self.model))
        choices.stored.connect(self._show)
        choices.saved.connect(self._written)
        context.bridge.changed.connect(self._changed)

    def _with_link(self, model: Elided) -> QWidget:
        made = QWidget()
        in_row(
            (model, 1), button(tr("Models"), lambda: self._context.go("training", "models"), "link"), on=made
        )
        return made

    def _add_rate(self, rate: float, meaning: str) -> None:
        choice = QRadioButton(in_words(rate))
        choice.setAccessibleDescription(meaning)
        choice.setEnabled(False)
        choice.clicked.connect(lambda: self._choices.change(false_accepts=rate))
        self._group.addButton(choice)
        self.rates[rate] = choice
        under = words(meaning, "small")
        under.setContentsMargins(31, 0, 0, 4)
        self._rows.addWidget(choice)
        self._rows.addWidget(under)

    def _show(self) -> None:
        """Show what is stored; a rate set elsewhere joins the others."""
        now = self._choices.now
        if now is None:
            return
        if now.false_accepts not in self.rates:
            self._add_rate(now.false_accepts, tr("Set outside this window."))
        for choice in self.rates.values():
            choice.setEnabled(True)
        self.rates[now.false_accepts].setChecked(True)
        self.detector.setEnabled(True)
        self.detector.show_value(now.detector)
        for switch, on in ((self.small, now.small_faces), (self.mirror, now.mirror_live)):
            switch.setEnabled(True)
            switch.setChecked(on)
        self._read_model()

    def _written(self, name: str) -> None:
        if name in ("false_accepts", "detector", "small_faces", "mirror_live"):
            self.say_saved()

    def _changed(self, changes: Changes) -> None:
        if changes.models:
            self._read_model()

    def _read_model(self) -> None:
        self._context.bridge.ask(ListModels(), self._take_models, self._not_now)

    def _take_models(self, cards: tuple[Model, ...]) -> None:
        self.model.setText(next((card.name for card in cards if card.active), ""))

    def _not_now(self, _: KithError | Cancelled) -> None:
        """It is asked again with the settings."""
