"""An export: the files that the hub expects, and no trace of anybody."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import numpy_helper
from safetensors.numpy import load_file

from app.core import files
from app.core.errors import UsageError
from app.domain.preprocessing import Preprocessing
from app.services.models import catalogue
from app.services.models.export import export, graph_of
from app.services.workspace.workspace import Workspace, preprocessing_of
from app.vision.runtime import Use, open_network
from tests import forking

Kith = Callable[..., Any]


def front_matter(card: str) -> dict[str, Any]:
    """The fields of a card's YAML."""
    pairs = (line.split(": ", 1) for line in card.split("---\n")[1].splitlines())
    return {name: json.loads(value) for name, value in pairs}


def test_sface_is_written_as_the_hub_expects(known: Path, workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "hub"
    written = export(workspace, workspace.active_model(), out)
    assert [path.name for path in written] == ["model.onnx", "model.safetensors", "config.json", "README.md"]
    assert os.name != "posix" or all(path.stat().st_mode & 0o077 == 0 for path in written)
    card = (out / "README.md").read_text()
    assert card.startswith("---\n")
    fields = front_matter(card)
    assert fields["license"] == "apache-2.0"
    assert fields["library_name"] == "onnx"
    assert fields["pipeline_tag"] == "image-feature-extraction"
    assert "face-recognition" in fields["tags"]
    config = json.loads((out / "config.json").read_text())
    assert Preprocessing.from_json(config["preprocessing"]).size == 112
    graph = onnx.load(out / "model.onnx")
    onnx.checker.check_model(graph)
    weights = load_file(out / "model.safetensors")
    for tensor in graph.graph.initializer:
        np.testing.assert_array_equal(weights[tensor.name], numpy_helper.to_array(tensor))


def test_what_is_written_computes_what_the_model_computes(
    known: Path, workspace: Workspace, tmp_path: Path
) -> None:
    model = workspace.active_model()
    export(workspace, model, tmp_path / "hub")
    preprocessing = preprocessing_of(model)
    crops = np.random.default_rng(0).integers(0, 256, (2, 112, 112, 3), dtype=np.uint8)
    wanted = open_network(graph_of(workspace, model), use=Use(exact=True))(preprocessing.prepare(crops))[0]
    session = onnxruntime.InferenceSession(tmp_path / "hub" / "model.onnx")
    given = {session.get_inputs()[0].name: preprocessing.prepare(crops)}
    (found,) = session.run(None, given)
    cosine = (found * wanted).sum(1) / np.linalg.norm(found, axis=1) / np.linalg.norm(wanted, axis=1)
    assert (cosine > 0.9999).all()


def test_no_name_of_anybody_is_in_it(
    known: Path, workspace: Workspace, tmp_path: Path, lfw: dict[str, list[Path]]
) -> None:
    written = export(workspace, workspace.active_model(), tmp_path / "hub")
    assert len(written) > 2
    for path in written:
        content = path.read_bytes()
        for name in lfw:
            for part in name.split():
                assert len(part) < 4 or part.encode() not in content, (path, part)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_a_kill_leaves_no_half_of_a_network(workspace: Workspace, tmp_path: Path) -> None:
    (out := tmp_path / "hub").mkdir()

    def killed() -> None:
        setattr(files, "put", lambda *_: os.kill(os.getpid(), signal.SIGKILL))  # noqa: B010
        export(workspace, workspace.active_model(), out)

    assert os.waitstatus_to_exitcode(os.waitpid(forking.fork(killed), 0)[1]) == -signal.SIGKILL
    assert any(path.stat().st_size for path in out.iterdir())
    with Workspace.open(workspace.folder.root):
        assert list(out.iterdir()) == []


def test_a_folder_with_anothers_readme_is_left_alone(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    with pytest.raises(UsageError, match="another README"):
        export(workspace, workspace.active_model(), tmp_path, overwrite=True)
    assert (tmp_path / "README.md").read_text() == "mine"
    with pytest.raises(UsageError, match="not a folder"):
        export(workspace, workspace.active_model(), tmp_path / "README.md")


def test_a_model_that_is_not_there(kith: Kith, tmp_path: Path) -> None:
    ran = kith("models", "export", "nonsense", tmp_path / "out", "--json")
    assert ran.code == 2
    assert not (tmp_path / "out").exists()


def test_the_published_one_stays_and_keeps_its_name(workspace: Workspace) -> None:
    model = workspace.active_model()
    with pytest.raises(UsageError, match="decides now"):
        catalogue.delete(workspace, model)
    with pytest.raises(UsageError, match="keeps its name"):
        catalogue.rename(workspace, model, "other")
