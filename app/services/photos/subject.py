"""The one face that a picture is about."""

from app.core.errors import ImageError
from app.core.text import say
from app.domain.face import Face
from app.services.photos.fitness import unfit
from app.services.photos.reading import Picture
from app.vision.reader import RIVAL, prominence


def subject(picture: Picture) -> Face:
    """The one face that a picture is about.

    Raises:
        ImageError: It could not be read, has no face, several as prominent, or an unfit one.
    """
    if picture.failure or picture.file is None:
        raise ImageError(picture.failure or say("it could not be read"))
    if not picture.faces:
        raise ImageError(
            say("there is no face in this picture"), remedy=say("Use one that shows the face clearly")
        )
    width, height = picture.file.width, picture.file.height
    first, *others = picture.faces
    weights = [prominence(face.box, width, height) for face in picture.faces]
    if others and weights[1] > RIVAL * weights[0]:
        raise ImageError(
            say(
                "there are {count} faces in this picture and it is unclear whose is meant",
                count=len(picture.faces),
            ),
            remedy=say("Crop it to the person"),
        )
    if reason := unfit(first):
        raise ImageError(reason)
    return first


def subject_or_none(picture: Picture) -> Face | None:
    """The one face that a picture is about, or None where `subject` raises."""
    try:
        return subject(picture)
    except ImageError:
        return None
