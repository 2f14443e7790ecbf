"""What was done: the journal."""

from app.domain.journal import JournalEntry
from app.gallery import journal
from app.services.workspace import Workspace


def history(workspace: Workspace, limit: int = 100) -> list[JournalEntry]:
    """List what was done, newest first."""
    with workspace.db.read() as session:
        return journal.history(session, limit)
