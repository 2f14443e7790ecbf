from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from app.core.errors import GalleryError
from app.domain.arrays import Embedded
from app.domain.decision import Thresholds
from app.domain.model import Model
from app.domain.training import TrainingReport
from app.gallery import embeddings, faces, models
from app.gallery.database import Database
from app.gallery.records import NewFace

TRAINED = Model(
    "n",
    "Model N",
    "small",
    4,
    "models/n.safetensors",
    thresholds=Thresholds(((0.01, 0.3),), "pairs"),
    training=TrainingReport(faces=9),
    parent="m",
)


def test_models_round_trip_and_update(db: Database) -> None:
    with db.write() as session:
        assert models.add(session, TRAINED).models == {"n"}
        models.add(session, replace(TRAINED, training=TrainingReport(faces=10)))
        assert [model.id for model in models.everything(session)] == ["m", "n"]
        assert models.get(session, "n") == replace(TRAINED, training=TrainingReport(faces=10))
        with pytest.raises(GalleryError, match="no model x"):
            models.get(session, "x")


def test_activate_waits_for_every_embedding(db: Database, make_face: Callable[..., NewFace]) -> None:
    with db.write() as session:
        ids, _ = faces.add(session, [make_face(), make_face()])
        models.add(session, TRAINED)
        embeddings.add(session, "n", ids[:1], Embedded(np.ones((1, 4), np.float32), np.ones(1, np.float32)))
        with pytest.raises(GalleryError, match="1 face has no embedding"):
            models.activate(session, "n")
        assert models.active(session) == "m"
        embeddings.add(session, "n", ids[1:], Embedded(np.ones((1, 4), np.float32), np.ones(1, np.float32)))
        assert models.activate(session, "n").models == {"m", "n"}
        assert models.active(session) == "n"


def test_a_successor_takes_over_what_decides_its_heirs_and_its_embeddings(
    db: Database, make_face: Callable[..., NewFace]
) -> None:
    later = Model("m2", "Model M", "small", 16)
    with db.write() as session:
        ids, _ = faces.add(session, [make_face(), make_face()])
        models.add(session, TRAINED)
        models.succeed(session, "m", later, keep=True)
        assert models.active(session) == "m2"
        assert [model.id for model in models.everything(session)] == ["m2", "n"]
        assert models.get(session, "n").parent == "m2"
        assert embeddings.load(session, "m2").face_ids.tolist() == ids
        assert embeddings.unread(session, "m2") == ids  # how long they were under the new way is not known
        models.succeed(session, "m", later, keep=True)  # as another process would
        models.succeed(session, "m2", replace(later, id="m3"), keep=False)
        assert embeddings.lacking(session, "m3") == ids


def test_how_the_faces_were_read_is_remembered(db: Database) -> None:
    with db.write() as session:
        assert models.read_by(session) is None
        models.set_read_by(session, "one")
        models.set_read_by(session, "other")
    with db.read() as session:
        assert models.read_by(session) == "other"
