import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import onnx.numpy_helper
import pytest
import torch
from facenet_pytorch.models.mtcnn import ONet

from app.core.errors import ModelError
from app.vision import convert, models
from app.vision.convert import converted, main
from app.vision.runtime import Use, open_network


@pytest.fixture(scope="module")
def onet(weights: Callable[[str], Path]) -> Path:
    return weights("onet")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("a cache") / "below"


@pytest.fixture(scope="module")
def graph(onet: Path, cache: Path) -> Path:
    return converted("onet", onet, models.file_hash(onet), cache)


@pytest.mark.processes
def test_computes_what_the_torch_file_does(onet: Path, graph: Path) -> None:
    theirs = ONet(pretrained=False)
    theirs.load_state_dict(torch.load(onet, weights_only=True))
    crops = np.random.default_rng(0).normal(size=(5, 3, 48, 48)).astype(np.float32)
    with torch.inference_mode():
        wanted = [part.numpy() for part in theirs.eval()(torch.from_numpy(crops))]
    found = open_network(onnx.load(str(graph)), use=Use(exact=True))(crops)
    assert all(np.allclose(one, other, atol=1e-4) for one, other in zip(found, wanted, strict=True))


@pytest.mark.processes
def test_is_done_once(
    onet: Path, graph: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    before = graph.stat()
    assert converted("onet", onet, models.file_hash(onet), cache) == graph
    assert graph.stat().st_mtime_ns == before.st_mtime_ns
    assert sorted(path.suffix for path in cache.iterdir()) == [".onnx", ".sha256"]


@pytest.mark.processes
@pytest.mark.parametrize("damage", ["cut", "changed", "unnoted"])
def test_a_damaged_result_is_made_again(
    onet: Path, graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setattr(convert, "_run", lambda *parts: main([*map(str, parts)]))  # torch is here already
    data = bytearray(graph.read_bytes())
    data[len(data) // 2] ^= damage == "changed"
    (tmp_path / graph.name).write_bytes(data[:-1000] if damage == "cut" else data)
    if damage != "unnoted":
        shutil.copy(graph.with_suffix(".sha256"), tmp_path)
    again = converted("onet", onet, models.file_hash(onet), tmp_path)
    assert _weights(again).keys() == _weights(graph).keys()
    assert all(np.array_equal(value, _weights(again)[name]) for name, value in _weights(graph).items())


def _weights(graph: Path) -> dict[str, np.ndarray]:
    """A graph's weights by name."""
    return {one.name: onnx.numpy_helper.to_array(one) for one in onnx.load(str(graph)).graph.initializer}


def test_a_conversion_that_takes_too_long(
    onet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert, "_SECONDS", 0.01)
    with pytest.raises(ModelError, match=r"onet\.pt cannot be used: its conversion took longer"):
        converted("onet", onet, models.file_hash(onet), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.filterwarnings("ignore:Detected pickle protocol")
@pytest.mark.parametrize("content", [b"", b"no weights at all", b"\x80\x04N.", b"PK\3\4" + b"\0" * 300])
@pytest.mark.parametrize("kind", ["onet", "inception_resnet_v1"])
def test_a_bad_source_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, content: bytes
) -> None:
    source = tmp_path / "a.pt"
    source.write_bytes(content)
    assert main([kind, str(source), str(tmp_path / "a.onnx")]) == 1
    assert "not a plain file of weights" in capsys.readouterr().err.splitlines()[-1]
    assert not (tmp_path / "a.onnx").exists()


@pytest.mark.processes
def test_a_bad_source_is_a_model_error(tmp_path: Path) -> None:
    source = tmp_path / "a.pt"
    source.write_bytes(b"no weights at all")
    with pytest.raises(ModelError, match=r"a\.pt cannot be used: it is not a plain file of weights"):
        converted("onet", source, models.file_hash(source), tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []
