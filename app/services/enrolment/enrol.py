"""Enrolling people from photos, folders, videos, cameras and streams."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.core.batches import batches
from app.core.errors import ImageError
from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.core.text import listed, quote, say
from app.domain.arrays import Embedding
from app.domain.consent import Consent
from app.domain.failure import Failure
from app.domain.person import EnrolReport
from app.domain.source import is_camera
from app.gallery.people import clean_name
from app.recognition.decision import threshold_at
from app.services.enrolment.enrolment import Enrolment
from app.services.enrolment.person_folders import RATE, Subjects, people_in
from app.services.photos.matching import match_files
from app.services.photos.reading import absolute, read_pictures
from app.services.photos.subject import subject_or_none
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
    consent: Consent | None = None,
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
        consent: What they agreed to, kept before the first face.

    Raises:
        LooksEnrolled: They look like somebody else who is enrolled, and `apart` was not said.
        GalleryError: The name is unusable, or the gallery cannot be written.
        Cancelled: The user asked to stop.
    """
    task = Enrolment(workspace, EnrolReport(clean_name(name)), progress, consent, apart=apart)
    single = [one for one in sources if not _refused(workspace, one, task.result, cancel)]
    return enrol_from(task, single, cancel)


def _refused(workspace: Workspace, source: str, result: EnrolReport, cancel: CancelToken | None) -> bool:
    """Reject a folder that holds several people, a folder each."""
    if not os.path.isdir(source):  # noqa: PTH112 - as in `_expand`
        return False
    inside = people_in(Path(source), *tell_apart(workspace, cancel))
    if inside:
        names = listed([one.name for one in inside[:3]] + ["..."] * (len(inside) > 3))
        result.several.append(source)
        reason = say("this folder holds several people, a folder each ({names})", names=names)
        result.rejected.append(Failure(source, reason))
    return bool(inside)


def tell_apart(workspace: Workspace, cancel: CancelToken | None) -> tuple[Subjects, float]:
    """What tells different people apart: a way to read faces, and the similarity below which they differ."""

    def subjects(paths: Sequence[Path]) -> Iterator[Embedding | None]:
        reader = workspace.reader()
        for batch in batches(read_pictures(reader, paths, cancel), _BATCH):
            faces = [subject_or_none(picture) for picture in batch]
            vectors = iter(reader.embed([face for face in faces if face is not None]).vectors)
            yield from (None if face is None else next(vectors) for face in faces)

    return subjects, threshold_at(workspace.thresholds(workspace.active_model()), RATE)


def enrol_from(task: Enrolment, sources: Sequence[str], cancel: CancelToken | None) -> EnrolReport:
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
            result.skipped.update(found.skipped)
        elif is_source(source) and not (is_camera(source) and path.is_file()):
            videos.append(source)
        else:
            pictures.append(path)
    return list({absolute(path): path for path in pictures}.values()), videos
