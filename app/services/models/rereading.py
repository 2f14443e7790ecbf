"""Reading stored faces again from their chips, once, after the way from a picture to a crop has changed.

Landmarks are placed anew, the measures taken by them follow, and the face is embedded again. Until a face's
turn has come its old vector keeps deciding, so that names never stop coming. It can be stopped at any time
and goes on where it was: what has been read again is known by the length of its embedding, which old ones
lack.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from app.core.batches import batches
from app.core.errors import ImageError, ModelError
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.text import say
from app.domain.arrays import Embedded, Landmarks
from app.domain.changes import Changes
from app.domain.decision import Thresholds
from app.domain.face import Chip, Detection, Quality, StoredFace
from app.domain.model import Model
from app.gallery import embeddings, faces, models
from app.gallery.database import Session
from app.gallery.records import StoredChip
from app.services.models.calibrate import calibrate
from app.services.models.thresholds import measure_limit
from app.services.photos.reading import ahead
from app.services.workspace import Workspace, renewal
from app.vision import chips, networks, quality
from app.vision import models as registry
from app.vision.align import similarity_transform
from app.vision.embed import Embedder
from app.vision.runtime import choose_device
from app.vision.turn import QUARTERS

_BATCH = 32
"""Faces a commit."""


class _Stored(NamedTuple):
    """A face with its landmarks and its chip, as they are stored."""

    face: StoredFace
    landmarks: Landmarks
    chip: StoredChip


class _Placed(NamedTuple):
    """A face with its landmarks placed anew."""

    face: StoredFace
    chip: Chip
    landmarks: Landmarks
    quality: Quality


def read_again(
    workspace: Workspace,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
    instead: Model | None = None,
) -> Changes:
    """Read every stored face again that was read in an earlier way; at once where there is none.

    A model whose thresholds nobody published (a retrained one) gets new ones and a limit of recognisability
    at the end; until then it decides by those it had.

    Args:
        workspace: The data folder whose faces are read.
        progress: Hears of each commit.
        cancel: Polled between batches.
        instead: The model to read them with if the one that decides cannot be loaded.

    Raises:
        ModelError: A model cannot be loaded.
        Cancelled: The user asked to stop; what was read again stays so.
    """
    if renewal.left(workspace.db) is None:
        return Changes()
    for other in renewal.outdated(workspace.db):
        _renew(workspace, other)
    model = _loadable(workspace, instead)
    base = _base(workspace, model)
    readers = [workspace.embedder(one) for one in (model, *([base] if base else []))]
    again = _Again(workspace, readers, workspace.thresholds(base or model).recognisable)
    seen = _read_faces(workspace, again, progress, cancel)
    if base:
        _measure_anew(workspace, model, base, readers[0])
    with workspace.db.write() as session:
        models.set_read_by(session, registry.PREPROCESSING)
    return Changes(faces=frozenset(seen), models=frozenset({model.id}))


def _renew(workspace: Workspace, model: Model) -> None:
    """Turn a checkpoint into a graph; one that is gone or damaged says so when it is used."""
    with suppress(ModelError):
        renewal.renewed(workspace.db, workspace.folder.root, model)


def _loadable(workspace: Workspace, instead: Model | None) -> Model:
    """The model that decides, or the other if that cannot be loaded."""
    model = workspace.active_model()
    try:
        workspace.embedder(model)
    except ModelError:
        if instead is None:
            raise
        return instead
    return model


def _base(workspace: Workspace, model: Model) -> Model | None:
    """The model whose thresholds this one's are measured by; None for one with published thresholds."""
    with workspace.db.read() as session:
        known = {one.id: one for one in models.everything(session)}
    if model.parent is not None:
        return known[model.parent]
    default = registry.DEFAULT_RECOGNISER
    return None if model.name == default else next(one for one in known.values() if one.name == default)


def _read_faces(
    workspace: Workspace, again: "_Again", progress: ProgressSink, cancel: CancelToken | None
) -> list[int]:
    """Read the faces that are due, and store them batch by batch; return which they were."""
    with workspace.db.read() as session:
        models_ = [one.model_id for one in again.readers]
        missing = sorted({face for model in models_ for face in embeddings.unread(session, model)})
    parts = list(batches(missing, _BATCH))
    done = 0
    for part, (placed, found) in zip(parts, ahead(again.read, parts, cancel), strict=True):
        with workspace.db.write() as session:
            _store(session, placed, dict(zip(models_, found, strict=True)))
        done += len(part)
        progress(Progress(done, len(missing), say("Reading faces again")))
    return missing


