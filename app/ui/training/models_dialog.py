"""All models: which decides, how each came out, and what can be done with each; adding others."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QPushButton, QWidget

from app.core.errors import Cancelled, KithError
from app.domain.changes import Changes
from app.domain.comparison import ModelComparison
from app.domain.model import AddedModel, Model
from app.engine.requests.base import Job, Request
from app.engine.requests.models import AddModelFile, CompareModels, DeleteModel, ExportModel, RenameModel
from app.engine.requests.training import AddModel, ListModels
from app.ui.look.texts import number, tr
from app.ui.shell.context import Context
from app.ui.training.job_progress import JobProgress
from app.ui.training.model_job import Answer, ModelJob
from app.ui.training.model_questions import (
    AskAddFile,
    AskDeleteModel,
    AskModelName,
    ShowAdded,
    ShowComparison,
)
from app.ui.training.model_row import RowActions, model_row
from app.ui.training.published import Published, published
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.file_dialog import FileDialog
from app.ui.widgets.fit import fit
from app.ui.widgets.labels import label, panel
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.problem import Problem
from app.ui.widgets.scroll import scrolled


class ModelsDialog(QDialog):
    """The models of this gallery.

    Attributes:
        problem: What went wrong last.
        said: What was done last.
    """

    def __init__(
        self,
        context: Context,
        job: ModelJob,
        show_proof: Callable[[str], object],
        without: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Models"))
        fit(self, 640, 560)
        self._bridge, self._job, self._show_proof = context.bridge, job, show_proof
        self._without = without
        self._models: tuple[Model, ...] = ()
        self._adders: list[QPushButton] = []
        self._was_running = job.running
        self._close = button(tr("Close"), self.close)
        self.said = label("", "muted", wrap=True)
        self.said.hide()
        self.problem = Problem()
        self.problem.hide()
        self._lay_out()
        job.turned.connect(self._show_job)
        job.moved.connect(self._show_job)
        job.done.connect(self._ask)
        job.failed.connect(self._tell)
        self._ask()
        self._show_job()

    def add_file(self, name: str, path: str) -> None:
        """Add a published model from its file."""
        if path:
            self.problem.hide()
            self._job.add(AddModel(name, Path(path)))

    def add_own(self, path: str) -> None:
        """Ask how to add a recogniser of the user's own from its ONNX file."""
        if path:
            AskAddFile(self, Path(path), self._add_own).open()

    def export_to(self, model: Model, folder: str) -> None:
        """Write a model for others into a folder of its own in that folder."""
        if folder:
            place = Path(folder) / "".join(
                one if one.isalnum() or one in "-_." else "-" for one in model.name
            )
            self._run(model.name, ExportModel(model.id, place), lambda _: self._tell_exported(place))

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "page")
        self._rows = in_column(spacing=8)
        column = in_column(
            self._rows,
            12,
            label(tr("Add a model of your own"), "strong"),
            self._own(),
            12,
            label(tr("Add a published model"), "strong"),
            on=inside,
            margins=(0, 0, 8, 0),
            spacing=8,
        )
        for one in published():
            column.addWidget(self._offer(one))
        column.addStretch()
        scroll = scrolled(inside)
        whole = in_column(
            label(tr("The model that decides is the one that turns faces into names."), "muted", wrap=True),
            (scroll, 1),
            self.problem,
            self.said,
            JobProgress(self._job),
            on=self,
            margins=(20, 18, 20, 18),
            spacing=12,
        )
        self._close.setDefault(True)
        self._close.setFocus()
        row = in_row(REST, self._close)
        whole.addLayout(row)

    def _own(self) -> QFrame:
        """The way to add any network."""
        ground = panel()
        file = button(tr("Add from a file…"), self._choose_own)
        self._adders.append(file)
        text = tr(
            "Any ArcFace-style recogniser as an ONNX file: AuraFace, AdaFace, EdgeFace, one that Kith "
            "exported, or one you trained."
        )
        in_row((label(text, "small", wrap=True), 1), file, on=ground, margins=(16, 10, 12, 10), spacing=12)
        return ground

    def _offer(self, one: Published) -> QFrame:
        """A model that can be added: what it is, its licence and size, two ways to get it."""
        ground = panel()
        download = button(
            tr("Download, about {size} MB", size=number(one.megabytes)), partial(self._download, one.name)
        )
        file = button(tr("From a file…"), partial(self._choose_file, one.name))
        self._adders += [download, file]
        row = in_row(download, file, REST, spacing=8)
        in_column(
            label(one.name, "bold"),
            label(one.about, "small", wrap=True),
            label(
                tr("Licence: {licence}. From {origin}", licence=one.licence, origin=one.origin),
                "small",
                wrap=True,
            ),
            4,
            row,
            on=ground,
            margins=(16, 10, 12, 10),
            spacing=4,
        )
        return ground

    def _ask(self) -> None:
        self._bridge.ask(ListModels(), self._take)

    def _take(self, models: tuple[Model, ...]) -> None:
        self._models = models
        self._show_rows()

    def _show_rows(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        names = {model.id: model.name for model in self._models}
        for model in reversed(self._models):
            self._rows.addWidget(model_row(model, names.get(model.parent or "", ""), self._actions(model)))

    def _actions(self, model: Model) -> RowActions:
        """What can be done with a model now."""
        proof = partial(self._prove, model.id) if model.report.at is not None else None
        if self._job.running:
            return RowActions(proof=proof, wait=self._job.wait)
        return RowActions(
            use=partial(self._use, model.id),
            proof=proof,
            compare=None if model.active else partial(self._compare, model),
            export=partial(self._choose_folder, model),
            rename=partial(self._ask_name, model) if model.own else None,
            delete=None if model.active or model.fixed else partial(self._ask_delete, model),
            without=self._retrain_without,
        )

    def _show_job(self) -> None:
        running = self._job.running
        if running:
            self._close.setFocus()  # a button that is switched off hands it on, and the list would jump there
        for one in self._adders:
            wait_for(one, self._job.wait)
        if running != self._was_running:
            self._was_running = running
            self._show_rows()

    def _use(self, model: str) -> None:
        self._clear()
        self._job.switch(model)

    def _prove(self, model: str) -> None:
        self.close()
        self._show_proof(model)

    def _retrain_without(self) -> None:
        self.close()
        self._without()

    def _download(self, name: str) -> None:
        self.problem.hide()
        self._job.add(AddModel(name))

    def _choose_file(self, name: str) -> None:
        dialog = FileDialog(self, tr("Weights of {name}", name=name))
        dialog.setFileMode(FileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("Weights (*.pt)"), tr("All files (*)")])
        dialog.fileSelected.connect(partial(self.add_file, name))
        dialog.open()

    def _choose_own(self) -> None:
        dialog = FileDialog(self, tr("A recogniser as an ONNX file"))
        dialog.setFileMode(FileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("ONNX files (*.onnx)"), tr("All files (*)")])
        dialog.fileSelected.connect(self.add_own)
        dialog.open()

    def _choose_folder(self, model: Model) -> None:
        dialog = FileDialog(self, tr("Export {name} to", name=model.name))
        dialog.choose_folder()
        dialog.fileSelected.connect(partial(self.export_to, model))
        dialog.open()

    def _add_own(self, request: AddModelFile) -> None:
        self._run(request.name or request.file.name, request, self._show_added)

    def _show_added(self, added: AddedModel) -> None:
        ShowAdded(self, added, partial(self._use, added.model.id)).open()

    def _compare(self, model: Model) -> None:
        base = next(one for one in self._models if one.active)
        self._run(model.name, CompareModels(base.id, model.id), partial(self._show_comparison, model.id))

    def _show_comparison(self, model: str, found: ModelComparison) -> None:
        ShowComparison(self, found, partial(self._use, model)).open()

    def _ask_name(self, model: Model) -> None:
        AskModelName(self, model, lambda name: self._write(RenameModel(model.id, name))).open()

    def _ask_delete(self, model: Model) -> None:
        AskDeleteModel(self, model, lambda: self._write(DeleteModel(model.id))).open()

    def _clear(self) -> None:
        self.problem.hide()
        self.said.hide()

    def _write(self, request: Request[Changes]) -> None:
        self._clear()
        self._bridge.ask(request, lambda _: self._ask(), self._tell)

    def _run(self, target: str, request: Job[Answer], then: Callable[[Answer], object]) -> None:
        self._clear()
        self._job.run(target, request, lambda result: then(result) if shiboken6.isValid(self) else None)

    def _tell_exported(self, place: Path) -> None:
        self.said.setText(tr("Exported to {folder}", folder=place))
        self.said.show()

    def _tell(self, error: KithError | Cancelled) -> None:
        if not isinstance(error, KithError):
            return
        self.problem.show_error(error)
        self.problem.show()
