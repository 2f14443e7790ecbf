"""The ONNX file computes what torch computes, for any batch."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from trainer.backbones import Backbone, SFace, SmallNet, create
from trainer.errors import CheckpointError
from trainer.storage.export import export_onnx


def assert_equal(backbone: Backbone, path: Path) -> None:
    gap = export_onnx(backbone, path)
    assert gap < 1e-5
    session = onnxruntime.InferenceSession(str(path))
    for batch in (1, 5):
        pictures = torch.randn(batch, 3, backbone.spec.size, backbone.spec.size)
        (found,) = session.run(None, {"pictures": pictures.numpy()})
        with torch.inference_mode():
            np.testing.assert_allclose(found, backbone(pictures).numpy(), atol=1e-5)


def test_a_small_network(network: SmallNet, tmp_path: Path) -> None:
    assert_equal(network, tmp_path / "a.onnx")
    facts = {entry.key: entry.value for entry in onnx.load(tmp_path / "a.onnx").metadata_props}
    assert facts["backbone"] == "small"
    assert "32x32" in facts["input"]


@pytest.mark.slow
def test_sface(sface: SFace, tmp_path: Path) -> None:
    assert_equal(sface, tmp_path / "a.onnx")


def test_a_network_of_timm(tmp_path: Path) -> None:
    assert_equal(create("timm:test_efficientnet", size=64).eval(), tmp_path / "a.onnx")


def test_a_place_that_cannot_be_written_is_said(network: SmallNet, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CheckpointError, match="cannot be written"):
        export_onnx(network, tmp_path / "file" / "a.onnx")
