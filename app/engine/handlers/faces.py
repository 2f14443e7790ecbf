"""Requests about faces."""

from pathlib import Path

from app.domain.changes import Changes
from app.domain.face import StoredFace
from app.domain.pictures import Pictures
from app.domain.similar import SimilarFace
from app.domain.why import Why
from app.engine.context import RequestContext
from app.engine.registry import answers
from app.engine.requests.faces import (
    AssignFaces,
    ChipsOf,
    CutFaces,
    DenyFaces,
    DropPictures,
    FindSimilar,
    GetFaces,
    IgnoreFaces,
    KeepPictures,
    KeptPictures,
    NameFaces,
    NameGroups,
    RemoveFaces,
    SayApart,
    SaySame,
    SplitFaces,
    WhyHere,
)


@answers(GetFaces)
def get_faces(context: RequestContext, request: GetFaces) -> tuple[StoredFace, ...]:
    """Faces, best first."""
    from app.services.people import browse

    return browse.get_faces(context.workspace, request.faces)


@answers(WhyHere)
def why_here(context: RequestContext, request: WhyHere) -> Why:
    """Why a face is where it is."""
    from app.services.sorting import why

    return why.why(context.workspace, request.face)


@answers(ChipsOf)
def chips_of(context: RequestContext, request: ChipsOf) -> dict[int, bytes]:
    """Pictures of faces."""
    from app.services.photos import face_pictures

    return face_pictures.stored(context.workspace, request.faces)


@answers(CutFaces)
def cut_faces(context: RequestContext, request: CutFaces) -> dict[int, bytes]:
    """Pictures of faces out of photos."""
    from app.services.photos import face_pictures

    return face_pictures.cut_out(context.workspace, request.faces)


@answers(KeptPictures)
def kept_pictures(context: RequestContext, _: KeptPictures) -> Pictures:
    """Whether pictures are kept."""
    from app.services.photos import face_pictures

    return face_pictures.look(context.workspace)


@answers(KeepPictures)
def keep_pictures(context: RequestContext, _: KeepPictures) -> None:
    """Keep pictures from now on."""
    from app.services.photos import face_pictures

    face_pictures.keep(context.workspace)


@answers(DropPictures)
def drop_pictures(context: RequestContext, _: DropPictures) -> int:
    """Delete all pictures of faces."""
    from app.services.photos import face_pictures

    return face_pictures.drop(context.workspace)


@answers(NameFaces)
def name_faces(context: RequestContext, request: NameFaces) -> Changes:
    """Say by name whose faces are."""
    from app.services.people import corrections

    return corrections.name(context.workspace, request.faces, request.name, apart=request.apart)


@answers(NameGroups)
def name_groups(context: RequestContext, request: NameGroups) -> Changes:
    """Say whose groups of faces are."""
    from app.services.people import corrections

    return corrections.name_groups(context.workspace, request.groups)


@answers(AssignFaces)
def assign_faces(context: RequestContext, request: AssignFaces) -> Changes:
    """Say whose faces are."""
    from app.services.people import corrections

    return corrections.assign(context.workspace, request.faces, request.person)


@answers(DenyFaces)
def deny_faces(context: RequestContext, request: DenyFaces) -> Changes:
    """Say whose faces are not."""
    from app.services.people import corrections

    return corrections.deny(context.workspace, request.faces, request.person)


@answers(SaySame)
def say_same(context: RequestContext, request: SaySame) -> Changes:
    """Say that faces are one person."""
    from app.services.people import answers

    return answers.say_same(context.workspace, request.faces, request.sizes)


@answers(SayApart)
def say_apart(context: RequestContext, request: SayApart) -> Changes:
    """Say that faces are two people."""
    from app.services.people import answers

    return answers.say_apart(context.workspace, request.faces, request.others, request.sizes)


@answers(SplitFaces)
def split_faces(context: RequestContext, request: SplitFaces) -> Changes:
    """Make faces a new person."""
    from app.services.people import corrections

    return corrections.split(context.workspace, request.faces, request.name)


@answers(IgnoreFaces)
def ignore_faces(context: RequestContext, request: IgnoreFaces) -> Changes:
    """Set faces aside, or take them back in."""
    from app.services.people import corrections

    return corrections.set_aside(context.workspace, request.faces, ignored=request.ignored)


@answers(RemoveFaces)
def remove_faces(context: RequestContext, request: RemoveFaces) -> Changes:
    """Take faces out of view."""
    from app.services.people import corrections

    return corrections.remove_faces(context.workspace, request.faces)


@answers(FindSimilar)
def find_similar(context: RequestContext, request: FindSimilar) -> tuple[SimilarFace, ...]:
    """Faces that look like one."""
    from app.services.recognise import similar

    if isinstance(request.like, Path):
        return tuple(similar.like_picture(context.workspace, request.like))
    return tuple(similar.like_faces(context.workspace, [request.like]))
