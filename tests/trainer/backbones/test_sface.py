"""SFace is what OpenCV Zoo published."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from PIL import Image
from torch.nn.functional import cosine_similarity

from trainer.backbones import SFace
from trainer.errors import CheckpointError


@pytest.mark.slow
def test_sface_equals_the_onnx_reference(sface_file: Path, sface: SFace, faces: Path) -> None:
    model = onnx.load(str(sface_file))
    inputs = [value for value in model.graph.input if value.name == "data"]
    del model.graph.input[:]  # the graph still lists its weights as inputs without values
    model.graph.input.extend(inputs)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # a second would wait in a busy loop
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    files = sorted((faces / "aligned12").rglob("*.png"))[::18]
    crops = torch.from_numpy(np.stack([np.asarray(Image.open(f).convert("RGB")) for f in files]))
    raw = crops.permute(0, 3, 1, 2).float().numpy()  # the graph normalises by itself
    reference = np.concatenate([session.run(None, {"data": one[None]})[0] for one in raw])
    pictures = sface.prepare(crops)
    with torch.inference_mode():
        for network in (sface, sface.for_inference()):
            assert cosine_similarity(network(pictures), torch.from_numpy(reference)).min() > 0.9999


def test_what_is_no_onnx_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.onnx").write_bytes(b"none")
    with pytest.raises(CheckpointError, match=r"other.onnx cannot be used: it is not an ONNX file"):
        SFace.from_onnx(tmp_path / "other.onnx")


@pytest.mark.slow
def test_another_onnx_file_is_refused(tmp_path: Path) -> None:
    graph = onnx.helper.make_graph([], "other", [], [])
    onnx.save(onnx.helper.make_model(graph), tmp_path / "other.onnx")
    with pytest.raises(CheckpointError, match="is not OpenCV Zoo's SFace"):
        SFace.from_onnx(tmp_path / "other.onnx")
