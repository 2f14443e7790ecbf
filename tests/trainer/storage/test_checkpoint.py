"""Checkpoints: whole or not at all, and nothing believed that was not checked."""

import json
import pickle
import struct
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from trainer.backbones import REGISTRY, SmallNet, create
from trainer.errors import CheckpointError
from trainer.storage import checkpoint


@pytest.fixture
def saved(network: SmallNet, tmp_path: Path) -> Path:
    path = tmp_path / "weights.safetensors"
    checkpoint.save(path, network, {"note": "as given"})
    return path


def rewrite(path: Path, header: Any, data: bytes | None = None) -> None:
    """Replace the header, and perhaps the numbers, by something else."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(raw)) + raw + (content[8 + length :] if data is None else data))


def header_of(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header: dict[str, Any] = json.loads(content[8 : 8 + length])
    return header


def claiming(**words: Any) -> dict[str, Any]:
    """A header without tensors that says this about itself."""
    return {"__metadata__": {"trainer": json.dumps({"format": 1, **words})}}


@pytest.mark.slow
@pytest.mark.parametrize("name", [*sorted(REGISTRY.keys() - {"timm"}), "timm:test_vit"])
def test_every_backbone_survives_the_round_trip(name: str, tmp_path: Path) -> None:
    backbone = create(name)
    checkpoint.save(tmp_path / "a.safetensors", backbone, {"answer": 42})
    loaded, metadata = checkpoint.load(tmp_path / "a.safetensors")
    assert type(loaded) is type(backbone)
    assert metadata["answer"] == 42
    assert all(torch.equal(value, loaded.state_dict()[key]) for key, value in backbone.state_dict().items())
    assert not loaded.training


def test_options_are_remembered(saved: Path, network: SmallNet) -> None:
    loaded, _ = checkpoint.load(saved)
    assert loaded.options == network.options
    pictures = torch.randn(2, 3, 32, 32)
    assert torch.equal(loaded(pictures), network(pictures))


def test_a_failed_write_leaves_the_old_file(saved: Path, network: SmallNet) -> None:
    before = saved.read_bytes()
    with pytest.raises(TypeError):
        checkpoint.save(saved, network, {"not json": object()})
    assert saved.read_bytes() == before
    assert [p.name for p in saved.parent.iterdir()] == [saved.name]


def test_a_folder_that_cannot_be_written_is_said(network: SmallNet, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CheckpointError, match="cannot be written"):
        checkpoint.save(tmp_path / "file" / "a.safetensors", network, {})


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="cannot be read"):
        checkpoint.load(tmp_path / "none.safetensors")


@pytest.mark.parametrize("keep", [0, 5, 8, 200, -1])
def test_truncated_files_are_refused(keep: int, saved: Path) -> None:
    saved.write_bytes(saved.read_bytes()[:keep])
    with pytest.raises(CheckpointError, match="cannot be used"):
        checkpoint.load(saved)


def test_appended_bytes_are_refused(saved: Path) -> None:
    saved.write_bytes(saved.read_bytes() + b"more")
    with pytest.raises(CheckpointError, match="truncated or was changed"):
        checkpoint.load(saved)


class Trap:
    """Writes a file when unpickled."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self._path,)


def test_a_pickle_is_refused_and_not_run(tmp_path: Path) -> None:
    path, witness = tmp_path / "weights.safetensors", tmp_path / "ran"
    path.write_bytes(pickle.dumps(Trap(witness)))
    with pytest.raises(CheckpointError):
        checkpoint.load(path)
    torch.save({"weights": Trap(witness)}, path)
    with pytest.raises(CheckpointError):
        checkpoint.load(path)
    assert not witness.exists()


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"[]",
        b"{}",
        b'{"__metadata__": {"trainer": "3"}}',
        b"[" * 100_000,
        claiming(format=2),
        claiming(backbone={"name": "os", "options": {}}),
        claiming(backbone={"name": ["a"], "options": {}}),
        claiming(backbone={"name": "small", "options": {"size": 10**9}}),
        claiming(backbone={"name": "small", "options": {"evil": 3}}),
    ],
)
def test_hostile_headers_are_refused(header: Any, saved: Path) -> None:
    rewrite(saved, header, b"")
    with pytest.raises(CheckpointError):
        checkpoint.load(saved)


def test_a_huge_header_is_not_read(saved: Path) -> None:
    saved.write_bytes(struct.pack("<Q", 2**60) + b"{}")
    with pytest.raises(CheckpointError, match="no safetensors file"):
        checkpoint.load(saved)


def test_a_huge_shape_allocates_nothing(saved: Path) -> None:
    header = header_of(saved)
    header["model.head.0.weight"]["shape"] = [2**40, 2**20]
    rewrite(saved, header)
    with pytest.raises(CheckpointError, match="truncated or was changed"):
        checkpoint.load(saved)


@pytest.mark.parametrize("change", ["shape", "dtype", "missing", "extra"])
def test_other_tensors_are_refused(change: str, network: SmallNet, saved: Path) -> None:
    tensors = {f"model.{name}": value.clone() for name, value in network.state_dict().items()}
    if change == "shape":
        tensors["model.head.0.bias"] = torch.zeros(3)
    elif change == "dtype":
        tensors["model.head.0.bias"] = tensors["model.head.0.bias"].double()
    elif change == "missing":
        del tensors["model.head.0.bias"]
    else:
        tensors["model.surprise"] = torch.zeros(1)
    save_file(tensors, saved, metadata=header_of(saved)["__metadata__"])
    with pytest.raises(CheckpointError, match=r"head\.0\.bias|surprise"):
        checkpoint.load(saved)


@pytest.mark.parametrize("value", [torch.nan, torch.inf])
def test_weights_that_are_no_numbers_are_refused(value: float, network: SmallNet, tmp_path: Path) -> None:
    with torch.no_grad():
        next(network.head.parameters())[0, 0] = value
    checkpoint.save(tmp_path / "a.safetensors", network, {})
    with pytest.raises(CheckpointError, match="not finite"):
        checkpoint.load(tmp_path / "a.safetensors")
