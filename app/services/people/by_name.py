"""Who is enrolled, by name: rename, merge, undo."""

from sqlalchemy.orm import Session

from app.core.errors import UsageError
from app.domain.changes import Changes
from app.gallery import journal, people
from app.services.workspace import Workspace


def rename(workspace: Workspace, name: str, new_name: str) -> Changes:
    """Give someone another name.

    Raises:
        UsageError: There is nobody of that name.
        GalleryError: The new name is unusable or taken.
    """
    with workspace.db.write() as session:
        return people.rename(session, find(session, name), new_name)


def merge(workspace: Workspace, source: str, target: str) -> Changes:
    """Make two people one, under the second's name.

    Raises:
        UsageError: There is nobody of one of these names.
        GalleryError: They are the same person.
    """
    with workspace.db.write() as session:
        return people.merge(session, find(session, source), find(session, target))


def undo(workspace: Workspace) -> Changes:
    """Take back the newest change of identities.

    Raises:
        GalleryError: There is none, or something newer stands in its way.
    """
    with workspace.db.write() as session:
        return journal.undo(session)


def find(session: Session, name: str) -> int:
    """Return the person of that name, whatever its case.

    Raises:
        UsageError: There is nobody of that name.
    """
    found = people.find(session, name)
    if found is None:
        raise UsageError(
            f"there is nobody called {name}", remedy="Check the spelling, or see who is enrolled"
        )
    return found
