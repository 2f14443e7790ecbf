"""Faces that the user wants to hear nothing of for the rest of the run."""

from collections.abc import Iterable

from app.domain.live import LiveFace

_Key = tuple[str, int]


class Ignored:
    """Knows an ignored face again by its track, and by who it is: a person, or a stranger's number."""

    def __init__(self) -> None:
        self._keys: set[_Key] = set()

    def __contains__(self, face: object) -> bool:
        return isinstance(face, LiveFace) and not self._keys.isdisjoint(_keys(face))

    def add(self, face: LiveFace) -> None:
        """Ignore a face from now on."""
        self._keys.update(_keys(face))

    def take_back(self, face: LiveFace) -> None:
        """Ignore it no more."""
        self._keys.difference_update(_keys(face))

    def learn(self, faces: Iterable[LiveFace]) -> None:
        """See who ignored faces turn out to be, to know them when they come back."""
        for face in faces:
            if face in self:
                self.add(face)

    def clear(self) -> None:
        """Ignore nobody: tracks and strangers are numbered anew."""
        self._keys.clear()


def _keys(face: LiveFace) -> set[_Key]:
    named = {"track": face.track, "person": face.person, "stranger": face.stranger}
    return {(kind, number) for kind, number in named.items() if number is not None}
