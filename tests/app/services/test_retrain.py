"""Retraining: when it refuses, whom it keeps, and what a cancelled run leaves."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import Cancelled, ModelError, TrainingRefused
from app.core.progress import CancelToken, Progress
from app.services import enrol, models, people, retrain, training_run
from app.services.identify import identify
from app.services.training_run import recipe
from app.services.workspace import Workspace

Kith = Callable[..., Any]
Lfw = dict[str, list[Path]]


def _enrol(workspace: Workspace, lfw: Lfw, counts: dict[str, int]) -> None:
    for name, count in counts.items():
        assert enrol.enrol(workspace, name, [str(path) for path in lfw[name][:count]]).accepted == count


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


def test_two_photos_of_two_people_train_a_model_that_proves_nothing(
    kith: Kith, workspace: Workspace, lfw: Lfw
) -> None:
    _enrol(workspace, lfw, {"Tony Blair": 2, "Hugo Chavez": 2})
    ran = kith("retrain", "--json")
    assert ran.code == 0
    assert ran.document["activated"] is False
    assert "too few faces to prove" in ran.document["reason"]
    assert workspace.active_model().name == "sface"
    assert len(models.everything(workspace)) == 2


@pytest.mark.slow
def test_people_with_one_photo_are_kept_and_recognised(workspace: Workspace, lfw: Lfw) -> None:
    single = {"Vladimir Putin": 1, "Tony Blair": 1}
    many = {name: 4 for name in sorted(lfw) if name not in single}
    _enrol(workspace, lfw, many | single)
    result = retrain.retrain(workspace, activate=False)
    assert result.single == sorted(single)
    assert (result.people, result.faces) == (8, 32)
    assert not result.activated
    assert workspace.active_model().name == "sface"
    models.switch(workspace, result.model)
    probes = {lfw[name][5]: name for name in lfw}
    named = {picture.path: picture.faces[0].name for picture in identify(workspace, probes)}
    assert sum(named[path] == name for path, name in probes.items()) >= 9
    assert all(name in (None, probes[path]) for path, name in named.items())
    assert {person.name for person in people.everyone(workspace)} == set(lfw)


def test_the_words_of_a_verdict_do_not_depend_on_what_was_asked(
    workspace: Workspace, lfw: Lfw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_run, "recipe", lambda device: replace(recipe(device), steps=2))
    _enrol(workspace, lfw, {"Tony Blair": 3, "Hugo Chavez": 3})
    result = retrain.retrain(workspace, activate=False)
    assert not result.better
    assert result.reason == f"not asked to switch; {result.verdict}"
    assert "asked" not in result.verdict
    assert retrain.retrain(workspace).reason == result.verdict


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
        for model, _ in models.everything(workspace):
            by_fmr = workspace.thresholds(model).by_fmr
            assert [fmr for fmr, _ in by_fmr] == sorted((fmr for fmr, _ in by_fmr), reverse=True)
            cosines = [cosine for _, cosine in by_fmr]
            assert cosines == sorted(cosines)
            assert len(set(cosines)) == len(cosines)
            assert 0 < cosines[0] < cosines[-1] < 1


@pytest.mark.parametrize("label", ["Reading faces", "Trying it out, 2", "Training on all faces"])
def test_a_cancelled_run_leaves_nothing(known: Path, workspace: Workspace, label: str) -> None:
    cancel = CancelToken()

    def stop(step: Progress) -> None:
        if step.label.startswith(label):
            cancel.cancel()

    before = sorted(path for path in known.rglob("*") if path.suffix == ".safetensors")
    with pytest.raises(Cancelled):
        retrain.retrain(workspace, progress=stop, cancel=cancel)
    assert cancel
    assert [model.name for model, _ in models.everything(workspace)] == ["sface"]
    assert sorted(path for path in known.rglob("*") if path.suffix == ".safetensors") == before


def test_a_model_that_cannot_be_saved_changes_nothing(workspace: Workspace, lfw: Lfw) -> None:
    _enrol(workspace, lfw, {"Tony Blair": 2, "Hugo Chavez": 2})
    workspace.folder.models.write_text("a file where the folder should be")
    with pytest.raises(ModelError, match="cannot be saved"):
        retrain.retrain(workspace)
    assert workspace.active_model().name == "sface"
