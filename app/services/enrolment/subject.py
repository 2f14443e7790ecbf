"""Whom a guided enrolment is about: one face among those in view, followed by place and by looks."""

from collections.abc import Sequence

from app.domain.arrays import Image
from app.domain.box import Box
from app.domain.face import Detection, Face
from app.services.enrolment.views import SAME_PERSON
from app.vision.reader import RIVAL, FaceReader, likeness, prominence
from app.vision.track import Track, Tracker

_WORTH = 0.2
"""Prominence, as a share of the most prominent face's, from which on a face may be who is meant."""

_SAME_PLACE = 0.3
"""Overlap of boxes from which on a face is where another was that was chosen a moment too late."""


class Subject:
    """Follows the one person to be enrolled.

    While nobody is settled on it is whoever is alone before the camera. Somebody is settled on once views of
    them are kept, or the user chose them: from then on others may come into view.

    Attributes:
        asks: Whether the newest frame shows several, and the user is to choose.
        faces: Tracks and boxes of those who may be meant.
    """

    def __init__(self, reader: FaceReader) -> None:
        self.asks = False
        self.faces: tuple[tuple[int, Box], ...] = ()
        self._reader = reader
        self._tracker = Tracker()
        self._followed: Track | None = None
        self._chosen = False
        self._looks: list[Face] = []
        self._image: Image | None = None

    @property
    def track(self) -> int | None:
        """Number of the one followed, if they are in the newest frame."""
        return self._followed.number if self._followed in self._tracker.present() else None

    def choose(self, number: int) -> bool:
        """Follow another face, by its track in a frame shown lately; return whether it is a new choice."""
        found, before = self._now(number), self._followed
        if found is None:
            return False
        self._followed, self._chosen = found, True
        self._looks = self._read([found])[1]
        return found is not before

    def _now(self, number: int) -> Track | None:
        """The track of the newest frame that goes by a number, or has the place of one that went by it."""
        here = self._tracker.present()
        meant = next((one for one in [*here, *self._tracker.missing()] if one.number == number), None)
        if meant is None or meant in here:
            return meant
        box = meant.detection.box
        near = max(here, key=lambda one: box.iou(one.detection.box), default=None)
        return near if near is not None and box.iou(near.detection.box) >= _SAME_PLACE else None

    def find(self, image: Image, time: float, known: Sequence[Face]) -> Detection | None:
        """Find them in a frame.

        Args:
            image: RGB uint8 (H, W, 3).
            time: Of the frame, in seconds, later than the last.
            known: The views kept of them.

        Returns:
            Their face, or None where they are not in the picture, or it is not clear who is meant.
        """
        height, width = image.shape[:2]

        def weight(one: Detection) -> float:
            return prominence(one.box, width, height)

        found = sorted(self._reader.find_fast(image), key=weight, reverse=True)
        tracks = self._tracker.update(found, time)
        self.faces = tuple(
            (track.number, one.box)
            for track, one in zip(tracks, found, strict=True)
            if weight(one) >= _WORTH * weight(found[0])
        )
        self._image = image
        self._chosen &= self._followed in tracks or bool(self.looks(known))
        settled = self._chosen or bool(known)
        self.asks = not settled and len(found) > 1 and weight(found[1]) > RIVAL * weight(found[0])
        if not settled:
            self._followed = tracks[0] if tracks and not self.asks else None
        elif self._followed not in tracks:
            self._followed = self._known_again(tracks, self.looks(known))
        return None if self._followed is None else self._followed.detection

    def lose(self) -> None:
        """The face that was followed is somebody else's: look for the right one among all."""
        self._followed = None

    def looks(self, known: Sequence[Face]) -> Sequence[Face]:
        """Views by which they are known: those kept, or the one chosen by."""
        return known or self._looks

    def _known_again(self, tracks: Sequence[Track], looks: Sequence[Face]) -> Track | None:
        """The track of the face that looks most like them, if any does."""
        seen, faces = self._read(tracks)
        alike = [likeness(face, looks) for face in faces]
        best = max(range(len(alike)), key=alike.__getitem__, default=None)
        return None if best is None or alike[best] < SAME_PERSON else seen[best]

    def _read(self, tracks: Sequence[Track]) -> tuple[list[Track], list[Face]]:
        """The faces of the newest frame that can be recognised, with their tracks."""
        if self._image is None:
            return [], []
        placed = self._reader.faces_at(self._image, [track.detection for track in tracks])
        pairs = [(track, face) for track, face in zip(tracks, placed, strict=True) if face is not None]
        read = zip(pairs, self._reader.read([face for _, face in pairs]), strict=True)
        clear = [(track, face) for (track, _), face in read if face.reading and face.reading.recognisable]
        return [track for track, _ in clear], [face for _, face in clear]
