"""Where another program named somebody and Kith finds no face: kept as if a box had been drawn there."""

from collections import defaultdict
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from app.core.errors import GalleryError, ImageError
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.text import quote
from app.domain.box import Box
from app.domain.changes import Changes
from app.domain.face import Origin
from app.domain.handover import PlannedName
from app.domain.region import pair
from app.gallery import faces
from app.gallery.database import Session
from app.gallery.records import NewFace
from app.services.people import browse
from app.services.people.drawing import read_box
from app.services.photos.preview import place, whole
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True, eq=False)
class DrawnFace:
    """A face that is to be added to a photo."""

    photo: int
    face: NewFace

    def is_free(self, session: Session) -> bool:
        """Whether there still is no face at its place."""
        there = [face.box for face in faces.of_photo(session, self.photo)]
        return not pair([self.face.box], there)

    def keep(self, session: Session, person: int, entry: int) -> Changes:
        """Add it as a person's, as part of an entry of the journal."""
        _, changes = faces.add(
            session, [self.face], photo_id=self.photo, person_id=person, entry=entry, origin=Origin.DRAWN
        )
        return changes | Changes(photos=frozenset({self.photo}))


def read_places(
    workspace: Workspace,
    planned: Collection[PlannedName],
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> dict[str, list[DrawnFace]]:
    """Look at the places where no face was found, by whom they are; photos that cannot be read are left out.

    Raises:
        Cancelled: The user asked to stop.
    """
    by_photo: defaultdict[int, list[tuple[str, Box]]] = defaultdict(list)
    for one in planned:
        for there in one.places:
            by_photo[there.photo].append((one.name, there.area))
    found: defaultdict[str, list[DrawnFace]] = defaultdict(list)
    for number, (photo, places) in enumerate(by_photo.items(), start=1):
        if cancel:
            cancel.check()
        with suppress(ImageError, GalleryError):
            known = browse.photo(workspace, photo)
            image = whole(place(workspace, known))
            progress(Progress(number, len(by_photo), quote(known.path.name)))
            for name, area in places:
                with suppress(ImageError):  # a box next to nothing
                    found[name].append(DrawnFace(photo, read_box(workspace.reader(), image, area)))
    return found
