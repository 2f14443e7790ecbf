"""Thresholds of a model that came without any, and below which length its embeddings say nothing.

How long an embedding is before it is brought to unit length says how much of a face the network saw, in a
measure of each network's own. The active model's limit is carried over: faces of the people enrolled, whole
and spoilt on purpose, are read by both models, and the new limit is where it tells them apart as the old one
does.
"""

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from app.core.types import Chip, Floats, Thresholds
from app.gallery import embeddings
from app.gallery.records import Model
from app.services.calibrate import calibrate
from app.services.workspace import Workspace
from app.vision import chips
from app.vision.align import similarity_transform
from app.vision.preprocessing import ARCFACE

_FACES = 16
_LEAST_OF_EACH = 8
"""Faces on either side of the limit without which it is not carried over."""
_AGREEMENT = 0.85
"""Share of the faces, the mean of both sides', that a limit must put on their side to be one."""
_BLURS = (0.08, 0.16)
"""Of the distance between the eyes: standard deviation of the blur."""


def thresholds_for(workspace: Workspace, model: Model) -> Thresholds:
    """Give a model thresholds at the rates that the active model promises, and its own limit.

    Raises:
        ModelError: Too few people are enrolled to tell.
    """
    found = calibrate(workspace, model)
    return replace(found, recognisable=carried_limit(workspace, model))


def carried_limit(workspace: Workspace, model: Model) -> float | None:
    """The length below which a model's embedding says nothing; None where its lengths do not tell.

    A network whose embeddings leave it at unit length has no such limit.
    """
    base = workspace.active_model()
    limit = workspace.thresholds(base).recognisable
    if limit is None:
        return None
    faces = [spoilt for chip in _some_faces(workspace, base) for spoilt in _spoilt(chip)]
    if not faces:
        return None
    known, lengths = (workspace.embedder(one).embed(faces).lengths for one in (base, model))
    return limit_between(lengths, known >= limit)


def limit_between(lengths: Floats, sound: npt.NDArray[np.bool_]) -> float | None:
    """The length that tells faces (N,) that can be recognised from those that cannot, or None.

    Args:
        lengths: Of their embeddings (N,).
        sound: Which can be recognised (N,).
    """
    if min(sound.sum(), (~sound).sum()) < _LEAST_OF_EACH:
        return None
    order = np.argsort(lengths)
    below = np.cumsum(~sound[order]) / (~sound).sum()
    above = 1 - np.cumsum(sound[order]) / sound.sum()
    right = (below + above) / 2
    best = int(np.argmax(right[:-1]))
    if right[best] < _AGREEMENT:
        return None
    return float((lengths[order[best]] + lengths[order[best + 1]]) / 2)


def _some_faces(workspace: Workspace, base: Model) -> list[Chip]:
    """The best faces of people enrolled."""
    with workspace.db.read() as session:
        stored = embeddings.load(session, base.id)
        rows = np.flatnonzero(stored.person_ids >= 0)
        best = rows[np.argsort(-stored.weights[rows], kind="stable")][:_FACES]
        found = embeddings.chips(session, stored.face_ids[best].tolist())
        return [chips.decode(one.image, one.landmarks) for part in found for one in part]


def _spoilt(chip: Chip) -> list[Chip]:
    """A face as it is, blurred, and turned under landmarks that do not know of it."""
    eyes = float(np.linalg.norm(chip.landmarks[1] - chip.landmarks[0]))
    blurred = [cv2.GaussianBlur(chip.pixels, (0, 0), max(share * eyes, 0.3)) for share in _BLURS]
    turned = [_turned(chip, degrees) for degrees in (90, 180)]
    return [chip, *(Chip(np.asarray(pixels, np.uint8), chip.landmarks) for pixels in (*blurred, *turned))]


def _turned(chip: Chip, degrees: float) -> npt.NDArray[np.uint8]:
    """The picture turned about the middle of the face."""
    from_template = similarity_transform(np.array(ARCFACE), chip.landmarks)
    middle = from_template @ np.array([56.0, 56.0, 1.0])
    matrix = cv2.getRotationMatrix2D((float(middle[0]), float(middle[1])), degrees, 1.0)
    height, width = chip.pixels.shape[:2]
    return np.asarray(cv2.warpAffine(chip.pixels, matrix, (width, height)), np.uint8)
