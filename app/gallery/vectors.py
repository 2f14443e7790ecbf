"""Vectors as they were read, and kept as long as their rows have the same checksums."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.arrays import Embedding
from app.gallery.blobs import unpack
from app.gallery.records import Ids

VERIFIED = "verified vectors"
"""Key of a session's `info`: those that its database last found sound, by model, of which there is one."""


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """N vectors, by ascending face.

    Attributes:
        face_ids: (N,) int64.
        vectors: (N, D) float32, read-only.
        lengths: (N,) float32, of the vectors before they were brought to unit length; NaN where unknown.
        sums: (N,) int64, their rows' checksums.
    """

    face_ids: Ids
    vectors: Embedding
    lengths: npt.NDArray[np.float32]
    sums: Ids

    @classmethod
    def none(cls, dimension: int) -> "Vectors":
        """Of no face."""
        return cls.of((), dimension)

    @classmethod
    def of(cls, rows: Sequence[tuple[Any, ...]], dimension: int) -> "Vectors":
        """Rows of face, length, checksum and vector, by ascending face, all sound."""
        faces, lengths, sums, blobs = zip(*rows, strict=True) if rows else ((),) * 4
        return cls(
            np.array(faces, np.int64),
            unpack(b"".join(blobs), dimension),
            np.array(lengths, np.float32),
            np.array(sums, np.int64),
        )

    def only(self, which: npt.NDArray[Any]) -> "Vectors":
        """Those that a mask (N,) or row numbers pick."""
        vectors = self.vectors[which]
        vectors.flags.writeable = False
        return Vectors(self.face_ids[which], vectors, self.lengths[which], self.sums[which])

    def places(self, face_ids: Ids) -> tuple[Ids, npt.NDArray[np.bool_]]:
        """Where faces (M,) are among these, and whether they are at all."""
        if not len(self.face_ids):
            return np.zeros(len(face_ids), np.int64), np.zeros(len(face_ids), bool)
        at = np.minimum(np.searchsorted(self.face_ids, face_ids), len(self.face_ids) - 1)
        return at, self.face_ids[at] == face_ids

    def joined(self, others: "Vectors") -> "Vectors":
        """These and those of other faces."""
        if not len(others.face_ids) or not len(self.face_ids):
            return self if len(self.face_ids) else others
        both = Vectors(
            np.concatenate([self.face_ids, others.face_ids]),
            np.concatenate([self.vectors, others.vectors]),
            np.concatenate([self.lengths, others.lengths]),
            np.concatenate([self.sums, others.sums]),
        )
        both.vectors.flags.writeable = False
        return both if self.face_ids[-1] < others.face_ids[0] else both.only(np.argsort(both.face_ids))


def keys_of(face_ids: Ids, sums: Ids) -> Ids:
    """One number for each face and its checksum (N,)."""
    return (face_ids << 32) | sums
