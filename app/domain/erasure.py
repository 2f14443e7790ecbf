"""What was erased, as counts: fit to be kept, since it says nothing of whom."""

from dataclasses import dataclass, field

from app.core.text import Text, listed, say, say_n
from app.domain.changes import Changes


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased for good.

    Attributes:
        changes: Which people, faces, photos, visits and entries are gone or other than before.
        agreements: How many agreements are gone.
        placeless: Photos that show others too and whose place bore the name: Kith does not know it any more.
        folders: Folders of the library whose place bore the name: they belong to it no more.
        models: Models that were trained on them, and keep what they learnt.
        left: What still bears the name, and why.
    """

    changes: Changes = field(default_factory=Changes)
    agreements: int = 0
    placeless: int = 0
    folders: int = 0
    models: frozenset[str] = frozenset()
    left: tuple[Text, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        gone = self.changes
        return {
            "people": len(gone.people),
            "faces": len(gone.faces),
            "photos": len(gone.photos) - self.placeless,
            "visits": len(gone.visits),
            "entries": len(gone.entries),
            "agreements": self.agreements,
            "placeless": self.placeless,
            "folders": self.folders,
            "models": len(self.models),
        }

    def __or__(self, other: "Erasure") -> "Erasure":
        """Both together."""
        return Erasure(
            self.changes | other.changes,
            self.agreements + other.agreements,
            self.placeless + other.placeless,
            self.folders + other.folders,
            self.models | other.models,
            tuple(dict.fromkeys(self.left + other.left)),
        )


def erased_text(done: Erasure, *, would: bool = False) -> Text:
    """What was erased, or would be, in a line."""
    gone = done.counts()
    parts = (
        say_n("{n} face", "{n} faces", gone["faces"]),
        say_n("{n} photo", "{n} photos", gone["photos"]),
        say_n("{n} person", "{n} people", gone["people"]),
        say_n("{n} visit", "{n} visits", gone["visits"]),
    )
    told = [part for part in parts if part.n]
    if not told:
        return say("There is nothing of that to erase.")
    what = listed(told, "and")
    return say("This would erase {what}.", what=what) if would else say("Erased {what}.", what=what)
