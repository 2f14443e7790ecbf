"""Every backbone keeps the protocol; the published ones keep what was published."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from facenet_pytorch import InceptionResnetV1
from PIL import Image
from torch.nn.functional import cosine_similarity

from trainer.backbones import REGISTRY, InceptionResnet, SFace, SmallNet, create, with_weights
from trainer.errors import CheckpointError, ConfigError


@pytest.mark.parametrize("name", REGISTRY)
def test_the_protocol(name: str) -> None:
    torch.manual_seed(0)
    backbone = create(name).eval()
    size = backbone.spec.size
    assert len(backbone.spec.template) == 5
    crops = torch.randint(0, 256, (2, size, size, 3), dtype=torch.uint8)
    with torch.inference_mode():
        pictures = backbone.prepare(crops)
        features = backbone.trunk(pictures)
        embeddings = backbone(pictures)
        fast = torch.nn.functional.normalize(backbone.for_inference()(pictures), dim=1)
        assert embeddings.shape == (2, backbone.dimension)
        torch.testing.assert_close(embeddings.norm(dim=1), torch.ones(2))
        torch.testing.assert_close(backbone.embed_features(features), embeddings)
        torch.testing.assert_close(backbone.frozen_trunk()(pictures), features, atol=1e-4, rtol=1e-4)
        torch.testing.assert_close(fast, embeddings, atol=1e-4, rtol=1e-4)


def test_an_unknown_backbone_or_option_is_refused() -> None:
    with pytest.raises(ConfigError, match="no backbone 'resnet'"):
        create("resnet")
    with pytest.raises(ConfigError, match="cannot be built"):
        create("small", depth=3)
    with pytest.raises(ConfigError, match="cannot be used"):
        with_weights("small", Path("weights.pt"))


@pytest.mark.slow
def test_sface_equals_the_onnx_reference(sface_file: Path, sface: SFace, faces: Path) -> None:
    model = onnx.load(str(sface_file))
    inputs = [value for value in model.graph.input if value.name == "data"]
    del model.graph.input[:]  # the graph still lists its weights as inputs without values
    model.graph.input.extend(inputs)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    files = sorted((faces / "aligned12").rglob("*.png"))[::7][:100]
    crops = torch.from_numpy(np.stack([np.asarray(Image.open(f).convert("RGB")) for f in files]))
    raw = crops.permute(0, 3, 1, 2).float().numpy()  # the graph normalises by itself
    reference = np.concatenate([session.run(None, {"data": one[None]})[0] for one in raw])
    pictures = sface.prepare(crops)
    with torch.inference_mode():
        for network in (sface, sface.for_inference()):
            assert cosine_similarity(network(pictures), torch.from_numpy(reference)).min() > 0.9999


def test_another_onnx_file_is_refused(tmp_path: Path) -> None:
    graph = onnx.helper.make_graph([], "other", [], [])
    onnx.save(onnx.helper.make_model(graph), tmp_path / "other.onnx")
    with pytest.raises(CheckpointError, match="is not OpenCV Zoo's SFace"):
        SFace.from_onnx(tmp_path / "other.onnx")


def test_a_facenet_pytorch_file_is_read_with_its_classifier_left_out(tmp_path: Path) -> None:
    torch.manual_seed(0)
    original = InceptionResnetV1(pretrained=None, classify=True, num_classes=10)
    torch.save(original.state_dict(), tmp_path / "weights.pt")
    ours = with_weights("inception_resnet_v1", tmp_path / "weights.pt")
    original.classify = False
    pictures = torch.randn(2, 3, 160, 160)
    with torch.inference_mode():
        torch.testing.assert_close(ours(pictures), original.eval()(pictures))


def test_files_that_are_no_weights_are_refused_and_not_run(tmp_path: Path) -> None:
    path = tmp_path / "weights.pt"
    for content in ({"last_linear.weight": torch.zeros(2)}, [1, 2], torch.nn.Linear(2, 2)):
        torch.save(content, path)
        with pytest.raises(CheckpointError):
            InceptionResnet.from_file(path)
    path.write_bytes(b"PK\x03\x04 truncated")
    with pytest.raises(CheckpointError, match="cannot be read"):
        InceptionResnet.from_file(path)


def test_small_networks_do_not_look_at_their_batch() -> None:
    network = SmallNet(32).train()
    pictures = torch.randn(4, 3, 32, 32)
    torch.testing.assert_close(network(pictures)[:1], network(pictures[:1]))
