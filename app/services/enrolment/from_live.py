"""Faces that are enrolled as seen, without a file behind them."""

from collections.abc import Sequence
from dataclasses import replace

from app.core.errors import ImageError
from app.core.text import say
from app.domain.changes import Changes
from app.domain.face import Face, Origin
from app.gallery import faces, journal, people
from app.gallery.people import clean_name
from app.services.photos.fitness import unfit
from app.services.photos.storing import adding
from app.services.workspace import Workspace


def enrol_faces(workspace: Workspace, name: str, seen: Sequence[Face]) -> Changes:
    """Enrol views of one person as one entry of the journal; for somebody known they are added to theirs.

    Raises:
        ImageError: None of them is fit; the text says what is wrong with the best.
        GalleryError: The name is unusable, or the gallery cannot be written.
    """
    name = clean_name(name)
    reasons = [unfit(face) for face in seen]
    fit = [  # read anew: live view may have left out the mirror image
        replace(face, reading=None) for face, reason in zip(seen, reasons, strict=True) if reason is None
    ]
    if not fit:
        raise ImageError(
            say("{name} cannot be enrolled from this view", name=name),
            why=next(filter(None, reasons), say("the face is no longer in view")),
            remedy=say("Come closer, face the camera, and try again"),
        )
    with adding(workspace, [fit]) as (session, [ready]):
        if (known := people.find(session, name)) is not None:
            return faces.add(session, ready, person_id=known, origin=Origin.ENROLLED)[1]
        entry = journal.begin(session, "enrol", say("Enrolled {name}", name=name))
        person, made = people.get_or_create(session, name, entry=entry)
        _, added = faces.add(session, ready, person_id=person, entry=entry, origin=Origin.ENROLLED)
    return Changes(say("Enrolled {name}", name=name)) | made | added
