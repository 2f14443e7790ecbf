"""Photos and folders, how importing them went, and how much the gallery holds."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from app.core.text import Text
from app.domain.face import StoredFace
from app.domain.failure import Failure


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo or video that the gallery knows; one that could not be read has a `failure`, may lack the rest.

    Attributes:
        id: Its own.
        path: Where it lies.
        sha256: Of the file's bytes, as 64 hexadecimal digits.
        size: Of the file, in bytes.
        mtime_ns: When the file was last changed, as `os.stat` gives it.
        width: In pixels, upright.
        height: In pixels, upright.
        read_at: When it was read, in UTC.
        failure: Why it could not be read, in words fit to show, or None.
        complete: Whether all its faces were added, not just that of a person enrolled from it.
        pixels: Digest of what the file shows, whatever its tags say; None until an old photo is seen again.
        turn: How it was turned upright, as EXIF has it, 1 to 8; None likewise.
        taken: When it was taken, in seconds since 1970, where its tags say so.
        seconds: How long a video lasts; None of a photo.
        place: Where it was taken, as degrees north and east, or "" where its tags do not say; None where that
            was not to be kept.
        faces: Those in it that are not removed, best first; empty where they were not asked for.
    """

    id: int
    path: Path
    sha256: str | None
    size: int | None
    mtime_ns: int | None
    width: int | None
    height: int | None
    read_at: datetime
    failure: Text | None
    complete: bool
    pixels: str | None
    turn: int | None
    taken: int | None
    seconds: float | None = None
    place: str | None = None
    faces: tuple[StoredFace, ...] = ()


def north_east(place: str | None) -> tuple[float, float] | None:
    """Where a photo was taken in degrees north and east, as kept in a text; None where that tells none."""
    try:
        north, east = map(float, (place or "").split())
    except ValueError:
        return None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None


@dataclass(slots=True)
class ImportReport:
    """What came of reading a folder.

    Attributes:
        folder: Which.
        photos: Pictures below it.
        videos: Videos below it.
        failed: Those that could not be used, each with its reason.
        skipped: How much else lies in it, which was left out, by kind; see `trainer.pictures.Found`.
        copies: Pictures that show the same as another one, which counts for them.
    """

    folder: Path
    photos: int = 0
    failed: list[Failure] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    copies: int = 0
    videos: int = 0

    @property
    def files(self) -> int:
        """How many pictures and videos there are."""
        return self.photos + self.videos


class FolderState(StrEnum):
    """Whether a folder can be reached: here, or gone (moved, deleted, on a drive that is not plugged in)."""

    HERE = "here"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of looking for the photos of a folder in another place.

    Attributes:
        folder: Where they were looked for.
        found: Photos that lie there now.
        missing: Photos that are not there.
    """

    folder: Path
    found: int
    missing: int


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder below which photos of the gallery lie.

    Attributes:
        path: Where it is, or was.
        photos: Pictures below it, those that could not be read too.
        faces: Faces in them that are not removed.
        failed: How many of the pictures could not be read.
        state: Whether it can be reached.
        watched: Whether new photos in it are read by themselves, or None of a folder not read as a whole.
    """

    path: Path
    photos: int
    faces: int
    failed: int
    state: FolderState = FolderState.HERE
    watched: bool | None = None


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
