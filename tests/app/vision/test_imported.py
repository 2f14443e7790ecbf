"""A head on top of an imported network: trained by the trainer, put back into the graph."""

import copy
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import helper

from app.domain.preprocessing import Preprocessing
from app.keys import key, sealed
from app.keys.key import Key
from app.vision.heads import cut
from app.vision.imported import ImportedBackbone, write_network
from app.vision.onnx_files.checking import parse
from app.vision.onnx_files.trying import bring_in
from app.vision.runtime import Use, open_network
from tests.app.vision.made_networks import sface, tiny
from trainer.config import TrainConfig
from trainer.data import Crops, cache_features
from trainer.training.loop import fit

WAY = Preprocessing.named(112, "128", "NCHW", "BGR", "arcface")


def in_our_form(model: onnx.ModelProto) -> onnx.ModelProto:
    graph, _ = bring_in(parse(model.SerializeToString(), "x.onnx"), "x.onnx")
    found: onnx.ModelProto = onnx.ModelProto.FromString(graph)
    return found


def noise(count: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (count, 112, 112, 3), dtype=np.uint8)


def normalised_at_its_end() -> onnx.ModelProto:
    model = tiny()
    model.graph.node[-2].output[0] = "long"
    model.graph.node.insert(
        len(model.graph.node) - 1, helper.make_node("LpNormalization", ["long"], ["embedding"], axis=1, p=2)
    )
    return model


def without_a_layer() -> onnx.ModelProto:
    return tiny(head="conv")


@pytest.mark.slow
def test_a_network_that_lies_sealed_is_trained_on_as_a_plain_one(tmp_path: Path) -> None:
    plain, closed = tmp_path / "plain.onnx", tmp_path / "sealed.onnx"
    plain.write_bytes(in_our_form(tiny()).SerializeToString())
    key.hold("0c" * 16, Key.made())
    sealed.write(closed, plain.read_bytes(), "0c" * 16)
    heads = [ImportedBackbone.from_file(path, 64, WAY).head.state_dict() for path in (plain, closed)]
    assert all(torch.equal(heads[0][name], heads[1][name]) for name in heads[0])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "features"),
    [(tiny(), 24), (normalised_at_its_end(), 24), (without_a_layer(), 64), (tiny(reshape=True), 24)],
)
def test_trunk_and_head_are_the_network(model: onnx.ModelProto, features: int) -> None:
    whole = in_our_form(model)
    backbone = ImportedBackbone(whole, 64, WAY).eval()
    crops = noise(3)
    wanted = open_network(whole, use=Use(exact=True))(WAY.prepare(crops))[0]
    with torch.inference_mode():
        found = backbone(backbone.prepare(torch.from_numpy(crops))).numpy()
    np.testing.assert_allclose(found, wanted / np.linalg.norm(wanted, axis=1, keepdims=True), atol=1e-5)
    assert backbone.head[0].in_features == features
    again = open_network(copy.deepcopy(backbone).graph(), use=Use(exact=True))(WAY.prepare(crops))[0]
    cosine = (again * wanted).sum(1) / np.linalg.norm(again, axis=1) / np.linalg.norm(wanted, axis=1)
    assert (cosine > 0.99999).all()


@pytest.mark.slow
def test_batch_normalisation_after_the_layer_is_folded_into_it() -> None:
    """SFace ends so: pre_fc1, then fc1."""
    whole = in_our_form(sface(layout="NHWC", order="BGR", values="255"))
    found = cut(whole, 128)
    assert found.weight.shape == (128, 50176)
    way = Preprocessing.named(112, "255", "NHWC", "BGR", "arcface")
    prepared = way.prepare(noise(2))
    features = open_network(found.trunk, use=Use(exact=True))(prepared)[0].reshape(2, -1)
    wanted = open_network(whole, use=Use(exact=True))(prepared)[0]
    np.testing.assert_allclose(features @ found.weight.T + found.bias, wanted, rtol=1e-3, atol=1e-4)


def test_the_trainer_trains_the_head_alone_and_the_graph_holds_it(tmp_path: Path) -> None:
    backbone = ImportedBackbone(in_our_form(tiny()), 64, WAY).eval()
    labels = np.repeat(np.arange(6), 4)
    crops = Crops(noise(24), labels, {})
    features = cache_features(backbone, crops)
    assert features is not None
    assert features.values.shape == (24, 24)
    config = TrainConfig(depth="head", device="cpu", steps=3, identities=3, images=4, learning_rate=1e-2)
    trained = fit(config, features, backbone=backbone).backbone
    before, after = (one.head.state_dict()["0.weight"].cpu() for one in (backbone, trained))
    assert not torch.equal(before, after)
    path = tmp_path / "trained.onnx"
    assert write_network(trained, path) == WAY
    found = open_network(onnx.load(path), use=Use(exact=True))(
        WAY.prepare(crops.crops(np.arange(24)).numpy())
    )[0]
    with torch.inference_mode():
        wanted = trained.head(features.values).numpy()
    np.testing.assert_allclose(found, wanted, rtol=1e-3, atol=1e-4)
