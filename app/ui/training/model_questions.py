"""Small questions about a model: how to add one, its new name, whether it is to go; and a comparison."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFormLayout, QGridLayout, QLabel, QWidget

from app.domain.comparison import ModelComparison, PersonChange
from app.domain.model import AddedModel, Model
from app.engine.requests.models import AddModelFile
from app.ui.look.texts import listed, number, shown, tr, tr_n
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.labels import label
from app.ui.widgets.line_edit import LineEdit
from app.ui.widgets.popup_list import Combo
from app.ui.widgets.question import Question

_MOST_NAMED = 6
"""People named in a sentence before the rest are counted."""
_NORMALISATIONS = ("127.5", "128", "255", "imagenet", "raw")


class AskAddFile(Question):
    """What to call a model from a file, and under which licence it is."""

    def __init__(self, parent: QWidget, file: Path, then: Callable[[AddModelFile], object]) -> None:
        sentence = tr(
            "Kith tries out on the people enrolled how the network wants its pictures, and shows who gains "
            "and who loses. The present model goes on deciding."
        )
        super().__init__(parent, tr("Add {file}", file=file.name), sentence)
        self._file, self._then = file, then
        self.name, self.licence = LineEdit(file.stem), LineEdit()
        self.licence.setPlaceholderText(tr("For example Apache-2.0"))
        self.order = _choice(("RGB", "BGR"))
        self.values = _choice(_NORMALISATIONS)
        form = QFormLayout()
        form.setSpacing(12)
        for title, field in (
            (tr("Name"), self.name),
            (tr("Licence of the weights"), self.licence),
            (tr("Colours"), self.order),
            (tr("Values of a pixel"), self.values),
        ):
            field.setAccessibleName(title)
            form.addRow(label(title), field)
        self.body.addLayout(form)
        self.add_buttons(tr("Add"), self._agreed)
        self.name.setFocus()

    def _agreed(self) -> None:
        self.accept()
        self._then(
            AddModelFile(
                self._file,
                self.name.text().strip(),
                self.licence.text().strip(),
                self.order.currentData(),
                self.values.currentData(),
            )
        )


class AskModelName(Question):
    """Another name for a model."""

    def __init__(self, parent: QWidget, model: Model, then: Callable[[str], object]) -> None:
        super().__init__(parent, tr("Rename {name}", name=model.name))
        self._then = then
        self.name = LineEdit(model.name)
        self.name.setAccessibleName(tr("Name"))
        self.name.selectAll()
        self.body.addWidget(self.name)
        on = self.add_buttons(tr("Rename"), self._agreed)
        self.name.textChanged.connect(
            lambda text: wait_for(on, "" if text.strip() else tr("Write a name first."))
        )
        self.name.setFocus()

    def _agreed(self) -> None:
        self.accept()
        self._then(self.name.text())


class AskDeleteModel(Question):
    """Whether a model is to go."""

    def __init__(self, parent: QWidget, model: Model, then: Callable[[], object]) -> None:
        sentence = tr(
            "Its file goes, and what it read from every face. People, photos and the other models stay. "
            "This cannot be undone."
        )
        super().__init__(parent, tr("Delete {name}", name=model.name), sentence)
        self._then = then
        self.add_buttons(tr("Delete for good"), self._agreed, "danger")

    def _agreed(self) -> None:
        self.accept()
        self._then()


class ShowComparison(Question):
    """How two models name everyone enrolled, and the way to let the other decide."""

    def __init__(self, parent: QWidget, found: ModelComparison, use: Callable[[], object] | None) -> None:
        heading = tr("{other} against {base}", other=found.other, base=found.base)
        super().__init__(parent, heading, _tried(found))
        self._use = use
        self.body.addLayout(comparison_grid(found))
        self.body.addWidget(label("\n".join(comparison_texts(found)), wrap=True))
        self.body.addStretch()
        self.add_close()
        if use is not None:
            self.row.addWidget(button(tr("Use {model}", model=found.other), self._agreed))

    def _agreed(self) -> None:
        self.accept()
        if self._use is not None:
            self._use()


class ShowAdded(Question):
    """What came of adding a model, and the way to let it decide."""

    def __init__(self, parent: QWidget, added: AddedModel, use: Callable[[], object]) -> None:
        super().__init__(parent, tr("{name} was added", name=added.model.name), _input_text(added))
        self._use = use
        if warning := _doubt(added):
            self.body.addWidget(label(warning, "bold", wrap=True))
        if added.comparison is None:
            text = tr("It cannot decide yet: {reason}", reason=shown(added.obstacle))
            self.body.addWidget(label(text, wrap=True))
        else:
            self.body.addWidget(label(_tried(added.comparison), "muted", wrap=True))
            self.body.addLayout(comparison_grid(added.comparison))
            self.body.addWidget(label("\n".join(comparison_texts(added.comparison)), wrap=True))
        self.body.addStretch()
        self.add_close()
        if added.comparison is not None:
            self.row.addWidget(button(tr("Use this one"), self._agreed))

    def _agreed(self) -> None:
        self.accept()
        self._use()


def comparison_grid(found: ModelComparison) -> QGridLayout:
    """What each of two models named right and wrong."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    for row, (cells, role) in enumerate(
        (
            (("", found.base, found.other), "small"),
            ((tr("Named right"), number(found.before), number(found.after)), "bold"),
            ((tr("Given a wrong name"), number(found.wrong_before), number(found.wrong_after)), "plain"),
        )
    ):
        for column, text in enumerate(cells):
            cell: QLabel = label(text, "plain" if column == 0 else "bold" if role == "bold" else "small")
            grid.addWidget(cell, row, column)
    return grid


