"""Whether a face is recognised whatever the tilt of the head and the turn of the photo.

    python -m tests.bench.measure_landmarks

Crops of `aligned12`, which come aligned, are shown as photos (enlarged 1.5 times onto a blurred copy of
themselves), upright and tilted, and read through detector and landmarks; what that loses is the difference to
embedding the crops as they came. Photos of `lfw10` are turned on their sides and heads, alone and beside one
that stands. Exits with 1 if a gate is not kept.
"""

import sys
from collections.abc import Iterator, Sequence
from time import process_time

import cv2
import numpy as np

from app.domain.arrays import Image
from app.domain.face import Chip, Face, Reading
from app.domain.preprocessing import ARCFACE
from app.recognition.decision import Policy, decide
from app.recognition.index import Index
from app.services.photos.reading import ahead
from app.vision import image_io, models
from app.vision.reader import FaceReader
from app.vision.turn import looks_at
from tests.bench.face_set import FACES, sface_reader
from tests.bench.gates import Gate, report
from tests.bench.harness import machine
from trainer.metrics import pair_scores, tar_at_fmr

_FMR = 1e-3
_TILTS = (0, 15, 25, 30)
_TURNS = (60, 90, 180)
_BESIDE = (90, 120, 180)
_ENROLLED = 5
_SAME = 0.6
"""Cosine of two readings of one picture of a face; those of two people's stay below."""
_STRANGERS = 1000
_WIDTH, _HEIGHT = 640, 480


def as_photo(crop: Image, degrees: float) -> Image:
    """A crop enlarged 1.5 times onto a blurred 640x480 copy of itself, then tilted."""
    back = cv2.GaussianBlur(cv2.resize(crop, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_CUBIC), (0, 0), 25)
    side = round(1.5 * crop.shape[0])
    left, top = (_WIDTH - side) // 2, (_HEIGHT - side) // 2
    back[top : top + side, left : left + side] = cv2.resize(crop, (side, side), interpolation=cv2.INTER_CUBIC)
    return tilted(np.asarray(back, np.uint8), degrees)


def tilted(image: Image, degrees: float) -> Image:
    """A picture turned clockwise about its middle, on a sheet that holds all of it."""
    if degrees % 90 == 0:
        return np.ascontiguousarray(np.rot90(image, -round(degrees / 90)))
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -degrees, 1)
    sides = np.abs(matrix[:, :2]) @ [width, height]
    matrix = matrix + np.column_stack([np.zeros((2, 2)), (sides - [width, height]) / 2])
    size = tuple(np.ceil(sides).astype(int).tolist())
    turned = cv2.warpAffine(image, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, np.uint8)


def _read(reader: FaceReader, pictures: Sequence[Image]) -> list[Face | None]:
    """The likeliest subject of each picture, or None."""
    return [found[0] if found else None for found in ahead(reader.find, pictures)]


def _tar(vectors: np.ndarray, people: np.ndarray) -> float:
    scores = pair_scores(vectors, people)
    return tar_at_fmr(scores.genuine, scores.impostor, (_FMR,))[_FMR]


def tilts(reader: FaceReader) -> Iterator[Gate]:
    """TAR of crops shown as photos at several tilts; a face that is not found is like nobody."""
    paths = sorted((FACES / "aligned12").glob("*/*.png"))
    people = np.unique([path.parent.name for path in paths], return_inverse=True)[1]
    crops = [image_io.load(path) for path in paths]
    template = np.array(ARCFACE, np.float32)
    aligned = _tar(reader.embedder.embed([Chip(crop, template) for crop in crops]).vectors, people)
    print(f"   aligned12: TAR at FMR {_FMR:g} of {len(crops)} crops as they came: {aligned:.4f}")
    upright = aligned
    for degrees in _TILTS:
        faces = _read(reader, [as_photo(crop, degrees) for crop in crops])
        found = np.array([face is not None for face in faces])
        vectors = np.zeros((len(faces), reader.embedder.dimension), np.float32)
        vectors[found] = reader.embed([face for face in faces if face]).vectors
        known = sum(1 for face in faces if face and face.reading and face.reading.recognisable)
        tar = _tar(vectors, people)
        print(f"   tilted by {degrees}: {found.sum()} found, {known} recognisable, TAR {tar:.4f}")
        if degrees == 0:
            upright = tar
            yield Gate(
                "shown as photos, upright: TAR lost to the crops as they came",
                aligned - tar,
                0.01,
                at_most=True,
            )
        else:
            yield Gate(f"tilted by {degrees}: TAR lost to upright", upright - tar, 0.03, at_most=True)


def turns(reader: FaceReader) -> Iterator[Gate]:
    """Names of `lfw10` photos turned by large angles, and of strangers turned or spoilt."""
    people = sorted(path for path in (FACES / "lfw10").iterdir() if path.is_dir())
    photos = [[image_io.load(path) for path in sorted(person.glob("*.jpg"))] for person in people]
    index, policy = _enrol(reader, [shown[:_ENROLLED] for shown in photos]), _policy()
    probes = [photo for shown in photos for photo in shown[_ENROLLED:]]
    owners = np.repeat(np.arange(len(people)), [len(shown) - _ENROLLED for shown in photos])
    upright = _names(reader, probes, index, policy)
    named = upright == owners
    print(f"   lfw10: {named.sum()} of {len(probes)} named upright")
    for degrees in _TURNS:
        names = _names(reader, [tilted(photo, degrees) for photo in probes], index, policy)
        share = float((names[named] == owners[named]).mean())
        yield Gate(f"turned by {degrees}: share of those named still named", share, 0.9)
        wrong = int(((names >= 0) & (names != owners)).sum())
        yield Gate(f"turned by {degrees}: given a wrong name", wrong, 0, at_most=True)
    strangers = list(_spoilt())
    names = _names(reader, strangers, index, policy)
    title = f"of {len(strangers)} turned or spoilt photos of strangers, given a name"
    yield Gate(title, int((names >= 0).sum()), 0, at_most=True)