class _Again:
    """Reads stored faces again, from any thread.

    Attributes:
        readers: The models that are to know them, the one that decides first.
    """

    def __init__(self, workspace: Workspace, readers: Sequence[Embedder], limit: float | None) -> None:
        device = choose_device(workspace.device)
        self.readers = readers
        self._db, self._limit = workspace.db, limit or 0.0
        self._placer = networks.open_placer(workspace.folder.models, device, workspace.progress)

    def read(self, face_ids: list[int]) -> tuple[list[_Placed], list[Embedded]]:
        """Read some faces with every model; one whose chip is damaged is left as it is."""
        with self._db.read() as session:
            known = {face.id: face for face in faces.get(session, face_ids)}
            points = faces.landmarks(session, face_ids)
            pictures = list(embeddings.chips(session, face_ids))
        stored = [
            _Stored(known[i], points[i], one)
            for one in pictures
            if (i := one.face_id) in known.keys() & points
        ]
        placed = [best for one in stored if (best := self._upright(one))]
        return placed, [reader.embed([one.chip for one in placed]) for reader in self.readers]

    def _upright(self, stored: _Stored) -> _Placed | None:
        """Place a face; one that cannot be recognised so may lie on its side, or on its head."""
        placed = self._place(stored)
        if placed is None or self._length(placed) >= self._limit:
            return placed
        turned = [self._place(stored, quarters) for quarters in QUARTERS]
        better = [one for one in turned if one and self._length(one) >= self._limit]
        return max(better, key=self._length, default=placed)

    def _length(self, placed: _Placed) -> float:
        return float(self.readers[0].embed([placed.chip], mirror=False).lengths[0])

    def _place(self, stored: _Stored, quarters: int = 0) -> _Placed | None:
        """Place a face's landmarks anew on its chip, and measure it by them.

        Args:
            stored: The face, with the points that it had.
            quarters: How far these are turned first, anticlockwise.
        """
        face = stored.face
        try:
            chip = chips.decode(stored.chip.image, stored.chip.landmarks)
            [found] = self._placer.place(chip.pixels, [_turned(chip.landmarks, quarters)])
            to_photo = similarity_transform(chip.landmarks, stored.landmarks)
            landmarks = np.asarray(found.landmarks @ to_photo[:, :2].T + to_photo[:, 2], np.float32)
            chip = Chip(chip.pixels, found.landmarks)
            seen = Detection(face.box, landmarks, face.quality.detection)
            return _Placed(face, chip, landmarks, quality.measure(seen, chip))
        except (ImageError, ValueError):  # a damaged chip, or points that make no face
            return None


def _turned(landmarks: Landmarks, quarters: int) -> Landmarks:
    """Turn points about their middle, anticlockwise as seen (x goes right, y down)."""
    centre = landmarks.mean(axis=0)
    turn = np.linalg.matrix_power(np.array([[0, 1], [-1, 0]]), quarters)
    return np.asarray((landmarks - centre) @ turn.T + centre, np.float32)


def _store(session: Session, placed: Sequence[_Placed], found: dict[str, Embedded]) -> None:
    for one in placed:
        faces.place(session, one.face.id, one.landmarks, one.chip.landmarks, one.quality)
    ids = [one.face.id for one in placed]
    for model, embedded in found.items():
        embeddings.replace(session, model, ids, embedded)


def _measure_anew(workspace: Workspace, model: Model, base: Model, embedder: Embedder) -> None:
    """Give a model thresholds from the people enrolled, the base's where these are too few, and its limit."""
    standard = workspace.thresholds(base)
    found = _thresholds(workspace, model, base) or standard
    limit = measure_limit(workspace, embedder, standard.recognisable)
    with workspace.db.write() as session:
        known = replace(models.get(session, model.id), thresholds=replace(found, recognisable=limit))
        models.add(session, known)


def _thresholds(workspace: Workspace, model: Model, base: Model) -> Thresholds | None:
    try:
        return calibrate(workspace, model, base)
    except ModelError:
        return None
