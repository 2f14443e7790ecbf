"""Switching between models, and weights that are not what they were."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import Cancelled, ModelError, UsageError
from app.core.progress import CancelToken
from app.gallery import embeddings
from app.services.models import catalogue
from app.services.workspace import Workspace
from app.vision import models as registry

Kith = Callable[..., Any]


def _lacking(workspace: Workspace) -> list[int]:
    with workspace.db.read() as session:
        return embeddings.lacking(session, workspace.active_model().id)


def _newest(workspace: Workspace) -> Any:
    return catalogue.everything(workspace)[-1]


def test_switch_and_back(kith: Kith, retrained: Path, lfw: dict[str, list[Path]]) -> None:
    _, new = kith("models", "--json").document["models"]
    probe = lfw["Hugo Chavez"][8]
    old_face = kith("identify", probe, "--json").document["images"][0]["faces"][0]
    assert kith("models", "use", new["name"], "--json").document == {"active": new["name"], "id": new["id"]}
    with Workspace.open(retrained) as workspace:
        assert _lacking(workspace) == []
    new_face = kith("identify", probe, "--json").document["images"][0]["faces"][0]
    assert new_face["name"] == old_face["name"] == "Hugo Chavez"
    assert new_face["similarity"] != old_face["similarity"]
    assert kith("models", "back", "--json").document["active"] == "sface"
    assert kith("identify", probe, "--json").document["images"][0]["faces"][0] == old_face
    assert kith("models", "use", new["id"][:6], "--json").document["id"] == new["id"]


def test_a_stopped_switch_leaves_the_old_model_and_goes_on_later(
    retrained: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "_BATCH", 8)
    cancel = CancelToken()
    new = _newest(workspace)
    with pytest.raises(Cancelled):
        catalogue.switch(workspace, new, lambda step: cancel.cancel() if step.done >= 16 else None, cancel)
    assert workspace.active_model().name == "sface"
    with workspace.db.read() as session:
        assert len(embeddings.lacking(session, new.id)) == 34
    totals = []
    catalogue.switch(workspace, new, lambda step: totals.append(step.total))
    assert totals[0] == 34
    assert workspace.active_model().id == new.id
    assert _lacking(workspace) == []


def test_names_and_identifiers_that_fit_none_or_several(retrained: Path, workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="no model called nonsense"):
        catalogue.find(workspace, "nonsense")
    with pytest.raises(UsageError, match="several"):
        catalogue.find(workspace, "")
    with pytest.raises(UsageError, match="no model to go back to"):
        catalogue.parent(workspace)


def _flip_a_byte(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def _truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1000])


@pytest.mark.parametrize("harm", [_flip_a_byte, _truncate, Path.unlink])
def test_harmed_weights_are_refused_and_switching_back_works(
    kith: Kith, retrained: Path, lfw: dict[str, list[Path]], harm: Callable[[Path], None]
) -> None:
    kith("models", "use", kith("models", "--json").document["models"][1]["name"])
    (file,) = (retrained / "models").glob("*.onnx")
    harm(file)
    probe = lfw["Hugo Chavez"][8]
    for words in (["identify", probe], ["enroll", "X", probe], ["watch", "--source", "0"]):
        ran = kith(*words, "--json")
        assert ran.code == 3
    ran = kith("identify", probe, "--json")
    assert "weights" in ran.document["error"]["what"]
    assert "Switch to another model" in ran.document["error"]["remedy"]
    assert kith("doctor", "--json").code == 3
    assert kith("people", "--json").code == 0
    assert kith("models", "back", "--json").code == 0
    assert kith("identify", probe, "--json").document["images"][0]["faces"][0]["name"] == "Hugo Chavez"


@pytest.fixture
def sface_file(tmp_path: Path) -> Path:
    """A copy of SFace's own file."""
    found = registry.find_weights(registry.card("sface"), tmp_path)
    assert found is not None
    return Path(shutil.copy(found, tmp_path / "mine.onnx"))


@pytest.mark.slow
def test_weights_given_as_a_file(kith: Kith, sface_file: Path) -> None:
    ran = kith("models", "add", "sface", "--weights", sface_file, "--json")
    assert ran.code == 0
    assert ran.document["added"] == "sface"
    assert len(kith("models", "--json").document["models"]) == 1


@pytest.mark.parametrize(("harm", "code"), [(_flip_a_byte, 3), (_truncate, 3), (Path.unlink, 2)])
def test_a_harmed_file_is_not_taken(
    kith: Kith, tmp_path: Path, sface_file: Path, harm: Callable[[Path], None], code: int
) -> None:
    harm(sface_file)
    ran = kith("models", "add", "sface", "--weights", sface_file, "--json")
    assert ran.code == code
    assert ran.document["error"]["remedy"]
    assert list((tmp_path / "data" / "models").glob("*")) == []


def test_without_thresholds_a_model_does_not_take_over(known: Path, workspace: Workspace) -> None:
    model = replace(workspace.active_model(), thresholds=None)
    with pytest.raises(ModelError, match="no thresholds"):
        workspace.thresholds(model)
