from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from app.core.errors import ModelError
from app.vision.weights import load_backbone
from trainer.backbones import InceptionResnet


def test_the_published_sface(weights: Callable[[str], Path]) -> None:
    assert load_backbone("sface", weights("sface")).dimension == 128


@pytest.mark.parametrize("ending", [".onnx", ".pt", ".safetensors"])
@pytest.mark.parametrize("content", [b"", b"no weights at all", b"\x80\x04N.", b"PK\3\4" + b"\0" * 300])
def test_files_that_are_no_weights(tmp_path: Path, ending: str, content: bytes) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(content)
    backbone = "sface" if ending == ".onnx" else "inception_resnet_v1"
    with pytest.raises(ModelError, match="cannot be used") as caught:
        load_backbone(backbone, path)
    assert "switch to another model" in caught.value.remedy


def test_cut_short(weights: Callable[[str], Path], tmp_path: Path) -> None:
    data = weights("sface").read_bytes()
    for size in (1000, len(data) // 2, len(data) - 10):
        path = tmp_path / "a.onnx"
        path.write_bytes(data[:size])
        with pytest.raises(ModelError, match="cannot be used"):
            load_backbone("sface", path)


def test_another_network(weights: Callable[[str], Path]) -> None:
    with pytest.raises(ModelError, match="cannot be used"):
        load_backbone("sface", weights("yunet"))


@pytest.mark.parametrize("ending", [".onnx", ".pt", ".safetensors"])
def test_missing(tmp_path: Path, ending: str) -> None:
    with pytest.raises(ModelError, match="cannot be used"):
        load_backbone("sface" if ending == ".onnx" else "inception_resnet_v1", tmp_path / f"none{ending}")


@pytest.mark.slow
def test_a_file_in_facenet_pytorchs_form(tmp_path: Path) -> None:
    from facenet_pytorch import InceptionResnetV1

    torch.manual_seed(1)
    theirs = InceptionResnetV1(pretrained=None).eval()
    path = tmp_path / "a.pt"
    torch.save(theirs.state_dict(), path)
    ours = load_backbone("inception_resnet_v1", path)
    assert isinstance(ours, InceptionResnet)
    pictures = torch.rand(2, 3, 160, 160)
    with torch.inference_mode():
        assert torch.allclose(ours.eval()(pictures), theirs(pictures), atol=1e-5)


def test_code_in_a_file_does_not_run(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return exec, (f"open({str(tmp_path / 'ran')!r}, 'w')",)

    torch.save({"conv2d_1a.conv.weight": Evil()}, tmp_path / "a.pt")
    with pytest.raises(ModelError, match="cannot be used"):
        load_backbone("inception_resnet_v1", tmp_path / "a.pt")
    assert not (tmp_path / "ran").exists()
