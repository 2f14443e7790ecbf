"""What was done: the journal."""

from app.domain.changes import Changes
from app.domain.journal import JournalEntry
from app.gallery import journal
from app.services.workspace.workspace import Workspace


def history(workspace: Workspace, limit: int = 100) -> list[JournalEntry]:
    """List what was done, newest first."""
    with workspace.db.read() as session:
        return journal.history(session, limit)


def undo(workspace: Workspace) -> Changes:
    """Take back the newest change of identities.

    Raises:
        GalleryError: There is none, or something newer stands in its way.
    """
    with workspace.db.write() as session:
        return journal.undo(session)


def redo(workspace: Workspace) -> Changes:
    """Do again what was undone last.

    Raises:
        GalleryError: There is nothing to redo, or something newer stands in its way.
    """
    with workspace.db.write() as session:
        return journal.redo(session)
