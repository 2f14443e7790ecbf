"""From frames to what a challenge is told of each."""

from collections.abc import Sequence

from app.domain.arrays import Image
from app.domain.face import Detection, Face
from app.vision.cut import jumped
from app.vision.flow import Small, small
from app.vision.liveness.challenge import Challenge, Glance, Seen
from app.vision.liveness.relief import Relief
from app.vision.liveness.signs import Signs
from app.vision.reader import FaceReader, likeness

_SAME_PERSON = 0.3
"""Cosine similarity with the face as it looked ahead, below which it is somebody else."""
_OVERLAP = 0.25
"""Overlap of a face with where it was in the frame before, below which it jumped."""
_SOON = 0.5
"""Seconds after which it may be anywhere."""


class Examiner:
    """Puts one person before a camera to the challenge.

    Attributes:
        challenge: How it stands.
    """

    def __init__(
        self, reader: FaceReader, challenge: Challenge | None = None, known: Sequence[Face] = ()
    ) -> None:
        """Begin.

        Args:
            reader: Reads faces.
            challenge: By default a new one.
            known: Views of who must meet it; by default whoever is there.
        """
        self.challenge = challenge or Challenge()
        self._reader, self._signs = reader, Signs()
        self._known = known
        self._views: list[Face] = []
        self._relief: Relief | None = None
        self._before: tuple[float, Small, Detection] | None = None

    def look(self, image: Image, found: Detection | None, time: float, *, alone: bool = True) -> Face | None:
        """Take in a frame and return its face, read.

        Args:
            image: RGB uint8 (H, W, 3).
            found: Its most prominent face.
            time: Of the frame, in seconds.
            alone: Whether no other face is nearly as prominent.
        """
        face = self._read(image, found)
        stage = self._stage
        self.challenge.see(self._glance(image, face, time, alone=alone))
        if face is not None and self._stage != stage:
            self._begin(image, face)
        return face

    @property
    def _stage(self) -> tuple[object, ...]:
        return self.challenge.asked, self.challenge.done, self.challenge.tries

    def _read(self, image: Image, found: Detection | None) -> Face | None:
        face = self._reader.faces_at(image, [found])[0] if found else None
        return self._reader.read([face], mirror=False)[0] if face else None

    def _begin(self, image: Image, face: Face) -> None:
        """Another turn is asked, or to look ahead: what follows is compared with this frame."""
        self._relief = Relief(image, face.detection.landmarks) if self.challenge.asked else None
        if self.challenge.asked and not self.challenge.done:
            self._views = []
        if self.challenge.asked:
            self._views.append(face)

    def _glance(self, image: Image, face: Face | None, time: float, *, alone: bool) -> Glance:
        if face is None:
            return Glance(time, None, alone)
        self._signs.look(image, {0: face.box}, time)
        if self._relief is not None:
            self._relief.follow(image, face.detection.landmarks)
        quality = face.quality
        seen = Seen(
            quality.yaw, quality.pitch, quality.eyes, self._is_same(face), self._cut(image, face, time)
        )
        curvature = self._relief.curvature if self._relief else lambda _: None
        return Glance(time, seen, alone, self._signs.of(0), curvature)

    def _is_same(self, face: Face) -> bool:
        """Whether this is the person who looked ahead; a face that cannot be recognised may be."""
        clear = face.reading is not None and face.reading.recognisable
        views = self._views or self._known
        return not (clear and views) or likeness(face, views) >= _SAME_PERSON

    def _cut(self, image: Image, face: Face, time: float) -> bool:
        picture = small(image)
        before, self._before = self._before, (time, picture, face.detection)
        if before is None:
            return False
        then, shown, found = before
        return jumped(shown, picture) or (time - then < _SOON and found.box.iou(face.box) < _OVERLAP)
