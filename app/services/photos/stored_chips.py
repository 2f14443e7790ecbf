"""The chips that the gallery keeps, ready to be aligned and embedded."""

from collections.abc import Collection, Iterator

from app.domain.face import Chip
from app.gallery import embeddings
from app.gallery.database import Session
from app.vision import chips


def stored_chips(session: Session, face_ids: Collection[int]) -> Iterator[tuple[int, Chip]]:
    """Yield these faces with their chips, by ascending face; those gone are left out.

    Raises:
        ImageError: A stored chip is damaged.
    """
    for one in embeddings.chips(session, face_ids):
        yield one.face_id, chips.decode(one.image, one.landmarks)
