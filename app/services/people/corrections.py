"""Saying who is who: every change a person makes by hand, each one entry of the journal."""

from collections.abc import Collection
from datetime import date

from app.core.text import say_n
from app.domain.changes import Changes
from app.domain.consent import Consent
from app.domain.face import FaceState
from app.gallery import consents, faces, journal, people
from app.gallery.apart import keep_apart
from app.gallery.database import Session
from app.services.people.duplicates import check_name, check_person, check_stored
from app.services.workspace import Workspace


def rename(workspace: Workspace, person: int, name: str, *, apart: bool = False) -> Changes:
    """Give a person another name.

    Args:
        workspace: The data folder.
        person: Whom.
        name: The new one.
        apart: The person is nobody else who is enrolled, whomever they look like.

    Raises:
        LooksEnrolled: They look like somebody else, or are nearly called so, and `apart` was not said.
        GalleryError: No such person, or the name is unusable or taken.
    """
    others = check_name(workspace, person, name, apart=apart) + check_person(workspace, person, apart=apart)
    with workspace.db.write() as session:
        changes = people.rename(session, person, name)
        keep_apart(session, journal.newest(session), person, others)
    return changes


def set_birth(workspace: Workspace, person: int, born: date | None) -> Changes:
    """Keep when a person was born: in photos taken before, they are not looked for.

    Raises:
        GalleryError: No such person, or the day cannot be.
    """
    with workspace.db.write() as session:
        return people.set_birth(session, person, born)


def merge(workspace: Workspace, source: int, target: int, *, apart: bool = False) -> Changes:
    """Make two people one, under the target's name.

    Args:
        workspace: The data folder.
        source: Who is not a person of their own.
        target: Who they are.
        apart: They are nobody else who is enrolled, whomever they look like.

    Raises:
        LooksEnrolled: The source looks more like a third person than like the target; `apart` was not said.
        GalleryError: One does not exist, or they are the same.
    """
    others = check_person(workspace, source, apart=apart, but=target)
    with workspace.db.write() as session:
        changes = people.merge(session, source, target)
        keep_apart(session, journal.newest(session), target, others)
    return changes


def remove_person(workspace: Workspace, person: int) -> Changes:
    """Take a person and their faces out of view.

    Raises:
        GalleryError: There is no such person.
    """
    with workspace.db.write() as session:
        return people.remove(session, person)


def name(workspace: Workspace, face_ids: Collection[int], called: str, *, apart: bool = False) -> Changes:
    """Say that faces are a person's: the one of that name, or a new one.

    Args:
        workspace: The data folder.
        face_ids: The faces.
        called: The person's name.
        apart: Somebody new is nobody else who is enrolled, whomever they look like.

    Raises:
        LooksEnrolled: Somebody new looks like a person who is enrolled, and `apart` was not said.
        GalleryError: The name is unusable, or a face does not exist.
    """
    others = check_stored(workspace, face_ids, called, apart=apart)
    with workspace.db.write() as session:
        changes = _name(session, face_ids, called, people.find(session, called))
        if others and (person := people.find(session, called)) is not None:
            keep_apart(session, journal.newest(session), person, others)
    return changes


def name_groups(workspace: Workspace, groups: Collection[tuple[Collection[int], int]]) -> Changes:
    """Say of several groups of faces whose each is, as one change.

    Args:
        workspace: The data folder.
        groups: Faces, and the person.

    Raises:
        GalleryError: A face or a person does not exist. Nothing was changed.
    """
    said = sum(len(face_ids) for face_ids, _ in groups)
    label = say_n("Named {n} face as suggested", "Named {n} faces as suggested", said)
    with workspace.db.write() as session:
        entry, changes = journal.begin(session, "assign", label), Changes(label)
        for face_ids, person in groups:
            changes |= faces.assign(session, face_ids, person, entry=entry)
    return changes


def _name(session: Session, face_ids: Collection[int], called: str, person: int | None) -> Changes:
    if person is None:
        return faces.split(session, face_ids, called, naming=True)[1]
    return faces.assign(session, face_ids, person)


def correct(
    workspace: Workspace, face_ids: Collection[int], called: str, consent: Consent | None = None
) -> Changes | None:
    """Take faces that were just enrolled under a wrong name over to the right one.

    A person with no other faces goes with them: renamed, or merged into the one of that name. What somebody
    agreed to is kept with them where that name is new.

    Returns:
        What changed; None if none of the faces is anybody's, or they are that person's already.

    Raises:
        GalleryError: The name is unusable.
    """
    with workspace.db.write() as session:
        stored = [face for face in faces.get(session, face_ids) if face.state is FaceState.ACTIVE]
        owners = {face.person for face in stored if face.person is not None}
        right = people.find(session, called)
        if len(owners) != 1 or right in owners:
            return None
        [wrong] = owners
        if len(faces.of_person(session, wrong)) > len(stored):
            changes = _name(session, face_ids, called, right)
        elif right is None:
            changes = people.rename(session, wrong, called)
        else:
            return people.merge(session, wrong, right)
        if consent is not None and right is None and (person := people.find(session, called)) is not None:
            consents.keep(session, journal.newest(session), person, consent)
        return changes


def assign(workspace: Workspace, face_ids: Collection[int], person: int | None) -> Changes:
    """Say whose faces are, or with None that it is not known.

    Raises:
        GalleryError: A face or the person does not exist.
    """
    with workspace.db.write() as session:
        if person is None:
            return faces.unassign(session, face_ids)
        return faces.assign(session, face_ids, person)


def deny(workspace: Workspace, face_ids: Collection[int], person: int) -> Changes:
    """Say that faces are not a person's.

    Raises:
        GalleryError: A face or the person does not exist.
    """
    with workspace.db.write() as session:
        return faces.deny(session, face_ids, person)


def split(workspace: Workspace, face_ids: Collection[int], called: str) -> Changes:
    """Make faces a new person.

    Raises:
        GalleryError: A face does not exist, or the name is unusable or taken.
    """
    with workspace.db.write() as session:
        return faces.split(session, face_ids, called, naming=True)[1]


def set_aside(workspace: Workspace, face_ids: Collection[int], *, ignored: bool) -> Changes:
    """Set faces aside, or take them back in.

    Raises:
        GalleryError: A face does not exist.
    """
    with workspace.db.write() as session:
        return (faces.ignore if ignored else faces.unignore)(session, face_ids)


def remove_faces(workspace: Workspace, face_ids: Collection[int]) -> Changes:
    """Take faces out of view.

    Raises:
        GalleryError: A face does not exist.
    """
    with workspace.db.write() as session:
        return faces.remove(session, face_ids)
