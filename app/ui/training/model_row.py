"""A model in the list of all models."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QMenu, QPushButton

from app.domain.model import Model
from app.ui.look.texts import facts, shown, tr
from app.ui.training import words
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.labels import label, panel, pill
from app.ui.widgets.layouts import REST, in_column, in_row

Action = Callable[[], object] | None
"""What a button does; None where it cannot be asked for."""


@dataclass(frozen=True, slots=True)
class RowActions:
    """What can be done with a model.

    Attributes:
        use: Lets it decide.
        proof: Shows its proof.
        compare: Compares it with the one that decides.
        export: Writes it for others.
        rename: Gives it another name.
        delete: Deletes it.
        without: Trains anew without people who were forgotten.
        wait: What all but the proof wait for, if anything.
    """

    use: Action = None
    proof: Action = None
    compare: Action = None
    export: Action = None
    rename: Action = None
    delete: Action = None
    without: Action = None
    wait: str = ""


def model_row(model: Model, base: str, actions: RowActions) -> QFrame:
    """A row that tells a model.

    Args:
        model: Which.
        base: Name of the one it was trained from, or "".
        actions: What can be done with it now.
    """
    row = panel()
    texts = in_column(spacing=2)
    first = in_row(label(model.name, "bold"), spacing=8)
    if model.active:
        first.addWidget(pill(tr("decides now"), "accent"))
    first.addStretch()
    texts.addLayout(first)
    texts.addWidget(label(_story(model, base), "small", wrap=True))
    if model.forgotten:
        texts.addWidget(label(words.keeps(model), "small", wrap=True))
    if words.known(model) is not None:
        texts.addWidget(label(_result(model), "small", wrap=True))
    if model.forgotten and actions.without is not None:
        way = button(tr("Retrain without them…"), actions.without, "link")
        texts.addLayout(in_row(way, REST, margins=(-12, 0, 0, 0)))  # the link's own padding
    line = in_row((texts, 1), on=row, margins=(16, 10, 12, 10), spacing=8)
    if actions.proof is not None:
        line.addWidget(
            button(tr("Proof"), actions.proof, "link", tip=tr("How it did on photos it had not seen"))
        )
    if not model.active:
        made = button(tr("Use this one"), actions.use or (lambda: None))
        wait_for(made, actions.wait)
        made.setAccessibleName(tr("Use {model}", model=model.name))
        line.addWidget(made)
    line.addWidget(_more(model, actions))
    return row


def _more(model: Model, actions: RowActions) -> QPushButton:
    """The button behind which the rest is."""
    made = button(tr("More"), lambda: None)
    made.setAccessibleName(tr("More about {model}", model=model.name))
    menu = QMenu(made)
    for text, then in (
        (tr("Compare with the one that decides…"), actions.compare),
        (tr("Export…"), actions.export),
        (tr("Rename…"), actions.rename),
        (tr("Delete…"), actions.delete),
    ):
        entry = menu.addAction(text)
        entry.setEnabled(then is not None)
        if then is not None:
            entry.triggered.connect(lambda _=False, then=then: then())
    made.setMenu(menu)
    return made


def _story(model: Model, base: str) -> str:
    """Where it comes from, its network and its licence."""
    if model.imported:
        return tr(
            "From a file · {size} numbers a face · licence: {licence}",
            size=model.dimension,
            licence=shown(model.licence) if model.licence else tr("not stated"),
        )
    if model.report.at is not None:
        return tr("Retrained from {base} · {when}", base=base or "?", when=model.report.at)
    if model.parent is not None:
        return tr("Retrained from {base}", base=base)
    return tr("Published · {backbone}, {size} numbers a face", backbone=model.backbone, size=model.dimension)


def _result(model: Model) -> str:
    verdict = words.headline(model).replace("\n", " ")
    measured = model.report.better and model.report.outcome != "apart"
    return facts(verdict, tr("at one false accept in 1,000") if measured else "")
