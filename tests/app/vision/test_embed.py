from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from app.domain.arrays import Embedded, Embedding, Image
from app.domain.face import Chip
from app.domain.preprocessing import Preprocessing
from app.vision import image_io, models
from app.vision.align import align, cut_chip
from app.vision.detect import YuNetDetector, scan
from app.vision.embed import Embedder
from app.vision.graphs import plain, with_free_sizes
from app.vision.networks import open_embedder
from app.vision.runtime import Use, open_network
from trainer.backbones import InceptionResnet, SFace
from trainer.backbones.inception_resnet_v1 import MTCNN_TEMPLATE
from trainer.backbones.sface import ARCFACE_TEMPLATE
from trainer.storage.export import export_onnx


@pytest.fixture(scope="module")
def chips(photos: list[Image], yunet: YuNetDetector) -> list[Chip]:
    """A hundred faces, each as the detector finds it."""
    return [cut_chip(photo, scan(yunet, photo)[0].landmarks) for photo in photos]


@pytest.fixture(scope="module")
def exact(weights: Callable[[str], Path]) -> Embedder:
    """The default model in 32 bits, whatever the processor is faster with."""
    card = models.card("sface")
    assert card.preprocessing is not None
    graph = with_free_sizes(plain(onnx.load(str(weights("sface")))), {0: "batch"})
    return Embedder("sface", card.dimension, open_network(graph, use=Use(exact=True)), card.preprocessing)


@pytest.fixture(scope="module")
def embedded(chips: list[Chip], embedder: Embedder) -> Embedded:
    """What the hundred faces give; tests must not change it."""
    return embedder.embed(chips)


@pytest.fixture(scope="module")
def alone(chips: list[Chip], exact: Embedder) -> Embedding:
    """The first 33 faces, each embedded by itself."""
    return np.concatenate([exact.embed([chip]).vectors for chip in chips[:33]])


@pytest.fixture(scope="module")
def reference(weights: Callable[[str], Path]) -> onnxruntime.InferenceSession:
    """The published graph, run by onnxruntime, which will not have the weights that it lists as inputs."""
    model = onnx.load(str(weights("sface")))
    for entry in [one for one in model.graph.input if one.name != "data"]:
        model.graph.input.remove(entry)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1  # a second would wait in a busy loop
    return onnxruntime.InferenceSession(model.SerializeToString(), options, ["CPUExecutionProvider"])


def _input(crop: Image) -> np.ndarray:
    return np.ascontiguousarray(crop.astype(np.float32).transpose(2, 0, 1)[None])  # the graph normalises


def _referred(session: onnxruntime.InferenceSession, crops: list[Image]) -> np.ndarray:
    vectors = [session.run(None, {"data": _input(crop)})[0][0] for crop in crops]
    return np.stack([vector / np.linalg.norm(vector) for vector in vectors])


class TestReference:
    @pytest.mark.slow
    def test_equals_the_published_graph_on_100_faces(
        self, chips: list[Chip], exact: Embedder, reference: onnxruntime.InferenceSession
    ) -> None:
        crops = [align(chip, ARCFACE_TEMPLATE, 112) for chip in chips]
        alike = (exact.embed(chips, mirror=False).vectors * _referred(reference, crops)).sum(axis=1)
        assert len(alike) == 100
        assert alike.min() >= 0.9999

    @pytest.mark.slow
    def test_equals_it_on_aligned_crops_as_they_are(
        self, faces: Path, exact: Embedder, reference: onnxruntime.InferenceSession
    ) -> None:
        crops = [image_io.load(path) for path in sorted(faces.glob("aligned12/*/*.png"))[::24]]
        template = np.array(ARCFACE_TEMPLATE, np.float32)
        ours = exact.embed([Chip(crop, template) for crop in crops], mirror=False).vectors
        assert (ours * _referred(reference, crops)).sum(axis=1).min() >= 0.9999

    @pytest.mark.slow
    def test_as_fast_as_the_processor_can_it_is_nearly_the_same(
        self, chips: list[Chip], embedded: Embedded, exact: Embedder
    ) -> None:
        """In bfloat16, where there is that; it must not matter which computer embedded a face."""
        fast, slow = embedded, exact.embed(chips)
        assert (fast.vectors * slow.vectors).sum(axis=1).min() >= 0.999
        assert fast.lengths == pytest.approx(slow.lengths, rel=0.01)
        assert np.abs(fast.vectors @ fast.vectors.T - slow.vectors @ slow.vectors.T).max() < 0.01


