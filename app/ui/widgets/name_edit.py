"""A field for somebody's name, which completes the names that are known."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QToolTip

from app.core.text import plain
from app.domain.names import folded
from app.ui.link.people_list import PeopleList
from app.ui.look.texts import number, tr
from app.ui.widgets.face_grid import FACE
from app.ui.widgets.line_edit import LineEdit
from app.ui.widgets.popup_list import PopupList

MAX_NAME = 200
"""Characters a name may have, as the gallery says."""
_OFFERED = 8


def matching(names: list[str], typed: str, most: int = _OFFERED) -> list[str]:
    """Names in which a text occurs: those that begin with it first, then those with a word that does."""
    wanted = folded(typed.strip())
    found = [(name, folded(name)) for name in names if wanted in folded(name)] if wanted else []
    found.sort(key=lambda one: (not one[1].startswith(wanted), f" {wanted}" not in one[1]))
    return [name for name, _ in found[:most]]


def refusal(name: str) -> str:
    """Why a text cannot be a name, in words; "" where it can."""
    cleaned = " ".join(name.split())
    if not cleaned:
        return tr("Write a name first.")
    if len(cleaned) > MAX_NAME:
        return tr("A name has {most} characters at the most", most=number(MAX_NAME))
    return "" if cleaned.isprintable() or "\u200c" in cleaned or "\u200d" in cleaned else tr("Type it anew")


class _Whole(QCompleter):
    """Offers all there is in its model, which is chosen anew with each letter, and picks none by itself."""

    def splitPath(self, _: str) -> list[str]:
        return [""]


class NameEdit(LineEdit):
    """A line for a name; the keys up and down go through those known that hold what was typed.

    Signals:
        named: A name was given by Enter or by picking one; as it is stored if it is known.
        refused: What was given cannot be a name; why, in words.
        typing: Whether keys are text in it from now on.
    """

    named = Signal(str)
    refused = Signal(str)
    typing = Signal(bool)

    def __init__(self, people: PeopleList, placeholder: str = "") -> None:
        super().__init__()
        self._people = people
        self._offer = QStandardItemModel(self)
        self._known: dict[str, str] = {}
        self._completer = _Whole(self._offer, self)
        self._completer.setMaxVisibleItems(_OFFERED)
        self._popup = PopupList(people.pictures)
        self._completer.setPopup(self._popup)
        self._popup.dress()
        self.setCompleter(self._completer)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder or tr("Name"))
        self.textEdited.connect(self._edited)
        self._completer.activated.connect(self._picked)

    @property
    def name(self) -> str:
        """What was written, without needless spaces."""
        return " ".join(self.text().split())

    def offered(self) -> list[str]:
        """The names that complete what was typed last."""
        return [self._offer.item(row).text() for row in range(self._offer.rowCount())]

    def submit(self) -> None:
        """Give the name that stands there, or say why it cannot be one."""
        name = self.name
        if why := refusal(name):
            self._refuse(why)
            return
        known = self._people.find(name)
        self.named.emit(known.name if known is not None else name)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that keys are text here."""
        super().focusInEvent(event)
        self.typing.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that they are so no longer."""
        super().focusOutEvent(event)
        self.typing.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter gives the name, unless one of those offered is about to be picked."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._popup.isVisible() and self._popup.currentIndex().isValid():
                event.ignore()  # the completer picks it
                return
            self._popup.hide()
            self.submit()
            event.accept()
            return
        super().keyPressEvent(event)

    def _edited(self, typed: str) -> None:
        QToolTip.hideText()
        self.setAccessibleDescription("")
        covers = {card.name: card.cover for card in self._people.cards}
        self._offer.clear()
        self._known = {plain(name): name for name in matching(list(covers), typed)}
        for said, name in self._known.items():
            item = QStandardItem(said)
            item.setData(covers[name], FACE)
            self._offer.appendRow(item)

    def _picked(self, said: str) -> None:
        self.setText(said)
        self.named.emit(self._known[said])

    def _refuse(self, why: str) -> None:
        self.setAccessibleDescription(why)
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), why, self)
        self.refused.emit(why)
