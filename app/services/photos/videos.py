"""Reading a video: who is seen in it, each with their few best views and the time of each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.core.errors import HarmfulSourceError, ImageError, SourceError
from app.core.progress import CancelToken
from app.core.text import NOTHING, Number, Text, say
from app.domain.box import Box
from app.domain.face import Face
from app.gallery.records import PhotoFile
from app.services.photos.contents import Stamp, digest, seconds_since_1970, stamp
from app.services.photos.reading import NONE, Picture, absolute, refusal
from app.vision.reader import FaceReader, likeness
from app.vision.sources.sampling import sampled
from app.vision.sources.video import Frame, VideoSource

_VIEWS = 3
"""Views kept of somebody, each unlike the others."""
_SAME_VIEW = 0.75
"""Cosine similarity from which on two views of somebody show the same, and the better one is kept."""
_STAYED, _STILL = 0.4, 0.3
"""Overlap of a face with where somebody was seen just before, and cosine similarity, for it to be theirs."""
_JUST = 2.0
"""Seconds that count as just before."""
_MOST_PEOPLE = 200
"""People kept of a video: with more, the one who was seen worst goes."""


def read_video(
    reader: FaceReader,
    path: Path,
    alike: float,
    cancel: CancelToken | None = None,
    told: Callable[[float, float], None] = lambda *_: None,
    harmful: Mapping[tuple[int, str], Text] = NONE,
) -> Picture:
    """Read one video and find who is in it. Whatever is wrong with it is said in the result.

    Pictures are looked at about a second apart (see `sampled`). Of each person the best views are kept, one
    to three that differ; faces that cannot be recognised are left out. What a video shows before it breaks
    off counts, and is in the result beside the failure.

    Args:
        reader: Finds faces.
        path: The file.
        alike: Cosine similarity from which on two faces are the same person's.
        cancel: Polled at each picture.
        told: Told how many seconds of how many are done; the latter is 0 where that is not known.
        harmful: Contents, by size and SHA-256, that are not to be tried again, and why.

    Raises:
        Cancelled: The user asked to stop.
    """
    before = stamp(path)
    if before is not None and (why := refusal(before.size, lambda: digest(path), harmful)):
        return Picture(path, None, [], *why)
    seen = _Watched(_Cast(alike))
    error = seen.watch(reader, path, cancel, told)
    if seen.last is None and isinstance(error, HarmfulSourceError):
        error = seen.watch(reader, path, cancel, told)  # the first process may have been ended otherwise
    failure, sha256 = None if error is None else _failure(error, seen), digest(path)
    if seen.last is None or before is None or sha256 is None:
        refused = sha256 if isinstance(error, HarmfulSourceError) else None
        return Picture(path, None, [], failure or _failure(None, seen), refused)
    return Picture(path, _file(path, before, sha256, seen, seen.last), seen.cast.best(), failure)


def _file(path: Path, found: Stamp, sha256: str, seen: "_Watched", last: Frame) -> PhotoFile:
    height, width = last.image.shape[:2]
    taken, lasts = seconds_since_1970(seen.recorded), seen.whole or last.time
    return PhotoFile(
        absolute(path), sha256, found.size, found.mtime_ns, width, height, taken=taken, seconds=lasts
    )


@dataclass(slots=True)
class _Watched:
    """What was seen of a video: who, the last picture, how long it says that it lasts, and of when it is."""

    cast: "_Cast"
    last: Frame | None = None
    whole: float = 0.0
    recorded: datetime | None = None

    def watch(
        self,
        reader: FaceReader,
        path: Path,
        cancel: CancelToken | None,
        told: Callable[[float, float], None],
    ) -> SourceError | None:
        """Look at it to its end; return why not, where it breaks off.

        Raises:
            Cancelled: The user asked to stop.
        """
        try:
            with VideoSource(str(absolute(path))) as source:
                self.whole, self.recorded = source.seconds, source.recorded
                for frame in sampled(source):
                    if cancel:
                        cancel.check()
                    self.cast.take(_faces(reader, frame), frame.time)
                    self.last = frame
                    told(frame.time, self.whole)
        except SourceError as error:
            return error
        return None


def _failure(error: SourceError | None, seen: _Watched) -> Text:
    if seen.last is None or error is None:
        why, remedy = (NOTHING, NOTHING) if error is None else (error.why, error.remedy)
        return ImageError(say("this video cannot be read"), why=why, remedy=remedy).text
    lasted, whole = Number(seen.last.time, 1), Number(seen.whole, 1)
    what = say("this video breaks off after {lasted} of {whole} seconds", lasted=lasted, whole=whole)
    return ImageError(what, remedy=say("What it shows before was read; copy it again")).text


def _faces(reader: FaceReader, frame: Frame) -> list[Face]:
    """The faces of a picture that can be recognised, with its time."""
    cut = reader.faces_at(frame.image, reader.find_fast(frame.image))
    found = reader.read([face for face in cut if face is not None])
    return [
        replace(face, at=frame.time)
        for face in found
        if face.reading is not None and face.reading.recognisable
    ]


@dataclass(slots=True)
class _Seen:
    """Somebody who was seen: the views kept, the best first, and where and when it was last."""

    views: list[Face]
    box: Box
    time: float

    def take(self, face: Face, time: float) -> None:
        """Take in a view of them; of those that show the same the best stays."""
        self.box, self.time = face.box, time
        views: list[Face] = []
        for one in sorted((*self.views, face), key=_worth, reverse=True):
            if not views or likeness(one, views) < _SAME_VIEW:
                views.append(one)
        self.views = views[:_VIEWS]


class _Cast:
    """Those who are seen in a video."""

    def __init__(self, alike: float) -> None:
        self._alike = alike
        self._people: list[_Seen] = []

    def take(self, faces: Sequence[Face], time: float) -> None:
        """Take in the faces of one picture, none of which are the same person's."""
        pairs = sorted(self._pairs(faces, time), reverse=True)
        mine: dict[int, int] = {}
        for _, place, person in pairs:
            if place not in mine and person not in mine.values():
                mine[place] = person
        for place, face in enumerate(faces):
            if place in mine:
                self._people[mine[place]].take(face, time)
            else:
                self._people.append(_Seen([face], face.box, time))
        self._people.sort(key=lambda one: _worth(one.views[0]), reverse=True)
        del self._people[_MOST_PEOPLE:]

    def best(self) -> list[Face]:
        """The views kept, the clearest person's first."""
        return [view for one in self._people for view in one.views]

    def _pairs(self, faces: Sequence[Face], time: float) -> Iterator[tuple[float, int, int]]:
        """Likeness of each face with each person whom it may be."""
        for place, face in enumerate(faces):
            for number, person in enumerate(self._people):
                stayed = time - person.time <= _JUST and face.box.iou(person.box) > _STAYED
                like = likeness(face, person.views)
                if like >= (_STILL if stayed else self._alike):
                    yield like, place, number


def _worth(face: Face) -> float:
    return face.quality.overall
