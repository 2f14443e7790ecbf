"""Requests about faces."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from app.core.text import Text, say
from app.domain.changes import Changes
from app.domain.face import StoredFace
from app.domain.pictures import Pictures
from app.domain.similar import SimilarFace
from app.domain.why import Why
from app.engine.requests.base import Job, Request, SlowRequest


@dataclass(frozen=True, slots=True)
class GetFaces(Request[tuple[StoredFace, ...]]):
    """These faces, best first; those gone are left out."""

    faces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WhyHere(SlowRequest[Why]):
    """Why a face is where it is: by whose word, or by what likeness."""

    face: int


@dataclass(frozen=True, slots=True)
class ChipsOf(Request[dict[int, bytes]]):
    """Pictures of faces, by face, as PNG or JPEG of up to 256x256 pixels; those gone are left out."""

    faces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CutFaces(SlowRequest[dict[int, bytes]]):
    """Pictures as `ChipsOf` gives them of faces of which none is kept: cut out of photos in their places."""

    faces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KeptPictures(SlowRequest[Pictures]):
    """Whether pictures of faces are kept, and what would go with them."""


@dataclass(frozen=True, slots=True)
class KeepPictures(Request[None]):
    """Keep pictures of faces that are added from now on."""


@dataclass(frozen=True, slots=True)
class DropPictures(Job[int]):
    """Keep no pictures of faces, and delete those there are. Cannot be undone or cancelled."""

    what: ClassVar[Text] = say("Deleting pictures of faces")


@dataclass(frozen=True, slots=True)
class NameFaces(Request[Changes]):
    """Say that these faces (a cluster, say) are a person's, known by that name or new.

    Fails with `LooksEnrolled` where somebody new looks like a person who is enrolled, unless `apart` says
    that they are nobody else.
    """

    faces: tuple[int, ...]
    name: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class NameGroups(Request[Changes]):
    """Say of groups of faces whose each is, as one change: faces, and the person."""

    groups: tuple[tuple[tuple[int, ...], int], ...]


@dataclass(frozen=True, slots=True)
class AssignFaces(Request[Changes]):
    """Say whose these faces are; None says that it is not known."""

    faces: tuple[int, ...]
    person: int | None


@dataclass(frozen=True, slots=True)
class DenyFaces(Request[Changes]):
    """Say that these faces are not a person's, which holds until they are given to them or it is undone."""

    faces: tuple[int, ...]
    person: int


@dataclass(frozen=True, slots=True)
class SaySame(Request[Changes]):
    """Say that faces are one person, the best first: those without a name get that of the others, if any.

    It holds in every sorting. Fails if they have the names of two people.

    Attributes:
        sizes: Where these are the best of groups: how many faces each group has, for the journal to say.
    """

    faces: tuple[int, ...]
    sizes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SayApart(Request[Changes]):
    """Say that none of these faces is the same person as any of the others; it holds in every sorting.

    Attributes:
        sizes: Where these are the best of two groups: how many faces each has, for the journal to say.
    """

    faces: tuple[int, ...]
    others: tuple[int, ...]
    sizes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SplitFaces(Request[Changes]):
    """Make these faces a new person; fails if the name is taken."""

    faces: tuple[int, ...]
    name: str


@dataclass(frozen=True, slots=True)
class IgnoreFaces(Request[Changes]):
    """Set faces aside (or, with `ignored` false, take them back in)."""

    faces: tuple[int, ...]
    ignored: bool = True


@dataclass(frozen=True, slots=True)
class RemoveFaces(Request[Changes]):
    """Take faces out of view; undo brings them back."""

    faces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FindSimilar(SlowRequest[tuple[SimilarFace, ...]]):
    """The faces that look most like a stored one, or like the one that a picture is about, best first."""

    like: int | Path
