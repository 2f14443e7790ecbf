"""Requests about photos and folders."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from app.core.text import Text, say
from app.domain.box import Box
from app.domain.changes import Changes
from app.domain.cluster import Clustering
from app.domain.photo import Counts, Folder, ImportReport, Moved, Photo
from app.domain.photo_filter import FoundPhotos, PhotoFilter
from app.domain.question import Review
from app.engine.requests.base import Job, Request, SlowRequest


@dataclass(frozen=True, slots=True)
class ImportFolder(Job[ImportReport]):
    """Read every picture and video below a folder; a cancelled import goes on where it was."""

    folder: Path

    @property
    def title(self) -> Text:
        """What the job does, fit to show."""
        return say("Importing {folder}", folder=self.folder.name or self.folder)


@dataclass(frozen=True, slots=True)
class SortFaces(Job[Clustering]):
    """Sort the faces of the photos below a folder, or all there are, into people; reads no picture."""

    what = say("Sorting faces")
    awaited: ClassVar[bool] = True
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class PlanReview(SlowRequest[Review]):
    """What to ask about groups of faces as they were sorted, the question that settles most first.

    So many groups of several faces were set aside before each that was given a name, and since: `runs`.
    """

    groups: tuple[tuple[int, ...], ...]
    runs: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class HalveGroup(SlowRequest[tuple[tuple[int, ...], tuple[int, ...]]]):
    """A group of faces in two: those like each other stay together."""

    faces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GetCounts(Request[Counts]):
    """How many people, photos and faces there are."""


@dataclass(frozen=True, slots=True)
class ListFolders(Request[tuple[Folder, ...]]):
    """The folders of the library, and the topmost ones below which other photos lie, by path."""


@dataclass(frozen=True, slots=True)
class WatchFolder(Request[None]):
    """Say whether new photos in a folder of the library are to be read by themselves."""

    folder: Path
    on: bool


@dataclass(frozen=True, slots=True)
class FindFolder(Job[Moved]):
    """Take along the photos of a folder that was moved."""

    old: Path
    new: Path

    @property
    def title(self) -> Text:
        """What the job does, fit to show."""
        return say("Finding the photos of {folder}", folder=self.old.name or self.old)


@dataclass(frozen=True, slots=True)
class GetPhoto(Request[Photo]):
    """A photo with its faces."""

    photo: int


@dataclass(frozen=True, slots=True)
class PhotosOf(Request[dict[int, int]]):
    """The photo of each of these faces; those from a camera or video, and those gone, are left out."""

    faces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FindPhotos(Request[FoundPhotos]):
    """The photos that meet a filter, the newest first, and who is in them."""

    wanted: PhotoFilter


@dataclass(frozen=True, slots=True)
class PhotoThumbnails(SlowRequest[dict[int, bytes]]):
    """Photos small, as JPEG with no side longer than `side` pixels; what cannot be read is left out."""

    photos: tuple[int, ...]
    side: int = 256


@dataclass(frozen=True, slots=True)
class DrawFace(SlowRequest[Changes]):
    """Add a face to a photo where its box, in pixels of the photo, was drawn by hand, as that of a person;
    in a video at a time, in seconds.

    Fails with `LooksEnrolled` where somebody new looks like a person who is enrolled, unless `apart` says
    that they are nobody else.
    """

    photo: int
    box: Box
    name: str
    apart: bool = False
    at: float | None = None


@dataclass(frozen=True, slots=True)
class PhotoPicture(SlowRequest[bytes]):
    """A photo, upright, as JPEG with no side longer than `side` pixels, or a video at so many seconds."""

    photo: int
    side: int = 1600
    at: float | None = None
