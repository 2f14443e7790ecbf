"""Writes photos with faces into a gallery until it is killed or done, and names each once it is committed.

Arguments: data folder, prefix of its photos, how many.
"""

import sys
from pathlib import Path

import numpy as np

from app.core.text import quote
from app.domain.box import Box
from app.domain.face import Quality
from app.gallery import journal, people, photos
from app.gallery.database import Database
from app.gallery.records import NewFace, PhotoFile


def main(folder: Path, prefix: str, count: int) -> None:
    rng = np.random.default_rng()
    db = Database.open(folder)
    with db.write() as session:
        entry = journal.begin(session, "enrol", quote(prefix))
        person, _ = people.get_or_create(session, prefix, entry=entry)
    for number in range(count):
        photo = PhotoFile(Path(f"/photos/{prefix}-{number}.jpg"), "0" * 64, 1, 1, 1, 1)
        faces = [_face(rng) for _ in range(3)]
        with db.write() as session:
            photos.record(session, photo, faces, person_id=person, entry=entry)
        sys.stdout.write(f"{photo.path}\n")
        sys.stdout.flush()
    db.close()


def _face(rng: np.random.Generator) -> NewFace:
    points = rng.random((5, 2), dtype=np.float32)
    vector = rng.random(16, dtype=np.float32)
    quality = Quality(60, 500, 0.5, 0.2, 5, -5, 1, 0.9, 0.5)
    return NewFace(Box(1, 2, 3, 4), points, quality, rng.bytes(20_000), points, {"m": (vector, 1.0)})


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
