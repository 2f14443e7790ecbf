"""The main job on one folder of photos, start to end: cluster, enrol, identify, retrain."""

from dataclasses import dataclass

from app.core.progress import CancelToken
from app.services.people import corrections
from app.services.recognise.identify import identify
from app.services.sorting.folder import Clusters, Place
from app.services.workspace import Workspace

_MIN_FACES = 4
"""Faces a cluster needs to be shown as a person: two to enrol and two to recognise."""


@dataclass(slots=True)
class Naming:
    """How well the second half of each cluster was recognised by its first half.

    Attributes:
        people: People named.
        asked: Faces asked about then.
        right: Of these, named as their cluster was.
        wrong: Named as somebody else.
    """

    people: int = 0
    asked: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def open(self) -> int:
        """Faces that stayed unsure or unknown."""
        return self.asked - self.right - self.wrong


def name_first_halves(workspace: Workspace, clusters: Clusters) -> dict[str, list[Place]]:
    """Name clusters Person 1, Person 2, ... by half of their faces; return the other half of each.

    Raises:
        GalleryError: The gallery cannot be written.
    """
    rest: dict[str, list[Place]] = {}
    for places in clusters.clusters:
        if len(places) >= _MIN_FACES:
            name = f"Person {len(rest) + 1}"
            corrections.name(workspace, [place.face for place in places[::2]], name, apart=True)
            rest[name] = places[1::2]
    return rest


def recognise(
    workspace: Workspace, rest: dict[str, list[Place]], cancel: CancelToken | None = None
) -> Naming:
    """Identify the photos of the faces not named yet, and count how often the name is their cluster's.

    Raises:
        Cancelled: The user asked to stop.
    """
    expected = {(place.path, place.box): name for name, places in rest.items() for place in places}
    result = Naming(people=len(rest))
    pictures = identify(workspace, dict.fromkeys(path for path, _ in expected), cancel)
    for picture in pictures:
        for face in picture.faces:
            name = expected.get((picture.path, face.face.box))
            if name is not None:
                result.asked += 1
                result.right += face.name == name
                result.wrong += face.name not in {None, name}
    return result