class TestEmbedder:
    def test_unit_length(self, chips: list[Chip], embedder: Embedder) -> None:
        vectors, lengths = embedder.embed(chips[:7])
        assert vectors.shape == (7, 128)
        assert lengths.shape == (7,)
        assert vectors.dtype == lengths.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    @pytest.mark.slow
    def test_lengths_are_those_of_the_published_graph(
        self, chips: list[Chip], exact: Embedder, reference: onnxruntime.InferenceSession
    ) -> None:
        crops = [align(chip, ARCFACE_TEMPLATE, 112) for chip in chips[::10]]
        raw = [reference.run(None, {"data": _input(crop)})[0][0] for crop in crops]
        wanted = np.linalg.norm(raw, axis=1)
        assert exact.embed(chips[::10], mirror=False).lengths == pytest.approx(wanted, rel=1e-3)

    @pytest.mark.slow
    def test_lengths_tell_a_face_from_one_on_its_side(
        self, chips: list[Chip], embedder: Embedder, embedded: Embedded
    ) -> None:
        aside = [replace(chip, landmarks=chip.landmarks[:, ::-1].copy()) for chip in chips]
        upright, turned = embedded.lengths, embedder.embed(aside).lengths
        assert np.quantile(upright, 0.05) > 9
        assert np.quantile(turned, 0.95) < 9

    @pytest.mark.slow
    def test_mirror_is_the_mean_of_both_images(
        self, chips: list[Chip], exact: Embedder, reference: onnxruntime.InferenceSession
    ) -> None:
        crops = [align(chip, ARCFACE_TEMPLATE, 112) for chip in chips[::10]]
        both = [[reference.run(None, {"data": _input(one)})[0][0] for one in (c, c[:, ::-1])] for c in crops]
        wanted = np.mean(both, axis=1)
        found = exact.embed(chips[::10])
        assert found.lengths == pytest.approx(np.linalg.norm(wanted, axis=1), rel=1e-3)
        assert (found.vectors * wanted).sum(axis=1) / np.linalg.norm(wanted, axis=1) == pytest.approx(
            1, abs=1e-4
        )

    @pytest.mark.slow
    def test_a_mirrored_face_gives_the_same(self, chips: list[Chip], embedder: Embedder) -> None:
        crops = [align(chip, ARCFACE_TEMPLATE, 112) for chip in chips[::10]]
        points = np.array(ARCFACE_TEMPLATE, np.float32)  # crops come through unchanged
        plain, mirrored = (
            embedder.embed([Chip(np.ascontiguousarray(one), points) for one in side]).vectors
            for side in (crops, [crop[:, ::-1] for crop in crops])
        )
        assert (plain * mirrored).sum(axis=1).min() > 0.9999

    @pytest.mark.slow
    def test_mirror_makes_people_more_like_themselves(
        self, chips: list[Chip], embedder: Embedder, embedded: Embedded
    ) -> None:
        same = np.kron(np.eye(10), np.ones((10, 10))).astype(bool) & ~np.eye(100, dtype=bool)
        plain, both = embedder.embed(chips, mirror=False).vectors, embedded.vectors
        assert np.mean((both @ both.T)[same]) > np.mean((plain @ plain.T)[same])

    @pytest.mark.slow
    @pytest.mark.parametrize("count", [1, 2, 5, 8, 9, 33])
    def test_company_does_not_matter(
        self, chips: list[Chip], exact: Embedder, alone: Embedding, count: int
    ) -> None:
        assert np.abs(exact.embed(chips[:count]).vectors - alone[:count]).max() < 1e-4

    @pytest.mark.slow
    def test_equals_the_module_that_is_trained(
        self, chips: list[Chip], exact: Embedder, weights: Callable[[str], Path]
    ) -> None:
        sface = SFace.from_onnx(weights("sface")).eval()
        crops = np.stack([align(chip, ARCFACE_TEMPLATE, 112) for chip in chips[:16]])
        with torch.inference_mode():
            trained = sface(sface.prepare(torch.from_numpy(crops))).numpy()
        assert np.abs(exact.embed(chips[:16], mirror=False).vectors - trained).max() < 1e-4

    def test_nobody(self, embedder: Embedder) -> None:
        vectors, lengths = embedder.embed([])
        assert (vectors.shape, lengths.shape) == ((0, 128), (0,))
        assert vectors.dtype == lengths.dtype == np.float32

    def test_points_that_coincide_are_refused(self, embedder: Embedder) -> None:
        with pytest.raises(ValueError, match="coincide"):
            embedder.embed([Chip(np.zeros((9, 9, 3), np.uint8), np.ones((5, 2), np.float32))])

    @pytest.mark.slow
    def test_knows_people_apart(self, embedded: Embedded) -> None:
        """Ten photos each of ten people, by folder: one's own are more alike than others'."""
        vectors = embedded.vectors
        people = np.repeat(np.arange(10), 10)
        alike = vectors @ vectors.T
        same = people[:, None] == people
        np.fill_diagonal(same, False)
        assert np.median(alike[same]) > 0.5
        assert np.quantile(alike[people[:, None] != people], 0.99) < 0.4

    @pytest.mark.slow
    def test_another_backbone(self, chips: list[Chip], tmp_path: Path) -> None:
        torch.manual_seed(0)
        backbone = InceptionResnet().eval()
        export_onnx(backbone, tmp_path / "random.onnx", unit=False)
        wanted = Preprocessing.named(160, "128", "NCHW", "RGB", "facenet")
        other = open_embedder("random", 512, tmp_path / "random.onnx", backbone.name, wanted, "cpu")
        crops = np.stack([align(chip, MTCNN_TEMPLATE, 160) for chip in chips[:3]])
        with torch.inference_mode():
            trained = backbone(backbone.prepare(torch.from_numpy(crops))).numpy()
        found = other.embed(chips[:3], mirror=False).vectors
        assert found.shape == (3, 512)
        assert (found * trained).sum(axis=1).min() > 0.999
