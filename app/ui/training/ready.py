"""What training would learn from, what stands in its way, and what it will take."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from app.core.errors import KithError
from app.domain.person import Person
from app.domain.training import TrainingPlan
from app.ui.look.texts import duration, number, percent, tr, tr_n
from app.ui.training.doubts_dialog import counted
from app.ui.training.words import sentence
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import label, set_property
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.problem import Problem


@dataclass(frozen=True, slots=True)
class Actions:
    """Where the panel's buttons lead.

    Attributes:
        singles: To people with one photo.
        doubts: To faces that look like somebody else.
        options: To the choices.
        add: To adding people.
        sort: To sorting photos.
    """

    singles: Callable[[], object]
    doubts: Callable[[], object]
    options: Callable[[], object]
    add: Callable[[], object]
    sort: Callable[[], object]


class ReadyPanel(QFrame):
    """The facts before training, in the order in which they matter."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.fact = label("", "fact")
        self.faces = label("", "muted", wrap=True)
        self.single = _Line(button(tr("Show"), actions.singles, "link", tip=tr("Who has one photo")))
        self.doubts = _Line(button(tr("Look"), actions.doubts, "link", tip=tr("Look at them, and decide")))
        self.held = _Line()
        self.left_out = label("", "small", wrap=True)
        self.takes = label("", "small", wrap=True)
        self.options = button(tr("Change…"), actions.options, "link", tip=tr("Whom, how long, how deep"))
        self.obstacle = _Obstacle(actions.add, actions.sort)
        self.problem = Problem()
        in_column(
            label(tr("Ready to learn from"), "bold"),
            self.fact,
            self.faces,
            self.single,
            self.doubts,
            self.held,
            self.obstacle,
            self.problem,
            REST,
            self.left_out,
            self.takes,
            (self.options, 0, Qt.AlignmentFlag.AlignLeft),
            on=self,
            margins=(16, 14, 16, 14),
            spacing=8,
        )
        self.problem.hide()
        self.show_plan(None)
        self.show_wishes("")

    def show_people(self, cards: Sequence[Person] | None) -> None:
        """Count who can be trained on; None while nobody knows."""
        self.fact.setVisible(cards is not None)
        cards = cards or ()
        several = [card.faces for card in cards if card.faces >= 2]
        single = sum(card.faces == 1 for card in cards)
        self.fact.setText(tr_n("{n} person", "{n} people", len(several)))
        self.faces.setText(_faces(several))
        self.faces.setVisible(bool(several))
        self.single.tell(
            tr_n(
                "{n} person has one photo: recognised, but not trained on.",
                "{n} people have one photo: recognised, but not trained on.",
                single,
            ),
            good=False,
        )
        self.single.setVisible(single > 0)

    def show_plan(self, plan: TrainingPlan | None) -> None:
        """Say how it would go; None while that is not known."""
        obstacle = plan.obstacle if plan is not None else None
        self.problem.hide()
        self.obstacle.tell(obstacle)
        self.held.setVisible(obstacle is None)
        self.takes.setVisible(obstacle is None)
        doubts = counted(plan.doubts) if plan is not None else 0
        self.doubts.setVisible(doubts > 0)
        self.doubts.tell(
            tr_n(
                "{n} face looks like somebody else: left out.",
                "{n} faces look like somebody else: left out.",
                doubts,
            ),
            good=False,
        )
        if plan is None:
            self.held.hide()
            self.takes.setText(tr("Looking at how it would go here"))
            return
        if plan.held_out is None:
            self.held.tell(
                tr("Too few photos to prove the result: three each of two people allow it"), good=False
            )
        else:
            self.held.tell(
                tr("{share} held out to prove the result", share=percent(plan.held_out, 0)), good=True
            )
        self.takes.setText(_takes(plan))

    def show_wishes(self, left_out: str) -> None:
        """Say who is left out."""
        self.left_out.setText(left_out)
        self.left_out.setVisible(bool(left_out))

    def show_error(self, error: KithError, again: Callable[[], object]) -> None:
        """Say why the plan is not known."""
        self.held.hide()
        self.takes.hide()
        self.problem.show_error(error, [button(tr("Try again"), again)])
        self.problem.show()


def _faces(several: Sequence[int]) -> str:
    if not several:
        return ""
    mean = round(sum(several) / len(several))
    return tr("{faces} faces, {mean} each on average", faces=number(sum(several)), mean=number(mean))


def _takes(plan: TrainingPlan) -> str:
    """Where it runs, what is trained, how long it takes."""
    depth = tr("the last blocks too") if plan.deep else tr("last layer only")
    time = tr("about {time}", time=duration(plan.seconds)) if plan.seconds else tr("time not known yet")
    return tr("{where}, {depth}: {time}.", where=_where(plan.device), depth=depth, time=time)


def _where(device: str) -> str:
    if device == "cpu":
        return tr("On this computer's processor")
    return tr("On {device}", device=device.removeprefix("cuda: ") if device != "mps" else tr("the GPU"))


class _Line(QWidget):
    """A sign and a sentence: a tick, or an exclamation mark and the colour of a warning."""

    def __init__(self, more: QWidget | None = None) -> None:
        super().__init__()
        self._sign = QLabel()
        self._sign.setFixedWidth(12)
        self.text = label("", "plain", wrap=True)
        words = in_column(self.text, spacing=2)
        if more is not None:
            words.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        in_row((self._sign, 0, Qt.AlignmentFlag.AlignTop), (words, 1), on=self, spacing=6)

    def tell(self, text: str, *, good: bool) -> None:
        """Say this, and offer its way on."""
        self._sign.setText("✓" if good else "!")
        self._sign.setAccessibleName(tr("Good") if good else tr("Note"))
        self.text.setText(text)
        for part in (self._sign, self.text):
            set_property(part, "tone", "good" if good and part is self._sign else "" if good else "warning")


class _Obstacle(QFrame):
    """Why nothing can be trained yet, and the ways to change that."""

    def __init__(self, add: Callable[[], object], sort: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "warning")
        self.text = label("", "plain", wrap=True)
        column = in_column(self.text, on=self, margins=(12, 10, 12, 10), spacing=8)
        for one in (button(tr("Add people"), add), button(tr("Sort photos"), sort)):
            column.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)

    def tell(self, obstacle: str | None) -> None:
        """Say it, if there is any."""
        self.setVisible(obstacle is not None)
        self.text.setText(sentence(obstacle) if obstacle else "")
