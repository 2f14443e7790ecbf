"""Enrolling people from photos, folders, videos, cameras and streams."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from app.core.errors import GalleryError, ImageError, SourceError, UsageError
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.text import listed, masked, quote, say
from app.domain.alike import LooksEnrolled
from app.domain.arrays import Embedding
from app.domain.face import Face, Origin, StoredFace
from app.domain.failure import Failure
from app.domain.person import EnrolReport
from app.domain.source import is_camera
from app.gallery import faces, journal, people, photos
from app.gallery.apart import keep_apart
from app.gallery.database import Session
from app.gallery.people import clean_name
from app.gallery.records import PhotoFile
from app.recognition.decision import threshold_at
from app.services.enrolment.burst import pick_faces
from app.services.enrolment.person_folders import RATE, Plan, Subjects, people_in, plan, reject_beside
from app.services.people.duplicates import check_faces
from app.services.photos.matching import as_stored, match_files
from app.services.photos.reading import Picture, absolute, batches, read_pictures
from app.services.photos.storing import adding
from app.services.photos.subject import subject
from app.services.workspace import Workspace
from app.vision.picture_files import survey
from app.vision.sources import is_source

_BATCH = 8
"""Pictures a commit."""


def enrol(
    workspace: Workspace,
    name: str,
    sources: Sequence[str],
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
    *,
    apart: bool = False,
) -> EnrolReport:
    """Add one person, or more faces of them, as one entry of the journal, committed batch by batch.

    A picture that was enrolled as theirs before counts as accepted and is not added twice.

    Args:
        workspace: The data folder to add to.
        name: The person's; a new name makes a new person once a face of theirs is accepted.
        sources: Paths of pictures, folders or videos, camera numbers, or addresses of streams.
        progress: Hears of each commit: what it counts is safely stored.
        cancel: Polled between pictures; what was committed stays.
        apart: The person is nobody else who is enrolled, whomever they look like.

    Raises:
        LooksEnrolled: They look like somebody else who is enrolled, and `apart` was not said.
        GalleryError: The name is unusable, or the gallery cannot be written.
        Cancelled: The user asked to stop.
    """
    task = _Task(workspace, EnrolReport(clean_name(name)), progress, apart=apart)
    single = [one for one in sources if not _refused(workspace, one, task.result, cancel)]
    return _enrol(task, single, cancel)


def _refused(workspace: Workspace, source: str, result: EnrolReport, cancel: CancelToken | None) -> bool:
    """Reject a folder that holds several people, a folder each."""
    if not os.path.isdir(source):  # noqa: PTH112 - as in `_expand`
        return False
    inside = people_in(Path(source), *_tell_apart(workspace, cancel))
    if inside:
        names = listed([one.name for one in inside[:3]] + ["..."] * (len(inside) > 3))
        result.rejected.append(
            Failure(
                source,
                say(
                    "this folder holds several people, a folder each ({names}). Add them one by one",
                    names=names,
                ),
            )
        )
    return bool(inside)


def _tell_apart(workspace: Workspace, cancel: CancelToken | None) -> tuple[Subjects, float]:
    """What tells different people apart: a way to read faces, and the similarity below which they differ."""

    def subjects(paths: Sequence[Path]) -> Iterator[Embedding | None]:
        reader = workspace.reader()
        for batch in batches(read_pictures(reader, paths, cancel), _BATCH):
            faces = [_subject_or_none(picture) for picture in batch]
            vectors = iter(reader.embed([face for face in faces if face is not None]).vectors)
            yield from (None if face is None else next(vectors) for face in faces)

    return subjects, threshold_at(workspace.thresholds(workspace.active_model()), RATE)


def _subject_or_none(picture: Picture) -> Face | None:
    try:
        return subject(picture)
    except ImageError:
        return None


def _enrol(task: "_Task", sources: Sequence[str], cancel: CancelToken | None) -> EnrolReport:
    """Enrol from sources that are one person's."""
    workspace = task.workspace
    pictures, videos = _expand(sources, task.result)
    task.total = len(pictures) + len(videos)
    match_files(workspace, pictures, cancel)
    for batch in batches(read_pictures(workspace.reader(), pictures, cancel), _BATCH):
        task.take_pictures(batch)
    for video in videos:
        task.take_video(video, cancel)
    return task.result


