"""Galleries as an earlier version of Kith left them: other identifiers, landmarks and vectors, no lengths."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from sqlalchemy import delete, select, update

from app.domain.decision import Thresholds
from app.gallery import models
from app.gallery.blobs import pack, unpack
from app.gallery.database import Database
from app.gallery.schema import ChipRow, EmbeddingRow, FaceRow, ModelRow, StateRow

OLD = "0123456789abcdef"
"""Identifier that the published model had."""


def age(folder: Path, *, seed: int = 0) -> None:
    """Turn a gallery whose published model decides into an older one, in place."""
    rng = np.random.default_rng(seed)
    db = Database.open(folder)
    try:
        with db.write() as session:
            now = models.active(session)
            assert now is not None
            models.add(
                session,
                replace(models.get(session, now), id=OLD, thresholds=Thresholds(((0.001, 0.4),), "")),
            )
            session.execute(update(ModelRow).where(ModelRow.parent_id == now).values(parent_id=OLD))
            for row in session.scalars(select(EmbeddingRow).where(EmbeddingRow.model_id == now)):
                vector = unpack(row.vector, 128)[0] + rng.normal(0, 0.03, 128)
                row.model_id, row.length, row.vector = OLD, None, pack(vector / np.linalg.norm(vector))
            for chip in session.scalars(select(ChipRow)):
                _misplace(session.get_one(FaceRow, chip.face_id), chip, rng)
            session.flush()
            session.execute(delete(StateRow).where(StateRow.key == "read_by"))
            session.execute(update(StateRow).where(StateRow.value == now).values(value=OLD))
            session.execute(delete(ModelRow).where(ModelRow.id == now))
    finally:
        db.close()


def _misplace(face: FaceRow, chip: ChipRow, rng: np.random.Generator) -> None:
    """Move the landmarks a little, on the chip and in the photo alike, as a coarser detector places them."""
    on_chip, in_photo = unpack(chip.landmarks, 2), unpack(face.landmarks, 2)
    shift = rng.normal(0, 0.04, (5, 2)) * np.linalg.norm(on_chip[1] - on_chip[0])
    scale = np.linalg.norm(in_photo[1] - in_photo[0]) / np.linalg.norm(on_chip[1] - on_chip[0])
    chip.landmarks, face.landmarks = pack(on_chip + shift), pack(in_photo + scale * shift)
