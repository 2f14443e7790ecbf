"""Which faces were taken together: what is learnt from one of them says too much about the others.

A proof that trains on one frame of a burst and is tested with the next would prove nothing. Photos of one day
and faces of one video are alike too: light, clothes, hair.
"""

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from app.domain.arrays import Embedding
from app.domain.decision import Thresholds
from app.recognition.decision import threshold_at

Ids = npt.NDArray[np.int64]
Seconds = npt.NDArray[np.float64]

_PAUSE = 3 * 3600.0
"""Seconds without a picture that end a session."""
_BURST = 0.9
"""How far from the threshold at one false accept in 1,000 towards equality frames of a burst are."""
_ENOUGH = 3
"""Sessions of a person from which some can be held out."""
_COPY_DIGITS = 4
_MOST_LINKED = 2000
"""Faces of a person among which bursts are looked for."""


def sessions(people: Ids, photos: Ids, moments: Seconds, vectors: Embedding, thresholds: Thresholds) -> Ids:
    """Number the session each face was taken in (N,); no two people share one but by copies of one face.

    A person's faces are told apart as coarsely as leaves three sessions: by time, else by burst (embeddings
    that are nearly the same), else by photo. Two copies of one face count as one photo, whoever has them.

    Args:
        people: The person of each face (N,).
        photos: The photo each is from (N,); -1 for a camera's.
        moments: When each was taken as far as is known (N,), in seconds.
        vectors: Embeddings (N, D).
        thresholds: Of the model that the embeddings are of.
    """
    if not len(people):
        return np.empty(0, np.int64)
    alike = 1 - (1 - _BURST) * (1 - threshold_at(thresholds, 1e-3))
    photos = _pictures(people, photos, vectors)
    found = photos.copy()
    for person in np.unique(people):
        rows = np.flatnonzero(people == person)
        finest = np.unique(photos[rows], return_inverse=True)[1]
        bursts = _joined(finest, _bursts(vectors[rows], alike))
        for level in (_joined(bursts, _by_time(moments[rows])), bursts):
            if len(np.unique(level)) >= _ENOUGH:
                found[rows] = _first(photos[rows], level)
                break
    return found


def _pictures(people: Ids, photos: Ids, vectors: Embedding) -> Ids:
    """Number the pictures faces come from (N,), apart for each person; exact copies of a face share one."""
    _, copies = np.unique(vectors.round(_COPY_DIGITS), axis=0, return_inverse=True)
    alone = photos.max(initial=-1) + 1 + np.arange(len(photos))
    photo = np.where(photos >= 0, photos, alone)
    _, own = np.unique(np.stack([people, photo]), axis=1, return_inverse=True)
    return _joined(own.ravel(), copies.ravel())


def _bursts(vectors: Embedding, alike: float) -> Ids:
    """Number the bursts among one person's faces (n,)."""
    some = vectors[:_MOST_LINKED]
    left, right = np.nonzero(np.triu(some @ some.T >= alike, 1))
    return _components(left, right, len(vectors))


def _by_time(moments: Seconds) -> Ids:
    """Number the stretches of time without a long pause (n,)."""
    order = np.argsort(moments, kind="stable")
    numbers = np.empty(len(moments), np.int64)
    numbers[order] = np.concatenate([[0], np.cumsum(np.diff(moments[order]) > _PAUSE)])
    return numbers


def _joined(one: Ids, other: Ids) -> Ids:
    """Number what is connected (n,) where faces that share a number in either belong together."""
    total, shift = len(one), int(one.max()) + 1
    places = np.arange(total)
    nodes = shift + int(other.max()) + 1
    left = np.concatenate([places, places])
    right = total + np.concatenate([one, shift + other])
    return _components(left, right, total + nodes)[:total]


def _components(left: npt.NDArray[np.intp], right: npt.NDArray[np.intp], total: int) -> Ids:
    links = coo_array((np.ones(len(left)), (left, right)), shape=(total, total))
    return np.asarray(connected_components(links, directed=False)[1], np.int64)


def _first(photos: Ids, level: Ids) -> Ids:
    """Call each session by the first of its photos (n,), so that it stays apart from other people's."""
    first = np.full(int(level.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, level, photos)
    return np.asarray(first[level], np.int64)
