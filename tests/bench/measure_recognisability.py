"""Which faces can be recognised at all? Real faces spoilt on purpose, and the limit that tells them apart.

    python -m tests.bench.measure_recognisability

Faces of the test data are turned, blurred, shrunk, covered and darkened on their chips; the landmarks are
placed anew, as on a photo that came so, and the model reads them. A line for each kind: how many have an
embedding as long as SFace's limit, how many of these, and of the others, would be named by the person's other
faces at one false accept in 1,000, and how many pairs of different people, both spoilt so, would pass for the
same. Then the limit that `limit` draws from faces as they are and on their heads, and that of the registry.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import cv2
import numpy as np

from app.domain.arrays import Image
from app.domain.face import Chip, Face
from app.recognition.decision import threshold_at
from app.recognition.recognisability import limit
from app.vision import image_io, models
from app.vision.landmarks import LandmarkPlacer
from app.vision.picture_files import find_pictures
from app.vision.reader import FaceReader
from tests.bench.face_set import FACES, GROUPS, sface_reader
from tests.bench.harness import machine

_EACH = 4
"""Photos of each person."""
_FMR = 1e-3
Spoil = Callable[[Image, float], Image]


class Source(NamedTuple):
    """A face as it is, and whose."""

    person: str
    face: Face


def turned(degrees: float) -> Spoil:
    """Turn the picture; what comes in from outside repeats its border."""

    def spoil(image: Image, _: float) -> Image:
        height, width = image.shape[:2]
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
        return np.asarray(
            cv2.warpAffine(image, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8
        )

    return spoil


def blurred(share: float) -> Spoil:
    """Blur by a share of the distance between the eyes."""
    return lambda image, eyes: np.asarray(cv2.GaussianBlur(image, (0, 0), share * eyes), np.uint8)


def shrunk(pixels: float) -> Spoil:
    """Leave so many pixels between the eyes, and enlarge again."""

    def spoil(image: Image, eyes: float) -> Image:
        scale = min(pixels / eyes, 1.0)
        size = (max(round(image.shape[1] * scale), 1), max(round(image.shape[0] * scale), 1))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.resize(small, image.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.uint8)

    return spoil


def covered(top: float, bottom: float) -> Spoil:
    """Paint over a band of the picture, given as shares of its height."""

    def spoil(image: Image, _: float) -> Image:
        rows = slice(round(top * len(image)), round(bottom * len(image)))
        found = image.copy()
        found[rows] = image.mean(axis=(0, 1)).astype(np.uint8)
        return found

    return spoil


def dark(light: float) -> Spoil:
    """Leave a share of the light, and the noise of a sensor."""

    def spoil(image: Image, _: float) -> Image:
        noise = np.random.default_rng(0).normal(0, 3, image.shape)
        return np.clip(image * light + noise, 0, 255).astype(np.uint8)

    return spoil


KINDS: dict[str, Spoil] = {
    "as they are": lambda image, _: image,
    **{f"turned by {degrees}": turned(degrees) for degrees in (15, 30, 45, 90, 180)},
    **{f"blurred by {share:.0%} of the eyes' distance": blurred(share) for share in (0.05, 0.1, 0.15)},
    **{f"{pixels} pixels between the eyes": shrunk(pixels) for pixels in (14, 10, 8, 6)},
    "lower half covered": covered(0.55, 1),
    "eyes covered": covered(0.3, 0.48),
    **{f"{light:.0%} of the light": dark(light) for light in (0.2, 0.1)},
}


def sources(reader: FaceReader) -> Iterator[Source]:
    """The likeliest subject of some photos of each person."""
    for group in GROUPS:
        for person in sorted(path for path in (FACES / group).iterdir() if path.is_dir()):
            for path in find_pictures(person)[:_EACH]:
                faces = reader.find(image_io.load(path))
                if faces:
                    yield Source(f"{group}/{person.name}", faces[0])


def spoilt(placer: LandmarkPlacer, chip: Chip, how: Spoil) -> Chip:
    """A chip spoilt, its landmarks placed anew from where they were."""
    eyes = float(np.linalg.norm(chip.landmarks[1] - chip.landmarks[0]))
    image = how(chip.pixels, eyes)
    return Chip(image, placer.place(image, [chip.landmarks])[0].landmarks)


def main() -> None:
    """Measure and print."""
    print(machine())
    reader = sface_reader()
    faces = list(sources(reader))
    people = np.array([source.person for source in faces])
    thresholds = models.card(models.DEFAULT_RECOGNISER).thresholds
    assert thresholds is not None
    registered, cosine = thresholds.recognisable or 0.0, threshold_at(thresholds, _FMR)
    clean, upright = reader.embedder.embed([source.face.chip for source in faces])
    print(f"{len(faces)} faces of {len(set(people))} people; limit {registered}, cosine {cosine:.3f}")
    print(f"{'':40}{'median':>8}{'kept':>8}{'named':>8}{'left out,':>11}{'taken for the same':>20}")
    print(f"{'':40}{'length':>8}{'':>8}{'of kept':>8}{'like own':>11}{'kept   left out':>20}")
    for kind, how in KINDS.items():
        vectors, lengths = reader.embedder.embed([spoilt(reader.placer, one.face.chip, how) for one in faces])
        kept = lengths >= registered
        own = _like_own(vectors, clean, people) >= cosine
        pairs = (_alike(vectors[mask], people[mask], cosine) for mask in (kept, ~kept))
        shares = (kept.mean(), _mean(own[kept]), _mean(own[~kept]))
        line = f"{kind:40}{np.median(lengths):8.1f}{shares[0]:8.1%}{shares[1]:8.1%}{shares[2]:11.1%}"
        print(line + "".join(f"{share:10.2%}" for share in pairs), flush=True)
    heads = reader.embedder.embed([source.face.chip for source in faces], upside_down=True).lengths
    print(f"the limit drawn from these faces: {limit(upright, heads)}; in the registry: {registered}")


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _like_own(vectors: np.ndarray, clean: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Cosine of each spoilt face with the mean of its person's other faces as they are (N,)."""
    same = (people[:, None] == people[None]) & ~np.eye(len(people), dtype=bool)
    means = same.astype(np.float32) @ clean
    return np.asarray((vectors * means).sum(axis=1) / np.maximum(np.linalg.norm(means, axis=1), 1e-9))


def _alike(vectors: np.ndarray, people: np.ndarray, cosine: float) -> float:
    """Share of the pairs of different people that would pass for the same."""
    apart = people[:, None] != people[None]
    return _mean((vectors @ vectors.T)[apart] >= cosine)


if __name__ == "__main__":
    main()
