"""Retraining: when it refuses, whom it keeps, and what a cancelled run leaves."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
import pytest
import torch

from app.core.errors import Cancelled, ModelError, TrainingRefused
from app.core.progress import CancelToken, Progress
from app.domain.training import USUAL, Doubt
from app.gallery import faces as gallery_faces
from app.keys import key, sealed, unlocking
from app.services.enrolment import enrol
from app.services.models import catalogue
from app.services.models.export import export
from app.services.people import browse
from app.services.recognise.identify import identify
from app.services.training import doubts, recipe, retrain
from app.services.training.plan import plan
from app.services.workspace import Workspace, encryption
from app.vision import networks
from trainer.storage import checkpoint

Kith = Callable[..., Any]
Lfw = dict[str, list[Path]]


def _enrol(workspace: Workspace, lfw: Lfw, counts: dict[str, int]) -> None:
    for name, count in counts.items():
        assert enrol.enrol(workspace, name, [str(path) for path in lfw[name][:count]]).accepted == count


@pytest.mark.slow
@pytest.mark.parametrize(
    ("counts", "missing"),
    [
        ({}, "nobody is enrolled"),
        ({"Tony Blair": 3}, "only one is enrolled"),
        ({"Tony Blair": 1, "Hugo Chavez": 1}, "everyone has a single photo"),
    ],
)
def test_too_little_to_train_on(
    kith: Kith, workspace: Workspace, lfw: Lfw, counts: dict[str, int], missing: str
) -> None:
    _enrol(workspace, lfw, counts)
    with pytest.raises(TrainingRefused, match=missing):
        retrain.retrain(workspace)
    ran = kith("retrain", "--json")
    assert ran.code == 3
    assert ran.document.keys() == {"before", "after", "activated", "reason", "seconds"}
    assert ran.document["activated"] is False
    assert missing in ran.document["reason"]
    assert missing in kith("retrain").err


@pytest.mark.slow
def test_two_photos_of_two_people_train_a_model_that_proves_nothing(
    kith: Kith, workspace: Workspace, lfw: Lfw
) -> None:
    _enrol(workspace, lfw, {"Tony Blair": 2, "Hugo Chavez": 2})
    ran = kith("retrain", "--json")
    assert ran.code == 0
    assert ran.document["activated"] is False
    assert "too few faces to prove" in ran.document["reason"]
    assert workspace.active_model().name == "sface"
    assert len(catalogue.everything(workspace)) == 2


@pytest.mark.slow
def test_people_with_one_photo_are_kept_and_recognised(workspace: Workspace, lfw: Lfw) -> None:
    single = {"Vladimir Putin": 1, "Tony Blair": 1}
    many = {name: 4 for name in sorted(lfw) if name not in single}
    _enrol(workspace, lfw, many | single)
    result = retrain.retrain(workspace, activate=False)
    assert result.single == tuple(sorted(single))
    assert (result.report.people, result.report.faces) == (8, 32)
    assert not result.activated
    assert workspace.active_model().name == "sface"
    catalogue.switch(workspace, result.model)
    probes = {lfw[name][5]: name for name in lfw}
    named = {picture.path: picture.faces[0].name for picture in identify(workspace, probes)}
    assert sum(named[path] == name for path, name in probes.items()) >= 9
    assert all(name in (None, probes[path]) for path, name in named.items())
    assert {person.name for person in browse.everyone(workspace)} == set(lfw)


@pytest.mark.slow
def test_what_is_proved_does_not_depend_on_what_was_asked(
    workspace: Workspace, lfw: Lfw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipe, "_EFFORT", {"usual": 0.03})
    _enrol(workspace, lfw, {"Tony Blair": 3, "Hugo Chavez": 3})
    result = retrain.retrain(workspace, activate=False)
    assert result.verdict.outcome == "no-gain"
    assert retrain.retrain(workspace).verdict == result.verdict


def test_a_model_is_saved_with_its_onnx_form(retrained: Path) -> None:
    (weights,) = (retrained / "models").glob("*.safetensors")
    (graph,) = (retrained / "models").glob("*.onnx")
    assert graph.stem == weights.stem
    with Workspace.open(retrained) as workspace:
        (model,) = [one for one in catalogue.everything(workspace) if one.training]
    assert retrained / str(model.weights_path) == graph
    backbone = checkpoint.load(weights)[0].eval()
    crops = np.random.default_rng(0).integers(0, 256, (3, 112, 112, 3), np.uint8)
    pictures = backbone.prepare(torch.from_numpy(crops))
    session = onnxruntime.InferenceSession(graph)
    (found,) = session.run(None, {session.get_inputs()[0].name: pictures.numpy()})
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    with torch.inference_mode():
        np.testing.assert_allclose(found / lengths, backbone(pictures).numpy(), atol=1e-4)
    assert (np.abs(lengths - 1) > 0.1).all()  # what says how far each can be trusted is kept


def test_faces_that_look_like_somebody_else_are_left_out_and_named(
    kith: Kith, known: Path, workspace: Workspace, lfw: Lfw
) -> None:
    wrong = str(lfw["Tony Blair"][6])
    assert enrol.enrol(workspace, "Hugo Chavez", [wrong], apart=True).accepted == 1
    ran = kith("retrain", "--json", "--activate", "never", "--effort", "quick")
    (doubt,) = ran.document["doubts"]
    assert (doubt["person"], doubt["looks_like"]) == ("Hugo Chavez", "Tony Blair")
    assert [face["path"] for face in doubt["faces"]] == [wrong]
    assert (ran.document["left_out"], ran.document["faces"]) == (1, 50)
    said = kith("retrain", "--activate", "never", "--effort", "quick", "--leave-out", "Tony Blair").out
    assert "Left out 1 face that looks like somebody else" in said
    assert wrong in said.replace("\n", "")
    doubts.trust(workspace, [doubt["faces"][0]["face"]])
    assert plan(workspace, USUAL).doubts == ()


def test_a_trusted_label_is_doubted_again_once_it_is_another(
    known: Path, workspace: Workspace, lfw: Lfw
) -> None:
    ids = {person.name: person.id for person in browse.everyone(workspace)}
    with workspace.db.read() as session:
        (face, *_) = [one.id for one in gallery_faces.of_person(session, ids["Tony Blair"])]

    def give(name: str) -> tuple[Doubt, ...]:
        with workspace.db.write() as session:
            gallery_faces.assign(session, [face], ids[name])
        return plan(workspace, USUAL).doubts

    (doubt,) = give("Hugo Chavez")
    assert (doubt.name, doubt.likely_name, doubt.faces) == ("Hugo Chavez", "Tony Blair", (face,))
    doubts.trust(workspace, doubt.faces)
    assert plan(workspace, USUAL).doubts == ()
    assert [one.name for one in give("Jacques Chirac")] == ["Jacques Chirac"]


def test_somebody_unknown_cannot_be_left_out(kith: Kith, known: Path) -> None:
    ran = kith("retrain", "--leave-out", "Nobody Here")
    assert ran.code == 2
    assert "nobody called Nobody Here" in ran.err


def test_the_document_of_a_run(kith: Kith, retrained: Path) -> None:
    sface, new = kith("models", "--json").document["models"]
    assert sface["active"]
    assert not new["active"]
    for when in ("before", "after"):
        assert new["metrics"][when].keys() == {"trained", "others"}
        for rates in new["metrics"][when].values():
            assert list(rates) == ["1e-2", "1e-3", "1e-4"]
            assert all(0 <= rate <= 1 for rate in rates.values())
    for group, curve in new["metrics"]["curves"].items():
        assert curve["fmr"][-1] == 0.1
        for when in ("before", "after"):
            at = dict(zip(curve["fmr"], curve[when], strict=True))
            assert at[1e-2] == new["metrics"][when][group]["1e-2"]
            assert list(at.values()) == sorted(at.values())


def test_thresholds_rise_with_the_rate_they_promise(retrained: Path) -> None:
    with Workspace.open(retrained) as workspace:
        known = catalogue.everything(workspace)
        assert len(known) == 2
        for model in known:
            by_fmr = workspace.thresholds(model).by_fmr
            assert [fmr for fmr, _ in by_fmr] == sorted((fmr for fmr, _ in by_fmr), reverse=True)
            cosines = [cosine for _, cosine in by_fmr]
            assert cosines == sorted(cosines)
            assert len(set(cosines)) == len(cosines)
            assert 0 < cosines[0] < cosines[-1] < 1


def _networks(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in {".safetensors", ".onnx"})


@pytest.mark.parametrize("label", ["Reading faces", "Trying it out, 2", "Training on all faces"])
def test_a_cancelled_run_leaves_nothing(known: Path, workspace: Workspace, label: str) -> None:
    cancel = CancelToken()

    def stop(step: Progress) -> None:
        if step.label.startswith(label):
            cancel.cancel()

    before = _networks(known)
    with pytest.raises(Cancelled):
        retrain.retrain(workspace, progress=stop, cancel=cancel)
    assert cancel
    assert [model.name for model in catalogue.everything(workspace)] == ["sface"]
    assert _networks(known) == before


@pytest.mark.slow
def test_in_an_encrypted_gallery_a_network_is_sealed_and_decides_all_the_same(
    retrained: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KITH_CACHE_DIR", str(tmp_path / "cache"))
    networks._network.cache_clear()
    (graph,) = (retrained / "models").glob("*.onnx")
    plain, sha256 = graph.read_bytes(), hashlib.sha256(graph.read_bytes()).hexdigest()
    crops = np.random.default_rng(0).integers(0, 256, (3, 112, 112, 3), np.uint8)

    def embedded() -> npt.NDArray[np.float32]:
        with Workspace.open(retrained) as workspace:
            (model,) = [one for one in catalogue.everything(workspace) if one.training]
            return workspace.embedder(model)._forward(crops)

    def compiled() -> list[Path]:
        return list((tmp_path / "cache").rglob(f"*{sha256[:16]}*"))

    before = embedded()
    assert compiled()
    encryption.turn_on(retrained, unlocking.made("four words of wood"))
    networks._network.cache_clear()
    np.testing.assert_array_equal(embedded(), before)
    assert compiled() == []
    assert encryption.status(retrained).plain == ()
    with Workspace.open(retrained) as workspace:
        (model,) = [one for one in catalogue.everything(workspace) if one.training]
        assert ".onnx" in {path.suffix for path in export(workspace, model, tmp_path / "out")}
        name = sealed.name_for(retrained)
        again = retrained / "models" / "retrained-again.onnx"
        retrain._write(workspace.backbone(workspace.active_model()), again, {}, name)
    files = sorted((retrained / "models").iterdir())
    assert len(files) == 4
    assert all(map(sealed.is_sealed, files))
    encryption.turn_off(retrained)
    assert graph.read_bytes() == plain
    key.drop()


@pytest.mark.slow
def test_a_model_that_cannot_be_saved_changes_nothing(workspace: Workspace, lfw: Lfw) -> None:
    _enrol(workspace, lfw, {"Tony Blair": 2, "Hugo Chavez": 2})
    workspace.folder.models.write_text("a file where the folder should be")
    with pytest.raises(ModelError, match="cannot be saved"):
        retrain.retrain(workspace)
    assert workspace.active_model().name == "sface"
