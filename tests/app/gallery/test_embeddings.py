from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from app.core.errors import GalleryError
from app.domain.arrays import Embedded
from app.domain.model import Model
from app.gallery import embeddings, faces, models, people, photos
from app.gallery.database import Database
from app.gallery.records import NewFace, PhotoFile

MakeFace = Callable[..., NewFace]


def _ones(count: int) -> Embedded:
    return Embedded(np.ones((count, 4), np.float32), np.ones(count, np.float32))


def test_load_gives_arrays_row_by_row(
    db: Database, make_face: MakeFace, make_photo: Callable[[Path | str], PhotoFile]
) -> None:
    given = [make_face(0.25), make_face(0.5), make_face(0.75)]
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        faces.add(session, given[:1])
        photo, _, _ = photos.record(session, make_photo("/a.jpg"), given[1:], person_id=anna)
        loaded = embeddings.load(session, "m")
    assert loaded.face_ids.tolist() == [1, 2, 3]
    assert loaded.person_ids.tolist() == [-1, anna, anna]
    assert loaded.photo_ids.tolist() == [-1, photo, photo]
    assert loaded.weights.tolist() == [0.25, 0.5, 0.75]
    assert loaded.vectors.dtype == np.float32
    np.testing.assert_array_equal(loaded.vectors, [face.embeddings["m"][0] for face in given])
    np.testing.assert_allclose(loaded.lengths, [face.embeddings["m"][1] for face in given])


def test_load_of_an_empty_gallery_keeps_the_shape(db: Database) -> None:
    with db.read() as session:
        loaded = embeddings.load(session, "m")
    assert loaded.vectors.shape == (0, 16)
    assert loaded.person_ids.dtype == loaded.face_ids.dtype == np.int64


def test_a_new_model_embeds_what_lacks_it(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        models.add(session, Model("n", "Model N", "small", 4, parent="m"))
        ids, _ = faces.add(session, [make_face() for _ in range(5)])
        faces.remove(session, ids[:1])
        assert embeddings.lacking(session, "m") == []
        assert embeddings.lacking(session, "n") == ids
        read = [chip.face_id for chip in embeddings.chips(session, embeddings.lacking(session, "n"))]
        embeddings.add(session, "n", read, _ones(len(read)))
        assert embeddings.lacking(session, "n") == []
        assert embeddings.load(session, "n").vectors.shape == (4, 4)
        assert embeddings.load(session, "m").vectors.shape == (4, 16)


def test_chips_come_by_face_however_many_are_asked_for(db: Database, make_face: MakeFace) -> None:
    given = [make_face() for _ in range(300)]
    with db.write() as session:
        ids, _ = faces.add(session, given)
        found = list(embeddings.chips(session, [*ids[::-1], max(ids) + 1]))
    assert [chip.face_id for chip in found] == ids
    assert [chip.image for chip in found] == [face.chip for face in given]


def test_what_does_not_fit_is_refused(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        with pytest.raises(GalleryError, match="no model"):
            embeddings.load(session, "nothing")
        with pytest.raises(GalleryError, match="no model"):
            faces.add(session, [replace(make_face(), embeddings={"nothing": (np.ones(4, np.float32), 1.0)})])
        with pytest.raises(GalleryError, match="do not fit"):
            embeddings.add(
                session, "m", [1], Embedded(np.full((1, 16), np.nan, np.float32), np.ones(1, np.float32))
            )


@pytest.mark.slow
def test_what_is_far_too_large_is_left_out_whatever_its_checksum_says(
    db: Database, make_face: MakeFace
) -> None:
    with db.write() as session:
        ids, _ = faces.add(session, [make_face() for _ in range(3)])
        for table, column, face in (("chip", "image", ids[0]), ("embedding", "vector", ids[1])):
            huge = f"UPDATE {table} SET {column} = zeroblob(40000000) WHERE face_id = {face}"  # noqa: S608
            session.execute(text(huge))  # the triggers make its checksum right
        assert [one.face_id for one in embeddings.chips(session, ids)] == ids[1:]
        assert embeddings.load(session, "m").face_ids.tolist() == [ids[0], ids[2]]
        assert len(embeddings.of_faces(session, "m", ids).vectors) == 2
