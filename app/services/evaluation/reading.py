"""Faces from pictures that the gallery does not know: a folder for each person, or a list of pairs.

They are read as an import would read them; nothing is stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.core.batches import batches
from app.core.errors import ImageError
from app.core.progress import CancelToken, Progress, ProgressSink
from app.core.text import quote, say
from app.domain.arrays import Embedding
from app.domain.evaluation import Sample
from app.domain.face import Face
from app.domain.failure import Failure
from app.domain.model import Model
from app.services.enrolment.person_folders import person_folders
from app.services.evaluation.face_set import FaceSet, is_recognisable, numbered, turn, with_copies
from app.services.evaluation.pictures import small
from app.services.photos.fitness import unfit
from app.services.photos.reading import Picture, read_pictures
from app.services.photos.subject import subject
from app.services.workspace import Workspace
from app.vision.picture_files import find_pictures

if TYPE_CHECKING:
    from app.vision.embed import Embedder

_BATCH = 16


@dataclass(slots=True)
class Collected:
    """What was read so far.

    Attributes:
        paths: Of the pictures with a face to compare.
        people: Whose they are said to be.
        hashes: Of their files: copies of one are one source.
        faces: What is known of each face, without its pixels.
        samples: Small pictures of them.
        vectors: Embeddings by model, a batch each.
        failed: Pictures that cannot be used.
    """

    paths: list[Path] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    measures: list[tuple[float, float, bool]] = field(default_factory=list)
    samples: list[bytes] = field(default_factory=list)
    vectors: list[list[Embedding]] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)


def read_folder(
    workspace: Workspace,
    folder: Path,
    chosen: Sequence[Model],
    progress: ProgressSink,
    cancel: CancelToken | None,
) -> tuple[FaceSet, list[Failure]]:
    """Read one folder for each person; underscores in its name are spaces.

    Raises:
        UsageError: There is no such folder, or there is no folder in it.
        ModelError: A model cannot be used.
        Cancelled: The user asked to stop.
    """
    collected = Collected()
    wanted = list(_pictures_of(folder, collected.failed))
    read(workspace, wanted, chosen, collected, progress, cancel)
    return face_set(collected, chosen, folder), collected.failed


def _pictures_of(folder: Path, failed: list[Failure]) -> Iterator[tuple[Path, str]]:
    for person in person_folders(folder):
        try:
            found = find_pictures(person)
        except ImageError as error:
            failed.append(Failure(str(person), quote(error)))
            continue
        if not found:
            failed.append(Failure(str(person), say("there is no picture in this folder")))
        yield from ((path, person.name.replace("_", " ")) for path in found)


def read(
    workspace: Workspace,
    wanted: Sequence[tuple[Path, str]],
    chosen: Sequence[Model],
    collected: Collected,
    progress: ProgressSink,
    cancel: CancelToken | None,
) -> None:
    """Read pictures, each said to be of somebody, and collect their subjects."""
    reader = workspace.reader()
    own = reader.embedder
    embedders = [own if own.model_id == model.id else workspace.embedder(model) for model in chosen]
    collected.vectors = [[] for _ in chosen]
    pictures = read_pictures(reader, (path for path, _ in wanted), cancel)
    for start, batch in enumerate(batches(pictures, _BATCH)):
        whose = [person for _, person in wanted[start * _BATCH :]]
        _collect(batch, whose, embedders, collected)
        done = min((start + 1) * _BATCH, len(wanted))
        progress(Progress(done, len(wanted), quote(batch[-1].path.name)))


def _collect(
    batch: list[Picture], whose: Sequence[str], embedders: "Sequence[Embedder]", collected: Collected
) -> None:
    faces = []
    for picture, person in zip(batch, whose, strict=False):
        try:
            face = _subject(picture)
        except ImageError as error:
            collected.failed.append(Failure(str(picture.path), quote(error)))
            continue
        faces.append(face)
        collected.paths.append(picture.path)
        collected.people.append(person)
        collected.hashes.append("" if picture.file is None else picture.file.sha256)
        quality = face.quality
        collected.measures.append(
            (
                quality.overall,
                turn(quality),
                _recognisable(face),
            )
        )
        collected.samples.append(small(face.chip))
    for made, embedder in zip(collected.vectors, embedders, strict=True):
        made.append(embedder.embed([face.chip for face in faces]).vectors)


def _recognisable(face: Face) -> bool:
    return is_recognisable(face.quality, trusted=face.reading is None or face.reading.recognisable)


def _subject(picture: Picture) -> Face:
    """The face that a picture is about, though it may be one that cannot be recognised.

    Raises:
        ImageError: It could not be read, has no face, or several as prominent.
    """
    try:
        return subject(picture)
    except ImageError:
        if len(picture.faces) == 1 and unfit(picture.faces[0]):
            return picture.faces[0]
        raise


def face_set(collected: Collected, chosen: Sequence[Model], base: Path) -> FaceSet:
    """What was collected, row by row."""
    vectors = tuple(
        np.concatenate([np.empty((0, model.dimension), np.float32), *made])
        for model, made in zip(chosen, collected.vectors, strict=True)
    )
    weights, turns, fit = (
        (np.array(column) for column in zip(*collected.measures, strict=True))
        if collected.measures
        else (np.empty(0),) * 3
    )

    def samples(rows: Sequence[int]) -> list[Sample]:
        return [
            Sample(collected.people[row], None, _shown(collected.paths[row], base), collected.samples[row])
            for row in rows
        ]

    return FaceSet(
        people=numbered(collected.people),
        names=tuple(sorted(set(collected.people))),
        sources=with_copies(numbered(collected.hashes), vectors[0]),
        weights=weights.astype(np.float32),
        turns=turns.astype(np.float32),
        recognisable=fit.astype(bool),
        vectors=vectors,
        samples=samples,
    )


def _shown(path: Path, base: Path) -> str:
    return str(path.relative_to(base) if path.is_relative_to(base) else path)