def beside(reader: FaceReader) -> Iterator[Gate]:
    """Turned photos of `lfw10` beside one that stands, so that the whole is not turned: of the faces found in
    them, how many are who they are upright, before and after faces are turned one by one."""
    people = sorted(path for path in (FACES / "lfw10").iterdir() if path.is_dir())
    photos = [image_io.load(path) for person in people for path in sorted(person.glob("*.jpg"))[_ENROLLED:]]
    each = len(photos) // len(people)
    alone = [faces[0].reading for faces in ahead(reader.find, photos)]
    as_found = _AsFound(reader.detector, reader.placer, reader.embedder, reader.limit)
    for degrees in _BESIDE:
        sheets = [
            _beside(photos[(row + each) % len(photos)], tilted(photo, degrees))
            for row, photo in enumerate(photos)
        ]
        for title, one in (("as they were found", as_found), ("turned one by one", reader)):
            start = process_time()
            read = [one.find(sheet) for sheet in sheets]
            seconds = process_time() - start
            there = [
                [face for face in faces if face.box.x > photos[(row + each) % len(photos)].shape[1]]
                for row, faces in enumerate(read)
            ]
            found = sum(map(bool, there))
            same = sum(_is(faces, mine) for faces, mine in zip(there, alone, strict=True))
            print(
                f"   turned by {degrees} beside one upright, {title}: {found} of {len(sheets)} found, {same} "
                f"recognised; {seconds:.1f} s of the processor"
            )
        yield Gate(
            f"turned by {degrees} beside one upright: share of those found recognised", same / found, 0.5
        )


class _AsFound(FaceReader):
    """Reads faces as their photo stands."""

    def righted(self, faces: Sequence[Face]) -> list[Face]:
        return list(faces)


def _beside(one: Image, other: Image) -> Image:
    """Two pictures side by side, the lower ones continued downwards."""
    height = max(one.shape[0], other.shape[0])
    sides = [
        cv2.copyMakeBorder(image, 0, height - image.shape[0], 0, 0, cv2.BORDER_REPLICATE)
        for image in (one, other)
    ]
    return np.hstack(sides)


def _is(faces: Sequence[Face], upright: Reading | None) -> bool:
    """Whether one of the faces can be recognised, and is like one that was read upright."""
    readings = [face.reading for face in faces if face.reading and face.reading.recognisable]
    return upright is not None and any(float(one.vector @ upright.vector) > _SAME for one in readings)


def _policy() -> Policy:
    thresholds = models.card(models.DEFAULT_RECOGNISER).thresholds
    assert thresholds is not None
    return Policy(thresholds)


def _enrol(reader: FaceReader, photos: Sequence[Sequence[Image]]) -> Index:
    """An index of people by the likeliest subject of each of their photos."""
    faces = [(person, face) for person, shown in enumerate(photos) for face in _read(reader, shown) if face]
    vectors = reader.embed([face for _, face in faces]).vectors
    people = np.array([person for person, _ in faces])
    weights = np.array([face.quality.overall for _, face in faces], np.float32)
    return Index.build(np.arange(len(faces)), people, vectors, weights)


def _names(reader: FaceReader, photos: Sequence[Image], index: Index, policy: Policy) -> np.ndarray:
    """The person that each photo's subject is named as, -1 for none (N,)."""
    faces = _read(reader, photos)
    rows = [i for i, face in enumerate(faces) if face and face.reading and face.reading.recognisable]
    clear = [face for face in faces if face and face.reading and face.reading.recognisable]
    looks = [looks_at(face.detection.landmarks) for face in clear]
    names = np.full(len(photos), -1)
    for row, decision in zip(
        rows, decide(index, reader.embed(clear).vectors, policy, looks=looks), strict=True
    ):
        names[row] = -1 if decision.person is None else decision.person
    return names


def _spoilt() -> Iterator[Image]:
    """Photos of people who are not enrolled, each turned or spoilt in one of many ways."""
    rng = np.random.default_rng(0)
    paths = sorted((FACES / "aligned12").glob("*/*.png")) + sorted((FACES / "orl40").glob("*/*.pgm"))
    for number, row in enumerate(rng.permutation(len(paths))[:_STRANGERS]):
        photo = as_photo(image_io.load(paths[row]), 0)
        yield _SPOILERS[number % len(_SPOILERS)](photo)


def _blurred(photo: Image) -> Image:
    return np.asarray(cv2.GaussianBlur(photo, (0, 0), 7), np.uint8)


def _shrunk(photo: Image) -> Image:
    small = cv2.resize(photo, (_WIDTH // 10, _HEIGHT // 10), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_CUBIC), np.uint8)


def _covered(photo: Image) -> Image:
    other = photo.copy()
    other[_HEIGHT // 2 + 8 :, :] = 60
    return other


def _dark(photo: Image) -> Image:
    return np.asarray(photo // 12, np.uint8)


_SPOILERS = [
    lambda photo: tilted(photo, 45),
    lambda photo: tilted(photo, 60),
    lambda photo: tilted(photo, 90),
    lambda photo: tilted(photo, 120),
    lambda photo: tilted(photo, 180),
    lambda photo: tilted(photo, 270),
    _blurred,
    _shrunk,
    _covered,
    _dark,
]


def main() -> int:
    """Measure everything and print it."""
    print(machine())
    reader = sface_reader()
    return 0 if report([tilts(reader), turns(reader), beside(reader)]) else 1


if __name__ == "__main__":
    sys.exit(main())
