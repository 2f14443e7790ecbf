"""A recogniser that Kith has never seen: added, its input found out, used, exported, added again, deleted."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch

from app.core.errors import GalleryError, ModelError, UsageError
from app.domain.preprocessing import InputHints, Preprocessing
from app.gallery import embeddings
from app.services.models import catalogue
from app.services.models.importing import AddOptions, add_file
from app.services.workspace import Workspace
from app.vision.runtime import Use, open_network
from tests.app.vision.made_networks import saved, sface, tiny
from trainer.backbones import InceptionResnet
from trainer.storage.export import export_onnx

Kith = Callable[..., Any]
ALL_GIVEN = ("--order", "RGB", "--normalisation", "128", "--template", "arcface")


@pytest.fixture(scope="module")
def irv1(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """InceptionResnetV1 with random weights, under a name that says nothing."""
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("irv1") / "mystery.onnx"
    export_onnx(InceptionResnet().eval(), path, unit=False)
    model = onnx.load(path)
    del model.metadata_props[:]
    return saved(model, path)


def as_nhwc(file: Path, to: Path) -> Path:
    """The same network with the colours last."""
    model = onnx.load(file)
    graph = model.graph
    node = onnx.helper.make_node("Transpose", ["last"], [graph.input[0].name], perm=[0, 3, 1, 2])
    nodes = [node, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    del graph.input[:]
    shape: list[str | int | None] = ["N", 160, 160, 3]
    graph.input.append(onnx.helper.make_tensor_value_info("last", onnx.TensorProto.FLOAT, shape))
    return saved(model, to)


@pytest.mark.slow
def test_sface_under_another_name_is_probed_right_and_makes_no_difference(
    known: Path, workspace: Workspace, tmp_path: Path
) -> None:
    file = saved(sface(layout="NCHW", order="RGB", values="127.5"), tmp_path / "mystery.onnx")
    added = add_file(workspace, file, AddOptions(licence="Apache-2.0", given=InputHints(template="arcface")))
    assert added.probe is not None
    assert (added.probe.way.layout, added.probe.way.order, added.probe.way.size) == ("NCHW", "RGB", 112)
    assert added.probe.way.normalisation == "127.5"
    assert added.probe.rivals == ()
    assert added.probe.convincing
    assert added.model.name == "mystery"
    assert added.model.licence == "Apache-2.0"
    assert added.comparison is not None
    assert (added.comparison.gained, added.comparison.lost, added.comparison.same) == ((), (), 10)
    assert workspace.active_model().name == "sface"  # it does not decide by itself


@pytest.mark.slow
def test_a_network_that_recognises_nobody_is_taken_and_called_a_guess(
    known: Path, workspace: Workspace, irv1: Path, tmp_path: Path
) -> None:
    file = as_nhwc(irv1, tmp_path / "last.onnx")
    added = add_file(workspace, file, AddOptions(given=InputHints(normalisation="128", template="facenet")))
    assert added.probe is not None
    assert not added.probe.convincing
    assert added.preprocessing == Preprocessing.named(160, "128", "NHWC", "RGB", "facenet")
    assert added.model.dimension == 512
    assert added.comparison is not None
    assert added.comparison.lost  # against SFace it can only lose


@pytest.mark.slow
def test_added_used_exported_added_again_and_deleted(
    kith: Kith, known: Path, lfw: dict[str, list[Path]], tmp_path: Path
) -> None:
    file = saved(sface(layout="NHWC", order="BGR", values="255"), tmp_path / "mystery.onnx")
    words = ("--normalisation", "255", "--template", "arcface", "--licence", "MIT", "--name", "own")
    added = kith("models", "add", file, *words, "--json").document
    assert added["probe"]["way"]["order"] == "BGR"
    assert added["probe"]["certain"]
    assert added["comparison"]["same"] == 10
    assert added["obstacle"] is None
    file.unlink()  # a copy is kept
    assert kith("models", "use", "own", "--json").document["active"] == "own"
    for name in ("Hugo Chavez", "Tony Blair"):
        found = kith("identify", lfw[name][8], "--json").document["images"][0]["faces"][0]
        assert found["name"] == name
    out = tmp_path / "hub"
    assert kith("models", "export", "own", out, "--json").code == 0
    again = kith("models", "add", out / "model.onnx", "--json").document
    assert again["id"] == added["id"]  # one network with one preprocessing is one model
    assert again["probe"] is None
    assert again["licence"] == "MIT"
    assert kith("models", "delete", "own", "--json").code == 2  # it decides
    kith("models", "use", "sface")
    assert kith("models", "rename", "own", "mine", "--json").document["renamed"] == "mine"
    assert kith("models", "delete", "mine", "--json").document["deleted"] == "mine"
    assert list((known / "models").glob("*")) == []
    assert [one["name"] for one in kith("models", "--json").document["models"]] == ["sface"]


def test_two_preprocessings_of_one_file_are_two_models(
    known: Path, workspace: Workspace, tmp_path: Path
) -> None:
    file = saved(tiny(), tmp_path / "x.onnx")
    given = [InputHints(None, "128", "NCHW", order, "arcface") for order in ("RGB", "BGR")]
    one, other = (add_file(workspace, file, AddOptions(given=each)).model for each in given)
    assert one.id != other.id
    assert one.weights_path == other.weights_path
    assert {one.name, other.name} == {"x", "x-2"}
    assert add_file(workspace, file, AddOptions(given=given[0])).model.id == one.id
    with workspace.db.read() as session:
        assert embeddings.lacking(session, one.id) == []
    catalogue.delete(workspace, one)
    assert (workspace.folder.root / str(other.weights_path)).is_file()  # the other still needs it
    embedder = workspace.embedder(other)
    assert embedder.preprocessing.order == "BGR"
    catalogue.delete(workspace, other)
    assert not (workspace.folder.root / str(other.weights_path)).exists()
    with workspace.db.read() as session, pytest.raises(GalleryError, match="knows no model"):
        embeddings.load(session, other.id)


@pytest.mark.slow
def test_what_is_not_given_cannot_be_found_out_without_people(
    kith: Kith, workspace: Workspace, tmp_path: Path
) -> None:
    file = saved(tiny(), tmp_path / "x.onnx")
    with pytest.raises(UsageError, match="cannot be found out"):
        add_file(workspace, file)
    assert [model.name for model in catalogue.everything(workspace)] == ["sface"]
    added = kith("models", "add", file, *ALL_GIVEN, "--json").document
    assert added["probe"] is None
    assert added["comparison"] is None
    assert "too few" in added["obstacle"]
    with pytest.raises(ModelError, match="cannot decide yet"):
        catalogue.switch(workspace, catalogue.find(workspace, added["id"]))


@pytest.mark.slow
def test_a_size_or_layout_that_it_does_not_take_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    file = saved(tiny(), tmp_path / "x.onnx")
    with pytest.raises(ModelError, match="NCHW 112"):
        add_file(workspace, file, AddOptions(given=InputHints(size=160)))
    with pytest.raises(ModelError, match="NCHW 112"):
        add_file(workspace, file, AddOptions(given=InputHints(layout="NHWC")))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "why"),
    [("gone.onnx", "no such file"), ("text.onnx", "not an ONNX file"), ("a/b.onnx", "no such file")],
)
def test_wrong_files_are_refused_in_words(kith: Kith, tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "text.onnx").write_text("a note, by no means a model")
    ran = kith("models", "add", tmp_path / name, "--json")
    assert ran.code in (2, 3)
    assert why in ran.document["error"]["why"]
    assert ran.document["error"]["remedy"]
    assert not list((tmp_path / "data").rglob("imported-*"))


def test_a_stored_graph_that_was_changed_is_refused(
    known: Path, workspace: Workspace, tmp_path: Path
) -> None:
    file = saved(tiny(), tmp_path / "x.onnx")
    model = add_file(
        workspace, file, AddOptions(given=InputHints(None, "128", "NCHW", "RGB", "arcface"))
    ).model
    path = workspace.folder.root / str(model.weights_path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ModelError, match="changed or damaged"):
        workspace.embedder(model)


def test_embeddings_are_those_of_the_file(known: Path, workspace: Workspace, tmp_path: Path) -> None:
    model = tiny()
    file = saved(model, tmp_path / "x.onnx")
    given = InputHints(None, "imagenet", "NCHW", "BGR", "facenet")
    added = add_file(workspace, file, AddOptions(given=given))
    crops = np.random.default_rng(0).integers(0, 256, (3, 112, 112, 3), dtype=np.uint8)
    embedder = workspace.embedder(added.model)
    found = embedder._forward(crops)
    values = (crops / 255 - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    wanted = open_network(model, use=Use(exact=True))(
        values[..., ::-1].transpose(0, 3, 1, 2).astype(np.float32)
    )[0]
    np.testing.assert_allclose(found, wanted, rtol=1e-3, atol=1e-4)
