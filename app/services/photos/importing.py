"""Reading folders of photos and videos into the gallery, one by one."""

from collections.abc import Iterable, Sequence, Set
from pathlib import Path

from app.clustering.cluster import FMR
from app.core.batches import batches
from app.core.errors import ImageError, UsageError
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.text import NOTHING, Text, facts, percent, quote, say
from app.domain.access import What
from app.domain.face import StoredFace
from app.domain.failure import Failure
from app.domain.photo import ImportReport
from app.gallery import access, faces, library, photos
from app.gallery.database import Session
from app.gallery.records import NewFace, PhotoFile
from app.recognition.decision import threshold_at
from app.services.photos.matching import match_files
from app.services.photos.reading import Picture, absolute, read_pictures
from app.services.photos.settling import settle
from app.services.photos.storing import adding
from app.services.photos.upkeep import fill_in, follow_gone, forget_left
from app.services.photos.videos import read_video
from app.services.workspace import Workspace
from app.vision.picture_files import Found, survey

_BATCH = 16
"""Photos a commit."""
_SAME_FACE = 0.5
"""Overlap of two boxes in one photo, above which they are the same face."""


def import_folder(
    workspace: Workspace,
    folder: Path,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
    *,
    places: bool | None = None,
    videos: bool | None = None,
) -> ImportReport:
    """Read every picture and video below a folder that the gallery does not know yet: by content, wherever it
    lies.

    Committed batch by batch, and video by video: a stopped import goes on where it was. What could not be
    read is tried again.

    Args:
        workspace: The data folder.
        folder: Which.
        progress: Told what was read.
        cancel: Polled all the while.
        places: Whether it is kept where photos were taken; None is as the settings say.
        videos: Whether videos are read; None likewise.

    Raises:
        UsageError: There is no such folder.
        GalleryError: The gallery cannot be written.
        Cancelled: The user asked to stop; what was committed stays.
    """
    return read_folder(workspace, folder, progress, cancel, places=places, videos=videos)[0]


def read_folder(
    workspace: Workspace,
    folder: Path,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
    *,
    places: bool | None = None,
    videos: bool | None = None,
) -> tuple[ImportReport, dict[Path, int]]:
    """Do what `import_folder` does; also return the gallery's photo of each picture read, now or before."""
    places = workspace.settings.places if places is None else places
    found = _survey(folder)
    films = found.videos if (workspace.settings.videos if videos is None else videos) else []
    skipped = {
        kind: count for kind, count in found.skipped.items() if count and not (films and kind == "video")
    }
    result = ImportReport(folder, len(found.pictures), skipped=skipped, videos=len(films))
    files = [*found.pictures, *films]
    there = {absolute(path) for path in (*found.pictures, *found.videos)}
    with workspace.db.write() as session:
        photos.drop_failures(session, absolute(folder), there)
        library.add(session, absolute(folder))
    known = _Import(workspace, result, progress, cancel, set(films), places=places).read(files)
    follow_gone(workspace, absolute(folder), there)
    forget_left(workspace)
    fill_in(workspace, map(absolute, known), cancel, places=places)
    if not files:
        result.failed.append(Failure(str(folder), say("there is no picture in this folder")))
    with workspace.db.read() as session:
        result.copies = len(known) - len(photos.at(session, map(absolute, known)))
    return result, known


class _Import:
    """The reading of one folder."""

    def __init__(
        self,
        workspace: Workspace,
        result: ImportReport,
        progress: ProgressSink,
        cancel: CancelToken | None,
        videos: Set[Path],
        *,
        places: bool,
    ) -> None:
        self._workspace, self._result = workspace, result
        self._progress, self._cancel = progress, cancel
        self._videos, self._places = videos, places

    def read(self, paths: Sequence[Path]) -> dict[Path, int]:
        """Read the files that the gallery does not know; return its photo of each that could be read."""
        matched = match_files(self._workspace, paths, self._cancel)
        known = dict(matched.known)
        with self._workspace.db.write() as session:
            photos.take_over(session, known.values(), _SAME_FACE)
            self._harmful = photos.harmful(session)
            if matched.fresh:
                access.note(session, What.IMPORT, len(matched.fresh))
        self._left = len(matched.fresh) + len(matched.twins)
        pictures = [path for path in matched.fresh if path not in self._videos]
        for batch in batches(self._pictures(pictures), _BATCH):
            known |= self._keep(batch)
        for path in matched.fresh:
            if path in self._videos:
                known |= self._keep([self._video(path)])
        return known | self.read(matched.twins) if matched.twins else known

    def _keep(self, batch: list[Picture]) -> dict[Path, int]:
        """Commit a batch, and tell of it; return the gallery's photo of each that could be read."""
        known = _store(self._workspace, batch)
        self._result.failed += [Failure(str(one.path), one.failure) for one in batch if one.failure]
        self._left -= len(batch)
        self._tell(quote(batch[-1].path.name))
        return known

    def _tell(self, what: Text) -> None:
        self._progress(Progress(self._result.files - self._left, self._result.files, what))

    def _video(self, path: Path) -> Picture:
        """Read a video, telling now and then how far it is."""

        def tell(done: float, whole: float) -> None:
            share = percent(min(1.0, done / whole), 0) if whole else NOTHING
            self._tell(facts(quote(path.name), share))

        alike = threshold_at(self._workspace.thresholds(self._workspace.active_model()), FMR)
        return read_video(self._workspace.reader(), path, alike, self._cancel, tell, self._harmful)

    def _pictures(self, paths: Sequence[Path]) -> Iterable[Picture]:
        """Read these; without any, no network is loaded."""
        if not paths:
            return ()
        reader = self._workspace.reader()
        return read_pictures(reader, paths, self._cancel, self._harmful, places=self._places)


def _survey(folder: Path) -> Found:
    try:
        return survey(folder)
    except ImageError as error:
        raise UsageError(
            say("{folder}: {problem}", folder=folder, problem=error.what),
            why=quote(error.why),
            remedy=quote(error.remedy),
        ) from error


def _store(workspace: Workspace, batch: list[Picture]) -> dict[Path, int]:
    """Commit a batch; return the gallery's photo of each picture that could be read."""
    known = {}
    with adding(workspace, [picture.faces for picture in batch]) as (session, ready):
        for picture, found in zip(batch, ready, strict=True):
            if picture.file is None:
                _record_failure(session, picture)
                continue
            file = settle(session, picture.file)
            known[picture.path], *_ = photos.record(session, file, _not_stored_yet(session, file, found))
    return known


def _record_failure(session: Session, picture: Picture) -> None:
    """Note why a picture could not be read; what the file used to show is set aside."""
    before = photos.lookup(session, absolute(picture.path))
    if before is not None and before.failure is None:
        photos.set_aside(session, before)
    why = picture.failure or NOTHING
    photos.record_failure(session, absolute(picture.path), why, picture.harmful)


def _not_stored_yet(session: Session, file: PhotoFile, found: list[NewFace]) -> list[NewFace]:
    """Leave out the faces that the gallery has."""
    known = photos.lookup(session, file.path)
    if known is None:
        return found
    photos.take_over(session, [known.id], _SAME_FACE)
    stored = faces.of_photo(session, known.id)
    return [face for face in found if not any(_same(face, one) for one in stored)]


def _same(face: NewFace, one: StoredFace) -> bool:
    return face.at == one.at and face.box.iou(one.box) > _SAME_FACE
