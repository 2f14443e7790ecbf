"""How long finding photos and faces takes among 100,000 faces: `python -m tests.bench.measure_finding`."""

import random
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
from sqlalchemy import insert

from app.domain.model import Model
from app.domain.photo_filter import PhotoFilter
from app.gallery.database import Session
from app.gallery.photo_query import find
from app.gallery.schema import EmbeddingRow, FaceRow, PersonRow, PhotoRow, now
from app.services.recognise.similar import like_faces
from app.services.workspace import Workspace

_PHOTOS, _FACES, _PEOPLE, _FOLDERS, _RUNS = 30_000, 100_000, 300, 40, 9
_MEASURES = ("eyes", "sharpness", "exposure", "contrast", "yaw", "pitch", "roll", "detection")


def main() -> None:
    """Fill a gallery, ask it, and print how many milliseconds of the processor each question takes."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.open(Path(folder))
        db, model = workspace.db, workspace.active_model()
        with db.write() as session:
            fill(session)
            embed(session, model)
        for name, wanted in _questions().items():
            with db.read() as session:
                taken = []
                for _ in range(_RUNS):
                    began = time.process_time()
                    found = find(session, wanted)
                    taken.append(1000 * (time.process_time() - began))
            sys.stdout.write(f"{name:28} {statistics.median(taken):6.1f} ms  {len(found.photos):6} photos\n")
        for name in ("similar faces, first", "similar faces"):
            began = time.process_time()
            found_faces = like_faces(workspace, [_FACES // 2])
            took = 1000 * (time.process_time() - began)
            sys.stdout.write(f"{name:28} {took:6.1f} ms  {len(found_faces):6} faces\n")
        workspace.close()


def embed(session: Session, model: Model) -> None:
    """Give each face a random vector."""
    vectors = np.random.default_rng(7).normal(size=(_FACES, model.dimension)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = [
        {"model_id": model.id, "face_id": face, "vector": vector.tobytes(), "length": 20.0}
        for face, vector in enumerate(vectors, start=1)
    ]
    session.execute(insert(EmbeddingRow), rows)


def _questions() -> dict[str, PhotoFilter]:
    both, other = frozenset({1, 2}), frozenset({3})
    return {
        "all": PhotoFilter(),
        "one person": PhotoFilter(people=frozenset({1})),
        "A and B, not C": PhotoFilter(people=both, without=other),
        "not C": PhotoFilter(without=other),
        "unnamed": PhotoFilter(unnamed=True),
        "clear": PhotoFilter(clear=True),
        "a folder": PhotoFilter(folder=Path("/photos/7")),
        "a year": PhotoFilter(since=date(2020, 1, 1), until=date(2020, 12, 31)),
        "all of it": PhotoFilter(
            people=frozenset({1}), without=other, since=date(2015, 1, 1), unnamed=True, clear=True
        ),
    }


def fill(session: Session) -> None:
    chance = random.Random(7)
    people = [{"name": f"P{i}", "name_key": f"p{i}", "created_at": now()} for i in range(_PEOPLE)]
    session.execute(insert(PersonRow), people)
    photos = [
        {
            "path": Path(f"/photos/{place % _FOLDERS}/{place}.jpg"),
            "read_at": now(),
            "mtime_ns": int((1.3e9 + place * 1.2e4) * 1e9),
        }
        for place in range(_PHOTOS)
    ]
    session.execute(insert(PhotoRow), photos)
    session.execute(insert(FaceRow), [_face(chance) for _ in range(_FACES)])


def _face(chance: random.Random) -> dict[str, object]:
    person = min(int(chance.paretovariate(0.7)), _PEOPLE)
    place = dict.fromkeys(("x", "y", "w", "h", *_MEASURES), 1.0)
    return place | {
        "photo_id": chance.randint(1, _PHOTOS),
        "person_id": None if chance.random() < 0.3 else person,
        "state": "active",
        "origin": "imported",
        "added_at": now(),
        "landmarks": bytes(40),
        "overall": chance.random(),
    }


if __name__ == "__main__":
    main()
