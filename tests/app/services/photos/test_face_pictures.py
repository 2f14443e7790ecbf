"""Keeping no pictures of faces: none is left in any file, and all the rest works as before."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from app.core.errors import ModelError, TrainingRefused
from app.domain.training import USUAL
from app.gallery import embeddings, pictures
from app.keys import key
from app.services.enrolment import enrol
from app.services.models import catalogue
from app.services.people import browse
from app.services.photos import face_pictures
from app.services.recognise.identify import identify
from app.services.training.training_set import gather
from app.services.workspace import Workspace
from app.vision.image_io import decode_own

Kith = Callable[..., Any]
Lfw = dict[str, list[Path]]


def _parts(workspace: Workspace) -> dict[str, list[bytes]]:
    """Of each picture and each vector that is stored, 64 bytes out of its middle."""
    with workspace.db.read() as session:
        stored = {
            kind: [bytes(one) for one in session.scalars(text(query))]
            for kind, query in (
                ("pictures", "SELECT image FROM chip"),
                ("vectors", "SELECT vector FROM embedding"),
            )
        }
    return {kind: [one[len(one) // 2 :][:64] for one in found] for kind, found in stored.items()}


def _left(folder: Path, parts: list[bytes]) -> int:
    data = b"\0".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return sum(part in data for part in parts)


def _move_photos(workspace: Workspace) -> None:
    with workspace.db.write() as session:
        session.execute(text("UPDATE photo SET path = CAST('/nowhere/' || id AS BLOB)"))


def test_no_byte_of_a_picture_is_left_and_who_is_who_is_still_known(
    known: Path, kith: Kith, lfw: Lfw
) -> None:
    kith("backup")
    with Workspace.open(known) as workspace:
        parts = _parts(workspace)
    assert _left(known, parts["pictures"]) == len(parts["pictures"]) == 50
    assert kith("pictures", "drop", "--dry-run", "--json").document == {
        "kept": True,
        "stored": 50,
        "nowhere": 0,
    }
    assert _left(known, parts["pictures"]) == 50
    assert kith("pictures", "drop", "--json").document == {
        "kept": False,
        "stored": 0,
        "nowhere": 0,
        "dropped": 50,
    }
    assert _left(known, parts["pictures"]) == 0
    assert _left(known, parts["vectors"]) == 50
    with Workspace.open(known) as workspace:
        probes = {photos[8]: name for name, photos in list(lfw.items())[:4]}
        assert {one.path: one.faces[0].name for one in identify(workspace, probes)} == probes
        assert enrol.enrol(workspace, "Tony Blair", [str(lfw["Tony Blair"][6])]).accepted == 1
        with workspace.db.read() as session:
            assert pictures.count(session) == 0
        assert len(_parts(workspace)["vectors"]) == 51  # what is added has its vector alone
    entries = [one["what"] for one in kith("access", "--json").document["entries"]]
    assert [what for what in entries if what != "check"] == ["pictures", "identify", *["named"] * 4]
    kith("pictures", "keep")
    with Workspace.open(known) as workspace:
        enrol.enrol(workspace, "Tony Blair", [str(lfw["Tony Blair"][7])])
        assert face_pictures.look(workspace).stored == 1


def test_faces_are_shown_and_read_from_their_photos_and_where_these_are_gone_that_is_said(
    retrained: Path, kith: Kith, tmp_path: Path
) -> None:
    with Workspace.open(retrained) as workspace:
        other = catalogue.everything(workspace)[-1]
        person = browse.find(workspace, "Hugo Chavez")
        faces = browse.faces_of_person(workspace, person)
        kept = face_pictures.pictures(workspace, faces)
        face_pictures.drop(workspace)
        cut = face_pictures.pictures(workspace, faces)
        assert cut.keys() == kept.keys()
        for face in faces:  # the very pixels, but for what a reduced photo was rounded to
            one, two = (decode_own(found[face]).astype(int) for found in (kept, cut))
            assert one.shape == two.shape
            assert np.abs(one - two).mean() < 4
        catalogue.switch(workspace, other)  # which reads them out of the photos
        with workspace.db.read() as session:
            assert embeddings.lacking(session, other.id) == []
            assert pictures.count(session) == 0
        catalogue.switch(workspace, catalogue.everything(workspace)[0])
        catalogue.delete(workspace, other)
        backbone = workspace.backbone(workspace.active_model())
        assert gather(workspace, backbone, USUAL)[1].ready.faces == 50
        _move_photos(workspace)
        with pytest.raises(TrainingRefused, match="of 50 faces no picture is kept"):
            gather(workspace, backbone, USUAL)
        assert face_pictures.pictures(workspace, faces) == {}
    sheet = tmp_path / "sheet.html"
    assert kith("export", "sheet", sheet).code == 0
    assert sheet.read_text(encoding="utf-8").count("image/svg+xml") == 50  # an empty field each


def test_another_model_is_refused_where_it_cannot_read_the_faces(retrained: Path) -> None:
    with Workspace.open(retrained) as workspace:
        before, other = catalogue.everything(workspace)
        face_pictures.drop(workspace)
        _move_photos(workspace)
        with pytest.raises(ModelError, match="of 50 faces no picture is kept"):
            catalogue.switch(workspace, other)
        assert workspace.active_model().id == before.id


def test_what_is_cut_off_goes_on_and_an_earlier_copy_brings_none_back(
    known: Path, kith: Kith, tmp_path: Path
) -> None:
    copy = tmp_path / "elsewhere.db"
    kith("backup", copy)
    with Workspace.open(known) as workspace:
        parts = _parts(workspace)["pictures"]
        with workspace.db.write() as session:
            pictures.drop(session)  # and killed here
    Workspace.open(known).close()
    assert _left(known, parts) == 0
    assert kith("restore", copy).code == 0
    with Workspace.open(known) as workspace, workspace.db.read() as session:
        assert (pictures.kept(session), pictures.count(session)) == (False, 0)
    assert _left(known, parts) == 0


def test_in_an_encrypted_gallery_too(known: Path, kith: Kith, tmp_path: Path) -> None:
    phrase = tmp_path / "phrase.txt"
    phrase.write_text("four words of mine\n")
    kith("encrypt", "on", "--new-passphrase-file", phrase)
    try:
        assert kith("--passphrase-file", phrase, "pictures", "drop", "--json").document["dropped"] == 50
        assert kith("--passphrase-file", phrase, "encrypt", "off").code == 0
    finally:
        key.drop()
    with Workspace.open(known) as workspace, workspace.db.read() as session:
        assert (pictures.kept(session), pictures.count(session)) == (False, 0)
