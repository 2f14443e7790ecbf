"""Enrolling people from photos, folders, videos, cameras and streams."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.errors import GalleryError, ImageError, SourceError, UsageError
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.types import Face, Failure, Quality
from app.gallery import faces, journal, people, photos
from app.gallery.people import clean_name
from app.gallery.records import PhotoFile, StoredFace
from app.gallery.schema import Origin
from app.services.burst import pick_faces
from app.services.reading import Picture, absolute, batches, read_pictures
from app.services.workspace import Workspace
from app.services.writing import adding
from app.vision.image_io import find_pictures
from app.vision.reader import RIVAL, prominence
from app.vision.sources import is_source

_BATCH = 8
"""Pictures a commit."""
_MIN_EYES = 10.0
_MIN_SHARPNESS = 3.0
_EXPOSURE = (0.06, 0.96)
_MAX_TURN = 75.0


@dataclass(slots=True)
class Enrolment:
    """What came of enrolling one person.

    Attributes:
        person: Their name as stored.
        accepted: Pictures, or frames of videos, whose face is now in the gallery as theirs.
        known: How many of these were there before.
        rejected: Inputs that could not be used, each with its reason.
    """

    person: str
    accepted: int = 0
    known: int = 0
    rejected: list[Failure] = field(default_factory=list)


def enrol(
    workspace: Workspace,
    name: str,
    sources: Sequence[str],
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> Enrolment:
    """Add one person, or more faces of them, as one entry of the journal, committed batch by batch.

    A picture that was enrolled as theirs before counts as accepted and is not added twice.

    Args:
        workspace: Where to.
        name: Theirs; a new name makes a new person once a face of theirs is accepted.
        sources: Paths of pictures, folders or videos, camera numbers, or addresses of streams.
        progress: Hears of each commit: what it counts is safely stored.
        cancel: Polled between pictures; what was committed stays.

    Raises:
        GalleryError: The name is unusable, or the gallery cannot be written.
        Cancelled: The user asked to stop.
    """
    task = _Task(workspace, Enrolment(clean_name(name)), progress)
    pictures, videos = _expand(sources, task.result.rejected)
    task.total = len(pictures) + len(videos)
    for batch in batches(read_pictures(workspace.reader(), pictures, cancel), _BATCH):
        task.take_pictures(batch)
    for video in videos:
        task.take_video(video, cancel)
    return task.result


def import_people(
    workspace: Workspace,
    folder: Path,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> Iterator[Enrolment]:
    """Enrol one person for each folder inside a folder; underscores in its name are spaces.

    A folder whose name cannot be a person's is rejected with the reason, and holds up none of the others.

    Raises:
        UsageError: There is no such folder, it may not be read, or there is no folder in it.
        GalleryError: The gallery cannot be written.
        Cancelled: The user asked to stop.
    """
    for person in person_folders(folder):
        name = person.name.replace("_", " ")
        try:
            clean_name(name)
        except GalleryError as error:
            yield Enrolment(name, rejected=[Failure(str(person), str(error))])
        else:
            yield enrol(workspace, name, [str(person)], progress, cancel)


def person_folders(folder: Path) -> list[Path]:
    """List the folders inside a folder, one for each person, by name; hidden ones are left out.

    Raises:
        UsageError: There is no such folder, it may not be read, or there is no folder in it.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - as in `_expand`
        raise UsageError(f"there is no folder {folder}", remedy="Check the spelling of the path")
    try:
        inside = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError as error:
        raise UsageError(f"the folder {folder} cannot be read", why=error.strerror or "") from error
    if not inside:
        raise UsageError(
            f"{folder} holds no folders",
            remedy="Make one folder for each person, named after them, with their photos in it",
        )
    return inside


def _expand(sources: Sequence[str], rejected: list[Failure]) -> tuple[list[Path], list[str]]:
    """Sort sources into pictures, with folders replaced by what lies below them, and videos."""
    pictures: list[Path] = []
    videos: list[str] = []
    for source in sources:
        path = Path(source)
        if os.path.isdir(source):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
            try:
                found = find_pictures(path)
            except ImageError as error:
                rejected.append(Failure(source, str(error)))
                continue
            if not found:
                rejected.append(Failure(source, "there is no picture in this folder"))
            pictures += found
        elif is_source(source) and not (source.isdecimal() and path.exists()):
            videos.append(source)
        else:
            pictures.append(path)
    return list({absolute(path): path for path in pictures}.values()), videos


