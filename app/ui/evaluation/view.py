"""Evaluating: what to judge, how far it is, what was found."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QWidget

from app.core.errors import Cancelled, KithError
from app.core.language import language
from app.core.text import sentence
from app.domain.changes import Changes
from app.domain.evaluation import Sample
from app.domain.model import Model
from app.engine.requests.evaluating import SaveEvaluation
from app.engine.requests.training import ListModels
from app.ui.evaluation.run import Run
from app.ui.evaluation.setup import Setup
from app.ui.look.texts import tr
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button, stopping, wait_for
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.file_dialog import FileDialog
from app.ui.widgets.job_parts import how_far
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.problem import Problem
from app.ui.widgets.scroll import scrolled


class EvaluationView(QWidget):
    """A view of its own, with its title line; embed it in a stack and call `begin`.

    Attributes:
        setup: What to judge.
        run: How it goes.
        intro: What is shown before the first result.

    Signals:
        left: Back to where it was opened.
    """

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setup, self.run = Setup(), Run(context.bridge, self)
        self._saving = Path()
        self._back = button(
            tr("Training"), self.left.emit, "link", icon="caret-left", tip=tr("Back to Training")
        )
        self._page = button(
            tr("Save page…"), self._save_page, tip=tr("One HTML file with curves and pictures")
        )
        self._table = button(tr("Save table…"), self._save_table, tip=tr("All figures, for a spreadsheet"))
        self.start_button = button(tr("Evaluate"), self.start, "primary")
        self.stop_button = button(tr("Cancel"), self.run.stop)
        self.intro = EmptyState("chart-bar", "", "", [])
        self._problem = Problem()
        self._scroll = scrolled()
        self._busy = self._make_busy()
        self._stack = QStackedWidget()
        for one in (self.intro, self._busy, self._middle(self._problem), self._scroll):
            self._stack.addWidget(one)
        self._lay_out()
        self._listen()
        context.keys.note(tr("Evaluation"), "Esc", tr("Back to Training"), self)
        self._show()

    def begin(self) -> None:
        """It is shown now."""
        self.context.bridge.ask(ListModels(), self._begin_with)
        self._show()
        (self.stop_button if self.run.running else self.start_button).setFocus()

    def _begin_with(self, cards: tuple[Model, ...]) -> None:
        """Only now may it be started, and by Enter."""
        self._take_models(cards)
        if self.isVisible() and not self.run.running:
            self.start_button.setFocus()

    def start(self) -> None:
        """Judge what is chosen."""
        if self.start_button.isEnabled():
            self.run.evaluate(*self.setup.chosen)

    def save(self, path: str) -> None:
        """Write the result to a file: a page or, by its name, a table."""
        if path and self.run.found is not None:
            self._saving = Path(path)
            request = SaveEvaluation(self.run.found, self._saving, language().locale)
            self.context.bridge.ask(request, self._saved, self._fail)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # making it

    def _make_busy(self) -> QWidget:
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        self._far = label("", "muted", wrap=True)
        inside = QWidget()
        in_column(self._bar, self._far, REST, on=inside, margins=(0, 24, 0, 0), spacing=8)
        return inside

    def _middle(self, widget: QWidget) -> QWidget:
        inside = QWidget()
        in_column(widget, REST, on=inside, margins=(0, 24, 0, 0))
        return inside

    def _lay_out(self) -> None:
        top = in_row(
            self._back,
            label(tr("Evaluation"), "title"),
            REST,
            self._page,
            self._table,
            self.stop_button,
            self.start_button,
            spacing=12,
        )
        in_column(top, self.setup, (self._stack, 1), on=self, spacing=12)

    def _listen(self) -> None:
        self.setup.changed.connect(self._show)
        self.run.turned.connect(self._turned)
        self.run.moved.connect(self._show_progress)
        self.context.people.updated.connect(self._show)
        self.context.bridge.changed.connect(self._changed)

    # showing

    def _take_models(self, cards: tuple[Model, ...]) -> None:
        self.setup.show_models(cards)

    def _changed(self, changes: Changes) -> None:
        if changes.models and self.isVisible():
            self.context.bridge.ask(ListModels(), self._take_models, _pass)

    def _turned(self) -> None:
        if self.run.state == "done":
            self._show_result()
        self._show()
        if self.isVisible():
            (self.stop_button if self.run.running else self.start_button).setFocus()

    def _show(self) -> None:
        running, missing = self.run.running, self._missing()
        self.setup.setEnabled(not running)
        self.start_button.setVisible(not running)
        self.stop_button.setVisible(running)
        wait_for(self.stop_button, "" if self.run.state == "running" else stopping())
        wait_for(self.start_button, missing or ("" if self.setup.chosen[0] else tr("Kith looks for models")))
        done = self.run.found is not None and self.run.state != "failed" and not running
        for one in (self._page, self._table):
            one.setVisible(done)
        self._show_intro(missing)
        self._stack.setCurrentIndex(self._place())
        self._show_progress()

    def _place(self) -> int:
        """Which part of the stack is shown."""
        if self.run.running:
            return 1
        if self.run.state == "failed" and self.run.error is not None:
            if self._problem.error is not self.run.error:
                self._problem.show_error(self.run.error)
            return 2
        return 3 if self.run.found is not None else 0

    def _missing(self) -> str:
        """What is missing before anything can be judged, or ""."""
        if self.setup.on_folder:
            return "" if self.setup.folder is not None else tr("Choose a folder first")
        people = self.context.people
        several = sum(card.faces > 1 for card in people.cards)
        if not people.known or (len([card for card in people.cards if card.faces]) > 1 and several):
            return ""
        return tr("Enrol at least two people, one of them with two photos, or judge a folder")

    def _show_intro(self, missing: str) -> None:
        self.intro.heading.setText(tr("How well are faces recognised?"))
        state = self.run.state
        text = tr(
            "Every face is compared with every other, and searched among all people as if it were new. "
            "You see how many are recognised, where it goes wrong, and which photos may be mislabelled. "
            "Nothing is changed."
        )
        if state == "cancelled":
            text = tr("The evaluation was stopped. Nothing was changed.")
        if state == "died":
            text = tr("The evaluation stopped because the engine stopped; nothing was changed.")
        self.intro.sentence.setText(sentence(missing) or text)

    def _show_progress(self) -> None:
        progress = self.run.progress
        self._bar.setRange(0, progress.total if progress else 0)
        self._bar.setValue(progress.done if progress else 0)
        if self.run.state == "stopping":
            self._far.setText(tr("stopping"))
        else:
            self._far.setText(how_far(progress) if progress else tr("starting"))

    def _show_result(self) -> None:
        from app.ui.evaluation.result import Result

        assert self.run.found is not None  # noqa: S101 - it is done
        made = Result(self.run.found)
        made.opened.connect(self._open)
        self._scroll.setWidget(made)
        self._scroll.verticalScrollBar().setValue(0)

    # doing

    def _open(self, sample: Sample) -> None:
        """Show a face where whose it is can be corrected: in its photo, or among its person's."""
        if sample.path and sample.face is not None:
            from app.ui.photos.viewer import Viewer

            Viewer(self.context, self).show_face(sample.face)
        elif (card := self.context.people.find(sample.person)) is not None:
            self.context.go("people", "person", card.id)

    def _save_page(self) -> None:
        self._ask_file(tr("Save page"), tr("Page (*.html)"), "html")

    def _save_table(self) -> None:
        self._ask_file(tr("Save table"), tr("Table (*.csv)"), "csv")

    def _ask_file(self, title: str, kind: str, suffix: str) -> None:
        dialog = FileDialog(self, title, f"kith-evaluation.{suffix}", kind)
        dialog.setAcceptMode(FileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def _saved(self, _: None) -> None:
        self.context.notices.say(tr("Saved {name}", name=self._saving.name))

    def _fail(self, error: KithError | Cancelled) -> None:
        self.context.notices.error(error)


def _pass(_: object) -> None:
    """A list that cannot be had is asked for again when the view is shown."""
