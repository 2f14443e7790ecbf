"""What was done: the journal."""

from app.domain.changes import Changes
from app.domain.journal import JournalEntry
from app.gallery import journal, undoing
from app.services.workspace.workspace import Workspace


def history(workspace: Workspace, limit: int = 100, person: int | None = None) -> list[JournalEntry]:
    """List what was done, newest first, or of that what was done with one person."""
    with workspace.db.read() as session:
        return journal.history(session, limit, person)


def undo(workspace: Workspace) -> Changes:
    """Take back the newest change of identities.

    Raises:
        GalleryError: There is none, or something newer stands in its way.
    """
    with workspace.db.write() as session:
        return undoing.undo(session)


def undo_alone(workspace: Workspace, entry: int) -> Changes:
    """Take back one change alone, as far as nothing of it was changed since.

    Raises:
        GalleryError: There is no such change, it is undone already, or nothing of it is left.
    """
    with workspace.db.write() as session:
        return undoing.undo_alone(session, entry)


def undo_back_to(workspace: Workspace, entry: int) -> Changes:
    """Take back all that was done after a change.

    Raises:
        GalleryError: There is no such change, nothing was done after it, or something is in the way.
    """
    with workspace.db.write() as session:
        return undoing.undo_back_to(session, entry)


def redo(workspace: Workspace) -> Changes:
    """Do again what was undone last.

    Raises:
        GalleryError: There is nothing to redo, or something newer stands in its way.
    """
    with workspace.db.write() as session:
        return undoing.redo(session)
