"""What comes in from other programs, and what goes out to them."""

from dataclasses import dataclass, field

from app.core.text import NOTHING, Text
from app.domain.box import Box
from app.domain.failure import Failure


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a photo somebody is named, as fractions of the upright photo."""

    photo: int
    area: Box


@dataclass(frozen=True, slots=True)
class PlannedName:
    """Somebody whom another program named, and what of it can be taken over.

    Attributes:
        name: Who.
        faces: Identifiers of the faces that get the name.
        same: Faces that have it already.
        kept: Faces that somebody said are another's or none, or set aside: what was said here stays.
        missing: Names without a place, or in a photo not read as a whole, that no face was found for.
        odd: What is worth knowing before, in words, or "".
        usable: Whether anything can be taken over.
        places: Where no face was found: they are kept as if a box had been drawn there by hand.
    """

    name: str
    faces: tuple[int, ...] = ()
    same: int = 0
    kept: int = 0
    missing: int = 0
    odd: Text = NOTHING
    usable: bool = True
    places: tuple[Place, ...] = ()

    @property
    def count(self) -> int:
        """How many faces get the name, found or drawn."""
        return len(self.faces) + len(self.places)


@dataclass(frozen=True, slots=True)
class NamesPlan:
    """Who is named by another program, before anything is taken over.

    Attributes:
        source: Where the names are from: a folder, a file or an address.
        people: Those named, by name.
        photos: Photos of the gallery in which somebody is named.
        unknown: Pictures in which somebody is named, but which the gallery does not know.
        failed: What could not be read.
    """

    source: str
    people: tuple[PlannedName, ...] = ()
    photos: int = 0
    unknown: int = 0
    failed: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class LibraryWritten:
    """What a library was written as.

    Attributes:
        size: Of its file, in bytes.
        networks: Networks retrained on people that went along.
        left: Those that did not: they learned from somebody who is not there any more, or agrees no more, or
            it is not known from whom.
    """

    size: int
    networks: int = 0
    left: int = 0


@dataclass(slots=True)
class FilesWritten:
    """What came of writing files.

    Attributes:
        written: How many were written, or would be.
        same: How many were as they should be already.
        failed: What could not be written, and why.
    """

    written: int = 0
    same: int = 0
    failed: list[Failure] = field(default_factory=list)


@dataclass(slots=True)
class NamesWritten(FilesWritten):
    """What came of writing names for other programs.

    Attributes:
        photos: Photos with named faces that are there.
        names: Named faces in them.
    """

    photos: int = 0
    names: int = 0


@dataclass(frozen=True, slots=True)
class MovedPerson:
    """Somebody of another library, and who they are here.

    Attributes:
        name: What they are called there.
        called: What they are called here from then on.
        known: Whether they are somebody who is here already.
        faces: Faces of theirs that are added.
        named: Faces that are here already, nobody's, and get the name.
        same: Faces that are theirs here already.
        kept: Faces that somebody said are another's here, or set aside: what was said here stays.
        odd: What is worth knowing before, in words, or "".
    """

    name: str
    called: str
    known: bool
    faces: int = 0
    named: int = 0
    same: int = 0
    kept: int = 0
    odd: Text = NOTHING


@dataclass(frozen=True, slots=True)
class LibraryPlan:
    """What another library would add to this one.

    Attributes:
        people: Everyone in it, by name.
        photos: Its photos that this one does not know.
        same: Those that it knows, by what they show.
        faces: Faces that are added, of nobody too.
        present: Faces that are here already.
        said: Answers, consents and birth dates that are new of what is here already.
        networks: Networks retrained on its people that are not here.
    """

    people: tuple[MovedPerson, ...] = ()
    photos: int = 0
    same: int = 0
    faces: int = 0
    present: int = 0
    said: int = 0
    networks: int = 0

    @property
    def changes(self) -> bool:
        """Whether there is anything to bring in."""
        return bool(
            self.photos
            or self.faces
            or self.said
            or self.networks
            or any(one.named or not one.known for one in self.people)
        )
