"""Following faces through a run: where they go, how they look, and whose face it is after a crossing."""

from collections.abc import Sequence

from app.domain.arrays import Embedding, Image
from app.domain.decision import Thresholds
from app.domain.face import Detection, Face
from app.recognition.alike import differ, needed
from app.services.recognise.run import Run
from app.vision.cut import jumped
from app.vision.flow import Small, carried, small
from app.vision.reader import FaceReader
from app.vision.track import Track, Tracker

_NEW = 3
"""Views with which a new track may turn out to follow the face of another."""
_STRANGE = 1
"""Looks at a doubtful track that may show another face: the next one parts them."""
_CUT = 0.04
"""Seconds that pass where a source begins anew."""


class Follower:
    """Joins the faces of each frame to tracks, and embeds those that show something new.

    Attributes:
        tracker: The tracks.
    """

    def __init__(self, reader: FaceReader, thresholds: Thresholds, run: Run, *, mirror: bool) -> None:
        self.tracker = Tracker(run.tracks)
        self._run = run
        self._reader, self._thresholds, self._mirror = reader, thresholds, mirror
        self._before: Small | None = None
        self._now, self._later = run.now, 0.0

    def adopt(self, reader: FaceReader, thresholds: Thresholds, *, mirror: bool) -> None:
        """Read faces with another model, if it is one, or in another way."""
        if reader.embedder.model_id != self._reader.embedder.model_id:
            for track in (*self.tracker.tracks, *self.tracker.lost):
                track.forget()
        self._reader, self._thresholds, self._mirror = reader, thresholds, mirror

    def find(self, image: Image) -> list[Detection]:
        """The faces of a frame, RGB uint8 (H, W, 3)."""
        return self._reader.find_fast(image)

    def follow(self, image: Image, found: Sequence[Detection], time: float) -> list[Track]:
        """Join the faces of a frame to tracks.

        Args:
            image: The frame.
            found: Its faces.
            time: Of the frame, in seconds of the source; an earlier one than before is a source begun anew.

        Returns:
            The track of each face.
        """
        if time + self._later < self._now:
            self._later = self._now + _CUT - time
            self.tracker.cut()
        self._now = time + self._later
        self._run.now = max(self._run.now, self._now)
        self._carry(small(image), image.shape[1])
        return self.tracker.update(found, self._now)

    def read(self, image: Image, tracks: Sequence[Track]) -> tuple[list[Track], list[Track]]:
        """Embed the faces that show something new, all at once, and see whose they are.

        Returns:
            The tracks of the frame's faces, some of which others turned out to follow, and those of which
            there is a new view.
        """
        fresh = self._embed(
            image, [track for track in tracks if track.views.wants(track.detection, self._now)]
        )
        kept = {track: self._take(track, face) for track, face in fresh.items()}
        now = {track: self._brought_back(one) for track, one in kept.items()}
        return [now.get(track, track) for track in tracks], list(now.values())

    def _carry(self, now: Small, width: int) -> None:
        """See where faces went since the frame before."""
        before, self._before = self._before, now
        if before is None:
            return
        if jumped(before, now):
            self.tracker.cut()
        tracks = self.tracker.present()
        boxes = carried(before, now, [track.detection.box for track in tracks], width)
        for track, box in zip(tracks, boxes, strict=True):
            track.carried = box

    def _embed(self, image: Image, tracks: Sequence[Track]) -> dict[Track, Face]:
        for track in tracks:
            track.views.look(track.detection, self._now)
        cut = self._reader.faces_at(image, [track.detection for track in tracks])
        faces = {track: face for track, face in zip(tracks, cut, strict=True) if face is not None}
        read = self._reader.read(list(faces.values()), mirror=self._mirror)
        return dict(zip(faces, read, strict=True))

    def _take(self, track: Track, face: Face) -> Track:
        """Take in a view; one of another face, which the track follows by now, gets a track of its own."""
        assert face.reading is not None  # noqa: S101 - it was just read
        probe = track.views.probe()
        if track.doubtful and probe is not None and face.reading.recognisable:
            if not differ(face.reading.vector, probe, self._thresholds):
                track.clear()
            elif track.strange < _STRANGE:
                track.strange += 1
                track.views.stir()
                return track
            else:
                track = self.tracker.part(track)
                track.views.look(track.detection, self._now)
        track.views.take(face)
        return track

    def _brought_back(self, track: Track) -> Track:
        """The lost track whose face a new track follows, which goes on in its place; else the new one."""
        probe = track.views.probe()
        if probe is None or len(track.views.readable) > _NEW:
            return track
        missing = [one for one in self.tracker.missing() if one.last < track.began]
        best = max(missing, key=lambda one: _likeness(probe, one), default=None)
        if best is None or _likeness(probe, best) < needed(probe, self._thresholds):
            return track
        self.tracker.rejoin(best, track)
        for face in track.views.best:
            best.views.take(face)
        return best


def _likeness(probe: Embedding, track: Track) -> float:
    other = track.views.probe()
    return -1.0 if other is None else float(other @ probe)
