"""A model in the list of all models."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.engine.views import ModelCard
from app.ui.texts import tr
from app.ui.training import words
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import Elided, label, panel, pill


def model_row(
    model: ModelCard, base: str, use: Callable[[], object] | None, proof: Callable[[], object] | None
) -> QFrame:
    """A row that tells a model.

    Args:
        model: Which.
        base: Name of the one it was trained from, or "".
        use: Lets it decide; None where that cannot be asked now.
        proof: Shows its proof; None where there is none.
    """
    row = panel()
    texts = QVBoxLayout()
    texts.setSpacing(2)
    first = QHBoxLayout()
    first.setSpacing(8)
    name = label(model.name, "bold")
    first.addWidget(name)
    if model.active:
        first.addWidget(pill(tr("decides now"), "accent"))
    first.addStretch()
    texts.addLayout(first)
    texts.addWidget(Elided(_story(model, base), "small"))
    if words.known(model) is not None:
        texts.addWidget(label(_result(model), "small", wrap=True))
    line = QHBoxLayout(row)
    line.setContentsMargins(16, 10, 12, 10)
    line.setSpacing(8)
    line.addLayout(texts, 1)
    if proof is not None:
        line.addWidget(button(tr("Proof"), proof, "link", tip=tr("How it did on photos it had not seen")))
    if not model.active:
        made = button(tr("Use this one"), use or (lambda: None))
        made.setEnabled(use is not None)
        made.setAccessibleName(tr("Use {model}", model=model.name))
        line.addWidget(made)
    return row


def _story(model: ModelCard, base: str) -> str:
    """Where it comes from, and its network."""
    if model.parent is None:
        return tr(
            "Published · {backbone}, {size} numbers a face", backbone=model.backbone, size=model.dimension
        )
    if model.trained_at is None:
        return tr("Retrained from {base}", base=base)
    return tr("Retrained from {base} · {when}", base=base, when=_when(model.trained_at))


def _when(moment: datetime) -> str:
    return QLocale().toString(
        QDateTime.fromSecsSinceEpoch(int(moment.timestamp())), QLocale.FormatType.ShortFormat
    )


def _result(model: ModelCard) -> str:
    return words.headline(model).replace("\n", " ") + " · " + tr("at one false accept in 1,000")
