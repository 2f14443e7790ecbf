"""The button from which names and photos are handed over."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.ui.handover.exports import People, ask_copies, ask_library_file, ask_sheet, ask_table
from app.ui.handover.library import ask_library
from app.ui.handover.names_in import ask_names
from app.ui.handover.names_out import WriteDialog
from app.ui.look.icons import put_icon
from app.ui.look.texts import tr
from app.ui.photos.similar import ask_similar
from app.ui.shell.context import Context


class HandOver(QPushButton):
    """Opens a menu of what can be taken over from other programs and handed over to them."""

    def __init__(self, context: Context, over: QWidget, chosen: Callable[[], tuple[int, ...]]) -> None:
        """Make one.

        Args:
            context: The window's common parts.
            over: Above which its dialogs stand.
            chosen: Whose photos are handed over; nobody stands for everyone.
        """
        super().__init__()
        put_icon(self, "dots-three")
        self.setToolTip(tr("Hand over, take over"))
        self.setAutoDefault(False)
        self.setAccessibleName(tr("Hand over, take over"))

        def people() -> People:
            return chosen() or None

        menu = QMenu(self)
        menu.addAction(tr("Take over names from other programs…"), lambda: ask_names(context, over))
        menu.addAction(tr("Write names beside photos…"), lambda: WriteDialog(context, over, people()).open())
        menu.addAction(tr("Find faces like one in a picture…"), lambda: ask_similar(context, over))
        menu.addSeparator()
        menu.addAction(tr("Copy photos into folders…"), lambda: ask_copies(context, over, people()))
        menu.addAction(tr("Save a contact sheet…"), lambda: ask_sheet(context, over, people()))
        menu.addAction(tr("Save a table…"), lambda: ask_table(context, over, people()))
        menu.addSeparator()
        menu.addAction(tr("Save the whole library…"), lambda: ask_library_file(context, over))
        menu.addAction(tr("Bring in a library…"), lambda: ask_library(context, over))
        self.setMenu(menu)
        self.setProperty("opens", "dots")
