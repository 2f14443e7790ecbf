"""Photos and faces handed over as files: copies, a table, a contact sheet, the whole library."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.domain.handover import FilesWritten, LibraryWritten
from app.engine.requests.base import Request
from app.engine.requests.handover import CopyPhotos, ExportLibrary, WriteSheet, WriteTable
from app.ui.look.texts import number, tr, tr_n
from app.ui.shell.context import Context
from app.ui.widgets.failures import Failures
from app.ui.widgets.file_dialog import FileDialog

People = tuple[int, ...] | None
"""Whose; None for everyone."""


def ask_copies(context: Context, over: QWidget, people: People) -> None:
    """Ask for the folder, and copy the photos of people into one for each below it."""

    def copied(found: FilesWritten) -> None:
        said = tr_n("Copied {n} photo", "Copied {n} photos", found.written)
        context.notices.say(said)
        if found.failed:
            Failures(over, said, found.failed, context.bridge.data_dir).open()

    def chosen(folder: str) -> None:
        context.bridge.ask(CopyPhotos(Path(folder), people), copied, context.notices.error)

    picker = FileDialog(over, tr("Choose a folder: it gets one for each person"))
    picker.choose_folder()
    picker.fileSelected.connect(chosen)
    picker.open()


def ask_table(context: Context, over: QWidget, people: People) -> None:
    """Ask for the file, and write who is on which photo."""
    picker = FileDialog(over, tr("Save a table"), "faces.csv")
    picker.setNameFilters([tr("Table (*.csv)"), tr("JSON (*.json)")])
    _ask(picker, "csv", lambda path: _write(context, WriteTable(path, people)))


def ask_sheet(context: Context, over: QWidget, people: People) -> None:
    """Ask for the file, and write a contact sheet."""
    picker = FileDialog(over, tr("Save a contact sheet"), "faces.html", tr("Page (*.html)"))
    _ask(picker, "html", lambda path: _write(context, WriteSheet(path, people)))


def ask_library_file(context: Context, over: QWidget) -> None:
    """Ask for the file, and write the whole library."""

    def written(done: LibraryWritten) -> None:
        size = number(done.size / 1e6, 1)
        whole = tr("Wrote the library ({megabytes} MB)", megabytes=size)
        context.notices.say(_without_models(done.left, size) if done.left else whole)

    picker = FileDialog(over, tr("Save the whole library"), "library.kith", tr("Library of Kith (*.kith)"))
    _ask(picker, "kith", lambda path: context.bridge.ask(ExportLibrary(path), written, context.notices.error))


def _without_models(left: int, megabytes: str) -> str:
    return tr_n(
        "Wrote the library ({megabytes} MB) without {n} retrained model:"
        " who it learned from is gone or agrees no more",
        "Wrote the library ({megabytes} MB) without {n} retrained models:"
        " who they learned from is gone or agrees no more",
        left,
        megabytes=megabytes,
    )


def _ask(picker: FileDialog, suffix: str, then: Callable[[Path], object]) -> None:
    picker.setAcceptMode(FileDialog.AcceptMode.AcceptSave)
    picker.setDefaultSuffix(suffix)
    picker.fileSelected.connect(lambda path: then(Path(path)))
    picker.open()


def _write(context: Context, request: Request[int]) -> None:
    def written(count: int) -> None:
        context.notices.say(tr_n("Wrote {n} face", "Wrote {n} faces", count))

    context.bridge.ask(request, written, context.notices.error)
