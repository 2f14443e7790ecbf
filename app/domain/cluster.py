"""Clusters of faces, and who they may be."""

from dataclasses import dataclass
from pathlib import Path

from app.domain.failure import Failure


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Who a cluster may be.

    Attributes:
        person: Whose most of the cluster's named faces are, or else whom its best other faces resemble.
        name: Theirs.
        share: Share of these that say so, 0 to 1.
    """

    person: int
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """Faces of one person, as far as Kith can tell, and nobody's yet.

    Attributes:
        faces: Their identifiers, the best first; `GetFaces` has the rest.
        suggestion: Who it may be, or None.
        next_best: Who it may be if not them, or None.
        number: Its own, which stays with it from one sorting to the next; None for faces that were only set
            apart from a cluster because somebody it may be is said not to be theirs.
    """

    faces: tuple[int, ...]
    suggestion: Suggestion | None = None
    next_best: Suggestion | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class NamedFaces:
    """A person with faces in photos that were sorted: identifiers of these faces, the best first."""

    person: int
    name: str
    faces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Clustering:
    """Stored faces sorted into people. Faces are identifiers, the best first.

    Attributes:
        folder: Of the photos below this one, or None for everything in the gallery.
        clusters: Faces that are nobody's yet, the largest cluster first.
        unclustered: Nobody's faces that resemble no other.
        named: People with faces in these photos, by name.
        aside: Faces set aside.
        failed: Pictures that could not be read, each with its reason.
    """

    folder: Path | None = None
    clusters: tuple[Cluster, ...] = ()
    unclustered: tuple[int, ...] = ()
    named: tuple[NamedFaces, ...] = ()
    aside: tuple[int, ...] = ()
    failed: tuple[Failure, ...] = ()
