"""Answers to "the same person?", each one entry of the journal, which hold until something newer is said."""

from collections.abc import Collection, Sequence

from app.core.errors import GalleryError
from app.core.text import Text, say, say_n
from app.domain.changes import Changes
from app.domain.face import StoredFace
from app.gallery import answers, denials, faces, journal, people
from app.gallery.apart import keep_apart
from app.gallery.database import Session
from app.services.workspace import Workspace


def say_same(workspace: Workspace, face_ids: Collection[int], sizes: Sequence[int] = ()) -> Changes:
    """Say that faces are one person, of whom some may have a name: then the others get it.

    Args:
        workspace: The data folder.
        face_ids: Two faces or more, the best first: the first stands for the others where one of these turns
            out to be somebody else.
        sizes: Where these are the best of groups, how many faces each of them has: the journal names what is
            meant.

    Raises:
        GalleryError: They are two people's by name, or one does not exist.
    """
    with workspace.db.write() as session:
        found = _present(session, face_ids)
        owners = _owners(found)
        if len(owners) > 1:
            raise GalleryError(
                say("These faces have the names of two people"),
                remedy=say("If they are one person, merge the two"),
            )
        nobodys = [face.id for face in found if face.person is None]
        if owners:
            return faces.assign(session, nobodys, *owners) if nobodys else Changes()
        label = _said_same(sizes or [len(found)])
        first, *others = dict.fromkeys(face_ids)
        entry = journal.begin(session, "same", label)
        answers.keep(session, entry, [(first, other) for other in others], same=True)
        return Changes(label, faces=frozenset(face_ids))


def say_apart(
    workspace: Workspace, face_ids: Collection[int], others: Collection[int], sizes: Sequence[int] = ()
) -> Changes:
    """Say that no face of the one group is the same person as one of the other; names of either group count.

    Args:
        workspace: The data folder.
        face_ids: Of the one group.
        others: Of the other.
        sizes: Where these are the best of the two groups, how many faces each has.

    Raises:
        GalleryError: Faces of both have the name of the same person, or one does not exist.
    """
    with workspace.db.write() as session:
        first, second = _present(session, face_ids), _present(session, others)
        if both := _owners(first) & _owners(second):
            name = people.name_of(session, min(both))
            raise GalleryError(
                say("Faces of both are called {name}", name=name),
                remedy=say("Take the name off those that are somebody else"),
            )
        counts = [_count(size) for size in sizes or (len(first), len(second))]
        label = say("Told {faces} apart from {others}", faces=counts[0], others=counts[1])
        entry = journal.begin(session, "apart", label)
        _deny(session, entry, first, second)
        _deny(session, entry, second, first)
        for person in _owners(first):
            keep_apart(session, entry, person, _owners(second))
        pairs = [(one, other) for one in _nobodys(first) for other in _nobodys(second)]
        answers.keep(session, entry, pairs, same=False)
        return Changes(label, _owners(first) | _owners(second), frozenset({*face_ids, *others}))


def say_two(workspace: Workspace, person: int, other: int) -> Changes:
    """Say that two people are not one, however alike they are.

    Raises:
        GalleryError: One does not exist.
    """
    with workspace.db.write() as session:
        names = {"name": people.name_of(session, person), "other": people.name_of(session, other)}
        label = say("Said that {name} and {other} are two people", **names)
        keep_apart(session, journal.begin(session, "apart", label), person, [other])
        return Changes(label, frozenset({person, other}))


def _present(session: Session, face_ids: Collection[int]) -> list[StoredFace]:
    """These faces.

    Raises:
        GalleryError: One does not exist.
    """
    found = faces.get(session, face_ids)
    if len(found) < len(set(face_ids)) or not found:
        raise GalleryError(say("A face cannot be found"), why=say("removed or forgotten meanwhile"))
    return found


def _owners(found: Collection[StoredFace]) -> frozenset[int]:
    return frozenset(face.person for face in found if face.person is not None)


def _nobodys(found: Collection[StoredFace]) -> list[int]:
    return [face.id for face in found if face.person is None]


def _deny(
    session: Session, entry: int, named: Collection[StoredFace], others: Collection[StoredFace]
) -> None:
    """Say of nobody's faces in the one group that they are nobody of those with a name in the other."""
    for person in _owners(named):
        denials.deny(session, entry, _nobodys(others), person)


def _said_same(sizes: Sequence[int]) -> Text:
    """What the journal says of groups of these sizes, or of one number of faces."""
    if len(sizes) == 1:
        return say_n("Said that {n} face is one person", "Said that {n} faces are one person", sizes[0])
    if len(sizes) == 2:
        one, other = map(_count, sizes)
        return say("Said that {faces} and {others} are one person", faces=one, others=other)
    return say_n(
        "Said that {n} group of faces is one person, {faces} in all",
        "Said that {n} groups of faces are one person, {faces} in all",
        len(sizes),
        faces=_count(sum(sizes)),
    )


def _count(faces: int) -> Text:
    return say_n("{n} face", "{n} faces", faces)
