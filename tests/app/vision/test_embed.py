from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from app.core.errors import StartError
from app.core.types import Chip, Image
from app.vision import image_io
from app.vision.align import align, cut_chip
from app.vision.detect import YuNetDetector, scan
from app.vision.embed import Embedder, choose_device
from trainer.backbones import InceptionResnet, SFace
from trainer.backbones.sface import ARCFACE_TEMPLATE


@pytest.fixture(scope="module")
def chips(photos: list[Image], yunet: YuNetDetector) -> list[Chip]:
    """A hundred faces, each as the detector finds it."""
    return [cut_chip(photo, scan(yunet, photo)[0].landmarks) for photo in photos]


@pytest.fixture(scope="module")
def reference(weights: Callable[[str], Path]) -> onnxruntime.InferenceSession:
    """The published graph, run by onnxruntime, which will not have the weights that it lists as inputs."""
    model = onnx.load(str(weights("sface")))
    for entry in [one for one in model.graph.input if one.name != "data"]:
        model.graph.input.remove(entry)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model.SerializeToString(), options, ["CPUExecutionProvider"])


def _referred(session: onnxruntime.InferenceSession, crops: list[Image]) -> np.ndarray:
    vectors = []
    for crop in crops:
        data = crop.astype(np.float32).transpose(2, 0, 1)[None]  # the graph itself normalises
        vectors.append(session.run(None, {"data": data})[0][0])
    return np.stack([vector / np.linalg.norm(vector) for vector in vectors])


class TestReference:
    def test_equals_the_published_graph_on_100_faces(
        self, chips: list[Chip], embedder: Embedder, reference: onnxruntime.InferenceSession
    ) -> None:
        crops = [align(chip, ARCFACE_TEMPLATE, 112) for chip in chips]
        alike = (embedder.embed(chips) * _referred(reference, crops)).sum(axis=1)
        assert len(alike) == 100
        assert alike.min() >= 0.9999

    def test_equals_it_on_aligned_crops_as_they_are(
        self, faces: Path, embedder: Embedder, reference: onnxruntime.InferenceSession
    ) -> None:
        crops = [image_io.load(path) for path in sorted(faces.glob("aligned12/*/*.png"))[::24]]
        template = np.array(ARCFACE_TEMPLATE, np.float32)
        ours = embedder.embed([Chip(crop, template) for crop in crops])
        assert (ours * _referred(reference, crops)).sum(axis=1).min() >= 0.9999


class TestEmbedder:
    def test_unit_length(self, chips: list[Chip], embedder: Embedder) -> None:
        vectors = embedder.embed(chips[:7])
        assert vectors.shape == (7, 128)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    @pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8, 9, 33])
    def test_company_does_not_matter(self, chips: list[Chip], embedder: Embedder, count: int) -> None:
        alone = np.concatenate([embedder.embed([chip]) for chip in chips[:count]])
        assert np.abs(embedder.embed(chips[:count]) - alone).max() < 1e-5

    def test_folded_and_channels_last_change_nothing(
        self, chips: list[Chip], embedder: Embedder, sface: SFace
    ) -> None:
        crops = np.stack([align(chip, ARCFACE_TEMPLATE, 112) for chip in chips[:16]])
        with torch.inference_mode():
            plain = sface.eval()(sface.prepare(torch.from_numpy(crops))).numpy()
        assert np.abs(embedder.embed(chips[:16]) - plain).max() < 1e-5

    def test_embedding_leaves_the_network_trainable(self, sface: SFace) -> None:
        Embedder("again", sface)
        assert all(weight.requires_grad for weight in sface.parameters())

    def test_nobody(self, embedder: Embedder) -> None:
        assert embedder.embed([]).shape == (0, 128)
        assert embedder.embed([]).dtype == np.float32

    def test_points_that_coincide_are_refused(self, embedder: Embedder) -> None:
        with pytest.raises(ValueError, match="coincide"):
            embedder.embed([Chip(np.zeros((9, 9, 3), np.uint8), np.ones((5, 2), np.float32))])

    def test_knows_people_apart(self, chips: list[Chip], embedder: Embedder) -> None:
        """Ten photos each of ten people, by folder: one's own are more alike than others'."""
        vectors = embedder.embed(chips)
        people = np.repeat(np.arange(10), 10)
        alike = vectors @ vectors.T
        same = people[:, None] == people
        np.fill_diagonal(same, False)
        assert np.median(alike[same]) > 0.5
        assert np.quantile(alike[people[:, None] != people], 0.99) < 0.4

    def test_another_backbone(self, chips: list[Chip]) -> None:
        torch.manual_seed(0)
        other = Embedder("random", InceptionResnet().eval())
        assert other.embed(chips[:3]).shape == (3, 512)


class TestDevice:
    def test_cpu_is_always_here(self) -> None:
        assert choose_device("cpu") == "cpu"

    def test_auto_gives_one_that_works(self) -> None:
        assert torch.ones(1, device=choose_device("auto")).item() == 1

    def test_unknown(self) -> None:
        with pytest.raises(StartError, match=r"unknown device gpu\. Choose auto, cpu, cuda or mps"):
            choose_device("gpu")

    @pytest.mark.skipif(torch.cuda.is_available(), reason="there is one here")
    def test_absent(self) -> None:
        with pytest.raises(StartError, match=r"cuda is not available: .*\. Choose another one, such as cpu"):
            choose_device("cuda")
