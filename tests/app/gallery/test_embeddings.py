import weakref
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.errors import GalleryError
from app.domain.arrays import Embedded
from app.domain.model import Model
from app.gallery import embeddings, faces, forgetting, models, people, photos
from app.gallery.database import Database
from app.gallery.records import Ids, NewFace, PhotoFile
from app.gallery.sqlite import connect
from app.gallery.vectors import VERIFIED, Vectors

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


def _reread(db: Database) -> tuple[list[int], list[float]]:
    with db.read() as session:
        found = embeddings.load(session, "m")
    return found.face_ids.tolist(), found.vectors[:, 0].tolist()


def _set_vector(db: Database, face: int, value: float, *, checked: bool) -> None:
    """Write a vector: by way of the gallery, or so that its checksum does not hear of it."""
    vector = np.full(16, value, np.float32)
    if checked:
        with db.write() as session:
            embeddings.replace(session, "m", [face], Embedded(vector[None], np.ones(1, np.float32)))
        return
    with closing(connect(db.file)) as connection:
        connection.execute("UPDATE embedding SET vector = ? WHERE face_id = ?", (vector.tobytes(), face))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The faces whose vectors were read from the file, reading by reading."""
    found: list[list[int]] = []
    one = embeddings._read

    def noted(session: Session, model: str, dimension: int, face_ids: Ids) -> Vectors:
        found.append(face_ids.tolist())
        return one(session, model, dimension, face_ids)

    monkeypatch.setattr(embeddings, "_read", noted)
    return found


def test_only_what_is_new_is_read_again(db: Database, make_face: MakeFace, read: list[list[int]]) -> None:
    with db.write() as session:
        models.add(session, Model("n", "Model N", "small", 4, parent="m"))
        ids, _ = faces.add(session, [make_face() for _ in range(4)])
        embeddings.add(session, "n", ids[:2], _ones(2))
    first = _reread(db)
    assert _reread(db) == first
    with db.write() as session:
        faces.remove(session, ids[1:2])
        ids += faces.add(session, [make_face()])[0]
    _set_vector(db, ids[0], 0.25, checked=True)
    now, values = _reread(db)
    assert now == [ids[0], *ids[2:]]
    assert values[:3] == [0.25, first[1][2], first[1][3]]
    assert read == [ids[:4], [], [ids[0], ids[4]]]


def test_vectors_of_one_model_are_kept_and_none_of_whom_is_forgotten(
    db: Database, make_face: MakeFace, read: list[list[int]]
) -> None:
    with db.write() as session:
        models.add(session, Model("n", "Model N", "small", 4, parent="m"))
        person, _ = people.create(session, "Anna")
        ids, _ = faces.add(session, [make_face() for _ in range(3)])
        faces.assign(session, ids[:1], person)
        embeddings.add(session, "n", ids, _ones(3))
    _reread(db)
    with db.read() as session:
        vectors = embeddings.load(session, "n").vectors
        assert [*session.info[VERIFIED]] == ["n"]
    read.clear()
    assert _reread(db)[0] == ids
    assert read == [ids], "those of another model took their place"
    held = weakref.ref(vectors)
    del vectors
    assert held() is None, "of no use any more"
    with db.read() as session:
        vectors = embeddings.load(session, "m").vectors
    held = weakref.ref(vectors)
    del vectors
    assert held() is not None
    with db.write() as session:
        forgetting.ask(session, [person])
    forgetting.finish(db)
    assert held() is None
    assert _reread(db)[0] == ids[1:]


def test_damage_done_after_reading_is_not_taken_up(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        ids, _ = faces.add(session, [make_face() for _ in range(3)])
    before = _reread(db)
    _set_vector(db, ids[1], 0.5, checked=False)
    assert _reread(db) == before  # what was read before it
    with closing(Database.open(db.folder)) as other:
        assert _reread(other)[0] == [ids[0], ids[2]]
