"""Faces that are enrolled as seen, without a file behind them, or kept as not somebody's."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from app.core.errors import GalleryError, ImageError
from app.core.text import listed, say
from app.domain.changes import Changes
from app.domain.consent import Consent
from app.domain.face import Face, Origin
from app.gallery import consents, denials, faces, journal, people
from app.gallery.apart import keep_apart
from app.gallery.people import clean_name
from app.services.people.duplicates import check_faces
from app.services.photos.fitness import unfit
from app.services.photos.storing import adding
from app.services.workspace import Workspace

_DENIED = 3
"""Views of a face that are kept for the answer whose it is not."""


def enrol_faces(
    workspace: Workspace,
    name: str,
    seen: Sequence[Face],
    *,
    apart: bool = False,
    consent: Consent | None = None,
) -> Changes:
    """Enrol views of one person as one entry of the journal; for somebody known they are added to theirs.

    Args:
        workspace: The data folder to add to.
        name: The person's.
        seen: Views of them.
        apart: They are nobody else who is enrolled, whomever they look like.
        consent: What they agreed to, kept before the first view.

    Raises:
        LooksEnrolled: Somebody new looks like a person who is enrolled, and `apart` was not said.
        ImageError: None of them is fit; the text says what is wrong with the best.
        GalleryError: The name is unusable, or the gallery cannot be written.
    """
    name = clean_name(name)
    fit = workspace.reader().read(_fit(name, seen))
    with workspace.db.read() as session:
        new = people.find(session, name) is None
    others = check_faces(workspace, fit, name, apart=apart) if new else []
    with adding(workspace, [fit]) as (session, [ready]):
        label = say("Enrolled {name}", name=name)
        if (known := people.find(session, name)) is not None:
            label = faces.added_text(len(ready), people.name_of(session, known))
        entry = journal.begin(session, "enrol", label)
        person, made = people.get_or_create(session, name, entry=entry)
        if consent is not None:
            consents.keep(session, entry, person, consent)
        keep_apart(session, entry, person, others)
        _, added = faces.add(session, ready, person_id=person, entry=entry, origin=Origin.ENROLLED)
    return Changes(label) | made | added


def _fit(name: str, seen: Sequence[Face]) -> list[Face]:
    """The views that are fit, to be read anew: live view may have left out the mirror image.

    Raises:
        ImageError: None is; the text says what is wrong with the best.
    """
    reasons = [unfit(face) for face in seen]
    fit = [replace(face, reading=None) for face, reason in zip(seen, reasons, strict=True) if reason is None]
    if not fit:
        raise ImageError(
            say("{name} cannot be enrolled from this view", name=name),
            why=next(filter(None, reasons), say("the face is no longer in view")),
            remedy=say("Come closer, face the camera, and try again"),
        )
    return fit


def deny_faces(
    workspace: Workspace, names: Sequence[str], seen: Sequence[Face], enrolled: Collection[int] = ()
) -> Changes:
    """Keep, as one entry of the journal, that views are not of these people: no face like them is called so.

    Args:
        workspace: The gallery to write to.
        names: Whom the face does not show.
        seen: Its best views; those in which it can be recognised are kept, three for each name.
        enrolled: Faces enrolled from it before: of them, those of these people are taken from them.

    Raises:
        ImageError: It can be recognised in none of the views.
        GalleryError: Nobody is called so, or the gallery cannot be written.
    """
    clear = [face for face in seen if face.reading is not None and face.reading.recognisable][:_DENIED]
    if not clear:
        raise ImageError(
            say("too little of this face can be seen to know it again"), remedy=say("Wait for a clearer view")
        )
    label = say("Kept that a face is not {names}", names=listed(names))
    with adding(workspace, [[replace(face, reading=None) for face in clear]]) as (session, [ready]):
        entry, changes = journal.begin(session, "deny", label), Changes(label)
        mine = {face.id: face.person for face in faces.get(session, enrolled)}
        for name in names:
            if (person := people.find(session, name)) is None:
                raise GalleryError(say("there is nobody called {name}", name=name))
            ids, added = faces.add(session, ready, entry=entry)
            wrong = [face for face, owner in mine.items() if owner == person]
            denials.deny(session, entry, [*ids, *wrong], person)
            denials.set_aside(session, entry, [*ids, *wrong])
            changes |= added | Changes(people=frozenset({person}), faces=frozenset(wrong))
    return changes
