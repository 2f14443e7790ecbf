"""All suggestions that are sure, accepted with one click and taken back with one Undo."""

from PySide6.QtWidgets import QWidget

from app.core.text import plain
from app.engine.requests.faces import NameGroups
from app.ui.look.texts import tip, tr_n
from app.ui.photos.sorted_faces import Row, SortedFaces
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button, say
from app.ui.widgets.layouts import in_row

_SURE = 0.9
"""Share of a cluster's faces that must say the same for its suggestion to be sure."""
_NAMED = 12
"""Suggestions that the tip lists."""


class SureButton(QWidget):
    """Says how many suggestions are sure, and whose in its tip; hidden where there are fewer than two."""

    def __init__(self, context: Context, faces: SortedFaces) -> None:
        super().__init__()
        self._context, self._faces = context, faces
        self._button = button("", self.accept, "link", icon="checks")
        in_row(self._button, on=self)

    def sure(self) -> list[tuple[Row, str]]:
        """The clusters with a sure suggestion, each with the name."""
        people = self._context.people
        found = []
        for row in self._faces.rows:
            one = row.suggestion
            if one is not None and one.share >= _SURE and (card := people.get(one.person)) is not None:
                found.append((row, card.name))
        return found

    def tell(self, *, shown: bool) -> None:
        """Say how many there are, where clusters are shown."""
        sure = self.sure() if shown else []
        self.setVisible(len(sure) > 1)
        say(self._button, tr_n("Accept {n} sure suggestion", "Accept {n} sure suggestions", len(sure)))
        lines = [
            tr_n("{name}: {n} face", "{name}: {n} faces", len(row.faces), name=plain(name))
            for row, name in sure[:_NAMED]
        ]
        self._button.setToolTip(tip("\n".join(lines + ["…"] * (len(sure) > _NAMED))))

    def accept(self) -> None:
        """Accept them all."""
        groups = tuple((row.faces, row.suggestion.person) for row, _ in self.sure() if row.suggestion)
        self._context.change(NameGroups(groups))
