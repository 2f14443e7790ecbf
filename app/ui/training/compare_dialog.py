"""Retrained models side by side: how each was trained, and what its proof showed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from app.core.language import language
from app.domain.model import Model
from app.ui.look.texts import duration, listed, number, one_in, percent, points, tr
from app.ui.training import words
from app.ui.training.preferences import effort_name
from app.ui.widgets.buttons import button
from app.ui.widgets.fit import fit
from app.ui.widgets.labels import label, pill
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.scroll import scrolled

_COLUMN = 210
"""Least width of a model's column, in pixels."""


class CompareDialog(QDialog):
    """A column for each retrained model, the newest first; a row for each fact."""

    def __init__(self, models: Sequence[Model], show_proof: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Compare trainings"))
        fit(self, 900, 560)
        self._show_proof = show_proof
        inside = QWidget()
        inside.setProperty("role", "page")
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 12, 12)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        for row, name in enumerate(_facts(None), start=1):
            self._grid.addWidget(label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
        for column, model in enumerate(reversed(models), start=1):
            self._add(column, model)
        self._grid.setColumnStretch(len(models) + 1, 1)
        self._grid.setRowStretch(len(_facts(None)) + 2, 1)
        scroll = scrolled(inside)
        close = button(tr("Close"), self.close)
        close.setDefault(True)
        close.setFocus()
        buttons = in_row(REST, close)
        in_column(
            label(
                tr("Each was proved on photos it had not seen, of the people enrolled at that time."),
                "muted",
                wrap=True,
            ),
            (scroll, 1),
            label(tr("* too few pairs of strangers for so small a rate"), "small"),
            buttons,
            on=self,
            margins=(20, 18, 20, 18),
            spacing=12,
        )

    def _add(self, column: int, model: Model) -> None:
        name = label(model.name, "bold")
        name.setMinimumWidth(_COLUMN)
        head = in_column(name, spacing=4)
        if model.active:
            head.addWidget(pill(tr("decides now"), "accent"), 0, Qt.AlignmentFlag.AlignLeft)
        head.addStretch()
        self._grid.addLayout(head, 0, column)
        facts = _facts(model)
        for row, text in enumerate(facts.values(), start=1):
            self._grid.addWidget(label(text, "plain", wrap=True), row, column, Qt.AlignmentFlag.AlignTop)
        proof = button(tr("Proof"), lambda: self._prove(model.id), "link", tip=tr("Show its proof"))
        proof.setAccessibleName(tr("Proof of {model}", model=model.name))
        self._grid.addWidget(proof, len(facts) + 1, column, Qt.AlignmentFlag.AlignLeft)

    def _prove(self, model: str) -> None:
        self.close()
        self._show_proof(model)


def _facts(model: Model | None) -> dict[str, str]:
    """What is told of a model, by what it is called; without one, the names alone."""
    found = {
        tr("verdict"): model and words.headline(model).replace("\n", " "),
        tr("trained"): model and _when(model),
        tr("people, faces"): model and _learnt(model),
        tr("left out as doubtful"): model and model.training and number(model.training.left_out),
        tr("how"): model and _how(model),
    }
    for name, fmr in words.RATES:
        title = tr("recognised at {rate}", rate=one_in(fmr))
        found[title] = model and _rates(model, name) + (" *" if words.unmeasured(model, fmr) else "")
    found[tr("new faces, at 1 in 1,000")] = model and _change(model, "trained")
    found[tr("other people, at 1 in 1,000")] = model and _change(model, "others")
    return {name: text or words.NONE for name, text in found.items()}


def _when(model: Model) -> str:
    return language().moment(model.report.at) if model.report.at is not None else ""


def _learnt(model: Model) -> str:
    run = model.report
    if run.people is None or run.faces is None:
        return ""
    return tr("{people}, {faces}", people=number(run.people), faces=number(run.faces))


def _how(model: Model) -> str:
    if model.training is None:
        return ""
    parts = [
        tr("last blocks too") if model.training.deep else tr("last layer only"),
        effort_name(model.training.effort),
    ]
    if model.training.seconds is not None:
        parts.append(duration(model.training.seconds))
    return listed(parts)


def _rates(model: Model, name: str) -> str:
    before, after = model.report.before.get("trained") or {}, model.report.after.get("trained") or {}
    if name not in before or name not in after:
        return ""
    return tr("{before} → {after}", before=percent(before[name]), after=percent(after[name]))


def _change(model: Model, group: str) -> str:
    change = model.report.changes.get(group, {}).get(words.DECIDING)
    if change is None:
        return ""
    return tr("{change} points ({range})", change=points(change.value), range=words.interval(change))
