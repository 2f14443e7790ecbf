"""All models: which decides, how each came out, and adding a published one."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import KithError
from app.engine.requests import AddModel, ListModels
from app.engine.views import ModelCard
from app.ui.context import Context
from app.ui.engine_texts import said
from app.ui.texts import number, tr
from app.ui.training.job_progress import JobProgress
from app.ui.training.model_job import ModelJob
from app.ui.training.model_row import model_row
from app.ui.training.published import Published, published
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import label, panel
from app.ui.widgets.problem import Problem


class ModelsDialog(QDialog):
    """The models of this gallery.

    Attributes:
        problem: What went wrong last.
    """

    def __init__(
        self, context: Context, job: ModelJob, show_proof: Callable[[str], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Models"))
        self.resize(640, 560)
        self._bridge, self._job, self._show_proof = context.bridge, job, show_proof
        self._models: tuple[ModelCard, ...] = ()
        self._adders: list[QPushButton] = []
        self._was_running = job.running
        self.problem = Problem()
        self.problem.hide()
        self._lay_out()
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

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "page")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addLayout(self._rows)
        column.addSpacing(12)
        column.addWidget(label(tr("Add a published model"), "strong"))
        for one in published():
            column.addWidget(self._offer(one))
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 18)
        whole.setSpacing(12)
        whole.addWidget(
            label(tr("The model that decides is the one that turns faces into names."), "muted", wrap=True)
        )
        whole.addWidget(scroll, 1)
        whole.addWidget(self.problem)
        whole.addWidget(JobProgress(self._job))
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button(tr("Close"), self.close))
        whole.addLayout(row)

    def _offer(self, one: Published) -> QFrame:
        """A model that can be added: what it is, its licence and size, two ways to get it."""
        ground = panel()
        download = button(
            tr("Download, about {size} MB", size=number(one.megabytes)), partial(self._download, one.name)
        )
        file = button(tr("From a file…"), partial(self._choose_file, one.name))
        self._adders += [download, file]
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(download)
        row.addWidget(file)
        row.addStretch()
        column = QVBoxLayout(ground)
        column.setContentsMargins(16, 10, 12, 10)
        column.setSpacing(4)
        column.addWidget(label(one.name, "bold"))
        column.addWidget(label(one.about, "small", wrap=True))
        column.addWidget(
            label(
                tr("Licence: {licence}. From {origin}", licence=said(one.licence), origin=one.origin),
                "small",
                wrap=True,
            )
        )
        column.addSpacing(4)
        column.addLayout(row)
        return ground

    def _ask(self) -> None:
        self._bridge.ask(ListModels(), self._take)

    def _take(self, models: tuple[ModelCard, ...]) -> None:
        self._models = models
        self._show_rows()

    def _show_rows(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        names = {model.id: model.name for model in self._models}
        for model in reversed(self._models):
            use = None if self._job.running else partial(self._use, model.id)
            proof = partial(self._prove, model.id) if model.parent is not None else None
            self._rows.addWidget(model_row(model, names.get(model.parent or "", ""), use, proof))

    def _show_job(self) -> None:
        running = self._job.running
        for one in self._adders:
            one.setEnabled(not running)
        if running != self._was_running:
            self._was_running = running
            self._show_rows()

    def _use(self, model: str) -> None:
        self.problem.hide()
        self._job.switch(model)

    def _prove(self, model: str) -> None:
        self.close()
        self._show_proof(model)

    def _download(self, name: str) -> None:
        self.problem.hide()
        self._job.add(AddModel(name))

    def _choose_file(self, name: str) -> None:
        dialog = QFileDialog(self, tr("Weights of {name}", name=name))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([tr("Weights (*.pt)"), tr("All files (*)")])
        dialog.fileSelected.connect(partial(self.add_file, name))
        dialog.open()

    def _tell(self, error: KithError) -> None:
        self.problem.show_error(error)
        self.problem.show()
