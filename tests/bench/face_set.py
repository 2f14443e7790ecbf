"""The faces of all the test data, read and embedded by Kith itself, with who and where they are."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from app.domain.face import Face
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
        lengths: Length of each before it was normalised (N,).
        weights: Quality of each, 0 to 1 (N,).
        groups: The folder of the test data each is from (N,).
        people: Who each is (N,); `STRANGER` for a bystander.
        photos: A number for each photo (N,).
    """

    vectors: np.ndarray
    lengths: np.ndarray
    weights: np.ndarray
    groups: np.ndarray
    people: np.ndarray
    photos: np.ndarray

    def only(self, mask: np.ndarray) -> "FaceSet":
        """The faces that the mask (N,) or the rows (M,) pick."""
        return FaceSet(*(column[mask] for column in self))

    @property
    def numbers(self) -> np.ndarray:
        """A number for each of the people (N,), from 0; `STRANGER` has the first if there is one."""
        return np.unique(self.people, return_inverse=True)[1]


class Source(NamedTuple):
    """Where the faces of one photo come from: its group, whom it shows, and the likeliest subject first."""

    group: str
    person: str
    photo: int
    faces: list[Face]


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
    return embedded(reader, list(sources(reader)))


def embedded(reader: FaceReader, found: Sequence[Source]) -> FaceSet:
    """Embed the faces of photos."""
    faces = [(one, rank, face) for one in found for rank, face in enumerate(one.faces)]
    vectors, lengths = reader.embed([face for *_, face in faces])
    return FaceSet(
        vectors,
        lengths,
        np.array([face.quality.overall for *_, face in faces], np.float32),
        np.array([one.group for one, *_ in faces]),
        np.array([one.person if rank == 0 else STRANGER for one, rank, _ in faces]),
        np.array([one.photo for one, *_ in faces]),
    )


def sources(reader: FaceReader) -> Iterator[Source]:
    """Find the faces of every photo of the test data, and of every fifth frame of the street."""
    for photo, (group, person, faces) in enumerate(_photos(reader)):
        yield Source(group, person, photo, faces)


def _photos(reader: FaceReader) -> Iterator[tuple[str, str, list[Face]]]:
    for group in GROUPS:
        for path in find_pictures(FACES / group):
            yield group, path.parent.name, reader.find(image_io.load(path))
    with VideoSource(str(FACES / "street.mp4")) as street:
        for number, frame in enumerate(street):
            if number % _EVERY == 0:
                yield STREET, STRANGER, reader.find(frame.image)
