"""What a write changed: collected by the write itself, announced once, and each view takes its part."""

from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_hex

from app.core.text import NOTHING, Text


@dataclass(frozen=True, slots=True)
class Changes:
    """Identifiers of everything that one write touched.

    Attributes:
        label: What was done, in words fit to show, such as "Renamed Ana to Anna".
        people: Identifiers of people added, changed or gone.
        faces: Identifiers of faces added, changed or gone.
        photos: Identifiers of photos added, changed or gone.
        models: Identifiers of models added, or made active or inactive.
        visits: Identifiers of visits begun, changed or gone.
        entries: Identifiers of entries of the journal made, added to, taken back or done again.
    """

    label: Text = NOTHING
    people: frozenset[int] = frozenset()
    faces: frozenset[int] = frozenset()
    photos: frozenset[int] = frozenset()
    models: frozenset[str] = frozenset()
    visits: frozenset[int] = frozenset()
    entries: frozenset[int] = frozenset()

    def __or__(self, other: "Changes") -> "Changes":
        """Both together, under the first label that says anything."""
        return Changes(
            self.label or other.label,
            self.people | other.people,
            self.faces | other.faces,
            self.photos | other.photos,
            self.models | other.models,
            self.visits | other.visits,
            self.entries | other.entries,
        )


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes. Processes that work together share a name: they tell each other of their writes themselves.

    Attributes:
        name: What tells it from other writers.
        announce: Hears of everything written, once for each commit, on the thread that wrote.
    """

    name: str = field(default_factory=lambda: token_hex(8))
    announce: Callable[[Changes], None] = lambda _: None
