"""Requests about faces."""

from app.domain.changes import Changes
from app.domain.face import FaceCard
from app.engine.cards import face_card
from app.engine.desk import Desk
from app.engine.registry import answers
from app.engine.requests.faces import (
    AssignFaces,
    ChipsOf,
    GetFaces,
    IgnoreFaces,
    NameFaces,
    RemoveFaces,
    SplitFaces,
)


@answers(GetFaces)
def get_faces(desk: Desk, asked: GetFaces) -> tuple[FaceCard, ...]:
    """Faces, best first."""
    from app.services.people import browse

    found = browse.get_faces(desk.workspace, asked.faces)
    troubles = browse.troubles(desk.workspace, found)
    return tuple(face_card(face, troubles.get(face.id, "")) for face in found)


@answers(ChipsOf)
def chips_of(desk: Desk, asked: ChipsOf) -> dict[int, bytes]:
    """Pictures of faces."""
    from app.services.people import browse

    return browse.chips(desk.workspace, asked.faces)


@answers(NameFaces)
def name_faces(desk: Desk, asked: NameFaces) -> Changes:
    """Say by name whose faces are."""
    from app.services.people import corrections

    return corrections.name(desk.workspace, asked.faces, asked.name)


@answers(AssignFaces)
def assign_faces(desk: Desk, asked: AssignFaces) -> Changes:
    """Say whose faces are."""
    from app.services.people import corrections

    return corrections.assign(desk.workspace, asked.faces, asked.person)


@answers(SplitFaces)
def split_faces(desk: Desk, asked: SplitFaces) -> Changes:
    """Make faces a new person."""
    from app.services.people import corrections

    return corrections.split(desk.workspace, asked.faces, asked.name)


@answers(IgnoreFaces)
def ignore_faces(desk: Desk, asked: IgnoreFaces) -> Changes:
    """Set faces aside, or take them back in."""
    from app.services.people import corrections

    return corrections.set_aside(desk.workspace, asked.faces, ignored=asked.ignored)


@answers(RemoveFaces)
def remove_faces(desk: Desk, asked: RemoveFaces) -> Changes:
    """Take faces out of view."""
    from app.services.people import corrections

    return corrections.remove_faces(desk.workspace, asked.faces)
