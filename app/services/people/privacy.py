"""Forgetting people for good."""

from app.domain.changes import Changes
from app.gallery import people
from app.services.people.browse import nobody_called
from app.services.workspace import Workspace


def forget(workspace: Workspace, name: str) -> Changes:
    """Erase everyone who bears or bore a name: their chips, embeddings and journal entries leave no trace.

    This cannot be undone. A model that was trained on their faces stays as it is.

    Raises:
        UsageError: Nobody bears or bore that name.
        GalleryError: The gallery cannot be written, or another program keeps traces alive.
    """
    changes = Changes()
    with workspace.db.write() as session:
        known = people.named(session, name)
        if not known:
            raise nobody_called(name)
        for person in known:
            if person not in changes.people:  # merged into one already forgotten
                changes |= people.forget(session, person)
    workspace.db.scrub()
    return changes
