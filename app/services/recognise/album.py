"""The best views of faces that are gone, so that they can still be enrolled while the run goes on."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from app.domain.face import Face
from app.vision.track import Track

_MOST = 64
"""Faces remembered, those that left last: with their pictures 40 MB at most."""
_VIEWS = 3
"""Views kept of each."""


class Album:
    """Remembers faces by their tracks. One thread keeps them; any may read."""

    def __init__(self) -> None:
        self._views: OrderedDict[int, tuple[Face, ...]] = OrderedDict()

    def keep(self, gone: Iterable[Track]) -> None:
        """Remember those of these faces that can be recognised."""
        for track in gone:
            if track.views.readable:
                self._views[track.number] = track.views.best[:_VIEWS]
                if len(self._views) > _MOST:
                    self._views.popitem(last=False)

    def views_of(self, track: int) -> Sequence[Face]:
        """The best views of a face, best first; none if it is not remembered."""
        return self._views.get(track, ())