class _Task:
    """One enrolment under way."""

    def __init__(self, workspace: Workspace, result: Enrolment, progress: ProgressSink) -> None:
        self.workspace = workspace
        self.result = result
        self.total = 0
        self._progress = progress
        self._entry: int | None = None
        self._done = 0

    def take_pictures(self, batch: list[Picture]) -> None:
        """Commit the usable pictures of a batch, and note why the others are not."""
        fresh: list[tuple[Picture, Face]] = []
        for picture in batch:
            try:
                if not self._known(picture):
                    fresh.append((picture, subject(picture)))
            except ImageError as error:
                self.result.rejected.append(Failure(str(picture.path), str(error)))
        if fresh:
            self._store(fresh)
        self._report(len(batch), batch[-1].path.name)

    def take_video(self, source: str, cancel: CancelToken | None) -> None:
        """Commit a burst of good, different frames of a video."""
        try:
            burst = pick_faces(self.workspace.reader(), source, unfit, cancel)
        except SourceError as error:
            self.result.rejected.append(Failure(source, str(error)))
        else:
            with adding(self.workspace, [burst]) as (session, [ready]):
                entry, person = self._ensure_person(session)
                faces.add(session, ready, person_id=person, entry=entry, origin=Origin.ENROLLED)
            self._entry = entry
            self.result.accepted += len(burst)
        self._report(1, source)

    def _store(self, fresh: list[tuple[Picture, Face]]) -> None:
        with adding(self.workspace, [[face] for _, face in fresh]) as (session, ready):
            entry, person = self._ensure_person(session)
            for (picture, _), new in zip(fresh, ready, strict=True):
                assert picture.file is not None  # noqa: S101 - it has a face, so it was read
                if self._theirs(session, _stored(session, picture.file)):
                    continue  # another program was quicker
                file = replace(picture.file, complete=len(picture.faces) == 1)
                photos.record(session, file, new, person_id=person, entry=entry, origin=Origin.ENROLLED)
        self._entry = entry
        self.result.accepted += len(fresh)

    def _ensure_person(self, session: Session) -> tuple[int, int]:
        """Return the journal entry and the person, both made with the first face."""
        name = self.result.person
        entry = self._entry or journal.begin(session, "enrol", f"Enrolled {name}")
        person, _ = people.get_or_create(session, name, entry=entry)
        return entry, person

    def _known(self, picture: Picture) -> bool:
        """Whether this very picture is in the gallery already; if as somebody else's or nobody's, act on it.

        Raises:
            ImageError: It is enrolled as somebody else.
        """
        if picture.file is None:
            return False
        with self.workspace.db.read() as session:
            stored = _stored(session, picture.file)
            theirs = self._theirs(session, stored)
        if not theirs:
            return self._adopt(picture, stored)
        self.result.accepted += 1
        self.result.known += 1
        return True

    def _theirs(self, session: Session, stored: list[StoredFace]) -> bool:
        """Whether one of these faces is the person's."""
        person = people.find(session, self.result.person)
        return person is not None and any(face.person_id == person for face in stored)

    def _adopt(self, picture: Picture, stored: list[StoredFace]) -> bool:
        """Name the face that an import has already stored, if it is the picture's subject."""
        box = subject(picture).box
        same = next((face for face in stored if face.box.iou(box) > 0.5), None)
        if same is None:
            return False
        with self.workspace.db.write() as session:
            if same.person_id is not None:
                owner = people.name_of(session, same.person_id)
                raise ImageError(
                    f"this photo is already enrolled as {owner}", remedy="Rename or merge instead"
                )
            entry, person = self._ensure_person(session)
            faces.assign(session, [same.id], person, entry=entry)
        self._entry = entry
        self.result.accepted += 1
        return True

    def _report(self, count: int, label: str) -> None:
        self._done += count
        self._progress(Progress(self._done, self.total, f"{self.result.person}: {label}"))


def _stored(session: Session, file: PhotoFile) -> list[StoredFace]:
    """The faces that the gallery has of this very picture."""
    photo = photos.lookup(session, file.path)
    if photo is None or photo.sha256 != file.sha256:
        return []
    return faces.of_photo(session, photo.id)


def subject(picture: Picture) -> Face:
    """The one face that a picture is about.

    Raises:
        ImageError: It could not be read, has no face, several as prominent, or an unfit one.
    """
    if picture.failure or picture.file is None:
        raise ImageError((picture.failure or "it could not be read").rstrip("."))
    if not picture.faces:
        raise ImageError("there is no face in this picture", remedy="Use one that shows the face clearly")
    width, height = picture.file.width, picture.file.height
    first, *others = picture.faces
    weights = [prominence(face.box, width, height) for face in picture.faces]
    if others and weights[1] > RIVAL * weights[0]:
        raise ImageError(
            f"there are {len(picture.faces)} faces in this picture and it is unclear whose is meant",
            remedy="Crop it to the person",
        )
    if reason := unfit(first.quality):
        raise ImageError(reason)
    return first


def unfit(quality: Quality) -> str | None:
    """Say why a face must not be enrolled, or None if it may."""
    if quality.eyes < _MIN_EYES:
        return (
            f"the face is too small ({quality.eyes:.0f} pixels between the eyes, {_MIN_EYES:.0f} are needed)"
        )
    if not _EXPOSURE[0] <= quality.exposure <= _EXPOSURE[1]:
        return "the face is too dark" if quality.exposure < 0.5 else "the face is overexposed"
    if quality.sharpness < _MIN_SHARPNESS:
        return "the face is too blurred"
    if max(abs(quality.yaw), abs(quality.pitch)) > _MAX_TURN:
        return "the face is turned too far away"
    return None
