"""The nouns that travel between layers: plain frozen dataclasses over numpy arrays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Image = npt.NDArray[np.uint8]
    """A picture: RGB, HxWx3."""

    Landmarks = npt.NDArray[np.float32]
    """Five points (5, 2) as x, y in pixels, from left to right as seen in the picture:
    right eye, left eye, nose tip, right mouth corner, left mouth corner."""

    Embedding = npt.NDArray[np.float32]
    """A unit-length vector (D,), or a stack of them (N, D)."""

    Floats = npt.NDArray[np.floating[Any]]
else:  # loading numpy takes a fifth of the time in which the window opens, and it is not needed until then
    Image = Landmarks = Embedding = Floats = Any


class Embedded(NamedTuple):
    """Embeddings of N faces under one model.

    Attributes:
        vectors: Unit length, (N, D) float32.
        lengths: Of each before it was brought to unit length, (N,) float32: the shorter, the less of a face
            the model saw.
    """

    vectors: Embedding
    lengths: Floats


class Box(NamedTuple):
    """A rectangle in pixels of its picture: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float

    @property
    def area(self) -> float:
        """Square pixels; an inside-out box has none."""
        return max(self.w, 0.0) * max(self.h, 0.0)

    def iou(self, other: "Box") -> float:
        """Intersection over union with another box, 0 to 1."""
        width = min(self.x + self.w, other.x + other.w) - max(self.x, other.x)
        height = min(self.y + self.h, other.y + other.h) - max(self.y, other.y)
        if width <= 0 or height <= 0:
            return 0.0
        overlap = width * height
        return overlap / (self.area + other.area - overlap)

    def rounded(self) -> list[int]:
        """Return `[x, y, w, h]` in whole pixels, for reports."""
        return [round(v) for v in self]


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """A face that a detector found.

    Attributes:
        box: Where, in pixels of the picture.
        landmarks: The five points, (5, 2) float32, in pixels of the picture.
        score: The detector's confidence, 0 to 1.
    """

    box: Box
    landmarks: Landmarks
    score: float


@dataclass(frozen=True, slots=True)
class Quality:
    """How fit a face is for recognition. Each measure has its unit.

    Attributes:
        eyes: Distance between the eyes, in pixels of the original picture.
        sharpness: Variance of the Laplacian of the aligned face's luma, in grey levels squared.
        exposure: Mean luma of the aligned face, 0 (black) to 1 (white).
        contrast: Standard deviation of that luma, 0 to 0.5.
        yaw: Turn of the head in degrees, estimated from the landmarks; positive towards the picture's right.
        pitch: Nod in degrees, likewise; positive is up.
        roll: Tilt in degrees; positive is clockwise.
        detection: The detector's confidence, 0 to 1.
        overall: All of it in one weight, 0 (useless) to 1 (ideal), used to weigh exemplars.
    """

    eyes: float
    sharpness: float
    exposure: float
    contrast: float
    yaw: float
    pitch: float
    roll: float
    detection: float
    overall: float


@dataclass(frozen=True, slots=True, eq=False)
class Chip:
    """A margin crop of one face, kept so that any future model can align and embed it again.

    Attributes:
        pixels: RGB uint8, at most 256x256.
        landmarks: The five points in pixels of the chip, (5, 2) float32.
    """

    pixels: Image
    landmarks: Landmarks


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What one model makes of a face.

    Attributes:
        model_id: The model.
        vector: Its embedding, unit length (D,).
        length: Of the embedding before that.
        recognisable: Whether it can be trusted to say who it is.
    """

    model_id: str
    vector: Embedding
    length: float
    recognisable: bool


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A face read from a picture: all that any model needs to embed it, and all that the gallery keeps.

    Attributes:
        detection: Where it is, in pixels of the picture as it stands.
        quality: How fit it is for recognition.
        chip: Its margin crop, turned upright if the picture lay on its side.
        reading: What the model in use makes of it; None where it was not asked.
    """

    detection: Detection
    quality: Quality
    chip: Chip
    reading: Reading | None = None

    @property
    def box(self) -> Box:
        """Where in its picture, in pixels."""
        return self.detection.box


class State(StrEnum):
    """What Kith says of a face."""

    NAME = "name"
    UNSURE = "unsure"
    UNKNOWN = "unknown"


class Candidate(NamedTuple):
    """A person a probe might be, with how alike they are (a score on the scale of cosines, -1 to 1)."""

    person: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer for one probe.

    Attributes:
        state: A name, unsure or unknown.
        person: Identifier of the named person; None unless `state` is a name.
        similarity: Score of the best candidate, or None in an empty gallery.
        candidates: Best first; for an unsure face the close ones lead.
        unrecognisable: Whether too little of the face can be seen to say anything.
    """

    state: State
    person: int | None = None
    similarity: float | None = None
    candidates: tuple[Candidate, ...] = field(default=())
    unrecognisable: bool = False


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Calibration of one model: the scores that different people reach at chosen false-match rates.

    Attributes:
        by_fmr: Of two faces (their cosine), from the loosest rate to the strictest: (FMR, threshold).
        method: How and on what it was measured, in words.
        recognisable: Length of an embedding, before it is brought to unit length, below which it says nothing
            of who it is; None where the model has no such limit.
        of_person: Of a face with a person (their score), as `by_fmr`. With a single exemplar the score is its
            cosine, so `by_fmr` stands in where this was not measured.
        within: Mean cosine of two faces of one person.
        cohort: Mean embedding of many people (D,), by which a face that is like everybody is told; empty
            where it is not known.
    """

    by_fmr: tuple[tuple[float, float], ...]
    method: str
    recognisable: float | None = None
    of_person: tuple[tuple[float, float], ...] = ()
    within: float = 0.56
    cohort: tuple[float, ...] = ()

    @property
    def for_names(self) -> tuple[tuple[float, float], ...]:
        """The thresholds that a name goes by."""
        return self.of_person or self.by_fmr

    def to_json(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {
            "by_fmr": [list(pair) for pair in self.by_fmr],
            "method": self.method,
            "of_person": [list(pair) for pair in self.of_person],
            "within": self.within,
            "cohort": list(self.cohort),
            "recognisable": self.recognisable,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Thresholds":
        """Read back what `to_json` gave, now or when it knew less."""
        later = {"within": stored["within"]} if "within" in stored else {}
        return cls(
            _pairs(stored["by_fmr"]),
            stored["method"],
            stored.get("recognisable"),
            _pairs(stored.get("of_person", ())),
            cohort=tuple(map(float, stored.get("cohort", ()))),
            **later,
        )


def _pairs(stored: Iterable[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(fmr), float(score)) for fmr, score in stored)


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be used, and why, in words fit to show."""

    path: str
    reason: str