def comparison_texts(found: ModelComparison) -> list[str]:
    """Who gains, who loses, and for how many nothing changes."""
    return [
        tr("Gain: {people}", people=_people(found.gained)),
        tr("Lose: {people}", people=_people(found.lost)),
        tr_n("{n} person: the same", "{n} people: the same", found.same),
    ]


def _tried(found: ModelComparison) -> str:
    return tr_n(
        "{n} face, named by the person's other faces",
        "{n} faces, each named by the person's other faces",
        found.faces,
    )


def _people(changes: Sequence[PersonChange]) -> str:
    if not changes:
        return tr("nobody")
    told = [
        tr(
            "{name} ({before} → {after} of {faces})",
            name=c.name,
            before=c.before,
            after=c.after,
            faces=c.faces,
        )
        for c in changes[:_MOST_NAMED]
    ]
    if (rest := len(changes) - _MOST_NAMED) > 0:
        told.append(tr_n("{n} more", "{n} more", rest))
    return listed(told)


def _input_text(added: AddedModel) -> str:
    wanted = added.preprocessing
    values = {"size": number(wanted.size), "order": wanted.order, "layout": wanted.layout}
    if added.probe is None:
        return tr("Its pictures: {size} pixels, {order}, {layout}, as its file says.", **values)
    return tr(
        "Its pictures: {size} pixels, {order}, {layout}, values {values}. So it recognises best.",
        **values,
        values=_values_text(added.probe.way.normalisation),
    )


def _doubt(added: AddedModel) -> str:
    if added.probe is None:
        return ""
    if not added.probe.convincing:
        return tr("This is a guess: it does not tell the people enrolled apart in any way that was tried.")
    if added.probe.rivals:
        return tr_n(
            "{n} other way is as good on these faces. If you know better, add it again so.",
            "{n} other ways are as good on these faces. If you know better, add it again so.",
            len(added.probe.rivals),
        )
    return ""


def _choice(known: Sequence[str]) -> Combo:
    made = Combo()
    made.addItem(tr("Find out"), None)
    for value in known:
        made.addItem(_values_text(value), value)
    return made


def _values_text(value: str) -> str:
    """A normalisation as a formula; anything else as it is."""
    formulas = {
        "127.5": "(x − 127.5) / 127.5",  # noqa: RUF001 - a minus
        "128": "(x − 127.5) / 128",  # noqa: RUF001 - likewise
        "255": "x / 255",
        "imagenet": tr("mean and deviation of ImageNet"),
        "raw": tr("as they are"),
    }
    return formulas.get(value, value)