def plan_people(workspace: Workspace, folder: Path, cancel: CancelToken | None = None) -> Plan:
    """Say who is to be enrolled from the folders inside a folder: one person each, or several, a folder each.

    Raises:
        UsageError: There is no such folder, it may not be read, or there is no folder in it.
        ModelError: The model cannot be used.
        Cancelled: The user asked to stop.
    """
    inside = person_folders(folder)
    made = plan(inside, *_tell_apart(workspace, cancel))
    reject_beside(made, folder)
    return made


def enrol_planned(
    workspace: Workspace,
    planned: Plan,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
    *,
    apart: bool = False,
) -> Iterator[EnrolReport]:
    """Enrol one person after another from their folders.

    A folder whose name cannot be a person's, or whose person looks like somebody else who is enrolled unless
    `apart` is said, is rejected with the reason, and holds up none of the others.

    Raises:
        GalleryError: The gallery cannot be written.
        Cancelled: The user asked to stop.
    """
    for name, folders in planned.people.items():
        sources = [str(folder) for folder in folders]
        try:
            task = _Task(workspace, EnrolReport(clean_name(name)), progress, apart=apart)
        except GalleryError as error:
            yield EnrolReport(name, rejected=[Failure(source, quote(error)) for source in sources])
            continue
        try:
            yield _enrol(task, sources, cancel)
        except LooksEnrolled as question:
            task.result.rejected += [Failure(source, question.alike.text) for source in sources]
            yield task.result


