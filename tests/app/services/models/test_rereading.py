"""Galleries that an earlier version of Kith made: nothing is lost, and every face is read again, once."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
import torch
from sqlalchemy import select, update

from app.core.errors import Cancelled, ModelError
from app.core.progress import CancelToken, Progress
from app.domain.arrays import Embedded
from app.domain.decision import Thresholds
from app.domain.model import Model
from app.gallery import embeddings, faces, models
from app.gallery.database import Database
from app.gallery.records import Embeddings
from app.gallery.schema import ChipRow, EmbeddingRow
from app.services.models import catalogue, rereading
from app.services.people import browse, corrections, privacy
from app.services.recognise import identify
from app.services.workspace import activity, renewal
from app.services.workspace.workspace import Workspace, published_model
from app.vision import models as registry
from app.vision.weights import load_backbone
from tests.app.aged import OLD, age
from trainer.storage import checkpoint

Lfw = dict[str, list[Path]]


@pytest.fixture
def aged(known: Path) -> Path:
    """A data folder that knows ten people by five photos each, as the version before left it."""
    age(known)
    return known


def _stored(workspace: Workspace) -> Embeddings:
    with workspace.db.read() as session:
        return embeddings.load(session, workspace.active_model().id)


def _names(workspace: Workspace, lfw: Lfw) -> list[bool]:
    """Whether an unseen photo of each person gets their name."""
    photos = {photos[7]: name for name, photos in lfw.items()}
    found = identify.identify(workspace, list(photos))
    return [bool(one.faces) and one.faces[0].name == photos[one.path] for one in found]


@pytest.mark.slow
def test_names_never_stop_coming_and_every_face_is_read_again(known: Path, lfw: Lfw) -> None:
    with Workspace.open(known) as workspace:
        fresh = _stored(workspace)
    age(known)
    with Workspace.open(known) as workspace:
        assert renewal.left(workspace.db) == 50
        assert [m.id for m in catalogue.everything(workspace)] == [published_model(registry.card("sface")).id]
        published = replace(published_model(registry.card("sface")), active=True)
        assert workspace.active_model() == published  # brought up to date
        assert all(_names(workspace, lfw))
        steps: list[Progress] = []
        changes = rereading.read_again(workspace, steps.append)
        assert (steps[-1].done, steps[-1].total, len(changes.faces)) == (50, 50, 50)
        read = _stored(workspace)
        assert (np.einsum("nd,nd->n", read.vectors, fresh.vectors) > 0.97).all()
        assert np.allclose(read.lengths, fresh.lengths, rtol=0.1)
        assert all(_names(workspace, lfw))
        assert renewal.left(workspace.db) is None
        assert rereading.read_again(workspace).faces == frozenset()


def test_landmarks_and_measures_follow(known: Path) -> None:
    with Workspace.open(known) as workspace, workspace.db.read() as session:
        before = {face.id: face for face in faces.of_person(session, 1)}
        points = faces.landmarks(session, before)
    age(known)
    with Workspace.open(known) as workspace:
        rereading.read_again(workspace)
        with workspace.db.read() as session:
            after = {face.id: face for face in faces.of_person(session, 1)}
            moved = faces.landmarks(session, after)
            chips = {one.face_id: one.landmarks for one in embeddings.chips(session, after)}
    assert after.keys() == before.keys()
    for number, face in after.items():
        eyes = before[number].quality.eyes
        assert face.quality.eyes == pytest.approx(eyes, rel=0.06)
        assert np.abs(moved[number] - points[number]).max() < 0.08 * eyes
        assert face.quality.detection == before[number].quality.detection
        assert chips[number].shape == (5, 2)
        assert face.box == before[number].box


def test_a_stopped_reading_goes_on_where_it_was(
    aged: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rereading, "_BATCH", 8)
    cancel = CancelToken()
    with pytest.raises(Cancelled):
        rereading.read_again(workspace, lambda step: cancel.cancel() if step.done >= 16 else None, cancel)
    with Workspace.open(aged) as other:  # as after a crash
        left = renewal.left(other.db)
        assert left is not None
        assert 0 < left < 50
        totals: list[int] = []
        rereading.read_again(other, lambda step: totals.append(step.total))
        assert set(totals) == {left}
        assert renewal.left(other.db) is None


def test_removed_faces_are_read_too_and_undo_brings_them_back(aged: Path, workspace: Workspace) -> None:
    mine = browse.faces_of_person(workspace, 1)
    corrections.remove_faces(workspace, mine[:2])
    rereading.read_again(workspace)
    assert len(browse.faces_of_person(workspace, 1)) == 3
    activity.undo(workspace)
    assert sorted(browse.faces_of_person(workspace, 1)) == sorted(mine)
    assert np.isfinite(_stored(workspace).lengths).all()
    with workspace.db.read() as session:
        assert embeddings.lacking(session, workspace.active_model().id) == []


def test_someone_forgotten_meanwhile_stays_forgotten(
    aged: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rereading, "_BATCH", 8)
    name = "Hugo Chavez"
    theirs: list[int] = []

    def forget(_: Any) -> None:
        if not theirs:
            with Workspace.open(aged) as other:
                theirs.extend(set(_stored(other).face_ids.tolist()))
                privacy.forget(other, name)

    rereading.read_again(workspace, forget)
    assert len(_stored(workspace).face_ids) == 45
    with workspace.db.read() as session:
        assert len(session.scalars(select(EmbeddingRow.face_id)).all()) == 45


def test_a_damaged_chip_keeps_what_was_known_of_it(aged: Path, workspace: Workspace) -> None:
    with workspace.db.write() as session:
        session.execute(update(ChipRow).where(ChipRow.face_id == 3).values(image=b"no picture"))
    rereading.read_again(workspace)
    stored = _stored(workspace)
    assert len(stored.face_ids) == 50
    assert np.isnan(stored.lengths[stored.face_ids == 3]).all()
    assert renewal.left(workspace.db) is None


def test_a_new_gallery_has_nothing_to_be_read_again(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "new") as workspace:
        assert renewal.left(workspace.db) is None


RETRAINED = "fedcba9876543210"


def _add_retrained(folder: Path, *, active: bool) -> Path:
    """Add a retrained model as it used to be kept, a checkpoint: SFace with weights a little different."""
    with TemporaryDirectory() as scratch:
        backbone = load_backbone("sface", registry.ensure_weights(registry.card("sface"), Path(scratch)))
    with torch.no_grad():
        for weights in backbone.parameters():
            weights.mul_(1.001)
    path = folder / "models" / "retrained-1.safetensors"
    path.parent.mkdir(exist_ok=True)
    checkpoint.save(path, backbone, {})
    db = Database.open(folder)
    with db.write() as session:
        thresholds = Thresholds(((0.01, 0.31), (0.001, 0.39)), "before")
        where = str(path.relative_to(folder))
        models.add(session, Model(RETRAINED, "sface-1", "sface", 128, where, thresholds, parent=OLD))
        stored = embeddings.load(session, OLD)
        found = Embedded(stored.vectors, stored.lengths)
        embeddings.add(session, RETRAINED, stored.face_ids.tolist(), found)
        session.execute(update(EmbeddingRow).values(length=None))
        if active:
            models.activate(session, RETRAINED)
    db.close()
    return path


@pytest.mark.slow
def test_a_retrained_model_becomes_a_graph_with_thresholds_and_a_limit_of_its_own(
    aged: Path, lfw: Lfw
) -> None:
    path = _add_retrained(aged, active=True)
    with Workspace.open(aged) as workspace:
        model = workspace.active_model()
        base = catalogue.everything(workspace)[0]
        assert (model.name, model.parent) == ("sface-1", base.id)
        assert model.weights_path == str(path.with_suffix(".onnx").relative_to(aged))
        assert model.preprocessing is not None
        assert model.preprocessing.mean == (127.5,) * 3
        assert all(_names(workspace, lfw))
        rereading.read_again(workspace)
        model = workspace.active_model()
        assert model.thresholds is not None
        assert model.thresholds.method != "before"
        assert 8 < (model.thresholds.recognisable or 0) < 10
        assert all(_names(workspace, lfw))
        catalogue.switch(workspace, base)  # its embeddings were made on the way
        assert all(_names(workspace, lfw))


@pytest.mark.slow
def test_a_retrained_model_that_does_not_decide_is_brought_along(aged: Path, lfw: Lfw) -> None:
    path = _add_retrained(aged, active=False)
    with Workspace.open(aged) as workspace:
        assert not path.with_suffix(".onnx").exists()  # that takes seconds, and nobody waits for it
        with workspace.db.read() as session:
            assert len(embeddings.load(session, RETRAINED).face_ids) == 0
        rereading.read_again(workspace)
        model = catalogue.find(workspace, "sface-1")
        assert model.weights_path == str(path.with_suffix(".onnx").relative_to(aged))
        catalogue.switch(workspace, model)
        assert all(_names(workspace, lfw))


def test_a_retrained_model_whose_file_is_gone_says_so_and_can_be_left(aged: Path) -> None:
    _add_retrained(aged, active=True).unlink()
    with Workspace.open(aged) as workspace:
        assert workspace.active_model().id == RETRAINED
        with pytest.raises(ModelError, match="missing"):
            workspace.reader()
        with pytest.raises(ModelError):
            rereading.read_again(workspace)
        base = catalogue.everything(workspace)[0]
        catalogue.switch(workspace, base)  # every face is read again on the way
        assert renewal.left(workspace.db) is None
        assert np.isfinite(_stored(workspace).lengths).all()
