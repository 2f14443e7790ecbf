"""Who agrees no more, or soon: each with a way to go on and a way to part."""

from collections.abc import Callable, Sequence
from functools import partial

import shiboken6
from PySide6.QtWidgets import QLabel, QWidget

from app.core.text import Text, capital, plain, sentence
from app.domain.changes import Changes
from app.domain.consent import Consent, Lapsed
from app.engine.requests.people import AboutClock, AgreeFurther, EndingPeople, LapsedPeople
from app.ui.enrol.agreement import Agreement
from app.ui.look.texts import shown, tr, tr_n
from app.ui.people.actions import PeopleActions
from app.ui.people.dialogs import AskForget
from app.ui.settings.section import words
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import in_column, in_row
from app.ui.widgets.question import Question

_SOON = 30
"""Days before the end of a term from which on it is told."""
_MOST = 20
"""People in a list."""


class Terms(QWidget):
    """Two lists: whom Kith matches no more, and whose term ends soon.

    Attributes:
        clock: Says where the computer's clock is not believed.
        lapsed: The first.
        ending: The second.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._actions = context, PeopleActions(context, self)
        self.clock, self.lapsed, self.ending = words(), QWidget(), QWidget()
        self.clock.hide()
        for one in (self.lapsed, self.ending):
            in_column(on=one, spacing=8)
            one.hide()
        in_column(self.clock, self.lapsed, self.ending, on=self, spacing=12)
        context.bridge.changed.connect(self._changed)

    def read(self) -> None:
        """Ask who they are."""
        tell_clock(self._context, self.clock)
        no_more = tr("Not matched any more")
        soon = tr_n("Ends within {n} day", "Ends within {n} days", _SOON)
        self._context.bridge.ask(LapsedPeople(), partial(self._fill, self.lapsed, no_more), lambda _: None)
        self._context.bridge.ask(EndingPeople(_SOON), partial(self._fill, self.ending, soon), lambda _: None)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.people:
            self.read()

    def _fill(self, there: QWidget, title: str, found: Sequence[Lapsed]) -> None:
        if not shiboken6.isValid(self):
            return
        inside = QWidget()
        rows = [self._row(one) for one in found[:_MOST]]
        more = len(found) - len(rows)
        rest = words(tr_n("and {n} more", "and {n} more", more), "small")
        in_column(label(title, "bold"), *rows, rest, on=inside, spacing=8)
        rest.setVisible(bool(more))
        layout = there.layout()
        assert layout is not None  # noqa: S101 - it was given one
        while (before := layout.takeAt(0)) is not None:
            if (old := before.widget()) is not None:
                old.hide()
                old.deleteLater()
        layout.addWidget(inside)
        there.setVisible(bool(found))

    def _row(self, one: Lapsed) -> QWidget:
        withdrew = one.consent.withdrawn_at is not None
        on = button(
            tr("Agree again…") if withdrew else tr("Extend…"),
            lambda: AskFurther(self, one, partial(self._agreed, one)).open(),
        )
        on.setAccessibleName(tr("Does {name} agree further?", name=one.name))
        off = button(tr("Forget…"), lambda: self._forget(one), "danger")
        off.setAccessibleName(tr("Forget {name}", name=one.name))
        said = in_column(words(plain(one.name)), words(capital(shown(one.reason)), "small"), spacing=2)
        row = QWidget()
        in_row((said, 1), on, off, on=row, spacing=8)
        return row

    def _agreed(self, one: Lapsed, consent: Consent) -> None:
        self._context.change(AgreeFurther(one.person, consent))

    def _forget(self, one: Lapsed) -> None:
        card = self._context.people.get(one.person)
        if card is not None:
            remove = partial(self._actions.remove, [card])
            AskForget(self, card, remove, partial(self._actions.forget, card.name)).open()


def tell_clock(context: Context, there: QLabel) -> None:
    """Say where the computer's clock is not believed, by which terms and days are told; else hide that."""

    def show(said: Text) -> None:
        if shiboken6.isValid(there):
            there.setText(sentence(shown(said)))
            there.setVisible(bool(said))

    context.bridge.ask(AboutClock(), show, lambda _: None)


class AskFurther(Question):
    """Whether somebody agrees further: what for, until when, and that they do.

    Attributes:
        agreement: What they agree to; what for is as it was.
        keep: Keeps it, once they agree.
    """

    def __init__(self, parent: QWidget, one: Lapsed, then: Callable[[Consent], object]) -> None:
        super().__init__(
            parent,
            tr("Does {name} agree further?", name=one.name),
            tr("That is theirs to say. From then on they are matched again, and Undo takes it back."),
        )
        self._then = then
        self.agreement = Agreement()
        self.agreement.begin(one.consent.purpose)
        self.agreement.about(one.name)
        self.body.addWidget(self.agreement)
        self.keep = self.add_buttons(tr("Keep that they agree"), self._agreed)
        self.agreement.tick.toggled.connect(self._look)
        self.agreement.purpose.editTextChanged.connect(self._look)
        self._look()

    def _look(self, *_: object) -> None:
        wait_for(self.keep, self.agreement.missing)

    def _agreed(self) -> None:
        self.accept()
        self._then(self.agreement.consent())
