"""Faces: as found, as read from a picture, and as the gallery lists them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.core.text import NOTHING, Text
from app.domain.arrays import Embedding, Image, Landmarks
from app.domain.box import Box


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
        at: Seconds into the video that it was seen in; None in a photo.
    """

    detection: Detection
    quality: Quality
    chip: Chip
    reading: Reading | None = None
    at: float | None = None

    @property
    def box(self) -> Box:
        """Where in its picture, in pixels."""
        return self.detection.box


class FaceState(StrEnum):
    """Whether a face takes part: in the index and in lists, set aside by the user, or out of view."""

    ACTIVE = "active"
    IGNORED = "ignored"
    REMOVED = "removed"


class Origin(StrEnum):
    """How a face came in."""

    ENROLLED = "enrolled"
    IMPORTED = "imported"
    DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class StoredFace:
    """A face in the gallery, without its picture and vectors.

    Attributes:
        id: Its own.
        person: Identifier of whose it is, or None.
        photo: Identifier of the photo or video it is in, or None for one that was enrolled from neither.
        state: Whether it takes part.
        origin: How it came in.
        box: Where in that photo, in pixels.
        quality: Its measures.
        added_at: Since when, in UTC.
        unrecognisable: Why it cannot be recognised, in words fit to show, or "".
        denied: People of whom the user said that it is not theirs.
        at: Seconds into the video that it is in; None in a photo.
    """

    id: int
    person: int | None
    photo: int | None
    state: FaceState
    origin: Origin
    box: Box
    quality: Quality
    added_at: datetime
    unrecognisable: Text = NOTHING
    denied: frozenset[int] = frozenset()
    at: float | None = None

    @property
    def ignored(self) -> bool:
        """Whether it was set aside."""
        return self.state is FaceState.IGNORED

    @property
    def placed(self) -> bool:
        """Whether its landmarks are known: a box drawn by hand may have none."""
        return self.quality.eyes > 0
