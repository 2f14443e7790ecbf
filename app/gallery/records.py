"""What goes into the gallery and what comes out: plain dataclasses, never rows that are tied to a session."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.arrays import Embedding, Landmarks
from app.domain.box import Box
from app.domain.face import Quality

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class NewFace:
    """A face to add.

    Attributes:
        box: Where, in pixels of its photo.
        landmarks: The five points, (5, 2) float32, in pixels of its photo.
        quality: Its measures.
        chip: Its margin crop as an encoded picture (the gallery does not look inside).
        chip_landmarks: The five points, (5, 2) float32, in pixels of the chip.
        embeddings: By model identifier: a unit-length vector (D,) float32, and its length before that.
        at: Seconds into its video; None in a photo.
    """

    box: Box
    landmarks: Landmarks
    quality: Quality
    chip: bytes
    chip_landmarks: Landmarks
    embeddings: Mapping[str, tuple[Embedding, float]]
    at: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class StoredChip:
    """The picture of a face, encoded as it was added, and its five points in pixels of it, (5, 2)."""

    face_id: int
    image: bytes
    landmarks: Landmarks


@dataclass(frozen=True, slots=True, eq=False)
class Embeddings:
    """All vectors of one model, a row for each active face, ordered by face.

    Attributes:
        face_ids: (N,) int64.
        person_ids: (N,) int64; -1 for a face that has no person.
        photo_ids: (N,) int64; -1 for a face that came from no photo.
        weights: (N,) float32, the overall quality, 0 to 1.
        vectors: (N, D) float32, unit length, read-only.
        lengths: (N,) float32, of the vectors before they were brought to unit length; NaN where unknown.
    """

    face_ids: Ids
    person_ids: Ids
    photo_ids: Ids
    weights: npt.NDArray[np.float32]
    vectors: Embedding
    lengths: npt.NDArray[np.float32]

    def only(self, rows: npt.NDArray[Any]) -> "Embeddings":
        """The rows that a mask (N,) or row numbers pick, in their order."""
        return Embeddings(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A photo as read from disk.

    Attributes:
        path: Where it lies.
        sha256: Of the file's bytes, as 64 hexadecimal digits.
        size: In bytes.
        mtime_ns: When it was last changed, as `os.stat` gives it.
        width: In pixels, upright.
        height: In pixels, upright.
        complete: Whether all its faces were added, not just that of a person enrolled from it.
        pixels: Digest of what it shows, whatever its tags say, as 64 hexadecimal digits.
        turn: How it was turned upright, as EXIF has it, 1 to 8.
        taken: When it was taken, in seconds since 1970, where its tags say so.
        seconds: How long a video lasts; None of a photo.
        place: Where it was taken, as degrees north and east, or "" where its tags do not say; None where that
            is not to be kept.
    """

    path: Path
    sha256: str
    size: int
    mtime_ns: int
    width: int
    height: int
    complete: bool = True
    pixels: str | None = None
    turn: int | None = None
    taken: int | None = None
    seconds: float | None = None
    place: str | None = None