def person_folders(folder: Path) -> list[Path]:
    """List the folders inside a folder, one for each person, by name; hidden ones are left out.

    Raises:
        UsageError: There is no such folder, it may not be read, or there is no folder in it.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - as in `_expand`
        raise UsageError(say("there is no folder {folder}", folder=folder))
    try:
        inside = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError as error:
        raise UsageError(
            say("the folder {folder} cannot be read", folder=folder), why=quote(error.strerror)
        ) from error
    if not inside:
        raise UsageError(
            say("{folder} holds no folders", folder=folder),
            remedy=say("Make one folder for each person, named after them, with their photos in it"),
        )
    return inside


def _expand(sources: Sequence[str], result: EnrolReport) -> tuple[list[Path], list[str]]:
    """Sort sources into pictures, with folders replaced by what lies below them, and videos."""
    pictures: list[Path] = []
    videos: list[str] = []
    for source in sources:
        path = Path(source)
        if os.path.isdir(source):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
            try:
                found = survey(path)
            except ImageError as error:
                result.rejected.append(Failure(source, quote(error)))
                continue
            if not found.pictures:
                result.rejected.append(Failure(source, say("there is no picture in this folder")))
            pictures += found.pictures
            result.videos += found.videos
        elif is_source(source) and not (is_camera(source) and path.is_file()):
            videos.append(source)
        else:
            pictures.append(path)
    return list({absolute(path): path for path in pictures}.values()), videos


class _Task:
    """One enrolment under way."""

    def __init__(
        self, workspace: Workspace, result: EnrolReport, progress: ProgressSink, *, apart: bool
    ) -> None:
        self._apart = apart
        self._others: list[int] | None = None
        self.workspace = workspace
        self.result = result
        self.total = 0
        self._progress = progress
        self._entry: int | None = None
        self._adds = False
        self._stored = self._done = 0

    def take_pictures(self, batch: list[Picture]) -> None:
        """Commit the usable pictures of a batch, and note why the others are not."""
        self._check([face for picture in batch if (face := _subject_or_none(picture))])
        fresh: list[tuple[Picture, Face]] = []
        for picture in batch:
            try:
                if not self._known(picture):
                    fresh.append((picture, subject(picture)))
            except ImageError as error:
                self.result.rejected.append(Failure(str(picture.path), quote(error)))
        if fresh:
            self._store(fresh)
        self._report(len(batch), batch[-1].path.name)

    def take_video(self, source: str, cancel: CancelToken | None) -> None:
        """Commit a burst of good, different frames of a video."""
        try:
            burst = pick_faces(self.workspace.reader(), source, cancel)
        except SourceError as error:
            self.result.rejected.append(Failure(masked(source), quote(error)))
        else:
            self._check(burst)
            with adding(self.workspace, [burst]) as (session, [ready]):
                entry, person = self._ensure_person(session)
                faces.add(session, ready, person_id=person, entry=entry, origin=Origin.ENROLLED)
                self._count(session, entry, len(burst))
            self._entry = entry
            self.result.accepted += len(burst)
        self._report(1, masked(source))

    def _check(self, seen: Sequence[Face]) -> None:
        """Ask with the first faces whether they are somebody who is enrolled under another name."""
        if self._others is None and seen:
            self._others = check_faces(self.workspace, seen, self.result.name, apart=self._apart)

    def _store(self, fresh: list[tuple[Picture, Face]]) -> None:
        with adding(self.workspace, [[face] for _, face in fresh]) as (session, ready):
            entry, person = self._ensure_person(session)
            for (picture, _), new in zip(fresh, ready, strict=True):
                assert picture.file is not None  # noqa: S101 - it has a face, so it was read
                if self._theirs(session, _stored(session, picture.file)):
                    continue  # another program was quicker
                file = replace(as_stored(session, picture.file), complete=len(picture.faces) == 1)
                photos.record(session, file, new, person_id=person, entry=entry, origin=Origin.ENROLLED)
                self._count(session, entry, 1)
        self._entry = entry
        self.result.accepted += len(fresh)

    def _ensure_person(self, session: Session) -> tuple[int, int]:
        """Return the journal entry and the person, both made with the first face."""
        name = self.result.name
        if self._entry is None:
            self._adds = people.find(session, name) is not None
        entry = self._entry or journal.begin(session, "enrol", say("Enrolled {name}", name=name))
        person, _ = people.get_or_create(session, name, entry=entry)
        keep_apart(session, person, self._others or ())
        return entry, person

    def _count(self, session: Session, entry: int, stored: int) -> None:
        """Let the journal say how many faces were added to somebody known."""
        self._stored += stored
        if self._adds:
            journal.relabel(session, entry, faces.added_text(self._stored, self.result.name))

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
        person = people.find(session, self.result.name)
        return person is not None and any(face.person == person for face in stored)

    def _adopt(self, picture: Picture, stored: list[StoredFace]) -> bool:
        """Name the face that an import has already stored, if it is the picture's subject."""
        box = subject(picture).box
        same = next((face for face in stored if face.box.iou(box) > 0.5), None)
        if same is None:
            return False
        with self.workspace.db.write() as session:
            if same.person is not None:
                owner = people.name_of(session, same.person)
                raise ImageError(
                    say("this photo is already enrolled as {name}", name=owner),
                    remedy=say("Rename or merge instead"),
                )
            entry, person = self._ensure_person(session)
            faces.assign(session, [same.id], person, entry=entry)
            self._count(session, entry, 1)
        self._entry = entry
        self.result.accepted += 1
        return True

    def _report(self, count: int, label: str) -> None:
        self._done += count
        self._progress(
            Progress(self._done, self.total, say("{name}: {file}", name=self.result.name, file=label))
        )


def _stored(session: Session, file: PhotoFile) -> list[StoredFace]:
    """The faces that the gallery has of this very picture."""
    photo = photos.lookup(session, as_stored(session, file).path)
    if photo is None or photo.sha256 != file.sha256:
        return []
    return faces.of_photo(session, photo.id)
