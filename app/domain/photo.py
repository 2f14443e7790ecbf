"""Photos and folders, and how importing them went."""

from dataclasses import dataclass
from pathlib import Path

from app.domain.face import FaceCard
from app.domain.failure import Failure


@dataclass(frozen=True, slots=True)
class PhotoCard:
    """A photo the gallery knows.

    Attributes:
        id: Its own.
        path: Where it lies.
        width: In pixels, upright; None if it could not be read.
        height: Likewise.
        failure: Why it could not be read, or None.
        faces: Those in it that are not removed, best first.
    """

    id: int
    path: Path
    width: int | None
    height: int | None
    failure: str | None
    faces: tuple[FaceCard, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A folder read.

    Attributes:
        folder: Which.
        photos: Pictures below it.
        failed: Those that could not be used, each with its reason.
        videos: Videos in it, which were left out.
    """

    folder: Path
    photos: int
    failed: tuple[Failure, ...]
    videos: int


@dataclass(frozen=True, slots=True)
class FolderCard:
    """A folder below which photos of the gallery lie.

    Attributes:
        path: Where it is, or was.
        photos: Pictures below it, those that could not be read too.
        faces: Faces in them that are not removed.
        failed: How many of the pictures could not be read.
    """

    path: Path
    photos: int
    faces: int
    failed: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the gallery holds.

    Attributes:
        people: Everyone enrolled.
        photos: Pictures known, those that could not be read too.
        faces: Faces that are not removed.
        unnamed: Those of them that are nobody's and not set aside.
        aside: Those of them set aside.
        failed: Pictures that could not be read.
    """

    people: int
    photos: int
    faces: int
    unnamed: int
    aside: int
    failed: int
