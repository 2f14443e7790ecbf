"""What people may ask for: that they are matched no more, what is kept of them, and who looked."""

import json
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from app.core import reserve
from app.core.errors import UsageError
from app.core.files import filling, scratch, write_text
from app.core.text import quote, say
from app.domain.access import Access, What
from app.domain.changes import Changes
from app.domain.consent import Consent, Lapsed
from app.domain.erasure import Erasure
from app.domain.visit import VisitFilter
from app.gallery import access, consents, embeddings, faces, journal, models, people, photos, visits
from app.services.people import browse, privacy
from app.services.photos import face_pictures
from app.services.workspace import Workspace

_CHANGES = 100_000
"""Lines of the history that an export holds at most."""


def withdraw(workspace: Workspace, person: int) -> Changes:
    """Note that somebody withdraws what they agreed to: from now on they are matched no more.

    It works on a full disk.

    Raises:
        GalleryError: There is no such person, or nothing that they agreed to stands.
    """
    with reserve.lent(workspace.folder.root), workspace.db.write() as session:
        label = say("{name} withdrew their agreement", name=people.name_of(session, person))
        access.note(session, What.WITHDRAW, 1, person)
        done = consents.withdraw(session, person, label)
        return replace(done, models=models.knowing(session, person))


def agree(workspace: Workspace, person: int, consent: Consent) -> Changes:
    """Keep what somebody agrees to from now on: they are matched as long as it holds.

    Raises:
        GalleryError: There is no such person, or the gallery cannot be written.
    """
    with workspace.db.write() as session:
        name = people.name_of(session, person)
        label = say("{name} agrees further, {term}", name=name, term=consent.term)
        consents.keep(session, journal.begin(session, "agree", label), person, consent)
    return Changes(label, people=frozenset({person}))


def lapsed(workspace: Workspace, today: date | None = None) -> list[Lapsed]:
    """Who agrees no more, by name: whom `forget_lapsed` would erase. By the clock, or on a day."""
    with workspace.db.read() as session:
        over, names = consents.lapsed(session, today), people.names(session)
    return [Lapsed(person, name, over[person]) for person, name in names.items() if person in over]


def ending(workspace: Workspace, days: int) -> list[Lapsed]:
    """Whose term will be over in so many days, the soonest first."""
    with workspace.db.read() as session:
        soon, names = consents.ending(session, days), people.names(session)
    found = [Lapsed(person, name, soon[person]) for person, name in names.items() if person in soon]
    return sorted(found, key=lambda one: one.consent.until or date.max)


def forget_lapsed(workspace: Workspace, today: date | None = None) -> Erasure:
    """Erase for good who agrees no more, by the clock, or on a day.

    Raises:
        GalleryError: The gallery cannot be written, or another program keeps traces alive.
    """
    done = Erasure()
    for one in lapsed(workspace, today):
        with suppress(UsageError):  # another program was faster
            done |= privacy.forget(workspace, one.name)
    return done


def would_forget_lapsed(workspace: Workspace) -> Erasure:
    """Say what `forget_lapsed` would erase, and do nothing.

    Raises:
        GalleryError: The gallery cannot be read.
    """
    done = Erasure()
    for one in lapsed(workspace):
        done |= privacy.would_forget(workspace, one.name)
    return done


def access_log(workspace: Workspace, person: int | None = None) -> list[Access]:
    """What was done with what is known of everyone, or all that concerns one person, the oldest first."""
    with workspace.db.read() as session:
        return access.entries(session, person)


def broken_access(workspace: Workspace) -> tuple[int | None, str]:
    """The first entry of the access log that is not as it was written, and the seal that stands for all."""
    with workspace.db.read() as session:
        return access.broken(session), access.last_seal(session)


def export_person(workspace: Workspace, name: str, folder: Path) -> int:
    """Write all that is kept of one person into an empty folder: `person.json`, and a picture a face.

    Returns:
        How many faces.

    Raises:
        UsageError: There is nobody of that name, or the folder cannot be written or is not empty.
        GalleryError: The gallery cannot be read.
    """
    person = browse.find(workspace, name)
    try:
        if folder.exists() and any(folder.iterdir()):
            raise UsageError(say("{folder} is not empty", folder=folder), remedy=say("Choose another folder"))
        with scratch(workspace.folder.root) as known_in, filling(folder, known_in) as part:
            workspace.note_access(What.PERSON, 1, person)
            found = _kept(workspace, person)
            for number, image in found.pop("pictures").items():
                (part / f"face-{number}{_suffix(image)}").write_bytes(image)
            told = json.dumps(found, indent=2, ensure_ascii=False, default=_iso) + "\n"
            write_text(part / "person.json", told, workspace.folder.root)
    except OSError as error:
        raise UsageError(
            say("{path} cannot be written", path=folder),
            why=quote(error),
            remedy=say("Choose another folder"),
        ) from error
    return len(found["faces"])


def _suffix(image: bytes) -> str:
    return ".png" if image.startswith(b"\x89PNG") else ".jpg"


def _kept(workspace: Workspace, person: int) -> dict[str, Any]:
    """All that is kept of somebody, with the pictures of their faces under `pictures`, by face."""
    model = workspace.active_model().id
    with workspace.db.read() as session:
        about = asdict(people.get(session, person))
        theirs = people.faces_of(session, [person])
        places = photos.paths_of(session, theirs)
        stored = faces.get(session, theirs)
        vectors = {face: _vector(session, model, face) for face in theirs}
        return {
            "number": about.pop("id"),
            **about,
            "agreements": [_consent(about["name"], one) for one in consents.of(session, person)],
            "faces": [
                {
                    "face": face.id,
                    "added": face.added_at,
                    "photo": str(places[face.id]) if face.id in places else None,
                    "box": face.box.rounded(),
                    "vector": vectors[face.id],
                }
                for face in stored
            ],
            "visits": [
                {"source": one.source, "arrived": one.arrived, "seen": one.seen}
                for one in visits.listed(session, VisitFilter(person=person))
            ],
            "changes": [
                {"at": one.at, "what": one.label} for one in journal.history(session, _CHANGES, person)
            ],
            "access": [
                {
                    "at": one.at,
                    "what": one.what.value,
                    "count": one.count,
                    "about": "everybody" if one.person is None else "them",
                }
                for one in access.entries(session, person)
            ],
            "pictures": face_pictures.pictures(workspace, theirs),
        }


def _iso(when: date) -> str:
    """A day or a time as JSON holds it."""
    return when.isoformat()


def _vector(session: Any, model: str, face: int) -> list[float]:
    found = embeddings.of_faces(session, model, [face]).vectors
    return [round(float(value), 6) for value in found[0]] if len(found) else []


def _consent(name: str, one: Consent) -> dict[str, Any]:
    return {
        "words": one.agreed(name),
        "version": one.version,
        "purpose": one.purpose,
        "until": one.until,
        "given": one.given_at,
        "withdrawn": one.withdrawn_at,
    }
