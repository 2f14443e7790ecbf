"""One face several times in one photo: mirrors and reflections, collages, prints of the same picture.

That somebody is in a photo once is the rule, and keeps siblings and twins apart. It gives way where two faces
of one photo are so alike that they are the same view, and where three or more are as alike, each with each,
as faces of different people never are.
"""

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from app.clustering.labels import Labels
from app.domain.arrays import Embedding

_VIEW = 0.9
"""Cosine of two pictures of one view, such as a face and its reflection; twins stay below."""
_COLLAGE = 1.45
"""Mean cosine of faces that make a photo a collage, as a multiple of the threshold for two groups."""


def repeated(
    vectors: Embedding, photos: Labels, trusted: npt.NDArray[np.bool_], threshold: float
) -> npt.NDArray[np.int64]:
    """Pairs of faces (row numbers) of one photo that are one person's, (P, 2).

    Args:
        vectors: Unit-length float32 (N, D).
        photos: The photo of each face (N,).
        trusted: Which faces can be recognised (N,); the others are in no pair.
        threshold: Mean cosine at which two groups of faces of different photos are joined.
    """
    pairs, cosines = _within_photos(vectors, photos, trusted)
    alike = pairs[cosines >= _COLLAGE * threshold]
    collages = alike[_in_collage(vectors, alike, _COLLAGE * threshold)]
    return np.concatenate([pairs[cosines >= _VIEW], collages])


def _within_photos(
    vectors: Embedding, photos: Labels, trusted: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """All pairs of trusted faces that share a photo (P, 2), and their cosines (P,)."""
    rows = np.flatnonzero(trusted)
    rows = rows[np.argsort(photos[rows], kind="stable")]
    pairs, cosines = [np.empty((0, 2), np.int64)], [np.empty(0, np.float32)]
    for step in range(1, len(rows)):
        same = np.flatnonzero(photos[rows[:-step]] == photos[rows[step:]])
        if not len(same):
            break
        one, other = rows[same], rows[same + step]
        pairs.append(np.stack([one, other], axis=1))
        cosines.append(np.einsum("ij,ij->i", vectors[one], vectors[other]))
    return np.concatenate(pairs), np.concatenate(cosines)


def _in_collage(vectors: Embedding, pairs: npt.NDArray[np.int64], least: float) -> npt.NDArray[np.bool_]:
    """Which pairs (P,) are among three faces or more whose mean cosine is at least so much."""
    total = len(vectors)
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(total, total))
    group = connected_components(links, directed=False)[1][pairs[:, 0]]
    found = np.zeros(len(pairs), bool)
    for one in np.unique(group):
        faces = vectors[np.unique(pairs[group == one])]
        count, length = len(faces), float(np.square(faces.sum(axis=0)).sum())
        found[group == one] = count >= 3 and length - count >= least * count * (count - 1)
    return found
