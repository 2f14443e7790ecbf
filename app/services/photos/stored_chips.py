"""The chips that the gallery keeps, or that are cut out of photos, ready to be aligned and embedded."""

from collections.abc import Collection, Iterator
from operator import itemgetter

from app.core.batches import batches
from app.domain.face import Chip
from app.gallery import embeddings
from app.gallery.database import Session
from app.services.photos.cutting import cut
from app.vision import chips

_AT_ONCE = 256
"""Chips held at a time: bounds memory to some tens of megabytes."""


def stored_chips(session: Session, face_ids: Collection[int]) -> Iterator[tuple[int, Chip]]:
    """Yield these faces with their chips, by ascending face.

    One that is not kept is cut out of its photo, if that is in its place; else the face is left out.

    Raises:
        ImageError: A stored chip is damaged.
    """
    for part in batches(sorted(face_ids), _AT_ONCE):
        ready = {
            one.face_id: chips.decode(one.image, one.landmarks) for one in embeddings.chips(session, part)
        }
        if lacking := set(part) - ready.keys():
            ready |= {face: chip for face, chip in cut(session, lacking) if len(chip.landmarks)}
        yield from sorted(ready.items(), key=itemgetter(0))
