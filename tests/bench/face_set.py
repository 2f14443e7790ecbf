"""The faces of all the test data, read and embedded by Kith itself, with who and where they are."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from app.core.types import Face
from app.vision import image_io, models, networks
from app.vision.picture_files import find_pictures
from app.vision.reader import FaceReader
from app.vision.sources import VideoSource

FACES = Path(os.environ.get("KITH_FACES") or Path(__file__).resolve().parents[3] / "shared" / "faces")
STRANGER = "?"
GROUPS = ("lfw10", "aligned12", "orl40")
STREET = "street"
_EVERY = 5
"""Every fifth frame of the street is used: those between show the same faces once more."""


class FaceSet(NamedTuple):
    """N faces.

    Attributes:
        vectors: Embeddings (N, D).
        groups: The folder of the test data each is from (N,).
        people: Who each is (N,); `STRANGER` for a bystander.
        photos: A number for each photo (N,).
    """

    vectors: np.ndarray
    groups: np.ndarray
    people: np.ndarray
    photos: np.ndarray

    def only(self, mask: np.ndarray) -> "FaceSet":
        """The faces that the mask (N,) or the rows (M,) pick."""
        return FaceSet(*(column[mask] for column in self))


def sface_reader() -> FaceReader:
    """Kith's default detector, landmarks and recogniser, from its registry."""
    cache = Path.home() / ".cache" / "kith"
    card = models.card(models.DEFAULT_RECOGNISER)
    weights = models.ensure_weights(card, cache)
    assert card.preprocessing is not None
    identity = models.model_id(card.sha256, card.backbone)
    embedder = networks.open_embedder(
        identity, card.dimension, weights, card.backbone, card.preprocessing, "cpu"
    )
    limit = card.thresholds.recognisable if card.thresholds else None
    return FaceReader(
        networks.open_detector("yunet", cache, "cpu"), networks.open_placer(cache, "cpu"), embedder, limit
    )


def read_all(reader: FaceReader) -> FaceSet:
    """Read every face of the test data; of a photo of somebody the likeliest subject is that person."""
    vectors, groups, people, photos = [], [], [], []
    for photo, (group, person, faces) in enumerate(_photos(reader)):
        for rank, vector in enumerate(reader.embed(faces).vectors):
            vectors.append(vector)
            groups.append(group)
            people.append(person if rank == 0 else STRANGER)
            photos.append(photo)
    return FaceSet(np.array(vectors), np.array(groups), np.array(people), np.array(photos))


def _photos(reader: FaceReader) -> Iterator[tuple[str, str, list[Face]]]:
    for group in GROUPS:
        for path in find_pictures(FACES / group):
            yield group, path.parent.name, reader.find(image_io.load(path))
    with VideoSource(str(FACES / "street.mp4")) as street:
        for number, frame in enumerate(street):
            if number % _EVERY == 0:
                yield STREET, STRANGER, reader.find(frame.image)
